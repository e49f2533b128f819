internal import PlanGraph
internal import PlanPostgres
internal import PlanSQLite

/// One stream of a run: a thread with a session on the target and a reader of the source, from open to close.
struct Worker: Sendable {
    let schedule: Schedule
    let target: TargetSession
    let lock: RunLock
    let reader: SQLiteReader
    let events: any RunObserver
    let rejects: RejectsLocation
    /// The value of a variable that holds a key.
    let variable: @Sendable (String) -> String?

    /// The body of the thread.
    func work() {
        defer { schedule.leave() }
        do throws(PostgresError) {
            var connection = try target.open()
            try lock.share(connection)
            schedule.join(
                Schedule.WorkerHandles(
                    target: connection.cancellation, source: reader.connection.interrupt))
            run(&connection)
        } catch {
            schedule.reportConnectionFailure(error)
        }
    }

    private func run(_ connection: inout TargetConnection) {
        guard let ledger = schedule.waitUntilReleased() else { return }
        while let (index, operation) = schedule.next() {
            events.observe(.operationStarted(id: operation.id))
            let runner = OperationRunner(
                operation: operation, position: index, copies: schedule.copies, reader: reader, ledger: ledger,
                stop: schedule.stopSignal,
                events: events, rejects: rejects, variable: variable)
            let start = ContinuousClock.now
            var result = OperationResult(state: .running)
            do throws(StepFailure) {
                try runner.run(&connection, &result)
                result.seconds = start.duration(to: .now).seconds
                schedule.finish(index, result)
                events.observe(.operationFinished(OperationReport(operation, result)))
            } catch {
                result.seconds = start.duration(to: .now).seconds
                result.state = .failed
                let cause = error.cause(isStopping: schedule.stopSignal.isSet)
                if schedule.abandon(index, result, failure: cause), let cause {
                    events.observe(.operationFailed(id: operation.id, cause: cause))
                }
            }
        }
    }
}

extension Duration {
    /// In seconds.
    var seconds: Double {
        let (seconds, attoseconds) = components
        return Double(seconds) + Double(attoseconds) * 1e-18
    }
}
