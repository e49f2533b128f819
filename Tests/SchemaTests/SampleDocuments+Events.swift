import PlanExecutor
import PlanSupport

extension SampleDocuments {
    /// A line of progress with many copies, and one line for each event.
    static var events: [JSONValue] {
        var tally = RunTally()
        let ids = (1...9).map { "copy_rows/t\($0)" }
        tally.add(
            .admitted(
                run: 1, attempt: 2, operations: 20, jobs: 2,
                expectedRows: Dictionary(uniqueKeysWithValues: ids.map { ($0, 10) }),
                done: EarlierWork(operations: 1, rows: [ids[0]: 3])))
        for id in ids { tally.add(.rowsCopied(id: id, rows: 5, bytes: 50)) }
        let report = OperationReport(id: "copy_rows/t", kind: "copy_rows", state: .done, seconds: 1.5, rows: 7)
        let remainder = UndoOutcome.Remainder(id: "copy_rows/t", reason: "it is in use")
        let all: [RunEvent] = [
            .admitted(
                run: 1, attempt: 2, operations: 20, jobs: 2, expectedRows: [:],
                done: EarlierWork(operations: 1, rows: ["copy_rows/t": 3])),
            .finishedBefore(
                RunRecord(
                    id: 3, graphDigest: "sha256:0", planName: "shop", state: .done, startedAt: "", finishedAt: nil,
                    toolVersion: "1", userName: "me", hostName: "here", processID: 1, operationCount: 2, error: nil)),
            .operationStarted(id: "copy_rows/t"), .operationFinished(report),
            .operationFailed(id: "copy_rows/t", cause: .answer(query: "SELECT 1", reason: "it is not two")),
            .stopping(.stop), .stopping(.stopNow), .undoStarted(operations: 3), .operationUndone(id: "copy_rows/t"),
            .undoFailed(remainder), .undoFinished, .failureHookEnded("SELECT 1", problem: "it failed"),
        ]
        return [tally.json] + all.compactMap { $0.json(at: 1.25) }
            + [
                .object([
                    "event": "progress", "at": .decimal("2.0"), "operations": 1, "finished": 0, "rows": 1,
                    "expected_rows": 2,
                    "bytes": 3, "rows_per_second": 1, "seconds_left": 1,
                    "tables": .array([
                        .object([
                            "operation": "copy_rows/t", "rows": 1, "bytes": 1, "expected_rows": 2, "seconds_left": 1,
                        ])
                    ]),
                ])
            ]
    }
}
