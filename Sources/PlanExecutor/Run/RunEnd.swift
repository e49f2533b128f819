internal import PlanGraph
internal import PlanPostgres
internal import PlanSupport

/// What happens when the workers have ended: the last entries in the ledger, the undoing, the report.
struct RunEnd {
    let graph: OperationGraph
    let environment: RunEnvironment
    let events: any RunObserver
    let ledger: RunLedger
    let session: TargetSession
    let jobs: Int
    let start: ContinuousClock.Instant

    private var keeper: RunKeeper {
        RunKeeper(
            session: session, lock: RunLock(graph: graph.digest.description), ledger: ledger,
            cancellation: environment.cancellation)
    }

    /// - Throws: why the run did not end well.
    func finish(
        _ outcome: (stop: Schedule.Stop?, results: [OperationResult?]), _ source: Source,
        _ connection: inout TargetConnection
    ) throws(RunFailure) -> RunReport {
        switch outcome.stop {
        case .failed(let id, let cause)?: throw fail(id, cause, outcome.results, &connection)
        case .interrupted?: throw interrupt(outcome.results, &connection)
        case nil: break
        }
        do throws(SourceFailure) {
            try source.close()
        } catch {
            throw fail("reading the source", .source(error), outcome.results, &connection)
        }
        let report = self.report(.done, outcome.results)
        do throws(PostgresError) {
            try keeper.persistently(&connection) { connection throws(PostgresError) in
                try environment.probe?.reach(.runEnding, backendPID: connection.backendPID)
                try TableState.record(run: ledger.run, graph, connection)
                try ledger.end(.done, rows: report.rowsWritten - report.rowsEarlier, error: nil, connection)
            }
        } catch {
            throw .ledger(error, undo: nil, report: report)
        }
        return report
    }

    private func fail(
        _ id: String, _ cause: OperationFailure, _ results: [OperationResult?], _ connection: inout TargetConnection
    ) -> RunFailure {
        let error = "\(id) failed: \(cause)"
        let undo = revert(.failed, failed: id, error: error, results, &connection)
        runFailureHooks(&connection)
        return .operationFailed(
            id: id, cause: cause, undo: undo, report: report(.failed, results, error: error, undo: undo))
    }

    private func interrupt(_ results: [OperationResult?], _ connection: inout TargetConnection) -> RunFailure {
        let error = "interrupted"
        let undo = revert(.interrupted, failed: nil, error: error, results, &connection)
        return .interrupted(undo: undo, report: report(.interrupted, results, error: error, undo: undo))
    }

    /// Does what the graph wants done after a failure, each thing whether or not another one worked, and records it.
    private func runFailureHooks(_ connection: inout TargetConnection) {
        var lines: [String] = []
        for instruction in graph.execution.afterFailure {
            let (name, problem) = runFailureHook(instruction, connection)
            lines.append("\(name): \(problem ?? "done")")
            events.observe(.failureHookEnded(name, problem: problem))
        }
        if lines.isEmpty { return }
        do throws(PostgresError) {
            try keeper.persistently(&connection) { connection throws(PostgresError) in
                try ledger.recordAfterFailure(lines, connection)
            }
        } catch {
            events.observe(.failureHookEnded("the ledger's entry of them", problem: "\(error)"))
        }
    }

    /// - Returns: what it is called, and what went wrong.
    private func runFailureHook(
        _ instruction: Instruction, _ connection: borrowing TargetConnection
    ) -> (name: String, problem: String?) {
        switch instruction {
        case .sql(let sql):
            let problem = Self.problem { () throws(StepFailure) in
                _ = try SQLRunner(sql: sql, reader: nil).run(connection)
            }
            return (sql.sql, problem)
        case .run(let command):
            let runner = CommandRunner(
                instruction: command, directory: environment.baseDirectory, stop: StopSignal())
            return (
                command.command.joined(separator: " "), Self.problem { () throws(StepFailure) in _ = try runner.run() }
            )
        case .copy, .check, .verify, .http, .backup:
            preconditionFailure("admission lets none of these be done here")
        }
    }

    private static func problem(of body: () throws(StepFailure) -> Void) -> String? {
        do throws(StepFailure) {
            try body()
            return nil
        } catch {
            switch error {
            case .failed(let cause): return cause.description
            case .stopped: return "it was stopped"
            }
        }
    }

    /// Applies the policy for failures and records how the run ended.
    private func revert(
        _ state: RunState, failed id: String?, error: String, _ results: [OperationResult?],
        _ connection: inout TargetConnection
    ) -> UndoOutcome {
        do throws(PostgresError) {
            try keeper.persistently(&connection) { connection throws(PostgresError) in
                guard try keeper.lock.workersHaveLeft(connection) else {
                    throw PostgresError(code: .objectInUse, message: "a session of the run is still busy on the server")
                }
                try ledger.settle(failed: id, connection)
            }
            let outcome: UndoOutcome
            switch graph.execution.onFailure {
            case .rollback:
                outcome = try Undoer(
                    keeper: keeper, stopsAt: .stopNow, drops: .nothing,
                    commands: UndoCommands(graph, environment), events: events
                ).undo(&connection)
            case .keep:
                let leftovers = try LedgerReader.leftovers(of: ledger.run, connection)
                outcome = UndoOutcome(
                    policy: .keep, undone: [],
                    remaining: leftovers.map { UndoOutcome.Remainder(id: $0.id, reason: "kept") })
            }
            let rows = results.reduce(Int64(0)) { $0 + ($1?.copied.map { $0.written - $0.earlier } ?? 0) }
            try keeper.persistently(&connection) { connection throws(PostgresError) in
                try ledger.end(
                    state, rows: rows,
                    error: outcome.isClean || outcome.policy == .keep ? error : "\(error); \(outcome)", connection)
            }
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

    private func report(
        _ state: RunState, _ results: [OperationResult?], error: String? = nil, undo: UndoOutcome? = nil
    ) -> RunReport {
        RunReport(
            graph, run: ledger.run, state: state, jobs: jobs, results: results, since: start,
            seconds: start.duration(to: .now).seconds, error: error, undo: undo)
    }
}

extension OperationResult {
    /// Whether it has changed the target.
    fileprivate var hasLeftovers: Bool { state == .done || (copied?.chunks ?? 0) > 0 }
}
