internal import PlanGraph

extension Lowering {
    /// Rows are shown by policies alone, of which there are none yet: nobody but the table's owner sees any.
    func enableRowSecurity(_ table: BoundTable) -> OperationDraft {
        OperationDraft(
            .enableRowSecurity, table.object, reads: [Effect(.target, .table, table.object), filled(table.object)],
            writes: [], origin: table.origin,
            do: [.sql(SQLInstruction("ALTER TABLE \(table.target) ENABLE ROW LEVEL SECURITY"))],
            undo: .instructions([.sql(SQLInstruction("ALTER TABLE \(table.target) DISABLE ROW LEVEL SECURITY"))]),
            risk: Risk(lock: .accessExclusive))
    }
}
