internal import PlanDialects
internal import PlanGraph
internal import PlanSQL

extension Lowering {
    /// A trigger that computes the generated columns for which PostgreSQL's own take no such expression; nil without one.
    /// It comes after the rows, whose values are the source's.
    func keepGenerated(_ table: BoundTable) -> OperationDraft? {
        let assignments = table.columns.compactMap { column -> String? in
            guard case .trigger(let sql)? = column.generation else { return nil }
            return "    new.\(QuotedIdentifier(column.name)) := \(sql);"
        }
        guard !assignments.isEmpty else { return nil }
        let name = PostgresName.fitted("\(table.target.name)_generated")
        let function = QualifiedName(schema: table.target.schema, name: name)
        let body = (["BEGIN"] + assignments + ["    RETURN new;", "END"]).joined(separator: "\n")
        return OperationDraft(
            .createTrigger, ObjectName(table.target.schema, table.target.name, name),
            reads: [Effect(.target, .table, table.object), filled(table.object)],
            writes: [
                Effect(.target, .function, ObjectName(table.target.schema, name)),
                Effect(.target, .trigger, ObjectName(table.target.schema, table.target.name, name)),
            ], origin: table.origin,
            do: [
                .sql(SQLInstruction(PostgresDDL.createTriggerFunction(function, body: body))),
                .sql(
                    SQLInstruction(
                        "CREATE TRIGGER \(QuotedIdentifier(name)) BEFORE INSERT OR UPDATE ON \(table.target)\n"
                            + "FOR EACH ROW EXECUTE FUNCTION \(function)()")),
            ],
            undo: .instructions([
                .sql(SQLInstruction("DROP TRIGGER \(QuotedIdentifier(name)) ON \(table.target)")),
                .sql(SQLInstruction("DROP FUNCTION \(function)()")),
            ]), risk: Risk(lock: .shareRowExclusive))
    }
}
