import PlanPostgres
import PlanSQL
import PlanSupport
import PlanTestSupport
import Testing

/// Names in every place, as a server reads them.
@Suite(.requiresPostgres) struct PostgresNameTests {
    private static let hostile = [
        "A", "aB", "a b", "a\"b", "a'b", "a.b", "a$b", "1a", "_", " ", "é", "😀", "\u{FEFF}a", "--", "/*", "$1", "?",
        "x\ny",
        "U&\"x", "\\", "e'", String(repeating: "ü", count: 31), "pg_catalog",
    ]

    /// Not reserved, but quoted: somewhere they would be read otherwise.
    private static let contextual: Set<String> = [
        "cube", "groups", "operator", "partition", "range", "rollup", "rows",
    ]

    private static func connect(_ conninfo: Secret) throws -> PostgresConnection<ReadWrite> {
        try PostgresConnection(PostgresConnectionSettings(conninfo: conninfo))
    }

    private static func keywords(_ connection: borrowing PostgresConnection<ReadWrite>) throws -> [(String, String)] {
        let rows = try connection.query("SELECT word, catcode FROM pg_get_keywords() ORDER BY word").rows
        return try rows.map { (try #require($0[0]), try #require($0[1])) }
    }

    @Test func `the server's reserved words are quoted and the others are not`() throws {
        let connection = try Self.connect(try PostgresFixture.shared.conninfo())
        let keywords = try Self.keywords(connection)
        #expect(keywords.count > 400)
        for (word, category) in keywords {
            let isQuoted = PostgresPrinter().text(of: Expression(.column(ColumnName(Name(word))))) != word
            #expect(isQuoted == (category != "U" || Self.contextual.contains(word)), "\(word)")
        }
    }

    @Test func `a name is itself in every place`() throws {
        try PostgresFixture.shared.withDatabase { conninfo in
            let connection = try Self.connect(conninfo)
            try connection.execute("CREATE TYPE probe AS ENUM ('p')")
            for name in Self.hostile + (try Self.keywords(connection)).map(\.0) {
                do {
                    try Self.check(name, connection)
                } catch let error as PostgresError {
                    Issue.record("\(name): \(error)")
                }
            }
        }
    }

    /// Words that mean what they are in the language even where a schema has a function of that name.
    private static let syntax: Set<String> = [
        "coalesce", "greatest", "grouping", "least", "nullif", "substring", "trim",
    ]

    private static func check(_ name: String, _ connection: borrowing PostgresConnection<ReadWrite>) throws {
        let q = QuotedIdentifier(name).description
        let printer = PostgresPrinter()
        try connection.execute(
            """
            CREATE TABLE \(q) (\(q) int UNIQUE);
            CREATE FUNCTION \(q)(probe) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT 7';
            CREATE FUNCTION \(q)(int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT 8';
            """)
        for change in [
            "INSERT INTO \(q) AS \(q) (\(q)) VALUES (1) ON CONFLICT (\(q)) DO UPDATE SET \(q) = 2 WHERE \(q).\(q) = 1 RETURNING \(q)",
            "UPDATE \(q) SET \(q) = \(q) + 1 WHERE \(q) = 1 RETURNING \(q)",
            "DELETE FROM \(q) AS \(q) WHERE \(q) = 2 RETURNING \(q)",
        ] {
            let text = try #require(printer.change(try Statement(parsing: change)))
            let result = try connection.query(text)
            #expect(result.columns == [name] && result.rowCount == 1, "\(text)")
        }

        // `GROUP BY cube (…)` would group by more than the call.
        let calls = syntax.contains(name) ? "" : ", \(q)(\(q))"
        let query = try Expression(
            parsing: """
                (WITH \(q)(\(q)) AS (SELECT 5 AS \(q))
                SELECT \(q) AS \(q), \(q).\(q) AS \(q), count(*) OVER \(q) AS \(q), count(*) OVER (\(q) ORDER BY \(q)) AS \(q)
                FROM \(q) AS \(q) JOIN \(q) AS other USING (\(q))
                WHERE \(q) BETWEEN \(q) AND \(q) AND NOT \(q) IS NULL AND \(q) IN (\(q)) AND CASE \(q) WHEN \(q) THEN true END
                GROUP BY \(q), \(q).\(q)\(calls) HAVING \(q) = 5 WINDOW \(q) AS (PARTITION BY \(q)) ORDER BY -\(q) NULLS FIRST)
                """)
        let text = printer.text(of: query)
        let result = try connection.query(text)
        #expect(result.columns == Array(repeating: name, count: 4), "\(text)")
        #expect(result.rows.map(\.values) == [["5", "5", "1", "1"]], "\(text)")

        for schema in [nil, Name("public")] where schema != nil || !syntax.contains(name) {
            let argument = Expression(.cast(Expression(.literal(.string("p"))), SQLFragment("probe")))
            let call = FunctionCall(
                schema: schema, name: Name(name), arguments: .list([argument]))
            let text = printer.text(of: Expression(.function(call)))
            #expect(
                try connection.query("SELECT NOT \(text) = 0, \(text)").rows.map(\.values) == [["t", "7"]], "\(text)")
        }
        if !syntax.contains(name) {
            let index = try CreateIndexStatement(parsing: "CREATE INDEX i ON t (\(q), \(q)(\(q)) DESC, -\(q))")
            try connection.execute("CREATE INDEX ON \(q) (\(printer.indexParts(index.parts)))")
        }
    }
}
