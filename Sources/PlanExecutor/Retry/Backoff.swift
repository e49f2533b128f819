internal import PlanSupport

/// When something is tried again that others got in the way of: after pauses that grow, at random so that two who collided
/// do not collide again, and not for ever.
struct Backoff {
    private var attempts: Int
    private var pause: Duration
    private let longest: Duration
    private let deadline: ContinuousClock.Instant

    /// For transactions that the server ended for the sake of others: five attempts in all.
    static var forTransactions: Backoff {
        Backoff(attempts: 5, pause: .milliseconds(20), longest: .seconds(2), within: .seconds(60))
    }

    /// For connecting again: as often as it takes, within a time.
    static func forConnecting(within limit: Duration) -> Backoff {
        Backoff(attempts: .max, pause: .milliseconds(50), longest: .seconds(2), within: limit)
    }

    private init(attempts: Int, pause: Duration, longest: Duration, within limit: Duration) {
        self.attempts = attempts - 1
        self.pause = pause
        self.longest = longest
        deadline = .now + limit
    }

    /// Waits before the next attempt.
    ///
    /// - Parameter isStopping: asked meanwhile; true ends the waiting.
    /// - Returns: false if there is to be none.
    mutating func wait(unless isStopping: () -> Bool) -> Bool {
        guard attempts > 0, ContinuousClock.now < deadline, !isStopping() else { return false }
        attempts -= 1
        let end = ContinuousClock.now + pause * Double.random(in: 0.5...1)
        while ContinuousClock.now < end {
            if isStopping() { return false }
            Pause.milliseconds(10)
        }
        pause = min(pause * 2, longest)
        return true
    }
}
