import Glibc
import PlanExecutor
import PlanPostgres
import Synchronization

/// Ends the process at once when a run comes to a point for the nth time.
final class Ending: RunProbe {
    private let point: FaultPoint
    private let remaining: Mutex<Int>

    init?(_ text: String) {
        let words = text.split(separator: " ")
        guard words.count == 2, let point = FaultPoint(rawValue: String(words[0])), let nth = Int(words[1]) else {
            return nil
        }
        self.point = point
        remaining = Mutex(nth)
    }

    func reach(_ point: FaultPoint, backendPID: Int32) throws(PostgresError) {
        guard point == self.point else { return }
        let isDue = remaining.withLock { remaining in
            remaining -= 1
            return remaining == 0
        }
        if isDue { _exit(86) }
    }
}
