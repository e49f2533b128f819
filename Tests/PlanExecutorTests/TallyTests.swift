import PlanExecutor
import Testing

@Suite struct TallyTests {
    private var tally: RunTally {
        var tally = RunTally()
        tally.add(
            .admitted(
                run: 7, attempt: 2, operations: 4, jobs: 2, expectedRows: ["copy_rows/a": 100, "copy_rows/b": 50],
                done: EarlierWork(operations: 1, rows: ["copy_rows/a": 40])))
        tally.add(.rowsCopied(id: "copy_rows/a", rows: 60, bytes: 600))
        tally.add(.rowsCopied(id: "copy_rows/b", rows: 55, bytes: 500))
        return tally
    }

    @Test func `rows, bytes and operations are added up, and an estimate that was too low is no bound`() {
        var tally = tally
        #expect(tally.run == 7 && tally.finished == 1 && tally.operations == 4)
        #expect(tally.rows == 115 && tally.bytes == 1100 && tally.expectedRows == 155)
        #expect(tally.currentTable?.id == "copy_rows/b")
        tally.add(
            .operationFinished(
                OperationReport(id: "copy_rows/b", kind: "copy_rows", state: .done, seconds: 1, rows: 58)))
        #expect(tally.finished == 2 && tally.rows == 118 && tally.currentTable == nil)
        // What a verification counts is no row that was sent.
        tally.add(
            .operationFinished(
                OperationReport(id: "verify_values/b", kind: "verify_values", state: .done, seconds: 1, rows: 58)))
        #expect(tally.finished == 3 && tally.rows == 118)
    }

    @Test func `metrics have one sample for each copy, with labels that are escaped`() {
        let text = tally.metrics(plan: "a\\b\"c\nd", state: .running)
        let label = #"plan="a\\b\"c\nd""#
        #expect(text.contains("# TYPE plan_rows gauge\nplan_rows{\(label),operation=\"copy_rows/a\"} 60\n"))
        #expect(text.contains("plan_rows{\(label),operation=\"copy_rows/b\"} 55\n"))
        #expect(text.contains("plan_rows_expected{\(label),operation=\"copy_rows/a\"} 100\n"))
        #expect(text.contains("plan_run_info{\(label),run=\"7\",state=\"running\"} 1\n"))
        #expect(text.split(separator: "\n").allSatisfy { $0.hasPrefix("#") || $0.hasPrefix("plan_") })
        #expect(text.hasSuffix("\n"))
    }
}
