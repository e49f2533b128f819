internal import PlanDiagnostics
internal import PlanExecutor

/// A run's report as text: a row for each table, sequences, and the sum.
enum RunReportText {
    static func render(_ report: RunReport, _ style: TerminalRenderer.Style) -> String {
        var table = TextTable([
            ("table", .left), ("read", .right), ("written", .right), ("rejected", .right), ("bytes", .right),
            ("seconds", .right),
        ])
        for row in report.tables {
            table.add(
                row.table, Quantity.grouped(row.read), Quantity.grouped(row.written), Quantity.grouped(row.rejected),
                Quantity.bytes(row.bytes), Quantity.seconds(row.seconds))
        }
        var text = report.tables.isEmpty ? "" : table.text + "\n"
        for sequence in report.sequences {
            text +=
                "sequence of \(sequence.name) set to \(sequence.value.map { Quantity.grouped($0) } ?? "its start")\n"
        }
        if !report.sequences.isEmpty { text += "\n" }
        let merged = report.operations.filter { $0.kind == "merge_rows" }.compactMap(\.output)
        if !merged.isEmpty { text += merged.joined(separator: "\n") + "\n\n" }
        text += policies(report)
        return text + painted(summary(report), report, style) + "\n"
    }

    /// A line for each use of a policy, and for each file of rows that were set aside.
    private static func policies(_ report: RunReport) -> String {
        let uses = report.tables.flatMap { table in
            table.policyUses.map { use in
                "\(table.table).\(use.column): \(Quantity.counted(use.count, "value")), \(use.policy.rawValue)\n"
            } + (table.rejectFile.map { ["\(table.table): the rows set aside are in \($0)\n"] } ?? [])
        }
        return uses.isEmpty ? "" : uses.joined() + "\n"
    }

    private static func summary(_ report: RunReport) -> String {
        let done = report.operations.count { $0.state == .done }
        let skipped = report.operations.count { $0.state == .skipped }
        let operations = "\(Quantity.counted(done, "operation")) done" + (skipped > 0 ? ", \(skipped) skipped" : "")
        let rate = Quantity.grouped(Int64(report.rowsPerSecond))
        return "\(report.state.rawValue): \(report.planName), \(operations), "
            + "\(Quantity.counted(report.rowsWritten, "row")) in \(Quantity.seconds(report.seconds)) (\(rate) rows/s)"
    }

    private static func painted(_ text: String, _ report: RunReport, _ style: TerminalRenderer.Style) -> String {
        switch style {
        case .plain: text
        case .colored: "\u{1B}[1;\(report.state == .done ? "32" : "31")m\(text)\u{1B}[0m"
        }
    }
}
