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
        for kind in OperationKind.allCases {
            let count = graph.operations.count { $0.kind == kind }
            if count > 0 { lines.append("  \(kind.rawValue)[\"\(kind.rawValue)<br/>\(count)\"]") }
        }
        for kind in OperationKind.allCases {
            let before = Set(graph.operations.filter { $0.kind == kind }.flatMap(\.after).compactMap { kinds[$0] })
            lines += OperationKind.allCases.filter { before.contains($0) && $0 != kind }.map {
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
