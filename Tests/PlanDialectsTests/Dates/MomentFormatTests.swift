import PlanCatalog
import PlanDialects
import PlanSQL
import PlanTestSupport
import Testing

/// Times whose texts are written in one format, and whose comparisons SQLite makes by those texts.
@Suite(.requiresPostgres) struct MomentFormatTests {
    private struct Column {
        let name: String
        let type: PostgresTypeName
        let format: MomentFormat
        let values: [String]
    }

    private static let columns = [
        Column(
            name: "a", type: .timestamp, format: .spaced,
            values: ["2024-02-29 12:34:56", "2024-02-29 23:00:00", "2024-02-29 00:00:00", "1999-12-31 23:59:59"]),
        Column(
            name: "b", type: .timestamp, format: .joined,
            values: ["2024-02-29T12:34:56", "2024-02-29T01:34:56", "2024-02-29T00:00:00", "1999-12-31T00:00:00"]),
        Column(
            name: "c", type: .timestamptz, format: .utc,
            values: ["2024-02-29T12:34:56Z", "2024-02-29T01:34:56Z", "2024-02-29T00:00:00Z", "1999-12-30T00:00:00Z"]),
        Column(
            name: "e", type: .timestamptz, format: .utcMilliseconds,
            values: [
                "2024-02-29T12:34:56.000Z", "2024-02-29T01:34:56.789Z", "2024-02-29T00:00:00.001Z",
                "1999-12-30T00:00:00.500Z",
            ]),
    ]

    private static var table: Differential.Table {
        let shapes = columns.map { column in
            RelationShape.Column(
                name: column.name, target: column.name, type: PostgresType(column.type), storage: .text,
                affinity: .numeric, collation: Collation(column: "BINARY"), timeFormat: .text(column.format.rawValue))
        }
        let id = RelationShape.Column(
            name: "id", target: "id", type: PostgresType(.bigint), storage: .integer, affinity: .integer,
            collation: Collation(column: "BINARY"))
        let rows = (0..<4).map { row in
            "(\(row), " + columns.map { "'\($0.values[row])'" }.joined(separator: ", ") + ")"
        }
        let values = "INSERT INTO moments VALUES " + rows.joined(separator: ", ") + ", (9, NULL, NULL, NULL, NULL);\n"
        let definitions = columns.map { "\($0.name) \($0.type.rawValue)" }.joined(separator: ", ")
        return Differential.Table(
            shape: RelationShape(
                name: "moments", target: RelationName(Name("moments")), columns: [id] + shapes, rowIDColumn: "id",
                primaryKey: ["id"]),
            sqlite: "CREATE TABLE moments (id INTEGER PRIMARY KEY, a DATETIME, b DATETIME, c DATETIME, e DATETIME);\n"
                + values,
            postgres: "CREATE TABLE moments (id bigint PRIMARY KEY, \(definitions));\n" + values)
    }

    @Test func `times of two formats are compared by their texts`() throws {
        try Differential.expectSame(
            [
                "a = b", "a < b", "b < a", "a <> c", "c > a", "b = c", "e < c", "a IS b", "a = a", "a <= a",
                "a > '2024-02-29T05:00:00'", "a < '2024-02-29 05:00:00'", "b < '2024-02-29 05:00:00'",
                "c >= '2024-02-29 05:00:00'", "c = '2024-02-29T12:34:56Z'", "c > '2024-02-29'", "a = '2024-02-29'",
                "a = '2024-02-29 12:34'", "a > '2024-'", "a <> ''", "a BETWEEN '2024-02-29' AND '2024-02-29T23:59:59'",
                "b > datetime(a)", "a > datetime(b)", "c = datetime(c)", "a = datetime(a)", "c >= date(c)",
                "a IN ('1999-12-31 23:59:59')", "a IN ('2024-02-29T12:34:56')", "CASE a WHEN b THEN 1 ELSE 0 END",
                "max(a, b)", "coalesce(a, b)", "nullif(a, b) IS NULL",
            ], over: Self.table)
        try Differential.expectRefused(
            [
                "a > '2024'": "a timestamp is compared with the text '2024'", "a > '20' || '24'": "if it is a number",
                "substr(b, 1, 4) <= a": "if it is a number",
            ], over: Self.table)
    }

    @Test func `a time of a known format has the text that SQLite holds`() throws {
        try Differential.expectSame(
            [
                "a || ''", "b || 'x'", "c || ''", "e || ''", "substr(a, 1, 10)", "substr(c, 12, 5)", "length(e)",
                "a LIKE '2024%'", "e LIKE '%Z'", "c GLOB '*T00*'", "upper(b)", "coalesce(a, 'never')", "quote(a)",
                "CAST(a AS TEXT)", "CAST(a AS INTEGER)", "replace(b, 'T', ' ') = a",
            ], over: Self.table)
        try Differential.expectSame(["substr(a, 1, 10)", "substr(c, 1, 7)"], over: Self.table, purpose: .immutable)
    }
}
