internal import PlanGraph
internal import PlanPostgres
internal import PlanSupport

/// What happens when the workers have ended: the last entries in the ledger, the undoing, the report.
struct RunEnd {
    let graph: OperationGraph
    let environment: RunEnvironment
    let events: any RunObserver
    let ledger: RunLedger
    let jobs: Int
    let start: ContinuousClock.Instant

    /// - Throws: why the run did not end well.
    func finish(
        _ outcome: (stop: Schedule.Stop?, results: [OperationResult?]), _ source: Source, _ session: TargetSession,
        _ connection: inout TargetConnection
    ) throws(RunFailure) -> RunReport {
        switch outcome.stop {
        case .failed(let id, let cause)?: throw fail(id, cause, outcome.results, session, &connection)
        case .interrupted?: throw interrupt(outcome.results, session, &connection)
        case nil: break
        }
        do throws(SourceFailure) {
            try source.close()
        } catch {
            throw fail("reading the source", .source(error), outcome.results, session, &connection)
        }
        let report = self.report(.done, outcome.results)
        do throws(PostgresError) {
            try reconnectIfLost(session, &connection)
            try ledger.end(.done, error: nil, connection)
        } catch {
            throw .ledger(error, undo: nil, report: report)
        }
        return report
    }

    private func fail(
        _ id: String, _ cause: OperationFailure, _ results: [OperationResult?], _ session: TargetSession,
        _ connection: inout TargetConnection
    ) -> RunFailure {
        let error = "\(id) failed: \(cause)"
        let undo = revert(.failed, failed: id, error: error, results, session, &connection)
        return .operationFailed(
            id: id, cause: cause, undo: undo, report: report(.failed, results, error: error, undo: undo))
    }

    private func interrupt(
        _ results: [OperationResult?], _ session: TargetSession, _ connection: inout TargetConnection
    ) -> RunFailure {
        let error = "interrupted"
        let undo = revert(.interrupted, failed: nil, error: error, results, session, &connection)
        return .interrupted(undo: undo, report: report(.interrupted, results, error: error, undo: undo))
    }

    /// Applies the policy for failures and records how the run ended.
    private func revert(
        _ state: RunState, failed id: String?, error: String, _ results: [OperationResult?],
        _ session: TargetSession, _ connection: inout TargetConnection
    ) -> UndoOutcome {
        do throws(PostgresError) {
            try reconnectIfLost(session, &connection)
            guard try RunLock(graph: graph.digest.description).workersHaveLeft(connection) else {
                throw PostgresError(code: .objectInUse, message: "a session of the run is still busy on the server")
            }
            try ledger.settle(failed: id, connection)
            let outcome: UndoOutcome
            switch graph.execution.onFailure {
            case .rollback:
                outcome = try Undoer(
                    ledger: ledger, cancellation: environment.cancellation, stopsAt: .stopNow, events: events
                ).undo(&connection)
            case .keep:
                let leftovers = try LedgerReader.leftovers(of: ledger.run, connection)
                outcome = UndoOutcome(
                    policy: .keep, undone: [],
                    remaining: leftovers.map { UndoOutcome.Remainder(id: $0.id, reason: "kept") })
            }
            try ledger.end(
                state, error: outcome.isClean || outcome.policy == .keep ? error : "\(error); \(outcome)", connection)
            return outcome
        } catch {
            // The ledger still says that the run is running, and nobody holds its lock: that is a run broken off.
            let reason = "the target cannot be asked to undo it: \(error)"
            let left = zip(graph.operations, results).filter { _, result in result?.hasLeftovers ?? false }
            let policy: UndoOutcome.Policy =
                switch graph.execution.onFailure {
                case .rollback: .rollback
                case .keep: .keep
                }
            return UndoOutcome(
                policy: policy, undone: [],
                remaining: left.map { UndoOutcome.Remainder(id: $0.0.id, reason: reason) })
        }
    }

    /// The coordinator's session idles while the workers copy: it may be lost, by a restart or by something on the way
    /// that drops idle connections. The lock went with it. Nobody else may have taken it, and whoever did meanwhile may
    /// not have undone the run.
    private func reconnectIfLost(
        _ session: TargetSession, _ connection: inout TargetConnection
    ) throws(PostgresError) {
        do throws(PostgresError) {
            try connection.perform("SELECT 1")
        } catch {
            guard error.isConnectionFailure else { throw error }
            let again = try session.open()
            if try RunLock(graph: graph.digest.description).take(again) != nil { throw error }
            guard try ledger.isRunning(again) else { throw error }
            connection = again
        }
    }

    private func report(
        _ state: RunState, _ results: [OperationResult?], error: String? = nil, undo: UndoOutcome? = nil
    ) -> RunReport {
        RunReport(
            graph, run: ledger.run, state: state, jobs: jobs, results: results,
            seconds: start.duration(to: .now).seconds, error: error, undo: undo)
    }
}

extension OperationResult {
    /// Whether it has changed the target.
    fileprivate var hasLeftovers: Bool { state == .done || (copied?.chunks ?? 0) > 0 }
}
