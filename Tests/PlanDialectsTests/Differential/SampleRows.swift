import PlanDialects
import PlanSQL

/// One table in both engines with the same rows: what expressions are compared over.
enum SampleRows {
    /// A column in both engines.
    struct Column {
        let name: String
        let declared: String
        let type: PostgresType
        let storage: TypedExpression.Storage
        var collation = "BINARY"

        var shape: RelationShape.Column {
            RelationShape.Column(
                name: name, target: name, type: type, storage: storage,
                affinity: DeclaredType(declared).affinity, collation: Collation(column: collation))
        }
    }

    static let columns: [Column] = [
        Column(name: "id", declared: "INTEGER", type: PostgresType(.bigint), storage: .integer),
        Column(name: "n", declared: "INTEGER", type: PostgresType(.bigint), storage: .integer),
        Column(name: "m", declared: "INTEGER", type: PostgresType(.bigint), storage: .integer),
        Column(name: "r", declared: "REAL", type: PostgresType(.doublePrecision), storage: .real),
        Column(name: "price", declared: "DECIMAL(10,2)", type: PostgresType(.numeric, 10, 2), storage: .number),
        Column(name: "t", declared: "TEXT", type: PostgresType(.text), storage: .text),
        Column(name: "s", declared: "TEXT", type: PostgresType(.text), storage: .text),
        Column(name: "nc", declared: "TEXT", type: PostgresType(.text), storage: .text, collation: "NOCASE"),
        Column(name: "b", declared: "BLOB", type: PostgresType(.bytea), storage: .blob),
        Column(name: "flag", declared: "BOOLEAN", type: PostgresType(.boolean), storage: .integer),
        Column(name: "d", declared: "DATE", type: PostgresType(.date), storage: .text),
        Column(name: "ts", declared: "DATETIME", type: PostgresType(.timestamp), storage: .text),
        Column(name: "j", declared: "JSON", type: PostgresType(.jsonb), storage: .text),
        Column(name: "u", declared: "UUID", type: PostgresType(.uuid), storage: .text),
    ]

    /// As SQL that both engines read alike: blobs are `x'…'`, which stands for bytes in each.
    private static let rows: [[String]] = {
        let integers = ["NULL", "0", "1", "-1", "7", "-7", "42", "1000000", "-2147483649", "4611686018427387903"]
        let others = ["3", "NULL", "2", "-2", "0", "5", "10", "-3", "1", "2"]
        let reals = ["NULL", "0.0", "1.5", "-1.5", "0.1", "1e10", "-123.456", "2.5", "3.0", "1e-7"]
        let prices = ["NULL", "0", "10", "12.5", "-3.25", "99999999.99", "0.01", "7", "1.1", "100"]
        let texts = [
            "NULL", "''", "'abc'", "'ABC'", "'a%c'", "'Ünïcode'", "'  padded  '", "'it''s'", "'back\\slash'",
            "'日本 語'",
        ]
        let others2 = [
            "'b'", "'abc'", "NULL", "'ab'", "'c'", "'ünï'", "'x'", "''", "'\\'", "'日'",
        ]
        let folded = ["'Abc'", "'abc'", "NULL", "'ÄB'", "'äb'", "'Z'", "'z'", "''", "'a b'", "'A B'"]
        let blobs = [
            "NULL", "x''", "x'00'", "x'00ff'", "x'616263'", "x'deadbeef'", "x'e6'", "x'01'", "x'0a0d'", "x'41'",
        ]
        let flags = ["NULL", "0", "1", "1", "0", "1", "0", "NULL", "1", "0"]
        let dates = [
            "NULL", "'2024-02-29'", "'1999-12-31'", "'2000-01-01'", "'1970-01-01'", "'2024-12-30'", "'2021-01-03'",
            "'1900-03-01'", "'2038-01-19'", "'2026-11-21'",
        ]
        let moments = [
            "NULL", "'2024-02-29 23:59:59'", "'1999-12-31 00:00:00'", "'2000-01-01 12:34:56'",
            "'1970-01-01 00:00:00'", "'2024-12-30 06:07:08'", "'2021-01-03 18:00:01'", "'1900-03-01 01:02:03'",
            "'2038-01-19 03:14:07'", "'2026-11-21 10:44:15'",
        ]
        let documents = [
            "NULL", "'{}'", "'{\"a\":1,\"b\":\"x\",\"c\":[1,2,3]}'", "'[]'", "'[1,\"two\",null,true,{\"k\":2.5}]'",
            "'{\"a\":null}'", "'{\"a\":{\"b\":{\"c\":\"deep\"}}}'", "'\"text\"'", "'17'", "'{\"a\":true,\"z\":false}'",
        ]
        let identifiers = (0..<10).map { $0 == 3 ? "NULL" : "'0000000\($0)-1111-2222-3333-444444444444'" }
        return (0..<10).map { row in
            [
                String(row + 1), integers[row], others[row], reals[row], prices[row], texts[row], others2[row],
                folded[row], blobs[row], flags[row], dates[row], moments[row], documents[row], identifiers[row],
            ]
        }
    }()

    static let shape = RelationShape(
        name: "samples", target: RelationName(Name("samples")), columns: columns.map(\.shape), rowIDColumn: "id",
        primaryKey: ["id"])

    static var sqlite: String {
        let definitions = columns.map { column in
            let collation = column.collation == "BINARY" ? "" : " COLLATE \(column.collation)"
            let key = column.name == "id" ? " PRIMARY KEY" : ""
            return "\(column.name) \(column.declared)\(key)\(collation)"
        }
        let values = rows.map { "(\($0.joined(separator: ", ")))" }
        return "CREATE TABLE samples (\(definitions.joined(separator: ", ")));\nINSERT INTO samples VALUES "
            + values.joined(separator: ",\n") + ";\n"
    }

    static var postgres: String {
        let definitions = columns.map { "\($0.name) \($0.type)\($0.name == "id" ? " PRIMARY KEY" : "")" }
        let values = rows.map { row in
            let values = zip(columns, row).map { column, value in
                switch column.type.name {
                case .boolean: value == "NULL" ? value : "\(value)::boolean"
                case .bytea: value.hasPrefix("x") ? "'\\x\(value.dropFirst(2))::bytea" : value
                default: value
                }
            }
            return "(\(values.joined(separator: ", ")))"
        }
        return "CREATE TABLE samples (\(definitions.joined(separator: ", ")));\nINSERT INTO samples VALUES "
            + values.joined(separator: ",\n") + ";\n"
    }
}
