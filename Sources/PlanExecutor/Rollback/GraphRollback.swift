internal import PlanGraph
internal import PlanPostgres
internal import PlanSupport

/// One rollback, from its connection to its report.
struct GraphRollback {
    let graph: OperationGraph
    let environment: RunEnvironment
    let events: any RunObserver

    func run() throws(RunFailure) -> RollbackReport {
        let start = ContinuousClock.now
        let session = try TargetSession(graph, environment)
        var connection: TargetConnection
        do throws(PostgresError) { connection = try session.open() } catch { throw .cannotConnectTarget(error) }
        environment.judge(connection.security)

        let run = try find(connection)
        let outcome: UndoOutcome
        do throws(PostgresError) {
            outcome = try undo(run, &connection)
        } catch {
            throw .ledger(error, undo: nil, report: nil)
        }
        let report = RollbackReport(run: run, outcome: outcome, seconds: start.duration(to: .now).seconds)
        if outcome.isClean { return report }
        if environment.cancellation.urgency != .none { throw .interrupted(undo: outcome, report: nil) }
        throw .undoIncomplete(report)
    }

    /// The run to undo. On success the lock is held.
    private func find(_ connection: borrowing TargetConnection) throws(RunFailure) -> RunRecord {
        let digest = graph.digest.description
        let refusal: AdmissionRefusal?
        var found: RunRecord?
        do throws(PostgresError) {
            refusal = try LockAdmission(graph: graph).refusal(connection)
            if refusal == nil, let run = try LedgerReader.newestRun(ofGraph: digest, connection),
                try isUndoable(run, connection)
            {
                found = run
            }
        } catch {
            throw .ledger(error, undo: nil, report: nil)
        }
        if let refusal { throw .refused(refusal) }
        guard let found else { throw .refused(.nothingToUndo(graph: graph.digest.short)) }
        return found
    }

    private func isUndoable(
        _ run: RunRecord, _ connection: borrowing TargetConnection
    ) throws(PostgresError) -> Bool {
        switch run.state {
        case .undone: false
        // The lock is ours, so a run that is still called running was cut off.
        case .done, .running: true
        case .failed, .interrupted: try !LedgerReader.leftovers(of: run.id, connection).isEmpty
        }
    }

    private func undo(
        _ run: RunRecord, _ connection: inout TargetConnection
    ) throws(PostgresError) -> UndoOutcome {
        let ledger = RunLedger(run: run.id)
        try ledger.settle(failed: nil, connection)
        let outcome = try Undoer(
            ledger: ledger, cancellation: environment.cancellation, stopsAt: .stop, events: events
        ).undo(&connection)
        let wasStopped = environment.cancellation.urgency != .none
        try ledger.end(
            outcome.isClean ? .undone : wasStopped ? .interrupted : .failed,
            error: outcome.isClean ? run.error : "rollback: \(outcome)", connection)
        return outcome
    }
}
