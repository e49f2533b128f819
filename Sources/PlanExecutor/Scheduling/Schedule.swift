internal import PlanGraph
internal import PlanPostgres
internal import PlanSQLite
internal import PlanSupport

/// Which operation runs when: shared by the workers, which take operations that are ready and help with copies that are
/// under way, and the coordinator, which waits for the end.
final class Schedule: Sendable {
    /// Raised together with the state's `stop`.
    let stopSignal = StopSignal()
    /// All copies of the graph, by the operation's id.
    let copies: [String: CopyInstruction]
    private let graph: OperationGraph
    private let state: Monitor<State>
    private let workers: Int

    /// Why no more operations are begun.
    enum Stop: Sendable {
        case failed(id: String, OperationFailure)
        case interrupted
    }

    /// What a worker is using, to be stopped from another thread.
    struct WorkerHandles: Sendable {
        let target: PostgresCancellation
        let source: SQLiteInterrupt
    }

    /// What a worker does next.
    enum Work {
        /// An operation, from its beginning.
        case begin(index: Int, Operation)
        /// A copy that another worker has begun.
        case help(index: Int, Operation)
    }

    struct State {
        /// For each operation, how many of those before it are not done.
        var missing: [Int]
        let successors: [[Int]]
        /// Indices, the most urgent first.
        var ready: [Int]
        /// For each operation, its place in the order of urgency.
        let ranks: [Int]
        var unfinished: Int
        var results: [OperationResult?]
        /// When a worker took each operation.
        var starts: [Int: ContinuousClock.Instant] = [:]
        /// Copies under way, by the operation's index.
        var copies: [Int: CopyProgress] = [:]
        /// Workers that wait for something to do.
        var idle = 0
        var stop: Stop?
        /// Where to record what is done; workers begin when it is there.
        var ledger: RunLedger?
        /// By the worker's number.
        var handles: [Int: WorkerHandles] = [:]
        var connectionFailure: PostgresError?
        var workersAtWork = 0

        /// An operation is done or skipped.
        mutating func finish(_ index: Int, _ result: OperationResult) {
            results[index] = result
            unfinished -= 1
            for next in successors[index] {
                missing[next] -= 1
                guard missing[next] == 0, results[next] == nil else { continue }
                let place = ready.firstIndex { ranks[$0] > ranks[next] }
                ready.insert(next, at: place ?? ready.endIndex)
            }
        }
    }

    /// - Parameter finished: what an earlier attempt has done, by the operation's id.
    init(
        _ graph: OperationGraph, workers: Int, expectedRows: [String: Int64],
        finished: [String: OperationResult] = [:]
    ) {
        self.graph = graph
        copies = graph.copies
        self.workers = workers
        let edges = GraphEdges(graph)
        let missing = edges.predecessors.map(\.count)
        let ranks = CriticalPath(graph, edges, expectedRows: expectedRows).ranks
        let ready = missing.indices.filter { missing[$0] == 0 }.sorted { ranks[$0] < ranks[$1] }
        var state = State(
            missing: missing, successors: edges.successors, ready: ready, ranks: ranks,
            unfinished: graph.operations.count, results: graph.operations.map { _ in nil })
        // The graph is in topological order: what comes before is finished before.
        for (index, operation) in graph.operations.enumerated() {
            guard let result = finished[operation.id] else { continue }
            state.ready.removeAll { $0 == index }
            state.finish(index, result)
        }
        self.state = Monitor(state)
    }

    /// Looks at what is going on.
    func read<Value>(_ body: (State) -> Value) -> Value { state.read(body) }

    /// Changes what is going on, and wakes who waits.
    func update<Value>(_ body: (inout State) -> Value) -> Value { state.update(body) }

    // MARK: Workers

    /// A worker is connected, or connected again.
    func join(_ worker: Int, _ handles: WorkerHandles) { update { $0.handles[worker] = handles } }

    /// A worker could not connect.
    func reportConnectionFailure(_ error: PostgresError) {
        update { if $0.connectionFailure == nil { $0.connectionFailure = error } }
    }

