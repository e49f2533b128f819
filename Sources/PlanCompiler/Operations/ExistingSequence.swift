internal import PlanCatalog
internal import PlanDialects
internal import PlanGraph
internal import PlanSQL

extension Lowering {
    /// The columns that are filled and that a sequence of the target gives values where nobody does.
    func existingSequences(_ table: BoundTable) -> [(column: BoundColumn, sequence: String)] {
        table.columns.compactMap { column in column.existing?.details.sequence.map { (column, $0) } }
    }

    /// Moves a sequence past every value of its column, and never back; with AUTOINCREMENT past the source's own mark too.
    func setExistingSequence(_ table: BoundTable, _ column: BoundColumn, _ sequence: String) -> OperationDraft {
        let keepsMark =
            table.source.primaryKey?.identity == .autoincrement
            && table.source.primaryKey?.columns.first?.isSameName(as: column.source.name) == true
        let highest = "max(\(QuotedIdentifier(column.name)))::bigint"
        let mark = keepsMark ? "greatest(\(highest), $1::bigint)" : highest
        let sql = """
            SELECT pg_catalog.setval(\(QuotedLiteral(sequence)), greatest(q.last_value, m.mark), \
            q.is_called OR coalesce(m.mark >= q.last_value, false)) \
            FROM \(sequence) AS q, (SELECT \(mark) AS mark FROM \(table.target)) AS m
            """
        let source = "SELECT CAST(seq AS INTEGER) FROM sqlite_sequence WHERE name = \(QuotedLiteral(table.source.name))"
        let check = CheckInstruction(
            query: "SELECT coalesce((SELECT \(highest) FROM \(table.target)) < q.last_value"
                + " + CASE WHEN q.is_called THEN 1 ELSE 0 END, true) FROM \(sequence) AS q",
            expect: .value("t"), message: "the sequence of \(table.object).\(column.name) is behind the rows")
        return OperationDraft(
            .setSequence, ObjectName(table.target.schema, table.target.name, column.name),
            reads: [Effect(.target, .table, table.object), Effect(.target, .rows, table.object)], writes: [],
            origin: table.origin, do: [.sql(SQLInstruction(sql, with: keepsMark ? source : nil)), .check(check)],
            // It is put back with the rows.
            undo: .instructions([]))
    }

    /// A query for where all sequences stand, and the highest value of each one's column.
    var sequenceStates: String {
        plan.tables.flatMap { table in
            existingSequences(table).map { column, sequence in
                """
                SELECT \(Self.name(of: column, table))::text AS name, last_value, is_called, \
                (SELECT max(\(QuotedIdentifier(column.name)))::bigint FROM \(table.target)) AS highest FROM \(sequence)
                """
            }
        }.joined(separator: "\nUNION ALL ")
    }

    /// Puts a sequence back to where it stood, but not before values that others have put there since.
    func resetSequence(_ table: BoundTable, _ column: BoundColumn, _ sequence: String) -> String {
        let highest = "SELECT max(\(QuotedIdentifier(column.name)))::bigint AS mark FROM \(table.target)"
        return """
            SELECT pg_catalog.setval(\(QuotedLiteral(sequence)), \
            CASE WHEN m.mark IS DISTINCT FROM j.highest THEN greatest(j.last_value, m.mark) ELSE j.last_value END, \
            j.is_called OR coalesce(m.mark IS DISTINCT FROM j.highest AND m.mark >= j.last_value, false)) \
            FROM \(sequenceJournal) AS j, (\(highest)) AS m WHERE j.name = \(Self.name(of: column, table))
            """
    }

    /// What the journal knows a column by.
    private static func name(of column: BoundColumn, _ table: BoundTable) -> QuotedLiteral {
        QuotedLiteral(ObjectName(table.target.name, column.name).description)
    }
}
