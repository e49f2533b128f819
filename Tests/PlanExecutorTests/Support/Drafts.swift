import PlanGraph

/// Operations as the compiler makes them, in the schema `public`.
enum Drafts {
    static func name(_ parts: String...) -> ObjectName { ObjectName(parts: ["public"] + parts) }

    static func createTable(_ table: String, _ columns: String) -> OperationDraft {
        OperationDraft(
            .createTable, name(table), reads: [], writes: [Effect(.target, .table, name(table))],
            do: [.sql(SQLInstruction("CREATE TABLE \"public\".\"\(table)\" (\(columns))"))],
            undo: .instructions([.sql(SQLInstruction("DROP TABLE \"public\".\"\(table)\""))]))
    }

    /// Copies columns, given as name, type and codec, by rowid.
    static func copyRows(
        _ table: String, _ columns: [(name: String, type: String, codec: CodecID)], chunkRows: Int = 1000,
        chunkBy: CopyInstruction.ChunkKey = .rowID, key: [String] = [], read: String? = nil
    ) -> OperationDraft {
        let list = columns.map { "\"\($0.name)\"" }.joined(separator: ", ")
        let query: String
        var continuation: CopyInstruction.Continuation?
        switch chunkBy {
        case .rowID:
            query =
                "SELECT \(list), rowid FROM \"\(table)\" WHERE rowid BETWEEN ?1 AND ?2 ORDER BY rowid LIMIT ?3"
        case .key:
            let keys = key.joined(separator: ", ")
            let parameters = key.indices.map { "?\($0 + 2)" }.joined(separator: ", ")
            query = "SELECT \(list), \(keys) FROM \"\(table)\" ORDER BY \(keys) LIMIT ?1"
            continuation = CopyInstruction.Continuation(
                key: key,
                read:
                    "SELECT \(list), \(keys) FROM \"\(table)\" WHERE (\(keys)) > (\(parameters)) ORDER BY \(keys) LIMIT ?1"
            )
        case .none: query = "SELECT \(list) FROM \"\(table)\""
        }
        return OperationDraft(
            .copyRows, name(table),
            reads: [Effect(.source, .table, ObjectName(table)), Effect(.target, .table, name(table))],
            writes: [Effect(.target, .rows, name(table))],
            do: [
                .copy(
                    CopyInstruction(
                        table: table, read: read ?? query, chunkBy: chunkBy,
                        continuation: continuation, chunkRows: chunkRows,
                        into: "\"public\".\"\(table)\" (\(list))",
                        columns: columns.map { CopyInstruction.Column(name: $0.name, type: $0.type, codec: $0.codec) },
                        invalid: .fail))
            ], undo: .instructions([.sql(SQLInstruction("TRUNCATE \"public\".\"\(table)\""))]))
    }

    static func primaryKey(_ table: String, _ column: String) -> OperationDraft {
        OperationDraft(
            .addPrimaryKey, name(table, "\(table)_pkey"), reads: [Effect(.target, .rows, name(table))],
            writes: [Effect(.target, .key, name(table, column))],
            do: [
                .sql(
                    SQLInstruction(
                        "ALTER TABLE public.\"\(table)\" ADD CONSTRAINT \"\(table)_pkey\" PRIMARY KEY (\"\(column)\")"))
            ],
            undo: .instructions([
                .sql(SQLInstruction("ALTER TABLE public.\"\(table)\" DROP CONSTRAINT \"\(table)_pkey\""))
            ]))
    }

    static func index(_ index: String, on table: String, _ column: String) -> OperationDraft {
        OperationDraft(
            .createIndex, name(index), reads: [Effect(.target, .rows, name(table))],
            writes: [Effect(.target, .index, name(index))],
            do: [.sql(SQLInstruction("CREATE INDEX \"\(index)\" ON public.\"\(table)\" (\"\(column)\")"))],
            undo: .instructions([.sql(SQLInstruction("DROP INDEX public.\"\(index)\""))]))
    }

