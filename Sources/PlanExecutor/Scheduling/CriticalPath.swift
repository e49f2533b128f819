internal import PlanGraph

/// Which operations are urgent: first those that prepare, so that what the target refuses is known before rows are copied;
/// then those from which the longest way leads to the end of the run, so that the largest table's rows do not arrive alone
/// when all other streams have nothing left to do.
struct CriticalPath {
    /// The place of each operation in the order of urgency, most urgent first; where nothing tells them apart, the order
    /// of the graph.
    let ranks: [Int]

    /// - Parameter expectedRows: of copies, by the operation's id. A copy that is not among them may have any number, and
    ///   is taken for one of the largest.
    init(_ graph: OperationGraph, _ edges: GraphEdges, expectedRows: [String: Int64]) {
        let unknown = expectedRows.values.max() ?? 1
        var rows: [ObjectName: Int64] = [:]
        for operation in graph.operations where operation.do.contains(where: \.isCopy) {
            for effect in operation.writes where effect.object == .rows {
                rows[effect.name] = expectedRows[operation.id] ?? unknown
            }
        }
        var lengths = graph.operations.map { _ in Int64(0) }
        // The graph is in topological order: successors come later.
        for index in graph.operations.indices.reversed() {
            let rest = edges.successors[index].map { lengths[$0] }.max() ?? 0
            lengths[index] = rest + Self.cost(of: graph.operations[index], rows)
        }
        // What needs no copy is done in the order of the graph.
        for index in graph.operations.indices {
            let isPreparing = edges.predecessors[index].allSatisfy { lengths[$0] == .max }
            if isPreparing, !graph.operations[index].do.contains(where: \.isCopy) { lengths[index] = .max }
        }
        let order = lengths.indices.sorted { lengths[$0] != lengths[$1] ? lengths[$0] > lengths[$1] : $0 < $1 }
        var ranks = lengths.map { _ in 0 }
        for (rank, index) in order.enumerated() { ranks[index] = rank }
        self.ranks = ranks
    }

    /// What an operation takes, in the time that a row takes to be copied.
    private static func cost(of operation: Operation, _ rows: [ObjectName: Int64]) -> Int64 {
        if operation.do.contains(where: \.isCopy) {
            return 1 + operation.writes.reduce(0) { $0 + ($1.object == .rows ? rows[$1.name] ?? 0 : 0) }
        }
        // An index or a check goes over rows that are there already, several times as fast as they came.
        return 1 + operation.reads.reduce(0) { $0 + ($1.object == .rows ? (rows[$1.name] ?? 0) / 8 : 0) }
    }
}
