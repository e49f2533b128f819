internal import PlanGraph
internal import PlanPostgres
internal import PlanSupport

/// One run of a graph: admission, workers, the end. It is the coordinator: its session holds the run's lock.
struct GraphRun {
    let graph: OperationGraph
    let environment: RunEnvironment
    let events: any RunObserver

    func run() throws(RunFailure) -> RunReport {
        let start = ContinuousClock.now
        if let refusal = GraphAdmission.refusal(graph) { throw .refused(refusal) }
        let session = try TargetSession(graph, environment)
        let jobs = self.jobs
        let source = try Source(graph, environment, readers: jobs)
        var connection: TargetConnection
        do throws(PostgresError) { connection = try session.open() } catch { throw .cannotConnectTarget(error) }
        environment.judge(connection.security)
        try admit(connection)

        try Preflight(graph: graph, environment: environment).run(source, serverVersion: connection.serverVersion)

        let expectedRows = source.expectedRows(of: graph)
        let schedule = Schedule(graph, workers: jobs, expectedRows: expectedRows)
        let ledger = try begin(schedule, source, session, connection)
        events.observe(
            .admitted(
                run: ledger.run, operations: graph.operations.count, jobs: jobs, expectedRows: expectedRows))
        environment.cancellation.observing { urgency in
            events.observe(.stopping(urgency))
            schedule.interrupt()
        } during: {
            if environment.cancellation.urgency != .none { schedule.interrupt() }
            schedule.release(ledger)
            schedule.waitUntilLeft()
        }
        let end = RunEnd(
            graph: graph, environment: environment, events: events, ledger: ledger, jobs: jobs, start: start)
        return try end.finish(schedule.outcome, source, session, &connection)
    }

    /// Admission alone, with nothing written: all that is asked before a run, then `body` on the admitted connection.
    func whenAdmitted<Value>(
        _ body: (Source, inout TargetConnection) throws(RunFailure) -> Value
    ) throws(RunFailure) -> Value {
        if let refusal = GraphAdmission.refusal(graph) { throw .refused(refusal) }
        let session = try TargetSession(graph, environment)
        let source = try Source(graph, environment, readers: 1)
        var connection: TargetConnection
        do throws(PostgresError) { connection = try session.open() } catch { throw .cannotConnectTarget(error) }
        environment.judge(connection.security)
        try admit(connection)
        return try body(source, &connection)
    }

    /// Streams: as asked for, as the graph says or one for each processor; no more than can be busy, and at most 64.
    private var jobs: Int {
        let wanted = environment.jobs ?? graph.execution.jobs ?? Processors.count
        return max(1, min(wanted, GraphEdges(graph).width, 64))
    }

    private func admit(_ connection: borrowing TargetConnection) throws(RunFailure) {
        let refusal: AdmissionRefusal?
        do throws(PostgresError) {
            refusal = try TargetAdmission(graph: graph, variable: environment.variable).refusal(connection)
        } catch {
            throw .ledger(error, undo: nil, report: nil)
        }
        if let refusal { throw .refused(refusal) }
        if environment.cancellation.urgency != .none {
            throw .interrupted(undo: .nothingDone, report: nil)
        }
    }

    /// Connects the workers and, when all are there, begins the run in the ledger.
    private func begin(
        _ schedule: Schedule, _ source: Source, _ session: TargetSession,
        _ connection: borrowing TargetConnection
    ) throws(RunFailure) -> RunLedger {
        do throws(RunFailure) {
            for reader in source.readers {
                let worker = Worker(
                    schedule: schedule, target: session, lock: RunLock(graph: graph.digest.description),
                    reader: reader, events: events, rejects: environment.rejects, variable: environment.variable)
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
                try LedgerSchema.create(connection)
                return try RunLedger.begin(graph, environment, connection)
            } catch {
                throw .ledger(error, undo: nil, report: nil)
            }
        } catch {
            schedule.interrupt()
            schedule.waitUntilLeft()
            throw error
        }
    }
}
