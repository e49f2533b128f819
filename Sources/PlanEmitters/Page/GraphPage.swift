package import PlanGraph
internal import PlanSupport

/// The graph as one page of HTML, which needs nothing besides: drawn, searchable, with every statement.
package enum GraphPage {
    /// - Parameter notes: what compiling said besides; nil for a graph alone.
    package static func render(_ graph: OperationGraph, _ notes: SummaryNotes?) -> String {
        PageTemplate.render(
            title: "\(graph.inputs.plan.name): operation graph", style: PackageResources.page_css,
            body: PackageResources.graph_html, script: PackageResources.graph_js, data: data(graph, notes))
    }

    private static func data(_ graph: OperationGraph, _ notes: SummaryNotes?) -> JSONValue {
        let places = Dictionary(uniqueKeysWithValues: graph.operations.enumerated().map { ($0.element.id, $0.offset) })
        let sources = notes?.tables.map { JSONMember($0.target, .string($0.sql)) } ?? []
        let inputs = graph.inputs
        return .object([
            "plan": .object([
                "name": .string(inputs.plan.name), "path": .string(Path.name(of: inputs.plan.path)),
                "description": inputs.plan.description.map { .string($0) },
                "created": inputs.plan.created.map { .string($0) },
            ]),
            "source": .string("\(inputs.source.engine) \(inputs.source.location)"),
            "target": .string("\(inputs.target.engine) \(inputs.target.connection), schema \(inputs.target.schema)"),
            "digest": .string(graph.digest.description),
            "kinds": .array(OperationKind.allCases.map { .string($0.rawValue) }),
            "sources": .object(sources),
            "operations": .array(graph.operations.map { operation($0, places) }),
        ])
    }

    private static func operation(_ operation: Operation, _ places: [String: Int]) -> JSONValue {
        let copied = operation.do.compactMap { instruction -> JSONValue? in
            guard case .copy(let copy) = instruction else { return nil }
            return .array(SelectList.items(of: copy.read).prefix(copy.columns.count).map { .string($0) })
        }
        return .object([
            "id": .string(operation.id), "kind": .string(operation.kind.rawValue),
            "name": .string(operation.name.description),
            "lane": .string((operation.table ?? operation.name).description),
            "digest": .string(operation.digest.short),
            "after": .array(operation.after.compactMap { places[$0].map { .integer(Int64($0)) } }),
            "reads": .array(operation.reads.map { .string($0.description) }),
            "writes": .array(operation.writes.map { .string($0.description) }),
            "line": operation.origin.map { .integer(Int64($0.line)) },
            "do": .array(operation.do.map(\.json)), "undo": operation.json["undo"],
            "risk": operation.json["risk"], "read": copied.first,
        ])
    }
}
