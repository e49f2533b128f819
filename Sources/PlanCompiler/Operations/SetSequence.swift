internal import PlanCatalog
internal import PlanDialects
internal import PlanGraph
internal import PlanSQL

extension Lowering {
    /// Moves the sequence of an identity column past every value that was ever given: the rows', and with AUTOINCREMENT
    /// the source's own mark, so that a deleted id is not given again.
    func setSequence(_ table: BoundTable, _ column: BoundColumn) -> OperationDraft {
        let keepsMark = table.source.primaryKey?.identity == .autoincrement
        let highest = "(SELECT max(\(QuotedIdentifier(column.name))) FROM \(table.target))"
        let mark = keepsMark ? "greatest(\(highest), $1::bigint)" : highest
        // A sequence begins at 1, and with is_called false that is the next value.
        let sql =
            "SELECT setval(\(Self.sequence(table, column)), greatest(\(mark), 1), coalesce(\(mark), 0) >= 1)"
        let source = "SELECT CAST(seq AS INTEGER) FROM sqlite_sequence WHERE name = \(QuotedLiteral(table.source.name))"
        return OperationDraft(
            .setSequence, ObjectName(table.target.schema, table.target.name, column.name),
            // With the key's index the highest value is found at once.
            reads: [Effect(.target, .table, table.object), Effect(.target, .rows, table.object)]
                + (table.primaryKey.map {
                    [Effect(.target, .key, ObjectName(table.target.schema, table.target.name, $0.name))]
                } ?? []),
            writes: [], origin: table.origin,
            do: [
                .sql(SQLInstruction(sql, with: keepsMark ? source : nil)),
                .check(Self.check(table, column, highest: highest)),
            ],
            // The sequence goes with its table.
            undo: .instructions([]))
    }

    /// The next value is above all that are there.
    private static func check(_ table: BoundTable, _ column: BoundColumn, highest: String) -> CheckInstruction {
        let last = "pg_catalog.pg_sequence_last_value(\(sequence(table, column))::regclass)"
        return CheckInstruction(
            query: "SELECT coalesce(\(highest), 0) <= coalesce(\(last), 0)", expect: .value("t"),
            message: "the sequence of \(table.object).\(column.name) is behind the rows")
    }

    /// PostgreSQL chooses the sequence's name; it is found by its column.
    private static func sequence(_ table: BoundTable, _ column: BoundColumn) -> String {
        "pg_get_serial_sequence(\(QuotedLiteral(table.target.description)), \(QuotedLiteral(column.name)))"
    }
}
