import PlanExecutor
import PlanGraph
import PlanSupport
import PlanTestSupport
import Synchronization
import Testing

@Suite(.requiresPostgres)
struct ResumeTests {
    /// A run with `keep` that fails at a point.
    private func breakOff(
        _ scenario: Scenario, _ graph: OperationGraph, at point: FaultPoint, nth: Int = 1, jobs: Int = 1
    ) throws {
        let fault = Fault(.refuse, at: point, nth: nth)
        let failure = scenario.failure(graph, jobs: jobs, probe: fault)
        #expect(fault.wasReached)
        #expect(failure?.report != nil)
    }

    private func isWholeShop(_ scenario: Scenario) throws -> Bool {
        try scenario.rows("SELECT count(*), count(DISTINCT id), sum(id), min(name) FROM users")
            == ["2500,2500,3126250,user 1"]
            && scenario.rows("SELECT count(*), count(DISTINCT id), sum(amount) FROM orders") == ["5000,5000,3125625"]
            && scenario.value("INSERT INTO users (name) VALUES ('new') RETURNING id") == "2501"
            && scenario.objects().contains(
                "constraint,public,orders_user_id_fkey,FOREIGN KEY (user_id) REFERENCES users(id)")
    }

    @Test func `case 82 - a resumed run skips what is done, goes on after the last chunk, and is the same run`() throws
    {
        try Scenario.with(Drafts.shopSource) { scenario in
            let graph = try scenario.graph(Drafts.shop(chunkRows: 500), onFailure: .keep)
            try breakOff(scenario, graph, at: .chunkStarted, nth: 4)
            #expect(try scenario.value("SELECT count(*) FROM orders") == "1500")
            let begun = Mutex<[String]>([])
            let admitted = Mutex<[EarlierWork]>([])
            let observer = Observer { event in
                switch event {
                case .operationStarted(let id): begun.withLock { $0.append(id) }
                case .admitted(_, _, _, _, _, let done): admitted.withLock { $0.append(done) }
                default: break
                }
            }
            let report = try scenario.run(graph, jobs: 1, mode: .resume, events: observer)
            #expect(report.state == .done && report.run == 1 && report.isBalanced)
            #expect(report.rowsWritten == 7500 && report.rowsEarlier == 1500)
            #expect(begun.withLock { $0.contains("copy_rows/public.orders") })
            #expect(begun.withLock { !$0.contains("create_table/public.users") && $0.count == 9 })
            #expect(
                admitted.withLock { $0 } == [EarlierWork(operations: 2, rows: ["copy_rows/public.orders": 1500])])
            #expect(try isWholeShop(scenario))
            #expect(
                try scenario.rows("SELECT action, outcome, rows FROM _plan.actions ORDER BY id")
                    == ["run,failed,1500", "resume,done,6000"])
            #expect(try scenario.status().map(\.run.state) == [.done])
            // Once more there is nothing to do.
            let again = try scenario.run(graph, mode: .resume)
            #expect(again.run == 1 && again.rowsWritten == again.rowsEarlier && again.rowsWritten == 7500)
            #expect(try scenario.value("SELECT count(*) FROM _plan.actions") == "2")
        }
    }

    @Test func `where there is nothing to go on with, resume begins`() throws {
        try Scenario.with(Drafts.shopSource) { scenario in
            let graph = try scenario.graph(Drafts.shop())
            #expect(try scenario.run(graph, mode: .resume).rowsWritten == 7500)
            try scenario.rollback(graph)
            #expect(try scenario.run(graph, mode: .resume).run == 2)
        }
    }

    @Test func `restart undoes what an earlier run has left and begins a new one, also where that was done`() throws {
        try Scenario.with(Drafts.shopSource) { scenario in
            let graph = try scenario.graph(Drafts.shop(chunkRows: 500), onFailure: .keep)
            try breakOff(scenario, graph, at: .chunkCommitted, nth: 3)
            let second = try scenario.run(graph, mode: .restart)
            #expect(second.run == 2 && second.rowsEarlier == 0 && second.rowsWritten == 7500)
            #expect(try scenario.status().map(\.run.state) == [.done, .undone])
            #expect(try scenario.run(graph, mode: .restart).run == 3)
            #expect(try isWholeShop(scenario))
        }
    }

    @Test func `case 83 - a second run of a finished graph is refused and duplicates nothing`() throws {
        try Scenario.with(Drafts.shopSource) { scenario in
            let graph = try scenario.graph(Drafts.shop())
            try scenario.run(graph)
            guard case .alreadyRun(let run)? = scenario.failure(graph)?.refusal else {
                Issue.record("was not refused")
                return
            }
            #expect(run.id == 1)
            #expect(AdmissionRefusal.alreadyRun(run).description.contains("plan run --restart"))
            #expect(try isWholeShop(scenario))
        }
    }

    @Test(arguments: ["delete", "wal"])
    func `a source that was written since is refused by name, unless the plan says that nobody writes`(
        _ journal: String
    ) throws {
        try Scenario.with("PRAGMA journal_mode = \(journal); " + Drafts.shopSource) { scenario in
            for isQuiesced in [false, true] {
                let graph = try scenario.graph(
                    Drafts.shop(chunkRows: 500), onFailure: .keep, name: "shop-\(isQuiesced)", isQuiesced: isQuiesced)
                try breakOff(scenario, graph, at: .chunkStarted, nth: 4)
                try scenario.changeSource("UPDATE users SET name = 'zoe' WHERE id = 2500")
                let failure = scenario.failure(graph, mode: .resume)
                if isQuiesced {
                    #expect(failure == nil)
                    #expect(try isWholeShop(scenario))
                } else {
                    guard case .sourceChanged(let run, let recorded?, let found)? = failure?.refusal else {
                        Issue.record("was not refused: \(String(describing: failure))")
                        return
                    }
                    #expect(run.id == 1 && recorded != found && recorded.hasPrefix("change counter "))
                    #expect(try scenario.value("SELECT count(*) FROM orders") == "1500")
                    try scenario.rollback(graph)
                }
            }
        }
    }

    @Test(arguments: ["delete", "wal"])
    func `a source that was only read and opened since is no other`(_ journal: String) throws {
        try Scenario.with("PRAGMA journal_mode = \(journal); " + Drafts.shopSource) { scenario in
            // A log with something in it, which the opening below carries over into the file.
            let graph = try scenario.graph(Drafts.shop(chunkRows: 500), onFailure: .keep)
            try breakOff(scenario, graph, at: .chunkStarted, nth: 4)
            for _ in 0..<3 { _ = try scenario.graph(Drafts.shop()) }
            try scenario.run(graph, mode: .resume)
            #expect(try isWholeShop(scenario))
        }
    }

    @Test func `what a run had made and somebody dropped is named, and the run is not resumed`() throws {
        try Scenario.with(Drafts.shopSource) { scenario in
            let graph = try scenario.graph(Drafts.shop(chunkRows: 500), onFailure: .keep)
            try breakOff(scenario, graph, at: .chunkStarted, nth: 4)
            try scenario.execute("DROP TABLE users")
            guard case .madeIsMissing(_, let tables)? = scenario.failure(graph, mode: .resume)?.refusal else {
                Issue.record("was not refused")
                return
            }
            #expect(tables == [Drafts.name("users")])
        }
    }

    @Test func `an operation that ended its own transaction is not resumed past`() throws {
        try Scenario.with("CREATE TABLE t (a)") { scenario in
            let graph = try scenario.graph(
                [
                    Drafts.createTable("t", "a int"),
                    Drafts.statement(
                        "escapes", [.sql(SQLInstruction("CREATE TABLE half (a int); COMMIT"))],
                        undo: [.sql(SQLInstruction("DROP TABLE half"))], after: ["t"]),
                ], onFailure: .keep)
            #expect(scenario.failure(graph) != nil)
            guard case .notResumable(_, let id, _)? = scenario.failure(graph, mode: .resume)?.refusal else {
                Issue.record("was not refused")
                return
            }
            #expect(id == "create_extension/escapes")
            #expect(try scenario.rollback(graph).outcome.isClean)
        }
    }

    @Test func `a rollback that was cut short is gone on with by resume, which copies again what was undone`() throws {
        try Scenario.with(Drafts.shopSource) { scenario in
            let graph = try scenario.graph(Drafts.shop(chunkRows: 500), onFailure: .keep)
            try scenario.run(graph)
            let token = CancellationToken()
            let undone = Mutex(0)
            let observer = Observer { event in
                if case .operationUndone = event,
                    undone.withLock({
                        $0 += 1; return $0
                    }) == 8
                {
                    token.request()
                }
            }
            do throws(RunFailure) {
                try scenario.rollback(graph, cancellation: token, events: observer)
                Issue.record("was not cut short")
            } catch {
                #expect(error.undo?.isClean == false)
            }
            try scenario.run(graph, mode: .resume)
            #expect(try isWholeShop(scenario))
        }
    }

    @Test func `a table without rowid is gone on with after its last key, whatever its values are`() throws {
        let source = """
            CREATE TABLE k (a, b TEXT COLLATE NOCASE, v INTEGER, PRIMARY KEY (a, b)) WITHOUT ROWID;
            INSERT INTO k VALUES (1, 'x', 1), (1, 'Y', 2), (1, 'z', 3), (1.5, '', 4), ('1', 'a', 5), ('', 'b', 6),
                (x'00ff', 'c', 7), (x'', 'd', 8), (-9223372036854775808, 'e', 9), (9223372036854775807, 'f', 10),
                (9e999, 'g', 11), ('é' || char(10), 'h', 12), (CAST(x'ff' AS TEXT), 'i', 13), (0.1, 'j', 14);
            """
        try Scenario.with(source) { scenario in
            let drafts = [
                Drafts.createTable("k", "b text, v bigint"),
                Drafts.copyRows(
                    "k", [("b", "text", .text), ("v", "bigint", .integer)], chunkRows: 1, chunkBy: .key,
                    key: ["a", "b"]),
            ]
            for nth in 1...14 {
                let graph = try scenario.graph(drafts, onFailure: .keep, name: "k\(nth)")
                try breakOff(scenario, graph, at: .chunkCommitted, nth: nth)
                #expect(try scenario.run(graph, mode: .resume).rowsEarlier == Int64(nth))
                #expect(try scenario.rows("SELECT count(*), count(DISTINCT v), sum(v) FROM k") == ["14,14,105"])
                try scenario.rollback(graph)
            }
        }
    }

    @Test func `a lost connection is opened again, and the chunk is neither lost nor copied twice`() throws {
        try Scenario.with(Drafts.shopSource) { scenario in
            for point in [
                FaultPoint.chunkStarted, .chunkUncommitted, .chunkCommitted, .operationStarted,
                .operationUncommitted, .operationCommitted, .runEnding,
            ] {
                let graph = try scenario.graph(
                    Drafts.shop(chunkRows: 500), name: "shop-\(point.rawValue.filter { $0 != "_" })")
                let fault = Fault(.cut(scenario.conninfo), at: point, nth: point == .runEnding ? 1 : 2)
                let report = try scenario.run(graph, jobs: 2, probe: fault)
                #expect(fault.wasReached && report.rowsWritten == 7500 && report.isBalanced, "\(point)")
                #expect(try isWholeShop(scenario), "\(point)")
                try scenario.execute("DELETE FROM users WHERE name = 'new'")
                try scenario.rollback(graph)
            }
        }
    }

    @Test func `a deadlock in a chunk is tried again, and an error that stays ends the run`() throws {
        try Scenario.with(Drafts.shopSource) { scenario in
            let graph = try scenario.graph(Drafts.shop(chunkRows: 500))
            let deadlock = Fault(.deadlock, at: .chunkUncommitted, nth: 3)
            #expect(try scenario.run(graph, probe: deadlock).rowsWritten == 7500)
            #expect(deadlock.wasReached)
            #expect(try isWholeShop(scenario))
        }
    }
}
