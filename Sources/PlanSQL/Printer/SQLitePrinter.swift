/// Writes syntax trees as SQL for SQLite, in one line, with no more quotes and parentheses than are needed: reading the
/// result gives an equal tree.
///
/// A node that only PostgreSQL has ends the program.
package struct SQLitePrinter: SQLPrinting {
    let parentheses: Parentheses

    package init(parentheses: Parentheses = .whereNeeded) { self.parentheses = parentheses }

    /// The SQL of a statement, without a semicolon at its end.
    package func text(of statement: Statement) -> String {
        switch statement {
        case .select(let statement): select(statement)
        case .insert(let statement): insert(statement)
        case .update(let statement): update(statement)
        case .delete(let statement): delete(statement)
        case .createTable(let statement): createTable(statement)
        case .createVirtualTable(let statement): createVirtualTable(statement)
        case .createIndex(let statement): createIndex(statement)
        case .createView(let statement): createView(statement)
        case .createTrigger(let statement): createTrigger(statement)
        }
    }

    /// The SQL of an expression that stands alone, without parentheses around it.
    package func text(of expression: Expression) -> String { self.expression(expression) }

    // MARK: Names

    /// A name where only a name can stand.
    func name(_ name: Name) -> String {
        Self.isPlain(name.value) ? name.value : QuotedIdentifier(name.value).description
    }

    /// A function's name; some words that are operators elsewhere are functions before a parenthesis.
    func functionName(of call: FunctionCall) -> String {
        precondition(call.schema == nil, "SQLite's functions have no schemas")
        return ["LIKE", "GLOB", "REGEXP", "MATCH", "IF"].contains(Keywords.spelling(of: call.name.value))
            ? call.name.value : name(call.name)
    }

    /// A column in an expression. Alone in double quotes it might be a string, so other quotes are taken there.
    func column(_ column: ColumnName) -> String {
        if column.mayBeString { return QuotedIdentifier(column.name.value).description }
        guard let table = column.table else {
            return Self.isPlain(column.name.value) ? column.name.value : Self.inBackquotes(column.name.value)
        }
        let qualified = "\(name(table)).\(name(column.name))"
        return column.schema.map { "\(name($0)).\(qualified)" } ?? qualified
    }

    private static func inBackquotes(_ name: String) -> String {
        var text = String.UnicodeScalarView("`".unicodeScalars)
        for scalar in name.unicodeScalars {
            if scalar == "`" { text.append(scalar) }
            text.append(scalar)
        }
        text.append("`")
        return String(text)
    }

    /// Whether a name reads as itself without quotes, wherever it stands.
    private static func isPlain(_ name: String) -> Bool {
        guard let first = name.utf8.first, Lexer.startsWord(first), name.utf8.allSatisfy(Lexer.continuesWord),
            // A byte order mark at the start of a word is a blank.
            name.unicodeScalars.first != "\u{FEFF}"
        else { return false }
        let word = Keywords.spelling(of: name)
        return ![Keywords.reserved, Keywords.notAlias, Keywords.contextual].contains { $0.contains(word) }
    }
}
