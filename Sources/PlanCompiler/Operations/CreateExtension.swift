internal import PlanGraph
internal import PlanSQL

extension Lowering {
    /// An extension that a type needs. One that is there already is used.
    func createExtension(_ name: String) -> OperationDraft {
        let exists = "SELECT EXISTS (SELECT FROM pg_catalog.pg_extension WHERE extname = \(QuotedLiteral(name)))"
        let quoted = QuotedIdentifier(name)
        return OperationDraft(
            .createExtension, ObjectName(name), reads: [], writes: [Effect(.target, .extension, ObjectName(name))],
            do: [.sql(SQLInstruction("CREATE EXTENSION \(quoted)", unless: exists))],
            undo: .instructions([.sql(SQLInstruction("DROP EXTENSION \(quoted)"))]))
    }
}
