internal import PlanGraph
internal import PlanPostgres

/// Tries again what the server ended for the sake of others, and what was going on when a connection broke.
struct Persistence: Sendable {
    let stop: StopSignal
    let ledger: RunLedger
    let operation: Operation
    /// The operation's place in the graph.
    let position: Int

    /// Runs `body`, which is to be repeatable.
    func run(
        _ session: inout WorkerSession, _ body: (inout TargetConnection) throws(StepFailure) -> Void
    ) throws(StepFailure) {
        var backoff = Backoff.forTransactions
        while true {
            do throws(StepFailure) {
                return try body(&session.connection)
            } catch {
                try goOn(after: error, &backoff, &session)
            }
        }
    }

    /// Waits, and connects again where the connection was lost.
    ///
    /// - Throws: the failure itself, if there is to be no further try.
    func goOn(
        after failure: StepFailure, _ backoff: inout Backoff, _ session: inout WorkerSession
    ) throws(StepFailure) {
        guard failure.isTransient, backoff.wait(unless: { stop.isSet }) else { throw failure }
        guard failure.isLoss else { return }
        try session.reconnect(ledger, after: failure)
        do throws(PostgresError) {
            // A crash of the server may have cost the entry that the operation has begun, which is not waited for.
            try ledger.start(operation, position: position, session.connection)
        } catch {
            let again = StepFailure(error)
            guard again.isLoss else { throw again }
            try goOn(after: again, &backoff, &session)
        }
    }
}
