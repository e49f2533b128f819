package import PlanGraph

/// Something about an operation that a target in use may suffer from.
package struct GraphRisk: Hashable, Sendable {
    /// The worst first.
    package enum Severity: String, Sendable, CaseIterable {
        case high
        case medium
        case low
    }

    package let severity: Severity
    /// The operation's id.
    package let operation: String
    package let reason: String

    /// All of a graph, by severity and then in its order. A lock on what the graph makes itself troubles nobody.
    package static func all(in graph: OperationGraph) -> [GraphRisk] {
        let made = Set(graph.operations.flatMap(\.writes))
        let found = graph.operations.flatMap { risks(of: $0, made: made) }
        return Severity.allCases.flatMap { severity in found.filter { $0.severity == severity } }
    }

    private static func risks(of operation: Operation, made: Set<Effect>) -> [GraphRisk] {
        var risks: [GraphRisk] = []
        func add(_ severity: Severity, _ reason: String) {
            risks.append(GraphRisk(severity: severity, operation: operation.id, reason: reason))
        }
        if operation.risk.isDestructive { add(.high, "it destroys what was there") }
        if case .irreversible(let reason) = operation.undo {
            add(.high, "it cannot be undone: \(Markdown.text(reason))")
        }
        if operation.risk.rewrites { add(.medium, "it rewrites a whole table") }
        let existing = operation.reads.filter { $0.side == .target && $0.object == .table && !made.contains($0) }
        guard !existing.isEmpty else { return risks }
        switch operation.risk.lock {
        case .none: break
        case .share: add(.low, "it keeps others from writing to a table that is in use")
        case .shareRowExclusive: add(.medium, "it keeps others from writing to a table that is in use")
        case .accessExclusive: add(.medium, "it keeps others from reading and writing a table that is in use")
        }
        return risks
    }
}
