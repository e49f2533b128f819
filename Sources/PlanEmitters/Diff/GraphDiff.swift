package import PlanGraph
package import PlanSupport

/// What changed in meaning from one graph to another: what would be done otherwise.
package struct GraphDiff: Sendable {
    /// An operation that both graphs have and that does not do the same.
    package struct Change: Sendable {
        package let id: String
        /// Lines of what it does, each with `- `, `+ ` or two blanks before it.
        package let lines: [String]
    }

    /// Sentences about source, target and execution.
    package let settings: [String]
    package let added: [Operation]
    package let removed: [Operation]
    package let changed: [Change]

    package init(from old: OperationGraph, to new: OperationGraph) {
        let before = Dictionary(uniqueKeysWithValues: old.operations.map { ($0.id, $0) })
        let after = Set(new.operations.map(\.id))
        added = new.operations.filter { before[$0.id] == nil }
        removed = old.operations.filter { !after.contains($0.id) }
        changed = new.operations.compactMap { operation in
            guard let other = before[operation.id], other.digest != operation.digest else { return nil }
            let lines = LineDiff.lines(Self.lines(of: other), Self.lines(of: operation))
            return Change(id: operation.id, lines: lines.map(\.text))
        }
        settings = Self.settings(old, new)
    }

    /// Whether both graphs do the same.
    package var isEmpty: Bool { settings.isEmpty && added.isEmpty && removed.isEmpty && changed.isEmpty }

    /// All that its digest covers.
    static func lines(of operation: Operation) -> [String] {
        var lines = operation.do.flatMap { split(GraphText.text(of: $0)) }
        switch operation.undo {
        case .instructions(let instructions):
            lines += instructions.flatMap { split("undo    " + GraphText.text(of: $0)) }
        case .irreversible(let reason): lines.append("cannot be undone: \(reason)")
        }
        lines += operation.reads.map { "reads   \($0)" } + operation.writes.map { "writes  \($0)" }
        let risk = operation.risk
        lines.append("lock    \(risk.lock.rawValue)")
        if risk.isDestructive { lines.append("risk    destructive") }
        if risk.rewrites { lines.append("risk    rewrites") }
        return lines
    }

    private static func split(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    private static func settings(_ old: OperationGraph, _ new: OperationGraph) -> [String] {
        var found: [String] = []
        func compare(_ what: String, _ before: String, _ after: String) {
            if before != after { found.append("\(what) was \(before) and is \(after)") }
        }
        let (from, to) = (old.inputs, new.inputs)
        compare(
            "the source", "\(from.source.engine) \(from.source.location)", "\(to.source.engine) \(to.source.location)")
        compare("the source's schema", from.source.fingerprint.short, to.source.fingerprint.short)
        compare("the target", from.target.connection, to.target.connection)
        compare("the target's schema", from.target.schema, to.target.schema)
        compare("the oldest server", "version \(from.target.version)", "version \(to.target.version)")
        compare("what the target must be", from.target.expects.rawValue, to.target.expects.rawValue)
        compare(
            "the target's tables", from.target.tables?.fingerprint.description ?? "made",
            to.target.tables?.fingerprint.description ?? "made")
        compare("the number of streams", jobs(old), jobs(new))
        compare("what a failure leads to", old.execution.onFailure.rawValue, new.execution.onFailure.rawValue)
        return found
    }

    private static func jobs(_ graph: OperationGraph) -> String { graph.execution.jobs.map(String.init) ?? "auto" }
}

// MARK: Renderings

extension GraphDiff {
    private var summary: String {
        isEmpty
            ? "both graphs do the same"
            : "\(added.count) added, \(removed.count) removed, \(changed.count) changed"
    }

    package var text: String {
        var lines = settings
        lines += added.flatMap { ["added    \($0.id)"] + Self.lines(of: $0).map { "    + \($0)" } }
        lines += removed.map { "removed  \($0.id)" }
        lines += changed.flatMap { ["changed  \($0.id)"] + $0.lines.map { "    \($0)" } }
        return (lines + [summary]).joined(separator: "\n") + "\n"
    }

    /// For a comment on a pull request.
    package var markdown: String {
        var lines = ["**Operation graph:** \(summary)"]
        if !settings.isEmpty { lines += [""] + settings.map { "- \(Markdown.text($0))" } }
        for operation in added {
            lines += Self.details("added", operation.id, Self.lines(of: operation).map { "+ \($0)" })
        }
        for operation in removed {
            lines += Self.details("removed", operation.id, Self.lines(of: operation).map { "- \($0)" })
        }
        for change in changed { lines += Self.details("changed", change.id, change.lines) }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func details(_ what: String, _ id: String, _ lines: [String]) -> [String] {
        ["", "<details><summary>\(what) <code>\(PageTemplate.escaped(id))</code></summary>", ""]
            + Markdown.block("diff", lines.joined(separator: "\n")) + ["", "</details>"]
    }

    package var json: JSONValue {
        .object([
            "same": .boolean(isEmpty),
            "settings": .array(settings.map { .string($0) }),
            "added": .array(added.map { .string($0.id) }),
            "removed": .array(removed.map { .string($0.id) }),
            "changed": .array(
                changed.map { change in
                    .object(["id": .string(change.id), "lines": .array(change.lines.map { .string($0) })])
                }),
        ])
    }
}
