internal import PlanGraph
internal import PlanPostgres
internal import PlanSQLite
internal import PlanSupport

/// One run of a graph: admission, workers, the end. It is the coordinator: its session holds the run's lock.
struct GraphRun {
    let graph: OperationGraph
    let environment: RunEnvironment
    let events: any RunObserver

    private var lock: RunLock { RunLock(graph: graph.digest.description) }

    func run() throws(RunFailure) -> RunReport {
        let start = ContinuousClock.now
        if let refusal = GraphAdmission.refusal(graph) { throw .refused(refusal) }
        let session = try TargetSession(graph, environment)
        let wanted = max(1, min(environment.jobs ?? graph.execution.jobs ?? Processors.count, 64))
        let source = try Source(graph, environment, readers: wanted)
        var connection: TargetConnection
        do throws(PostgresError) { connection = try session.open() } catch { throw .cannotConnectTarget(error) }
        environment.judge(connection.security)
        let outlook = try look(source, connection, streams: wanted) { environment.warn(.target($0)) }
        var (admission, refusals) = (outlook.admission, outlook.refusals)
        if case .restart(let run) = admission, refusals.isEmpty {
            try undo(run, session, &connection)
            admission = try admit(source, connection)
            if case .refused(let refusal) = admission { refusals.append(refusal) }
        }
        if case .finished(let run) = admission { return try reportOfFinished(run, connection) }
        if let refusal = try rowRefusal(source, connection) { refusals.append(refusal) }
        if let refusal = AdmissionRefusal.together(refusals) { throw .refused(refusal) }

        let beginning = try resume(admission, connection)
        let estimates = source.estimates(of: graph)
        let streams = CopyPlan.usefulStreams(graph, estimates, atMost: wanted)
        let plan = CopyPlan(estimates: estimates, earlier: beginning.progress, streams: streams)
        let expectedRows = estimates.mapValues(\.rows)
        let schedule = Schedule(
            graph, workers: streams, expectedRows: expectedRows, finished: beginning.progress.finished)
        let ledger = try begin(schedule, source, session, plan, beginning.ledger, connection)
        events.observe(
            .admitted(
                run: ledger.run, attempt: ledger.attempt, operations: graph.operations.count, jobs: streams,
                expectedRows: expectedRows, done: beginning.progress.done))
        environment.cancellation.observing { urgency in
            events.observe(.stopping(urgency))
            schedule.interrupt()
        } during: {
            if environment.cancellation.urgency != .none { schedule.interrupt() }
            schedule.release(ledger)
            schedule.waitUntilLeft()
        }
        let end = RunEnd(
            graph: graph, environment: environment, events: events, ledger: ledger, session: session, jobs: streams,
            start: start)
        return try end.finish(schedule.outcome, source, &connection)
    }

    /// What is known before a run.
    struct Outlook {
        let admission: Admission
        /// What keeps the run from beginning, as far as the source's rows are not looked at.
        let refusals: [AdmissionRefusal]
        let survey: TargetSurvey
    }

    /// Admission alone, with nothing written: all that is asked before a run, then `body` on the connection.
    ///
    /// - Parameter warn: hears at once what may end a run.
    func whenAsked<Value>(
        warn: (TargetFinding) -> Void = { _ in },
        _ body: (Source, inout TargetConnection, Outlook) throws(RunFailure) -> Value
    ) throws(RunFailure) -> Value {
        if let refusal = GraphAdmission.refusal(graph) { throw .refused(refusal) }
        let session = try TargetSession(graph, environment)
        let source = try Source(graph, environment, readers: 1)
        var connection: TargetConnection
        do throws(PostgresError) { connection = try session.open() } catch { throw .cannotConnectTarget(error) }
        environment.judge(connection.security)
        let outlook = try look(source, connection, streams: 1, warn: warn)
        return try body(source, &connection, outlook)
    }

    /// Asks all that can be asked without reading the source's rows. What may end the run is told at once: one such thing is
    /// a lock that the next question waits for.
    ///
    /// - Throws: a refusal after which nothing else is worth asking.
    private func look(
        _ source: Source, _ connection: borrowing TargetConnection, streams: Int, warn: (TargetFinding) -> Void
    ) throws(RunFailure) -> Outlook {
        let survey: TargetSurvey
        do throws(PostgresError) {
            survey = try TargetSurveyor(
                graph: graph, environment: environment, sourceBytes: source.bytes, streams: streams
            ).survey(connection)
        } catch {
            throw .ledger(error, undo: nil, report: nil)
        }
        for finding in survey.findings where finding.severity == .warning { warn(finding) }
        let admission: Admission
        do throws(RunFailure) {
            admission = try admit(source, connection)
        } catch {
            // A question that the server refuses has its reason among what was found.
            if case .ledger = error, !survey.errors.isEmpty { throw .refused(.target(survey.errors)) }
            throw error
        }
        var refusals: [AdmissionRefusal] = []
        switch admission {
        case .finished: return Outlook(admission: admission, refusals: [], survey: survey)
        case .refused(let refusal): refusals.append(refusal)
        case .fresh, .resume, .restart: break
        }
        if !survey.errors.isEmpty { refusals.append(.target(survey.errors)) }
        return Outlook(admission: admission, refusals: refusals, survey: survey)
    }

