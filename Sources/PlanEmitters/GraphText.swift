package import PlanGraph
internal import PlanSupport

/// The graph as text, to be read from top to bottom: what it is made from, then each operation with what it does.
package enum GraphText {
    package static func render(_ graph: OperationGraph) -> String {
        var lines = header(graph)
        for (number, operation) in graph.operations.enumerated() {
            lines.append("")
            lines.append("\(number + 1). \(operation.id)")
            if !operation.after.isEmpty { lines.append("   after \(operation.after.joined(separator: ", "))") }
            for instruction in operation.do { lines += indented(text(of: instruction)) }
            lines += undo(operation.undo)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func header(_ graph: OperationGraph) -> [String] {
        let inputs = graph.inputs
        let jobs = graph.execution.jobs.map(String.init) ?? "auto"
        return [
            "plan      \(inputs.plan.name) (\(inputs.plan.path))",
            "source    \(inputs.source.engine) \(inputs.source.location), schema \(inputs.source.fingerprint.short)",
            "target    \(inputs.target.engine) \(inputs.target.connection), schema \(inputs.target.schema), version \(inputs.target.version) or later",
            "digest    \(graph.digest)",
            "execution jobs \(jobs), on failure \(graph.execution.onFailure.rawValue)",
            "contents  \(graph.operations.count) operations: \(counts(graph))",
        ]
    }

    /// `8 create_table, 8 copy_rows, …` in the order of the phases.
    private static func counts(_ graph: OperationGraph) -> String {
        graph.countsByKind.map { "\($0.count) \($0.kind.rawValue)" }.joined(separator: ", ")
    }

    /// What an instruction does, in lines.
    static func text(of instruction: Instruction) -> String {
        switch instruction {
        case .sql(let sql):
            var text = sql.sql
            if let unless = sql.unless { text += "\nunless  \(unless)" }
            if let with = sql.with { text += "\nwith    \(with)" }
            return text
        case .copy(let copy):
            let codecs = copy.columns.map { "\($0.name): \($0.codec.rawValue) → \($0.type)" }.joined(separator: ", ")
            let chunks: String
            switch copy.chunkBy {
            case .none: chunks = "one chunk"
            case .rowID: chunks = "chunks of \(copy.chunkRows) by rowid"
            case .key:
                let key = copy.continuation?.key.joined(separator: ", ") ?? ""
                chunks = "chunks of \(copy.chunkRows) by \(key)"
            }
            return "copy    \(copy.read)\ninto    \(copy.into)\nvalues  \(codecs)\nin      \(chunks)"
        case .check(let check):
            let expected =
                switch check.expectation {
                case .value(let value): "'\(value)'"
                case .source(let query): "source: \(query)"
                }
            return "check   \(check.query)\nequals  \(expected)"
        case .run(let run): return "run     \(run.command.joined(separator: " "))\nwithin  \(run.seconds) s"
        case .http(let http):
            return "ask     \(http.url)\nagain   \(http.retries) times, first after \(http.backoffMilliseconds) ms"
        case .backup(let backup):
            switch backup.condition {
            case .always: return "backup  of the target"
            case .notEmpty: return "backup  of the target, unless it is empty"
            }
        case .verify(let verify):
            let key = verify.key.isEmpty ? "all columns" : verify.key.joined(separator: ", ")
            return "verify  \(verify.from)\nagainst the rows of \(verify.copy)\nby      \(key)"
        }
    }

    private static func undo(_ undo: Undo) -> [String] {
        switch undo {
        case .instructions(let instructions):
            instructions.flatMap { indented("undo    " + text(of: $0)) }
        case .irreversible(let reason): ["   cannot be undone: \(reason)"]
        }
    }

    private static func indented(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { "   \($0)" }
    }
}
