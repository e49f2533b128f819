internal import PlanGraph

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
