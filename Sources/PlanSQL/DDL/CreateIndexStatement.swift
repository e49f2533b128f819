/// The structure of a `CREATE INDEX` statement of SQLite. Expressions are kept as text.
package struct CreateIndexStatement: Hashable, Sendable {
    package let name: Name
    /// Each with its collation and order as written.
    package let parts: [SQLFragment]
    package let condition: SQLFragment?

    /// Reads a statement as SQLite stores it in `sqlite_schema`.
    package init(parsing text: String) throws(SyntaxError) {
        var cursor = try TokenCursor(text)
        try cursor.expect("CREATE")
        _ = cursor.accept("UNIQUE")
        try cursor.expect("INDEX")
        if cursor.accept("IF", "NOT") { try cursor.expect("EXISTS") }
        var name = try cursor.name()
        if cursor.accept(symbol: ".") { name = try cursor.name() }
        try cursor.expect("ON")
        _ = try cursor.name()
        try cursor.expect(symbol: "(")
        var parts: [SQLFragment] = []
        repeat { parts.append(try cursor.listElement()) } while cursor.accept(symbol: ",")
        try cursor.expect(symbol: ")")
        var condition: SQLFragment?
        if cursor.accept("WHERE") {
            let start = cursor.offset
            while cursor.take() != nil {}
            condition = cursor.fragment(start..<cursor.endOfLast)
        }
        guard cursor.isAtEnd else { throw cursor.failure("expected the end of the statement") }
        self.name = name
        self.parts = parts
        self.condition = condition
    }
}
