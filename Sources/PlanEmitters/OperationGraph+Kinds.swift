internal import PlanGraph

extension OperationGraph {
    /// How many operations of each kind there are, for kinds that there are, in the order of the kinds.
    var countsByKind: [(kind: OperationKind, count: Int)] {
        var counts: [OperationKind: Int] = [:]
        for operation in operations { counts[operation.kind, default: 0] += 1 }
        return OperationKind.allCases.compactMap { kind in counts[kind].map { (kind, $0) } }
    }
}
