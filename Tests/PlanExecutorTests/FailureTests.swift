import PlanExecutor
import PlanGraph
import PlanPostgres
import PlanSupport
import PlanTestSupport
import Synchronization
import Testing

@Suite(.requiresPostgres)
struct FailureTests {
    /// A shop whose last order holds a text where a number is due.
    private static let badSource =
        Drafts.shopSource + "INSERT INTO orders VALUES (4000000, 1, 'twelve');"

    private static let badID = "copy_rows/public.orders"

    @Test func `case 7 - an invalid value is told with table, column, rowid and value, and all is undone`() throws {
        try Scenario.with(Self.badSource) { scenario in
            let before = try scenario.objects()
            let graph = try scenario.graph(Drafts.shop(chunkRows: 500))
            let failure = try #require(scenario.failure(graph, jobs: 2))
            #expect(failure.operation == Self.badID)
            #expect(
                failure.cause
                    == .invalidValue(
                        InvalidValue(
                            table: "orders", column: "amount", key: .rowID(4_000_000), storageClass: "text",
                            value: "'twelve'", type: "double precision",
                            reason: "its storage class is not one that the column's codec takes")))
            #expect(try scenario.objects() == before)
            let undo = try #require(failure.undo)
            #expect(undo.isClean && undo.undone.contains(Self.badID))
            #expect(undo.undone.suffix(1).allSatisfy { $0.hasPrefix("create_table") })
            let report = try #require(failure.report)
            #expect(report.state == .failed && report.undo == undo && report.isBalanced)
            let status = try #require(try scenario.status().first)
            #expect(status.run.state == .failed && !status.isAlive)
            #expect(status.run.error?.contains("rowid 4000000") == true)
            #expect(!status.counts.contains { [.running, .done, .failed].contains($0.state) })
            // All is as found, so the same graph may run again once the value is mended.
            try scenario.changeSource("DELETE FROM orders WHERE id = 4000000")
            #expect(try scenario.run(graph).state == .done)
        }
    }

    @Test func `case 85 - with keep, what was done stays, the next run is refused and rollback clears it`() throws {
        try Scenario.with(Self.badSource) { scenario in
            let before = try scenario.objects()
            let graph = try scenario.graph(Drafts.shop(chunkRows: 500), onFailure: .keep, jobs: 1)
            let failure = try #require(scenario.failure(graph))
            #expect(failure.operation == Self.badID)
            #expect(failure.undo?.policy == .keep)
            // Ten chunks of the copy that failed are committed, the eleventh is not.
            #expect(try scenario.value("SELECT count(*) FROM orders") == "5000")
            guard case .brokenOff(let broken)? = scenario.failure(graph)?.refusal else {
                Issue.record("was not refused")
                return
            }
            #expect(broken.run.state == .failed)
            #expect(broken.done == ["create_table/public.orders", "create_table/public.users"])
            #expect(broken.partial == [PartialCopy(id: Self.badID, chunks: 10, rows: 5000)])
            let rollback = try scenario.rollback(graph)
            #expect(rollback.outcome.undone.count == 3)
            #expect(try scenario.objects() == before)
            #expect(try scenario.status().first?.run.state == .undone)
        }
    }

    @Test func `a check that does not hold fails the run with both answers`() throws {
        try Scenario.with(Drafts.shopSource) { scenario in
            let before = try scenario.objects()
            let check = OperationDraft(
                .verifyCounts, ObjectName("public", "wrong"), reads: [Effect(.target, .rows, Drafts.name("users"))],
                writes: [],
                do: [
                    .check(
                        CheckInstruction(
                            query: "SELECT count(*) FROM public.users", expect: .source("SELECT count(*) FROM orders"),
                            message: "the counts differ"))
                ], undo: .instructions([]))
            let graph = try scenario.graph(Drafts.shop() + [check])
            let failure = try #require(scenario.failure(graph))
            #expect(failure.cause == .check(message: "the counts differ", expected: "5000", actual: "2500"))
            #expect(try scenario.objects() == before)
        }
    }

    @Test(arguments: [("7", true), ("8", false)])
    func `a check compares with a value`(_ value: String, _ holds: Bool) throws {
        try Scenario.with("CREATE TABLE t (a)") { scenario in
            let check = CheckInstruction(query: "SELECT 3 + 4", expect: .value(value), message: "no")
            let failure = scenario.failure(try scenario.graph([Drafts.statement("c", [.check(check)])]))
            #expect((failure == nil) == holds)
        }
    }

    @Test func `a statement that the server refuses is told with its error`() throws {
        try Scenario.with("CREATE TABLE t (a)") { scenario in
            let graph = try scenario.graph([Drafts.createTable("t", "a no_such_type")])
            guard case .target(let error)? = scenario.failure(graph)?.cause else {
                Issue.record("did not fail")
                return
            }
            #expect(error.code == .undefinedObject)
        }
    }

    @Test func `case 77 - the first failure stops the other streams within seconds and is the one told`() throws {
        try Scenario.with("CREATE TABLE t (a)") { scenario in
            let graph = try scenario.graph([
                Drafts.statement("a_slow", [.sql(SQLInstruction("SELECT pg_sleep(60)"))]),
                Drafts.statement(
                    "b_bad", [.sql(SQLInstruction("SELECT pg_sleep(0.3)")), .sql(SQLInstruction("SELECT 1 / 0"))]),
                Drafts.statement(
                    "c_slow",
                    [
                        .sql(
                            SQLInstruction(
                                "SELECT $1",
                                with: """
                                    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
                                    SELECT max(i) FROM n
                                    """))
                    ]),
            ])
            let start = ContinuousClock.now
            let failure = scenario.failure(graph, jobs: 3)
            #expect(failure?.operation == "create_extension/b_bad")
            #expect(ContinuousClock.now - start < .seconds(10))
        }
    }

    @Test func `a request to stop stops copies at a safe point and undoes them`() throws {
        try Scenario.with(Drafts.shopSource) { scenario in
            let before = try scenario.objects()
            let token = CancellationToken()
            let observer = Observer { event in
                if case .rowsCopied(_, let rows, _) = event, rows >= 500, token.urgency == .none { token.request() }
            }
            let graph = try scenario.graph(Drafts.shop(chunkRows: 100))
            let failure = try #require(scenario.failure(graph, jobs: 2, cancellation: token, events: observer))
            guard case .interrupted(let undo, let report) = failure else { throw failure }
            #expect(undo.isClean && !undo.undone.isEmpty)
            #expect(report?.state == .interrupted && report?.isBalanced == true)
            #expect(try scenario.objects() == before)
            #expect(try scenario.status().first?.run.state == .interrupted)
            #expect(try scenario.run(graph).state == .done)
        }
    }

    @Test func `a second request stops the undoing, the ledger stays true and rollback ends it`() throws {
        try Scenario.with(Drafts.shopSource) { scenario in
            let before = try scenario.objects()
            let token = CancellationToken()
            let observer = Observer { event in
                switch event {
                case .rowsCopied(_, let rows, _): if rows >= 500, token.urgency == .none { token.request() }
                case .operationUndone: token.request()
                case .admitted, .finishedBefore, .operationStarted, .operationFinished, .operationFailed, .stopping,
                    .undoStarted,
                    .undoFailed, .undoFinished, .failureHookEnded:
                    break
                }
            }
            let graph = try scenario.graph(Drafts.shop(chunkRows: 100), jobs: 1)
            let failure = try #require(scenario.failure(graph, cancellation: token, events: observer))
            let undo = try #require(failure.undo)
            #expect(undo.undone.count == 1 && undo.remaining.count == 2)
            guard case .brokenOff(let broken)? = scenario.failure(graph)?.refusal else {
                Issue.record("was not refused")
                return
            }
            #expect(broken.done + broken.partial.map(\.id) == undo.remaining.map(\.id))
            #expect(try scenario.rollback(graph).outcome.isClean)
            #expect(try scenario.objects() == before)
        }
    }

    @Test func `a request before the start begins nothing`() throws {
        try Scenario.with(Drafts.shopSource) { scenario in
            let token = CancellationToken()
            token.request()
            let before = try scenario.everything()
            let failure = scenario.failure(try scenario.graph(Drafts.shop()), cancellation: token)
            guard case .interrupted(_, nil)? = failure else {
                Issue.record("\(String(describing: failure))")
                return
            }
            #expect(try scenario.everything() == before)
        }
    }

    @Test(arguments: ["pid = pg_backend_pid()", "true"])
    func `a session, or all of them, ended by the server's administrator fails the run, and all is undone`(
        _ which: String
    ) throws {
        try Scenario.with(Drafts.shopSource) { scenario in
            let before = try scenario.objects()
            let end = Drafts.statement(
                "end",
                [
                    .sql(
                        SQLInstruction(
                            """
                            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                            WHERE datname = current_database() AND \(which)
                            """))
                ], after: ["users", "orders"])
            let graph = try scenario.graph(Drafts.shopTables + [end], jobs: 1)
            let failure = try #require(scenario.failure(graph))
            guard case .target(let error)? = failure.cause else { throw failure }
            #expect(error.isConnectionFailure)
            #expect(failure.undo?.isClean == true)
            #expect(try scenario.objects() == before)
            #expect(try scenario.status().first?.run.state == .failed)
        }
    }

    @Test func `deadlocks between streams are tried again`() throws {
        try Scenario.with("CREATE TABLE t (a)") { scenario in
            // Two operations that lock two tables in opposite orders, with a pause between.
            func crossing(_ first: String, _ second: String) -> OperationDraft {
                Drafts.statement(
                    "\(first)_\(second)",
                    [
                        .sql(SQLInstruction("LOCK TABLE public.\(first)")),
                        .sql(SQLInstruction("SELECT pg_sleep(0.3)")),
                        .sql(SQLInstruction("LOCK TABLE public.\(second)")),
                    ], after: ["x", "y"])
            }
            let graph = try scenario.graph([
                Drafts.createTable("x", "a int"), Drafts.createTable("y", "a int"), crossing("x", "y"),
                crossing("y", "x"),
            ])
            #expect(try scenario.run(graph, jobs: 2).state == .done)
        }
    }
}
