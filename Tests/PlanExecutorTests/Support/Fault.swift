import Glibc
import PlanExecutor
import PlanPostgres
import PlanSupport
import Synchronization

/// Makes a run fail at the nth time that it comes to a point.
final class Fault: RunProbe {
    enum Effect: Sendable {
        /// An error of the server that no further try mends.
        case refuse
        /// An error that one more try mends.
        case deadlock
        /// The server ends the session.
        case cut(Secret)
        case call(@Sendable () -> Void)
    }

    private let point: FaultPoint
    private let effect: Effect
    private let remaining: Mutex<Int>

    init(_ effect: Effect, at point: FaultPoint, nth: Int = 1) {
        self.point = point
        self.effect = effect
        remaining = Mutex(nth)
    }

    /// Whether the run came that far.
    var wasReached: Bool { remaining.withLock { $0 <= 0 } }

    func reach(_ point: FaultPoint, backendPID: Int32) throws(PostgresError) {
        guard point == self.point else { return }
        let isDue = remaining.withLock { remaining in
            remaining -= 1
            return remaining == 0
        }
        guard isDue else { return }
        switch effect {
        case .refuse: throw PostgresError(code: .diskFull, message: "could not extend file: No space left on device")
        case .deadlock: throw PostgresError(code: .deadlockDetected, message: "deadlock detected")
        case .cut(let conninfo):
            let other = try PostgresConnection<ReadWrite>(PostgresConnectionSettings(conninfo: conninfo))
            try other.execute("SELECT pg_terminate_backend(\(backendPID))")
        case .call(let body): body()
        }
    }
}
