extension RunTally {
    /// The tally in the text format of Prometheus (https://prometheus.io/docs/instrumenting/exposition_formats/), as the
    /// textfile collector of its node exporter reads it.
    ///
    /// - Parameters:
    ///   - plan: the plan's name, a label of every metric.
    ///   - state: that of the run.
    package func metrics(plan: String, state: RunState) -> String {
        let plan = "plan=\"\(Self.escaped(plan))\""
        var text = Metric("plan_run_info", "The run, and its state as a label.").text(
            [("\(plan),run=\"\(run)\",state=\"\(state.rawValue)\"", 1)])
        text += Metric("plan_run_seconds", "Seconds since the run began.").text([(plan, seconds)])
        text += Metric("plan_operations", "Operations of the graph.").text([(plan, Double(operations))])
        text += Metric("plan_operations_finished", "Operations that are done or skipped.").text(
            [(plan, Double(finished))])
        text += Metric("plan_operations_undone", "Operations that were undone.").text([(plan, Double(undone))])
        text += Metric("plan_rows_per_second", "Rows a second since the run was admitted.").text(
            [(plan, rowsPerSecond ?? 0)])
        if let secondsLeft {
            text += Metric("plan_seconds_left", "Seconds until all rows are copied, if it goes on like that.").text(
                [(plan, secondsLeft)])
        }
        let tables = tables.map { (label: "\(plan),operation=\"\(Self.escaped($0.id))\"", table: $0) }
        text += Metric("plan_rows", "Rows sent to the target, by copy.").text(
            tables.map { ($0.label, Double($0.table.rows)) })
        text += Metric("plan_rows_expected", "Rows that a copy is expected to have, about.").text(
            tables.compactMap { entry in entry.table.expected.map { (entry.label, Double($0)) } })
        text += Metric("plan_bytes", "Bytes sent to the target, by copy.").text(
            tables.map { ($0.label, Double($0.table.bytes)) })
        return text
    }

    /// A label's value: backslash, quote and line feed are escaped.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}

/// A metric of the kind that goes up and down.
private struct Metric {
    let name: String
    let help: String

    init(_ name: String, _ help: String) {
        self.name = name
        self.help = help
    }

    /// All of its samples, by their labels; nothing without any.
    func text(_ samples: [(labels: String, value: Double)]) -> String {
        guard !samples.isEmpty else { return "" }
        return "# HELP \(name) \(help)\n# TYPE \(name) gauge\n"
            + samples.map { "\(name){\($0.labels)} \(Self.number($0.value))\n" }.joined()
    }

    /// Whole numbers without a fraction.
    private static func number(_ value: Double) -> String {
        value.rounded() == value && abs(value) < 0x1p53 ? String(Int64(value)) : String(value)
    }
}
