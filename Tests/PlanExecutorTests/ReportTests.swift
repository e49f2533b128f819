import PlanExecutor
import PlanGraph
import PlanSupport
import PlanTestSupport
import Testing

@Suite(.requiresPostgres)
struct ReportTests {
    /// Reports of runs that ended in each way.
    private func reports() throws -> [RunReport] {
        try Scenario.with(Drafts.shopSource + "CREATE TABLE bad (v); INSERT INTO bad VALUES ('x');") { scenario in
            let bad = [Drafts.createTable("bad", "v bigint"), Drafts.copyRows("bad", [("v", "bigint", .integer)])]
            let rolledBack = scenario.failure(try scenario.graph(Drafts.shop() + bad))?.report
            let kept = scenario.failure(try scenario.graph(bad, onFailure: .keep))?.report
            let done = try scenario.run(try scenario.graph(Drafts.shop()))
            return [done, try #require(rolledBack), try #require(kept)]
        }
    }

    @Test func `case 87 - the sums of a report add up`() throws {
        for report in try reports() {
            #expect(report.isBalanced)
            #expect(report.rowsRead == report.rowsWritten + report.rowsRejected)
            #expect(report.json["rows"]?["read"] == .integer(report.tables.map(\.read).reduce(0, +)))
            #expect(
                report.operations.compactMap(\.rows).reduce(0, +) == report.tables.map(\.written).reduce(0, +))
            #expect(report.seconds > 0)
        }
    }

    @Test func `a report tells what became of each operation`() throws {
        let (done, rolledBack, kept) = try { ($0[0], $0[1], $0[2]) }(reports())
        #expect(done.error == nil && done.undo == nil)
        #expect(Set(rolledBack.operations.map(\.state)).isSubset(of: [.undone, .failed, .pending]))
        #expect(rolledBack.operations.contains { $0.id == "copy_rows/public.bad" && $0.state == .failed })
        #expect(rolledBack.error?.contains("bad.v, rowid 1: the text value 'x' cannot become bigint") == true)
        #expect(kept.operations.map(\.state) == [.done, .failed])
        #expect(kept.undo?.remaining.map(\.id) == ["create_table/public.bad"])
    }

    @Test func `a report tells when each operation was begun: after those before it were done`() throws {
        try Scenario.with(Drafts.shopSource) { scenario in
            let graph = try scenario.graph(Drafts.shop())
            let report = try scenario.run(graph)
            let starts = Dictionary(uniqueKeysWithValues: report.operations.map { ($0.id, $0.start ?? -1) })
            for (operation, told) in zip(graph.operations, report.operations) {
                let start = try #require(told.start)
                #expect(start >= 0 && start + told.seconds <= report.seconds, "\(told)")
                for before in operation.after { #expect(start >= starts[before] ?? -1, "\(operation.id), \(before)") }
            }
        }
    }

    @Test(.requiresSchemaChecker)
    func `reports satisfy their schema, and nothing else does`() throws {
        let reports = try reports().map(\.json)
        #expect(try SchemaChecker.refused(reports, by: "report") == [])
        guard case .object(let members) = reports[0] else {
            Issue.record("a report is no object")
            return
        }
        let keys = ["format", "run", "state", "rows", "tables", "sequences", "comparisons"]
        let wrong = keys.flatMap { key in
            [
                JSONValue.object(members.filter { $0.key != key }),
                .object(members.map { $0.key == key ? JSONMember(key, "other") : $0 }),
            ]
        }
        let further = JSONValue.object(members + [JSONMember("further", 1)])
        #expect(try SchemaChecker.refused(wrong + [further], by: "report") == Set(0...wrong.count))
    }
}