    /// Blocks until the workers may begin; nil if they are to end.
    func waitUntilReleased() -> RunLedger? {
        state.wait { state -> RunLedger?? in
            if state.stop != nil { return .some(nil) }
            return state.ledger.map { .some($0) }
        }
    }

    /// Blocks until there is something to do: an operation that is ready, else a part of a copy; nil when there is nothing
    /// more to do.
    func next() -> Work? {
        update { $0.idle += 1 }
        defer { update { $0.idle -= 1 } }
        return state.wait { state -> Work?? in
            if state.stop != nil || state.unfinished == 0 { return .some(nil) }
            if !state.ready.isEmpty {
                let index = state.ready.removeFirst()
                state.starts[index] = .now
                return .begin(index: index, graph.operations[index])
            }
            let index = state.copies.keys.filter { state.copies[$0]?.canBeHelped == true }
                .min { state.ranks[$0] < state.ranks[$1] }
            return index.map { .help(index: $0, graph.operations[$0]) }
        }
    }

    /// An operation is done or skipped.
    func finish(_ index: Int, _ result: OperationResult) { update { $0.finish(index, result) } }

    /// An operation was cut off, or failed; the first failure is the one that counts.
    ///
    /// - Returns: whether it was the first.
    @discardableResult
    func abandon(_ index: Int, _ result: OperationResult, failure: OperationFailure?) -> Bool {
        update { state in
            state.results[index] = result
            state.results[index]?.copied = state.copies[index]?.copied ?? result.copied
            guard let failure, state.stop == nil else { return false }
            state.stop = .failed(id: graph.operations[index].id, failure)
            stopSignal.raise()
            return true
        }
    }

    /// A worker has ended, its connections closed.
    func leave() { update { $0.workersAtWork -= 1 } }

    // MARK: Coordinator

    /// Starts a worker's thread. It ends by itself, which `waitUntilLeft` waits for.
    func startWorker(_ worker: Worker) throws(WorkerThread.StartFailure) {
        update { $0.workersAtWork += 1 }
        do throws(WorkerThread.StartFailure) {
            _ = try WorkerThread { worker.work() }
        } catch {
            leave()
            throw error
        }
    }

    /// Blocks until all workers are connected; throws if one could not.
    func waitUntilConnected() throws(PostgresError) {
        let failure: PostgresError? = state.wait { state -> PostgresError?? in
            if let failure = state.connectionFailure { return .some(failure) }
            return state.handles.count == workers || state.stop != nil ? .some(nil) : nil
        }
        if let failure { throw failure }
    }

    /// Lets the workers begin.
    func release(_ ledger: RunLedger) { update { $0.ledger = ledger } }

    /// Stops everything, unless it is being stopped already or all is done.
    func interrupt() {
        update { state in
            if state.ledger != nil, state.unfinished == 0 { return }
            if state.stop == nil { state.stop = .interrupted }
            stopSignal.raise()
        }
    }

    /// Blocks until all workers have ended. Once they are to stop, their statements are cancelled, again and again: a
    /// request that comes between two statements hits neither.
    func waitUntilLeft() {
        while true {
            let handles: [WorkerHandles]? = state.wait { state -> [WorkerHandles]?? in
                if state.workersAtWork == 0 { return .some(nil) }
                return state.stop == nil ? nil : .some(Array(state.handles.values))
            }
            guard let handles else { return }
            for handle in handles {
                handle.target.cancel()
                handle.source.fire()
            }
            let hasLeft: Bool? = state.wait(atMost: .milliseconds(200)) { $0.workersAtWork == 0 ? true : nil }
            if hasLeft == true { return }
        }
    }

    /// How it ended, and what became of each operation, in the order of the graph; nil for those never begun.
    var outcome: (stop: Stop?, results: [OperationResult?]) {
        read { state in
            var results = state.results
            // Copies that were cut off between two chunks.
            for (index, copy) in state.copies where results[index] == nil {
                results[index] = OperationResult(state: .failed, copied: copy.copied)
            }
            for (index, start) in state.starts { results[index]?.start = start }
            return (state.stop, results)
        }
    }
}