    /// What the source's rows hold that would end the run.
    func rowRefusal(
        _ source: Source, _ connection: borrowing TargetConnection
    ) throws(RunFailure) -> AdmissionRefusal? {
        do throws(RunFailure) {
            try Preflight(graph: graph, environment: environment).run(source, serverVersion: connection.serverVersion)
            return nil
        } catch {
            if case .refused(let refusal) = error { return refusal }
            throw error
        }
    }

    /// - Throws: a refusal after which nothing else is worth asking; others are returned.
    private func admit(_ source: Source, _ connection: borrowing TargetConnection) throws(RunFailure) -> Admission {
        let position = try source.positionNow()
        let admission: Admission
        do throws(PostgresError) {
            admission = try TargetAdmission(
                graph: graph, variable: environment.variable, mode: environment.mode, position: position
            ).decide(connection)
        } catch {
            throw .ledger(error, undo: nil, report: nil)
        }
        if case .refused(let refusal) = admission, !refusal.leavesMoreToAsk { throw .refused(refusal) }
        if environment.cancellation.urgency != .none {
            throw .interrupted(undo: .nothingDone, report: nil)
        }
        return admission
    }

    /// Undoes an earlier run, to begin again.
    private func undo(
        _ run: RunRecord, _ session: TargetSession, _ connection: inout TargetConnection
    ) throws(RunFailure) {
        _ = try GraphRollback(
            graph: graph, environment: environment, events: events, scope: .unchanged, reason: "restart"
        )
        .undo(run, session, &connection)
    }

    /// Takes an earlier run over, if it is to be gone on with.
    private func resume(
        _ admission: Admission, _ connection: borrowing TargetConnection
    ) throws(RunFailure) -> (ledger: RunLedger?, progress: LedgerProgress) {
        guard case .resume(let run) = admission else { return (nil, LedgerProgress()) }
        do throws(PostgresError) {
            try LedgerSchema.create(connection)
            let ledger = try RunLedger.takeOver(run.id, by: .resume, environment, lock, connection)
            try ledger.settle(failed: nil, connection)
            try ledger.forgetUndoneChunks(connection)
            return (ledger, try LedgerProgress(of: run.id, graph, connection))
        } catch {
            throw .ledger(error, undo: nil, report: nil)
        }
    }

    /// Connects the workers and, when all are there, begins the run in the ledger, unless that was taken over.
    private func begin(
        _ schedule: Schedule, _ source: Source, _ session: TargetSession, _ plan: CopyPlan, _ taken: RunLedger?,
        _ connection: borrowing TargetConnection
    ) throws(RunFailure) -> RunLedger {
        do throws(RunFailure) {
            let context = RunContext(
                events: events, probe: environment.probe, rejects: environment.rejects,
                backups: environment.backups, toolVersion: environment.toolVersion,
                variable: environment.variable,
                directory: environment.baseDirectory)
            for number in 0..<plan.streams {
                let worker = Worker(
                    number: number, schedule: schedule, target: session, lock: lock, reader: source.readers[number],
                    plan: plan, context: context)
                do throws(WorkerThread.StartFailure) {
                    try schedule.startWorker(worker)
                } catch {
                    throw .cannotStart(reason: error.description)
                }
            }
            do throws(PostgresError) {
                try schedule.waitUntilConnected()
            } catch {
                throw .cannotConnectTarget(error)
            }
            do throws(PostgresError) {
                if let taken { return taken }
                try LedgerSchema.create(connection)
                let ledger = try RunLedger.begin(graph, environment, position: source.position, connection)
                try environment.probe?.reach(.runBegun, backendPID: connection.backendPID)
                return ledger
            } catch {
                throw .ledger(error, undo: nil, report: nil)
            }
        } catch {
            schedule.interrupt()
            schedule.waitUntilLeft()
            // Nothing was done by this attempt, and what others did is still there.
            if let taken { try? taken.end(.failed, rows: 0, error: "\(error)", connection) }
            throw error
        }
    }

    private func reportOfFinished(
        _ run: RunRecord, _ connection: borrowing TargetConnection
    ) throws(RunFailure) -> RunReport {
        let progress: LedgerProgress
        do throws(PostgresError) {
            progress = try LedgerProgress(of: run.id, graph, connection)
        } catch {
            throw .ledger(error, undo: nil, report: nil)
        }
        events.observe(.finishedBefore(run))
        return RunReport(
            graph, run: run.id, state: .done, jobs: 0, results: graph.operations.map { progress.finished[$0.id] },
            since: .now, seconds: 0, wasDone: true, error: nil, undo: nil)
    }
}

extension LedgerProgress {
    /// What an earlier attempt has done, for those who watch.
    fileprivate var done: EarlierWork {
        var rows: [String: Int64] = [:]
        for (id, result) in finished { rows[id] = result.copied?.written }
        for (id, chunks) in chunks { rows[id] = chunks.reduce(0) { $0 + $1.rows } }
        return EarlierWork(operations: finished.count, rows: rows)
    }
}
