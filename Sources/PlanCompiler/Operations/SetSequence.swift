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
        let source = "SELECT seq FROM sqlite_sequence WHERE name = \(QuotedLiteral(table.source.name))"
        return OperationDraft(
            .setSequence, ObjectName(table.target.schema, table.target.name, column.name),
            reads: [Effect(.target, .table, table.object), Effect(.target, .rows, table.object)],
            writes: [Effect(.target, .sequence, Self.sequenceName(table, column))], origin: table.origin,
            do: [.sql(SQLInstruction(sql, with: keepsMark ? source : nil))],
            // The sequence goes with its table.
            undo: .instructions([]))
    }

    /// The next value is above all that are there.
    func verifySequence(_ table: BoundTable, _ column: BoundColumn) -> OperationDraft {
        let highest = "(SELECT max(\(QuotedIdentifier(column.name))) FROM \(table.target))"
        let last = "pg_catalog.pg_sequence_last_value(\(Self.sequence(table, column))::regclass)"
        let check = CheckInstruction(
            query: "SELECT coalesce(\(highest), 0) <= coalesce(\(last), 0)", expect: .value("t"),
            message: "the sequence of \(table.object).\(column.name) is behind the rows")
        return OperationDraft(
            .verifySequence, ObjectName(table.target.schema, table.target.name, column.name),
            reads: [
                Effect(.target, .rows, table.object), Effect(.target, .sequence, Self.sequenceName(table, column)),
            ],
            writes: [], origin: table.origin, do: [.check(check)], undo: .instructions([]))
    }

    /// PostgreSQL chooses the sequence's name; it is found by its column.
    private static func sequence(_ table: BoundTable, _ column: BoundColumn) -> String {
        "pg_get_serial_sequence(\(QuotedLiteral(table.target.description)), \(QuotedLiteral(column.name)))"
    }

    /// How the graph speaks of it: by the column that owns it.
    private static func sequenceName(_ table: BoundTable, _ column: BoundColumn) -> ObjectName {
        ObjectName(table.target.schema, table.target.name, column.name)
    }
}
