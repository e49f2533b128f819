package import PlanGraph

/// The graph in Mermaid's language, as pages that show Markdown draw it.
package enum GraphMermaid {
    package static func render(_ graph: OperationGraph) -> String {
        var lines = ["flowchart LR"]
        var numbers: [String: Int] = [:]
        for (number, operation) in graph.operations.enumerated() {
            numbers[operation.id] = number
            lines.append(
                "  n\(number)[\"\(escaped(operation.kind.rawValue))<br/>\(escaped(operation.name.description))\"]")
        }
        for (number, operation) in graph.operations.enumerated() {
            lines += operation.after.compactMap { numbers[$0] }.sorted().map { "  n\($0) --> n\(number)" }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The same with one node for all operations of a kind, for graphs that are too large to be drawn whole.
    package static func renderKinds(_ graph: OperationGraph) -> String {
        let kinds = Dictionary(uniqueKeysWithValues: graph.operations.map { ($0.id, $0.kind) })
        var lines = ["flowchart LR"]
        for (kind, count) in graph.countsByKind {
            lines.append("  \(kind.rawValue)[\"\(kind.rawValue)<br/>\(count)\"]")
        }
        var before: [OperationKind: Set<OperationKind>] = [:]
        for operation in graph.operations {
            before[operation.kind, default: []].formUnion(operation.after.compactMap { kinds[$0] })
        }
        for kind in OperationKind.allCases {
            lines += OperationKind.allCases.filter { $0 != kind && before[kind, default: []].contains($0) }.map {
                "  \($0.rawValue) --> \(kind.rawValue)"
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Mermaid reads HTML inside quotes, and writes its own entities with `#`.
    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            switch scalar {
            case "\"", "<", ">", "&", "#", ";", "\\", "`": "#\(scalar.value);"
            default: String(scalar)
            }
        }.joined()
    }
}
