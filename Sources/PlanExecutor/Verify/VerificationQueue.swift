internal import PlanPostgres
internal import PlanSQLite
internal import PlanSupport

/// What is still to be looked at, shared by the workers of a verification and whoever waits for them.
final class VerificationQueue: Sendable {
    enum Outcome: Sendable {
        case table(VerificationReport.TableOutcome)
        case check(VerificationReport.CheckOutcome)
    }

    private struct State {
        var waiting: ArraySlice<VerificationItem>
        /// By the items' places.
        var outcomes: [Int: Outcome] = [:]
        var failure: RunFailure?
        var handles: [Schedule.WorkerHandles] = []
        var workersAtWork = 0
    }

    let stopSignal = StopSignal()
    private let state: Monitor<State>

    init(_ items: [VerificationItem]) { state = Monitor(State(waiting: items[...])) }

    // MARK: Workers

    func join(_ handles: Schedule.WorkerHandles) { state.update { $0.handles.append(handles) } }

    /// Takes what comes next; nil when there is nothing more to do.
    func next() -> VerificationItem? { stopSignal.isSet ? nil : state.update { $0.waiting.popFirst() } }

    func finish(_ item: VerificationItem, _ outcome: Outcome) { state.update { $0.outcomes[item.place] = outcome } }

    /// Stops everything; the first failure is the one to tell.
    func fail(_ failure: RunFailure) {
        state.update { if $0.failure == nil { $0.failure = failure } }
        stop()
    }

    // MARK: Coordinator

    /// Starts a thread, which counts until it ends.
    func start(_ work: @escaping @Sendable () -> Void) {
        state.update { $0.workersAtWork += 1 }
        do throws(WorkerThread.StartFailure) {
            _ = try WorkerThread { [self] in
                work()
                state.update { $0.workersAtWork -= 1 }
            }
        } catch {
            state.update { $0.workersAtWork -= 1 }
            fail(.cannotStart(reason: error.description))
        }
    }

    func stop() { stopSignal.raise() }

    /// Blocks until all workers have ended. Once they are to stop, their statements are cancelled, again and again: a
    /// request that comes between two statements hits neither.
    func waitUntilLeft() {
        while true {
            let hasLeft: Bool? = state.wait(atMost: .milliseconds(100)) { $0.workersAtWork == 0 ? true : nil }
            if hasLeft == true { return }
            guard stopSignal.isSet else { continue }
            for handle in state.read({ $0.handles }) {
                handle.target.cancel()
                handle.source.fire()
            }
        }
    }

    var failure: RunFailure? { state.read { $0.failure } }
    /// By the items' places.
    var outcomes: [Int: Outcome] { state.read { $0.outcomes } }
}
