internal import Synchronization

/// Tells the loops of all workers to stop. Read at each row, so it costs one load.
final class StopSignal: Sendable {
    private let isRaised = Atomic(false)

    func raise() { isRaised.store(true, ordering: .releasing) }

    /// Whether to stop at the next safe point.
    var isSet: Bool { isRaised.load(ordering: .relaxed) }
}
