internal import PlanCatalog
internal import PlanDialects
internal import PlanGraph

extension Lowering {
    /// The table with its columns, defaults and checks; keys come when the rows are there.
    func createTable(_ table: BoundTable) -> OperationDraft {
        let columns = table.columns.map { column in
            PostgresDDL.Column(
                name: column.name, type: column.decision.type, isNotNull: column.source.isNotNull,
                sequence: column.isIdentity
                    ? table.identitySequence.map { QualifiedName(schema: table.target.schema, name: $0) } : nil,
                defaultSQL: column.defaultSQL, generatedSQL: column.generation?.storedSQL)
        }
        let extensions = Set(table.columns.compactMap(\.decision.type.name.requiredExtension))
        let schema = plan.schema == "public" ? [] : [Effect(.target, .schema, ObjectName(plan.schema))]
        return OperationDraft(
            .createTable, table.object,
            reads: schema + extensions.map { Effect(.target, .extension, ObjectName($0)) },
            writes: [Effect(.target, .table, table.object)]
                + (table.identitySequence.map {
                    [Effect(.target, .sequence, ObjectName(table.target.schema, $0))]
                } ?? []), origin: table.origin,
            do: [.sql(SQLInstruction(PostgresDDL.createTable(table.target, columns: columns, checks: table.checks)))],
            undo: .instructions([.sql(SQLInstruction(PostgresDDL.dropTable(table.target)))]))
    }
}
