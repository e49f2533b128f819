internal import PlanCatalog
internal import PlanGraph
internal import PlanSQL

extension Lowering {
    /// The target has as many rows as the source lets through the filter.
    func verifyCounts(_ table: BoundTable) -> OperationDraft {
        let filter = table.rowFilter.map { " WHERE (\($0))" } ?? ""
        // A damaged index counts other rows than the table has, which is what was copied.
        let count = "SELECT count(*) FROM \(QuotedIdentifier(table.source.name)) NOT INDEXED\(filter)"
        let check = CheckInstruction(
            query: "SELECT count(*) FROM \(table.target)",
            expect: .source(count), lessRejectedBy: table.canReject ? OperationKind.copyRows.id(table.object) : nil,
            message: "\(table.object) has another number of rows than the source")
        return OperationDraft(
            .verifyCounts, table.object,
            reads: [Effect(.source, .table, ObjectName(table.source.name)), Effect(.target, .rows, table.object)],
            writes: [], origin: table.origin, do: [.check(check)], undo: .instructions([]))
    }
}
