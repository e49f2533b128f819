internal import PlanCatalog
internal import PlanGraph
internal import PlanSQL

extension Lowering {
    /// The target has as many rows as the source lets through the filter.
    func verifyCounts(_ table: BoundTable) -> OperationDraft {
        let filter = table.rowFilter.map { " WHERE (\($0))" } ?? ""
        let check = CheckInstruction(
            query: "SELECT count(*) FROM \(table.target)",
            expect: .source("SELECT count(*) FROM \(QuotedIdentifier(table.source.name))\(filter)"),
            message: "\(table.object) has another number of rows than the source")
        return OperationDraft(
            .verifyCounts, table.object,
            reads: [Effect(.source, .table, ObjectName(table.source.name)), Effect(.target, .rows, table.object)],
            writes: [], origin: table.origin, do: [.check(check)], undo: .instructions([]))
    }
}
