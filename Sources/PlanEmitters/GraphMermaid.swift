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
