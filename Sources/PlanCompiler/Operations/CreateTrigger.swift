internal import PlanDiagnostics
internal import PlanDialects
internal import PlanGraph
internal import PlanSQL

extension Lowering {
    /// The trigger with the function that it calls, once the rows are there that it would have fired for.
    func createTrigger(_ trigger: BoundTrigger) -> OperationDraft {
        let name = ObjectName(parts: trigger.table.parts + [trigger.name])
        let table = trigger.table.parts.map { QuotedIdentifier($0).description }.joined(separator: ".")
        let function = trigger.function.map { ObjectName($0.schema, $0.name) }
        let isOnTable = plan.tables.contains { $0.object == trigger.table }
        return OperationDraft(
            .createTrigger, name,
            reads: trigger.reads + (isOnTable ? [filled(trigger.table)] : [Effect(.target, .view, trigger.table)]),
            writes: [Effect(.target, .trigger, name)] + (function.map { [Effect(.target, .function, $0)] } ?? []),
            origin: trigger.place.map { Origin(line: $0.start.line, column: $0.start.column) },
            do: trigger.statements.map { .sql(SQLInstruction($0)) },
            undo: .instructions(
                [.sql(SQLInstruction("DROP TRIGGER \(QuotedIdentifier(trigger.name)) ON \(table)"))]
                    + (trigger.function.map { [.sql(SQLInstruction("DROP FUNCTION \($0)()"))] } ?? [])),
            risk: Risk(lock: .shareRowExclusive))
    }
}
