internal import PlanGraph
internal import PlanSupport

/// A script for psql, put together from the top.
struct SQLScript {
    private(set) var text: String

    /// A script with the header that all have.
    ///
    /// - Parameter version: of what is in it; that of the graph unless it is stated.
    init(_ graph: OperationGraph, version: ContentDigest? = nil, about subject: String) {
        let plan = graph.inputs.plan
        text = """
            -- Migration: \(plan.name)
            -- Version: \(version ?? graph.digest)
            -- Date: \(plan.created ?? "not stated")
            -- Description: \(plan.description.map(SQLText.oneLine) ?? "not stated")
            --
            -- \(subject)
            -- Written by 'plan compile' from \(SQLText.oneLine(Path.name(of: plan.path))): change that and not this file.


            """
    }

    /// Makes psql stop at the first error, and its session like that of a run.
    mutating func prepare() {
        line("\\set ON_ERROR_STOP on")
        line("\\set QUIET on")
        for setting in Self.settings { line("SET \(setting.name) = \(setting.value);") }
    }

    mutating func line(_ text: String) { self.text += text + "\n" }

    mutating func blank() { text += "\n" }

    /// An empty line and a comment.
    mutating func heading(_ text: String) { self.text += "\n-- \(SQLText.oneLine(text))\n" }

    /// Which operation it is. The lines of the plan are in the graph: here each that is inserted would change all scripts.
    mutating func heading(_ operation: Operation) { heading(operation.id) }

    mutating func statement(_ sql: String) { line(SQLText.terminated(sql)) }

    /// An anonymous block of PL/pgSQL. An element of its body is a line, or a line with a text in quotes that goes on.
    mutating func block(declare declarations: [String] = [], _ body: [String]) {
        var lines: [String] = []
        if !declarations.isEmpty { lines += ["DECLARE"] + declarations.map { "    \($0);" } }
        lines += ["BEGIN"] + body.map { "    \($0)" } + ["END"]
        let text = lines.joined(separator: "\n")
        var tag = "plan"
        while text.contains("$\(tag)$") { tag += "_" }
        line("DO $\(tag)$\n\(text)\n$\(tag)$;")
    }

    private static let settings: [(name: String, value: String)] = [
        ("client_encoding", "'UTF8'"), ("standard_conforming_strings", "on"), ("client_min_messages", "'warning'"),
        ("DateStyle", "'ISO, YMD'"), ("IntervalStyle", "'iso_8601'"), ("TimeZone", "'UTC'"), ("bytea_output", "'hex'"),
        ("extra_float_digits", "1"), ("statement_timeout", "0"), ("lock_timeout", "0"),
        ("idle_in_transaction_session_timeout", "0"),
    ]
}
