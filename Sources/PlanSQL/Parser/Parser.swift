internal import PlanDiagnostics

/// Reads SQLite's schema language by recursive descent, one token or a few ahead.
struct Parser {
    /// How tall an expression's tree may be, as in SQLite (<https://sqlite.org/limits.html>).
    private static let maximumHeight = 1000
    /// How many constructs may stand one inside the other, so that every walk by recursion fits a thread's stack without
    /// optimisation too. SQLite's own parser stopped at 100 entries of its stack until 3.46.
    private static let maximumNesting = 250

    var cursor: TokenCursor
    /// How many constructs are open around the next token.
    private var depth = 0
    /// The height of the tallest expression in the construct that is being read. A chain of operators is read by a loop
    /// and still makes a tree as tall as it is long.
    var height = 0

    init(_ text: String) throws(SyntaxError) { cursor = try TokenCursor(text) }

    /// Reads one construct inside another, and refuses what nests too deeply for a walk by recursion.
    mutating func nested<Node>(
        _ levels: Int = 1, _ read: (inout Parser) throws(SyntaxError) -> Node
    ) throws(SyntaxError) -> Node {
        depth += levels
        guard depth <= Self.maximumNesting else { throw tooDeep(Self.maximumNesting) }
        let result = try read(&self)
        depth -= levels
        return result
    }

    /// Counts one more level of the expression that is being read.
    mutating func grow() throws(SyntaxError) {
        height += 1
        guard height <= Self.maximumHeight else { throw tooDeep(Self.maximumHeight) }
    }

    private func tooDeep(_ limit: Int) -> SyntaxError { cursor.failure("expected at most \(limit) levels of nesting") }

    // MARK: Names and lists

    /// Takes a name: a word that is not reserved, a quoted name or, as SQLite allows, a string.
    mutating func name() throws(SyntaxError) -> Name {
        guard let token = cursor.peek, token.isName else { throw cursor.failure("expected a name") }
        _ = cursor.take()
        return Name(token.value, range: token.range)
    }

    /// `name` or `schema.name`.
    mutating func relationName() throws(SyntaxError) -> RelationName {
        let start = cursor.offset
        let first = try name()
        guard cursor.accept(symbol: ".") else { return RelationName(first, range: range(from: start)) }
        let second = try name()
        return RelationName(schema: first, second, range: range(from: start))
    }

    /// `(a, b)` of names.
    mutating func names() throws(SyntaxError) -> [Name] {
        try parenthesized { (parser) throws(SyntaxError) in
            try parser.list { (parser) throws(SyntaxError) in try parser.name() }
        }
    }

    /// `(a, b)`, or nothing.
    mutating func optionalNames() throws(SyntaxError) -> [Name] {
        cursor.peek?.isSymbol("(") == true ? try names() : []
    }

    mutating func parenthesized<Node>(
        _ read: (inout Parser) throws(SyntaxError) -> Node
    ) throws(SyntaxError) -> Node {
        try cursor.expect(symbol: "(")
        let result = try read(&self)
        try cursor.expect(symbol: ")")
        return result
    }

    /// Elements with commas between them, at least one.
    mutating func list<Node>(_ read: (inout Parser) throws(SyntaxError) -> Node) throws(SyntaxError) -> [Node] {
        var result: [Node] = []
        repeat { result.append(try read(&self)) } while cursor.accept(symbol: ",")
        return result
    }

    mutating func expressions() throws(SyntaxError) -> [Expression] {
        var result: [Expression] = []
        repeat { result.append(try expression()) } while cursor.accept(symbol: ",")
        return result
    }

    /// Expressions up to a closing parenthesis, which is left; possibly none.
    mutating func expressionsBeforeParenthesis() throws(SyntaxError) -> [Expression] {
        cursor.peek?.isSymbol(")") == true ? [] : try expressions()
    }

    /// What a keyword introduces, or nil without it.
    mutating func expression(after keyword: String) throws(SyntaxError) -> Expression? {
        cursor.accept(keyword) ? try expression() : nil
    }

    /// From a start to where the last token ended.
    func range(from start: Int) -> SourceRange { start..<max(start, cursor.endOfLast) }

    /// The alias after `AS`, or without it where a name cannot be anything else.
    mutating func alias() throws(SyntaxError) -> Name? {
        if cursor.accept("AS") { return try name() }
        guard let token = cursor.peek, token.isName, !isWindowClause,
            token.kind != .word || !Keywords.notAlias.contains(token.keyword)
        else { return nil }
        return try name()
    }

    /// `WINDOW` is a name unless `name AS` follows it.
    var isWindowClause: Bool {
        cursor.peek?.isKeyword("WINDOW") == true && cursor.peek(ahead: 1)?.isName == true
            && cursor.peek(ahead: 2)?.isKeyword("AS") == true
    }
}
