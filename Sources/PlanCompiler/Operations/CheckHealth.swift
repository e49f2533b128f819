internal import PlanDiagnostics
internal import PlanDocument
internal import PlanGraph
internal import PlanSupport

extension Lowering {
    /// The address that must answer when all is done.
    func checkHealth(_ health: HealthSettings, after effects: [Effect]) -> OperationDraft {
        let name = ObjectName("health")
        let place = health.url.place.start
        let (seconds, attoseconds) = health.backoff.value.components
        return OperationDraft(
            .checkHealth, name, reads: effects, writes: [Effect(.target, .verification, name)],
            origin: Origin(line: place.line, column: place.column),
            do: [
                .http(
                    HTTPInstruction(
                        url: health.url.value.description, retries: health.retries.value,
                        backoffMilliseconds: Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)))
            ], undo: .instructions([]))
    }
}
