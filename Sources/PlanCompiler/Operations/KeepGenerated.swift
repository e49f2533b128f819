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
        guard let generator = table.generator else { return nil }
        let trigger = QuotedIdentifier(generator.trigger)
        let function = QualifiedName(schema: table.target.schema, name: generator.function)
        let name = ObjectName(table.target.schema, table.target.name, generator.trigger)
        let body = (["BEGIN"] + assignments + ["    RETURN new;", "END"]).joined(separator: "\n")
        return OperationDraft(
            .createTrigger, name,
            reads: [Effect(.target, .table, table.object), filled(table.object)],
            writes: [
                Effect(.target, .function, ObjectName(table.target.schema, generator.function)),
                Effect(.target, .trigger, name),
            ], origin: table.origin,
            do: [
                .sql(SQLInstruction(PostgresDDL.createTriggerFunction(function, body: body))),
                .sql(
                    SQLInstruction(
                        "CREATE TRIGGER \(trigger) BEFORE INSERT OR UPDATE ON \(table.target)\n"
                            + "FOR EACH ROW EXECUTE FUNCTION \(function)()")),
            ],
            undo: .instructions([
                .sql(SQLInstruction("DROP TRIGGER \(trigger) ON \(table.target)")),
                .sql(SQLInstruction("DROP FUNCTION \(function)()")),
            ]), risk: Risk(lock: .shareRowExclusive))
    }
}