    static func foreignKey(_ table: String, _ column: String, parent: String, _ key: String) -> OperationDraft {
        OperationDraft(
            .addForeignKey, name(table, "\(table)_\(column)_fkey"),
            reads: [Effect(.target, .rows, name(table)), Effect(.target, .key, name(parent, key))],
            writes: [Effect(.target, .constraint, name(table, "\(table)_\(column)_fkey"))],
            do: [
                .sql(
                    SQLInstruction(
                        "ALTER TABLE public.\"\(table)\" ADD CONSTRAINT \"\(table)_\(column)_fkey\" "
                            + "FOREIGN KEY (\"\(column)\") REFERENCES public.\"\(parent)\" (\"\(key)\")"))
            ],
            undo: .instructions([
                .sql(SQLInstruction("ALTER TABLE public.\"\(table)\" DROP CONSTRAINT \"\(table)_\(column)_fkey\""))
            ]))
    }

    static func setSequence(_ table: String, _ column: String) -> OperationDraft {
        OperationDraft(
            .setSequence, name(table, column), reads: [Effect(.target, .rows, name(table))],
            writes: [Effect(.target, .sequence, name(table, column, "seq"))],
            do: [
                .sql(
                    SQLInstruction(
                        "SELECT setval(pg_get_serial_sequence('public.\(table)', '\(column)'), "
                            + "greatest($1::bigint, 1), $1 IS NOT NULL)",
                        with: "SELECT max(\"\(column)\") FROM \"\(table)\""))
            ], undo: .instructions([]))
    }

    static func verifyCounts(_ table: String) -> OperationDraft {
        OperationDraft(
            .verifyCounts, name(table), reads: [Effect(.target, .rows, name(table))],
            writes: [Effect(.target, .verification, name(table))],
            do: [
                .check(
                    CheckInstruction(
                        query: "SELECT count(*) FROM public.\"\(table)\"",
                        expect: .source("SELECT count(*) FROM \"\(table)\""), message: "rows of \(table) are missing"))
            ], undo: .instructions([]))
    }

    static func verifyValues(
        _ table: String, _ columns: [String], key: [String], after effect: Effect? = nil
    ) -> OperationDraft {
        let list = columns.map { "\"\($0)\"" }.joined(separator: ", ")
        return OperationDraft(
            .verifyValues, name(table), reads: [Effect(.target, .rows, name(table))] + (effect.map { [$0] } ?? []),
            writes: [],
            do: [
                .verify(
                    VerifyInstruction(
                        copy: "copy_rows/public.\(table)", from: "SELECT \(list) FROM public.\"\(table)\"", key: key))
            ], undo: .instructions([]))
    }

    /// Any statement, with how to revert it.
    static func statement(
        _ label: String, _ instructions: [Instruction], undo: [Instruction] = [], after tables: [String] = [],
        risk: Risk = Risk()
    ) -> OperationDraft {
        OperationDraft(
            .createExtension, ObjectName(label), reads: tables.map { Effect(.target, .table, name($0)) },
            writes: [Effect(.target, .extension, ObjectName(label))], do: instructions, undo: .instructions(undo),
            risk: risk)
    }

    // MARK: A shop

    static let shopSource = """
        CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT);
        CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id), amount REAL);
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500)
            INSERT INTO users SELECT i, 'user ' || i FROM n;
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
            INSERT INTO orders SELECT i, 1 + i % 2500, i * 0.25 FROM n;
        """

    static let shopTables = [
        createTable("users", "id bigint GENERATED BY DEFAULT AS IDENTITY NOT NULL, name text"),
        createTable("orders", "id bigint NOT NULL, user_id bigint, amount double precision"),
    ]

    static func shopCopies(chunkRows: Int = 1000) -> [OperationDraft] {
        [
            copyRows("users", [("id", "bigint", .integer), ("name", "text", .text)], chunkRows: chunkRows),
            copyRows(
                "orders",
                [("id", "bigint", .integer), ("user_id", "bigint", .integer), ("amount", "double precision", .real)],
                chunkRows: chunkRows),
        ]
    }

    static func shop(chunkRows: Int = 1000) -> [OperationDraft] {
        shopTables + shopCopies(chunkRows: chunkRows) + [
            primaryKey("users", "id"), primaryKey("orders", "id"), index("orders_user", on: "orders", "user_id"),
            foreignKey("orders", "user_id", parent: "users", "id"), setSequence("users", "id"),
            verifyCounts("users"), verifyCounts("orders"),
        ]
    }
}
