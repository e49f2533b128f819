internal import PlanDialects
internal import PlanGraph

extension Lowering {
    func addPrimaryKey(_ key: BoundKey, _ table: BoundTable) -> OperationDraft {
        addKey(
            .addPrimaryKey, key, table,
            sql: PostgresDDL.addPrimaryKey(key.name, on: table.target, columns: key.columns))
    }

    func addUnique(_ key: BoundKey, _ table: BoundTable) -> OperationDraft {
        addKey(
            .addUnique, key, table, sql: PostgresDDL.addUnique(key.name, on: table.target, columns: key.columns))
    }

    private func addKey(_ kind: OperationKind, _ key: BoundKey, _ table: BoundTable, sql: String) -> OperationDraft {
        let name = ObjectName(table.target.schema, table.target.name, key.name)
        return OperationDraft(
            kind, name, reads: [Effect(.target, .table, table.object), filled(table.object)],
            // The key is an index too, and as such has a name among the schema's relations.
            writes: [
                Effect(.target, .key, name), Effect(.target, .index, ObjectName(table.target.schema, key.name)),
            ],
            origin: table.origin, do: [.sql(SQLInstruction(sql))],
            undo: .instructions([.sql(SQLInstruction(PostgresDDL.dropConstraint(key.name, on: table.target)))]),
            risk: Risk(lock: .accessExclusive))
    }
}
