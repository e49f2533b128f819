import PlanCatalog
import PlanDialects
import PlanSQL

/// Small tables in both engines for queries, beside `SampleRows`.
enum QueryTables {
    private struct Table {
        let name: String
        let columns: [SampleRows.Column]
        let rows: String

        var shape: RelationShape {
            RelationShape(
                name: name, target: RelationName(Name(name)), columns: columns.map(\.shape), rowIDColumn: "id",
                primaryKey: ["id"])
        }
    }

    private static func integer(_ name: String) -> SampleRows.Column {
        SampleRows.Column(name: name, declared: "INTEGER", type: PostgresType(.bigint), storage: .integer)
    }

    private static func text(_ name: String, _ type: PostgresType = PostgresType(.text)) -> SampleRows.Column {
        SampleRows.Column(name: name, declared: "TEXT", type: type, storage: .text)
    }

    private static let tables = [
        Table(
            name: "teams", columns: [integer("id"), text("name", PostgresType(.varchar, 20)), integer("lead")],
            rows: "(1, 'red', 1), (2, 'blue', NULL), (3, 'Green', 3), (4, 'empty', NULL)"),
        Table(
            name: "people",
            columns: [
                integer("id"), text("name"), integer("team"),
                SampleRows.Column(
                    name: "score", declared: "REAL", type: PostgresType(.doublePrecision), storage: .real),
                SampleRows.Column(
                    name: "city", declared: "TEXT", type: PostgresType(.text), storage: .text, collation: "NOCASE"),
                SampleRows.Column(
                    name: "active", declared: "BOOLEAN", type: PostgresType(.boolean), storage: .integer),
                integer("boss"),
            ],
            rows: """
                (1, 'Ann', 1, 1.5, 'Oslo', '1', NULL), (2, 'bob', 1, 2.5, 'OSLO', '0', 1), (3, 'Cid', 3, 2.5, 'Rome', '1', 1),
                (4, 'ann', NULL, NULL, 'rome', '1', 2), (5, 'Dé', 9, -4, NULL, NULL, 4), (6, '', 2, 0.25, 'Bern', '0', 3)
                """),
        Table(
            name: "tags", columns: [integer("id"), integer("team"), text("tag")],
            rows: "(1, 1, 'a'), (2, 1, 'b'), (3, 2, 'a'), (4, NULL, 'c'), (5, 7, NULL)"),
    ]

    static var relations: Relations { Relations([SampleRows.shape] + tables.map(\.shape)) }

    static var sqlite: String { script { "\($0.declared)\($0.collation == "BINARY" ? "" : " COLLATE NOCASE")" } }

    static var postgres: String { script { $0.type.description } }

    private static func script(_ type: (SampleRows.Column) -> String) -> String {
        tables.map { table in
            let columns = table.columns.map { "\($0.name) \(type($0))\($0.name == "id" ? " PRIMARY KEY" : "")" }
            return "CREATE TABLE \(table.name) (\(columns.joined(separator: ", ")));\n"
                + "INSERT INTO \(table.name) VALUES \(table.rows);\n"
        }.joined()
    }
}
