internal import PlanPostgres
internal import PlanSupport

/// Keeps the coordinator's hold on a run: its session idles while the workers copy, and may be lost by a restart or by
/// something on the way that drops idle connections. The lock goes with it. Nobody else may have taken it, and whoever did
/// meanwhile may not have taken the run over.
struct RunKeeper: Sendable {
    let session: TargetSession
    let lock: RunLock
    let ledger: RunLedger
    let cancellation: CancellationToken

    /// Runs `body`, which is to be repeatable, and connects again where the connection is lost.
    func persistently(
        _ connection: inout TargetConnection,
        _ body: (borrowing TargetConnection) throws(PostgresError) -> Void
    ) throws(PostgresError) {
        var attempts = 5
        while true {
            do throws(PostgresError) {
                return try body(connection)
            } catch {
                attempts -= 1
                guard error.isLoss, attempts > 0 else { throw error }
                try reconnect(&connection, after: error)
            }
        }
    }

    /// Opens the session again, and takes the lock with it.
    func reconnect(_ connection: inout TargetConnection, after cause: PostgresError) throws(PostgresError) {
        var backoff = Backoff.forConnecting(within: session.patience)
        while true {
            do throws(PostgresError) {
                let again = try session.open()
                guard try lock.take(again) == nil, try ledger.isCurrent(again) else {
                    throw PostgresError(code: .objectInUse, message: "another process has taken over the run")
                }
                connection = again
                return
            } catch {
                guard error.isConnectionFailure, error.mayPass else { throw error }
                guard backoff.wait(unless: { cancellation.urgency == .stopNow }) else { throw cause }
            }
        }
    }
}

extension PostgresError {
    /// Whether the connection broke. What was asked for last may have been done.
    var isLoss: Bool { connectionFailure == .lost || code == .adminShutdown || code == .crashShutdown }
}
