extension Statement {
    /// Reads one statement of SQLite, with or without a semicolon at its end.
    package init(parsing text: String) throws(SyntaxError) {
        var parser = try Parser(text)
        self = try parser.statement()
    }
}

extension Expression {
    /// Reads a text that is one expression of SQLite.
    package init(parsing text: String) throws(SyntaxError) {
        var parser = try Parser(text)
        self = try parser.expression()
        guard parser.cursor.isAtEnd else { throw parser.cursor.failure("expected the end of the expression") }
    }
}

extension SelectStatement {
    /// Reads a query of SQLite.
    package init(parsing text: String) throws(SyntaxError) {
        guard case .select(let query) = try Statement(parsing: text) else { throw .another(text, than: "a query") }
        self = query
    }
}

extension CreateTableStatement {
    /// Reads a statement as SQLite stores it in `sqlite_schema`.
    package init(parsing text: String) throws(SyntaxError) {
        guard case .createTable(let table) = try Statement(parsing: text) else {
            throw .another(text, than: "CREATE TABLE")
        }
        self = table
    }
}

extension CreateIndexStatement {
    /// Reads a statement as SQLite stores it in `sqlite_schema`.
    package init(parsing text: String) throws(SyntaxError) {
        guard case .createIndex(let index) = try Statement(parsing: text) else {
            throw .another(text, than: "CREATE INDEX")
        }
        self = index
    }
}

extension SyntaxError {
    /// A statement that reads well and is not the one that was expected.
    fileprivate static func another(_ text: String, than expected: String) -> SyntaxError {
        SyntaxError(reason: "expected \(expected)", range: 0..<text.utf8.count)
    }
}
