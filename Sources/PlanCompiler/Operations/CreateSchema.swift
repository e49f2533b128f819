internal import PlanGraph
internal import PlanSQL

extension Lowering {
    /// The schema of the target, unless it is `public`, which every database has. One that is there already is used.
    func createSchema() -> OperationDraft? {
        guard plan.schema != "public" else { return nil }
        let schema = QuotedIdentifier(plan.schema)
        let exists = "SELECT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = \(QuotedLiteral(plan.schema)))"
        return OperationDraft(
            .createSchema, ObjectName(plan.schema), reads: [],
            writes: [Effect(.target, .schema, ObjectName(plan.schema))],
            do: [.sql(SQLInstruction("CREATE SCHEMA \(schema)", unless: exists))],
            undo: .instructions([.sql(SQLInstruction("DROP SCHEMA \(schema)"))]))
    }
}
