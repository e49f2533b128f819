package import PlanGraph

/// The graph in Graphviz's language.
package enum GraphDOT {
    package static func render(_ graph: OperationGraph) -> String {
        var lines = [
            "digraph \(quoted(graph.inputs.plan.name)) {", "  rankdir=LR;",
            "  node [shape=box, fontname=\"sans-serif\"];",
        ]
        for operation in graph.operations {
            lines.append(
                "  \(quoted(operation.id)) [label=\(quoted(operation.kind.rawValue, "\\n", operation.name.description))];"
            )
        }
        for operation in graph.operations {
            lines += operation.after.map { "  \(quoted($0)) -> \(quoted(operation.id));" }
        }
        return lines.joined(separator: "\n") + "\n}\n"
    }

    /// Texts as one string of DOT; `\n` as written stands for a line break in a label.
    private static func quoted(_ texts: String...) -> String {
        let parts = texts.map { text in
            text == "\\n" ? text : text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined()
        }
        return "\"" + parts.joined() + "\""
    }
}
