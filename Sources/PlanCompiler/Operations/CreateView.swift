internal import PlanDiagnostics
internal import PlanDialects
internal import PlanGraph

extension Lowering {
    /// The view, once the tables and views that it reads are there.
    func createView(_ view: BoundView) -> OperationDraft {
        OperationDraft(
            .createView, view.object, reads: view.reads, writes: [Effect(.target, .view, view.object)],
            origin: view.origin,
            do: [.sql(SQLInstruction(PostgresDDL.createView(view.target, columns: view.columns, query: view.query)))],
            undo: .instructions([.sql(SQLInstruction(PostgresDDL.dropView(view.target)))]))
    }
}

extension BoundView {
    fileprivate var origin: Origin? { place.map { Origin(line: $0.start.line, column: $0.start.column) } }
}
