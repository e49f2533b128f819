internal import PlanGraph
internal import PlanPostgres
internal import PlanSQLite
internal import PlanSupport

/// Which operation runs when: shared by the workers, which take operations that are ready, and the coordinator, which
/// waits for the end.
final class Schedule: Sendable {
    /// Raised together with the state's `stop`.
    let stopSignal = StopSignal()
    /// All copies of the graph, by the operation's id.
    let copies: [String: CopyInstruction]
    private let graph: OperationGraph
    private let state: Monitor<State>

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

    private struct State {
        /// For each operation, how many of those before it are not done.
        var missing: [Int]
        let successors: [[Int]]
        /// Indices, the most urgent first.
        var ready: [Int]
        /// For each operation, its place in the order of urgency.
        let ranks: [Int]
        var unfinished: Int
        var results: [OperationResult?]
        var stop: Stop?
        /// Where to record what is done; workers begin when it is there.
        var ledger: RunLedger?
        var handles: [WorkerHandles] = []
        var connectionFailure: PostgresError?
        var workersAtWork = 0
    }

    private let workers: Int

    init(_ graph: OperationGraph, workers: Int, expectedRows: [String: Int64]) {
        self.graph = graph
        copies = graph.copies
        self.workers = workers
        let edges = GraphEdges(graph)
        let missing = edges.predecessors.map(\.count)
        let ranks = CriticalPath(graph, edges, expectedRows: expectedRows).ranks
        let ready = missing.indices.filter { missing[$0] == 0 }.sorted { ranks[$0] < ranks[$1] }
        state = Monitor(
            State(
                missing: missing, successors: edges.successors, ready: ready, ranks: ranks,
                unfinished: graph.operations.count, results: graph.operations.map { _ in nil }))
    }

    // MARK: Workers

    /// A worker is connected.
    func join(_ handles: WorkerHandles) { state.update { $0.handles.append(handles) } }

    /// A worker could not connect.
    func reportConnectionFailure(_ error: PostgresError) {
        state.update { if $0.connectionFailure == nil { $0.connectionFailure = error } }
    }

    /// Blocks until the workers may begin; nil if they are to end.
    func waitUntilReleased() -> RunLedger? {
        state.wait { state -> RunLedger?? in
            if state.stop != nil { return .some(nil) }
            return state.ledger.map { .some($0) }
        }
    }

    /// Blocks until an operation is ready, and takes it; nil when there is nothing more to do.
    func next() -> (index: Int, operation: Operation)? {
        let index: Int? = state.wait { state -> Int?? in
            if state.stop != nil || state.unfinished == 0 { return .some(nil) }
            guard !state.ready.isEmpty else { return nil }
            return state.ready.removeFirst()
        }
        return index.map { ($0, graph.operations[$0]) }
    }

    /// An operation is done or skipped.
    func finish(_ index: Int, _ result: OperationResult) {
        state.update { state in
            state.results[index] = result
            state.unfinished -= 1
            for next in state.successors[index] {
                state.missing[next] -= 1
                if state.missing[next] == 0 {
                    let place = state.ready.firstIndex { state.ranks[$0] > state.ranks[next] }
                    state.ready.insert(next, at: place ?? state.ready.endIndex)
                }
            }
        }
    }

    /// An operation was cut off, or failed; the first failure is the one that counts.
    ///
    /// - Returns: whether it was the first.
    @discardableResult
    func abandon(_ index: Int, _ result: OperationResult, failure: OperationFailure?) -> Bool {
        state.update { state in
            state.results[index] = result
            guard let failure, state.stop == nil else { return false }
            state.stop = .failed(id: graph.operations[index].id, failure)
            stopSignal.raise()
            return true
        }
    }

    /// A worker has ended, its connections closed.
    func leave() { state.update { $0.workersAtWork -= 1 } }

    // MARK: Coordinator

    /// Starts a worker's thread. It ends by itself, which `waitUntilLeft` waits for.
    func startWorker(_ worker: Worker) throws(WorkerThread.StartFailure) {
        state.update { $0.workersAtWork += 1 }
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
    func release(_ ledger: RunLedger) { state.update { $0.ledger = ledger } }

    /// Stops everything, unless it is being stopped already or all is done.
    func interrupt() {
        state.update { state in
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
                return state.stop == nil ? nil : .some(state.handles)
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
    var outcome: (stop: Stop?, results: [OperationResult?]) { state.read { ($0.stop, $0.results) } }
}

/// The edges of a graph by index, both ways.
struct GraphEdges {
    let predecessors: [[Int]]
    let successors: [[Int]]

    init(_ graph: OperationGraph) {
        var places: [String: Int] = [:]
        for (index, operation) in graph.operations.enumerated() { places[operation.id] = index }
        let predecessors = graph.operations.map { operation in operation.after.compactMap { places[$0] } }
        var successors: [[Int]] = graph.operations.map { _ in [] }
        for (index, before) in predecessors.enumerated() { for other in before { successors[other].append(index) } }
        self.predecessors = predecessors
        self.successors = successors
    }

    /// How many operations run side by side if each takes as long as any other: more streams than that would idle.
    var width: Int {
        var depths: [Int] = []
        var counts: [Int] = []
        // The graph is in topological order.
        for before in predecessors {
            let depth = (before.map { depths[$0] }.max() ?? -1) + 1
            depths.append(depth)
            if depth == counts.count { counts.append(0) }
            counts[depth] += 1
        }
        return counts.max() ?? 0
    }
}
