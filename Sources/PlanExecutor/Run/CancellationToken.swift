internal import Synchronization

/// Asks a run to stop, from any thread but not from inside a signal handler.
///
/// The first request stops the run at a safe point, after which the graph's policy applies; the second stops the undoing
/// too, at once.
package final class CancellationToken: Sendable {
    /// How urgently to stop.
    package enum Urgency: Int, Sendable, Comparable {
        case none
        /// At the next safe point; then the policy for failures applies.
        case stop
        /// Now: nothing more is undone.
        case stopNow

        package static func < (left: Urgency, right: Urgency) -> Bool { left.rawValue < right.rawValue }
    }

    private struct State {
        var urgency = Urgency.none
        var nextKey = 0
        var observers: [(key: Int, notify: @Sendable (Urgency) -> Void)] = []
    }

    private let state = Mutex(State())
    /// The urgency once more, to be read in loops.
    private let level = Atomic(0)

    package init() {}

    package var urgency: Urgency { Urgency(rawValue: level.load(ordering: .acquiring)) ?? .stopNow }

    /// Asks to stop; once more for at once. Running statements are cancelled before it returns.
    package func request() {
        let (urgency, observers) = state.withLock { state in
            state.urgency = state.urgency == .none ? .stop : .stopNow
            level.store(state.urgency.rawValue, ordering: .releasing)
            return (state.urgency, state.observers.map(\.notify))
        }
        for notify in observers { notify(urgency) }
    }

    /// Calls `notify` at each request to come, on the requesting thread, while `body` runs.
    func observing<Value, Failure: Error>(
        _ notify: @escaping @Sendable (Urgency) -> Void, during body: () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let key = state.withLock { state in
            state.nextKey += 1
            state.observers.append((state.nextKey, notify))
            return state.nextKey
        }
        defer { state.withLock { state in state.observers.removeAll { $0.key == key } } }
        return try body()
    }
}
