internal import PlanDialects
internal import PlanGraph

extension Lowering {
    func createIndex(_ index: BoundIndex, _ table: BoundTable) -> OperationDraft {
        let name = ObjectName(table.target.schema, index.name)
        let sql =
            switch index.definition {
            case .parts(let parts, let condition):
                PostgresDDL.createIndex(
                    index.name, on: table.target, kind: index.kind, parts: parts.map(\.sql), condition: condition)
            case .text(let definition):
                PostgresDDL.createIndex(index.name, on: table.target, definition: definition)
            }
        let qualified = QualifiedName(schema: table.target.schema, name: index.name)
        return OperationDraft(
            .createIndex, name, reads: [Effect(.target, .table, table.object), filled(table.object)],
            writes: [Effect(.target, .index, name)], origin: table.origin, do: [.sql(SQLInstruction(sql))],
            undo: .instructions([.sql(SQLInstruction(PostgresDDL.dropIndex(qualified)))]), risk: Risk(lock: .share))
    }
}
