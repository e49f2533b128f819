internal import PlanPostgres
internal import PlanSQLite
internal import PlanSupport

/// A worker's session on the target, opened again where it is lost.
struct WorkerSession: ~Copyable {
    let number: Int
    let target: TargetSession
    let lock: RunLock
    let schedule: Schedule
    let reader: SQLiteReader
    var connection: TargetConnection

    /// Opens the session and tells the schedule how to stop what it does.
    init(
        number: Int, target: TargetSession, lock: RunLock, schedule: Schedule, reader: SQLiteReader
    ) throws(PostgresError) {
        let connection = try target.open()
        try lock.share(connection)
        self.connection = connection
        self.number = number
        self.target = target
        self.lock = lock
        self.schedule = schedule
        self.reader = reader
        join()
    }

    private func join() {
        schedule.join(
            number,
            Schedule.WorkerHandles(target: connection.cancellation, source: reader.connection.interrupt))
    }

    /// Connects again after the connection was lost, and makes sure that what was going on in the old one has ended.
    ///
    /// - Throws: the reason why there is no connection, or that somebody else has taken the run over.
    mutating func reconnect(_ ledger: RunLedger, after cause: StepFailure) throws(StepFailure) {
        let lost = connection.backendPID
        let stop = schedule.stopSignal
        var backoff = Backoff.forConnecting(within: target.patience)
        while true {
            if stop.isSet { throw .stopped }
            do throws(PostgresError) {
                let again = try target.open()
                try lock.share(again)
                guard try ledger.isCurrent(again) else {
                    throw PostgresError(code: .objectInUse, message: "another process has taken over the run")
                }
                try lock.evict(lost, again)
                connection = again
                join()
                return
            } catch {
                // Until the server is there again.
                guard error.isConnectionFailure, error.mayPass else { throw StepFailure(error) }
                guard backoff.wait(unless: { stop.isSet }) else { throw stop.isSet ? .stopped : cause }
            }
        }
    }
}

extension PostgresError {
    /// Whether a connection that cannot be opened now may be possible soon.
    var mayPass: Bool {
        switch connectionFailure {
        case .unreachable, .lost: true
        case .other: [.cannotConnectNow, .tooManyConnections, .connectionFailure, .unableToConnect].contains(code)
        case .malformedSettings, .wrongPassword, .missingDatabase, .notEncrypted, nil: false
        }
    }
}
