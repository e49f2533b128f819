internal import PlanDiagnostics
internal import PlanExecutor

/// A verification's report as text: a row for each table, what differs, and the sum.
enum VerificationText {
    static func render(_ report: VerificationReport, _ style: TerminalRenderer.Style) -> String {
        var text = report.tables.isEmpty ? "" : table(report.tables) + "\n"
        let problems = distinct(report.tables.flatMap(problems) + report.checks.compactMap(\.problem))
        for problem in problems { text += problem + "\n" }
        if !problems.isEmpty { text += "\n" }
        return text + painted(summary(report), isEqual: report.isEqual, style) + "\n"
    }

    private static func table(_ outcomes: [VerificationReport.TableOutcome]) -> String {
        var table = TextTable([
            ("table", .left), ("source", .right), ("target", .right), ("differ", .right), ("seconds", .right),
        ])
        for case .compared(let rows) in outcomes {
            table.add(
                rows.table, Quantity.grouped(rows.sourceRows), Quantity.grouped(rows.targetRows),
                (rows.isComplete ? "" : "> ") + Quantity.grouped(rows.differingRows), Quantity.seconds(rows.seconds))
        }
        return table.text
    }

    private static func problems(_ outcome: VerificationReport.TableOutcome) -> [String] {
        switch outcome {
        case .missing(let table, let problem): return ["\(table): \(problem)"]
        case .compared(let rows):
            let lines = rows.differences.map { "\(rows.table), \($0)" }
            let untold = rows.differingRows - Int64(rows.differences.count)
            guard untold > 0 else { return lines }
            return lines + ["\(rows.table): \(rows.isComplete ? "" : "at least ")\(Quantity.grouped(untold)) more"]
        }
    }

    /// Several checks of a table that is not there say the same.
    private static func distinct(_ lines: [String]) -> [String] {
        var seen: Set<String> = []
        return lines.filter { seen.insert($0).inserted }
    }

    private static func summary(_ report: VerificationReport) -> String {
        let differing = report.tables.count { !$0.isEqual }
        let failed = report.checks.count { $0.problem != nil }
        let asked = [
            Quantity.counted(Int64(report.tables.count), "table") + (differing > 0 ? " (\(differing) differing)" : ""),
            Quantity.counted(Int64(report.checks.count), "check") + (failed > 0 ? " (\(failed) failed)" : ""),
        ].joined(separator: ", ")
        let verdict = report.isEqual ? "equal" : "different"
        return "\(verdict): \(report.planName), \(asked) in \(Quantity.seconds(report.seconds))"
    }

    private static func painted(_ text: String, isEqual: Bool, _ style: TerminalRenderer.Style) -> String {
        switch style {
        case .plain: text
        case .colored: "\u{1B}[1;\(isEqual ? "32" : "31")m\(text)\u{1B}[0m"
        }
    }
}
