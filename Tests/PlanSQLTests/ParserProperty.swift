import PlanSQL

/// What holds of the parser and the printer for any text. `Fuzz/run.sh` compiles this file too.
struct ParserProperty {
    /// What does not hold, and of what.
    struct Violation: Error, CustomStringConvertible {
        let description: String
    }

    private let text: String

    /// Bytes are decoded as the drivers and readers of the product do it.
    init(_ bytes: [UInt8]) { text = String(decoding: bytes, as: UTF8.self) }

    func check() throws(Violation) {
        try checkStatement()
        try checkQuery()
        try checkExpression()
        try checkDefault()
        try checkEmbedding()
    }

    // MARK: Statements

    private func checkStatement() throws(Violation) {
        guard let tree = try read({ (text) throws(SyntaxError) in try Statement(parsing: text) }) else { return }
        try require(isInText(tree.range), "the statement's range \(tree.range) is outside")
        let printed = SQLitePrinter().text(of: tree)
        let again = try reread(printed) { (text) throws(SyntaxError) in try Statement(parsing: text) }
        try require(again == tree, "printed, it reads otherwise: \(printed)")
        try requireSame(SQLitePrinter().text(of: again), printed)
        let explicit = SQLitePrinter(parentheses: .everywhere).text(of: tree)
        if let again = try readDeeper(explicit, { (text) throws(SyntaxError) in try Statement(parsing: text) }) {
            try require(again == tree, "with all parentheses, it reads otherwise: \(explicit)")
        }
    }

    private func checkQuery() throws(Violation) {
        let statement = try read { (text) throws(SyntaxError) in try Statement(parsing: text) }
        let query = try read { (text) throws(SyntaxError) in try SelectStatement(parsing: text) }
        if case .select(let expected)? = statement {
            try require(query == expected, "the query is not the statement's")
        } else {
            try require(query == nil, "a query is read where the statement is none")
        }
    }

    // MARK: Expressions

    private func checkExpression() throws(Violation) {
        guard let tree = try expression() else { return }
        try require(isInText(tree.range), "the expression's range \(tree.range) is outside")
        let cut = String(decoding: Array(text.utf8)[tree.range], as: UTF8.self)
        let alone = try reread(cut) { (text) throws(SyntaxError) in try Expression(parsing: text) }
        try require(alone == tree, "its range reads otherwise: \(cut)")
        let printed = SQLitePrinter().text(of: tree)
        let again = try reread(printed) { (text) throws(SyntaxError) in try Expression(parsing: text) }
        try require(again == tree, "printed, the expression reads otherwise: \(printed)")
        try requireSame(SQLitePrinter().text(of: again), printed)
    }

    private func checkDefault() throws(Violation) {
        guard DefaultLiteral(parsing: text) != nil else { return }
        _ = try readDeeper(text) { (text) throws(SyntaxError) in try Expression(parsing: text) }
    }

    /// A text without a problem is, between parentheses, what it is alone.
    private func checkEmbedding() throws(Violation) {
        for language in [ExpressionText.Language.sqlite, .postgresql] {
            if let problem = ExpressionText.problem(in: text, language) {
                try require(isInText(problem.range), "the problem's range \(problem.range) is outside")
            }
        }
        guard ExpressionText.problem(in: text, .sqlite) == nil else { return }
        let enclosed = "(\(text))"
        let outer = try reread(enclosed) { (text) throws(SyntaxError) in try Lexer.tokens(of: text) }
        let inner = try reread(text) { (text) throws(SyntaxError) in try Lexer.tokens(of: text) }
        try require(
            outer.dropFirst().dropLast().map(\.text) == inner.map(\.text) && outer.last?.isSymbol(")") == true,
            "enclosed, its tokens are others")
        // After a parenthesis, WITH begins a query and is no name.
        guard inner.first?.isKeyword("WITH") != true, let tree = try expression(),
            let again = try readDeeper(enclosed, { (text) throws(SyntaxError) in try Expression(parsing: text) })
        else { return }
        try require(again == tree, "enclosed, it reads otherwise")
    }

    // MARK: Reading

    private typealias Reader<Tree> = (String) throws(SyntaxError) -> Tree

    private func expression() throws(Violation) -> Expression? {
        try read { (text) throws(SyntaxError) in try Expression(parsing: text) }
    }

    /// Reads the text; nil if it is refused, with a reason and a place in it.
    private func read<Tree>(_ read: Reader<Tree>) throws(Violation) -> Tree? {
        do {
            return try read(text)
        } catch {
            try require(!error.reason.isEmpty && isInText(error.range), "\(error) is outside")
            return nil
        }
    }

    /// Reads what cannot be refused.
    private func reread<Tree>(_ text: String, _ read: Reader<Tree>) throws(Violation) -> Tree {
        do {
            return try read(text)
        } catch {
            throw Violation(description: "\(error) in: \(text)\nmade of: \(self.text)")
        }
    }

    /// Reads what may be refused for nothing but its nesting, being deeper than what was read before.
    private func readDeeper<Tree>(_ text: String, _ read: Reader<Tree>) throws(Violation) -> Tree? {
        do {
            return try read(text)
        } catch {
            guard error.reason.hasPrefix("expected at most") else {
                throw Violation(description: "\(error) in: \(text)\nmade of: \(self.text)")
            }
            return nil
        }
    }

    private func isInText(_ range: Range<Int>) -> Bool { range.lowerBound >= 0 && range.upperBound <= text.utf8.count }

    private func require(_ holds: Bool, _ otherwise: @autoclosure () -> String) throws(Violation) {
        if !holds { throw Violation(description: "\(otherwise())\nmade of: \(text)") }
    }

    /// Byte for byte: equal strings may differ in how they compose a letter.
    private func requireSame(_ second: String, _ first: String) throws(Violation) {
        try require(second.utf8.elementsEqual(first.utf8), "printed twice: \(first)\nand: \(second)")
    }
}
