internal import PlanDialects
internal import PlanGraph
internal import PlanSQL

extension Lowering {
    /// The foreign key, once the rows of both tables and the parent's key are there.
    func addForeignKey(_ key: BoundForeignKey, _ table: BoundTable) -> OperationDraft {
        let name = ObjectName(table.target.schema, table.target.name, key.name)
        let tables = Set([table.object, key.parent]).sorted()
        // Two foreign keys in opposite directions take the same two locks; in one order they wait instead of deadlocking.
        let lock = tables.map { object in
            object.parts.map { QuotedIdentifier($0).description }.joined(separator: ".")
        }.joined(separator: ", ")
        return OperationDraft(
            .addForeignKey, name,
            reads: tables.flatMap { [Effect(.target, .table, $0), filled($0)] } + [key.parentKey],
            writes: [Effect(.target, .constraint, name)], origin: table.origin,
            do: [
                .sql(SQLInstruction("LOCK TABLE \(lock) IN SHARE ROW EXCLUSIVE MODE")),
                .sql(SQLInstruction(PostgresDDL.addForeignKey(key.name, on: table.target, key.clause))),
            ],
            undo: .instructions([.sql(SQLInstruction(PostgresDDL.dropConstraint(key.name, on: table.target)))]),
            risk: Risk(lock: .shareRowExclusive))
    }
}
