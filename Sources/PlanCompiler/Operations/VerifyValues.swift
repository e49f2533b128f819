internal import PlanCatalog
internal import PlanDialects
internal import PlanGraph
internal import PlanSQL

extension Lowering {
    /// Every value that was copied is what the source holds.
    func verifyValues(_ table: BoundTable) -> OperationDraft {
        let columns = table.columns.filter(\.isCopied)
        let list = columns.isEmpty ? "" : " " + PostgresDDL.list(columns.map(\.name))
        let copy = OperationKind.copyRows.id(table.object)
        let verify = VerifyInstruction(
            copy: copy, from: "SELECT\(list) FROM \(table.target)", key: Self.rowKey(table, columns))
        return OperationDraft(
            .verifyValues, table.object,
            reads: [Effect(.source, .table, ObjectName(table.source.name)), Effect(.target, .rows, table.object)],
            writes: [], origin: table.origin, do: [.verify(verify)], undo: .instructions([]))
    }

    /// The columns that tell rows apart: the primary key, or a key over columns that are never NULL. None where one of
    /// them is not copied.
    private static func rowKey(_ table: BoundTable, _ columns: [BoundColumn]) -> [String] {
        let names = Set(columns.map(\.name))
        let required = Set(columns.filter(\.source.isNotNull).map(\.name))
        if let key = table.primaryKey?.columns, names.isSuperset(of: key) { return key }
        let unique = table.uniqueConstraints.map(\.columns) + table.indexes.compactMap(\.uniqueColumns)
        return unique.first { required.isSuperset(of: $0) } ?? []
    }
}
