internal import PlanGraph
internal import PlanPostgres
internal import PlanSQLite

/// One stream of a run: a thread with a session on the target and a reader of the source, from open to close.
struct Worker: Sendable {
    let number: Int
    let schedule: Schedule
    let target: TargetSession
    let lock: RunLock
    let reader: SQLiteReader
    let plan: CopyPlan
    let context: RunContext

    /// The body of the thread.
    func work() {
        defer { schedule.leave() }
        do throws(PostgresError) {
            var session = try WorkerSession(
                number: number, target: target, lock: lock, schedule: schedule, reader: reader)
            run(&session)
        } catch {
            schedule.reportConnectionFailure(error)
        }
    }

    private func run(_ session: inout WorkerSession) {
        guard let ledger = schedule.waitUntilReleased() else { return }
        while let work = schedule.next() {
            switch work {
            case .begin(let index, let operation):
                context.events.observe(.operationStarted(id: operation.id))
                perform(operation, index) { result throws(StepFailure) in
                    try runner(operation, index, ledger).run(&session, &result)
                }
            case .help(let index, let operation):
                perform(operation, index) { _ throws(StepFailure) in
                    try runner(operation, index, ledger).help(&session)
                }
            }
        }
    }

    private func runner(_ operation: Operation, _ index: Int, _ ledger: RunLedger) -> OperationRunner {
        OperationRunner(
            operation: operation, position: index, schedule: schedule, ledger: ledger, plan: plan, context: context)
    }

    /// Runs a step of an operation, and tells the schedule if it fails.
    private func perform(
        _ operation: Operation, _ index: Int, _ step: (inout OperationResult) throws(StepFailure) -> Void
    ) {
        let start = ContinuousClock.now
        var result = OperationResult(state: .running)
        do throws(StepFailure) {
            try step(&result)
        } catch {
            result.seconds = start.duration(to: .now).seconds
            result.state = .failed
            let cause = error.cause(isStopping: schedule.stopSignal.isSet)
            if schedule.abandon(index, result, failure: cause), let cause {
                context.events.observe(.operationFailed(id: operation.id, cause: cause))
            }
        }
    }
}

/// What all streams of a run share, and never changes.
struct RunContext: Sendable {
    let events: any RunObserver
    let probe: (any RunProbe)?
    /// Where rows that are set aside are written.
    let rejects: RejectsLocation
    /// Where the target is backed up to.
    let backups: BackupsLocation
    let toolVersion: String
    /// The value of a variable that holds a key.
    let variable: @Sendable (String) -> String?
    /// Where commands are run: the directory of the plan.
    let directory: String

    /// Lets a test fail the run at a point, in whatever way.
    ///
    /// - Parameter server: the server process of the session that has come there.
    func reach(_ point: FaultPoint, _ server: Int32) throws(StepFailure) {
        guard let probe else { return }
        do throws(PostgresError) { try probe.reach(point, backendPID: server) } catch { throw StepFailure(error) }
    }
}

extension Duration {
    /// In seconds.
    var seconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) * 1e-18
    }
}
