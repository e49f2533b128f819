import PlanExecutor
import PlanGraph
import PlanPostgres
import PlanSupport
import PlanTestSupport
import Testing

@Suite(.requiresPostgres)
struct RollbackTests {
    @Test func `a finished run is undone in reverse, and the graph may run again`() throws {
        try Scenario.with(Drafts.shopSource) { scenario in
            let before = try scenario.objects()
            let graph = try scenario.graph(Drafts.shop())
            let first = try scenario.run(graph)
            let rollback = try scenario.rollback(graph)
            #expect(rollback.run.id == first.run && rollback.run.state == .done)
            #expect(rollback.outcome.undone == graph.operations.map(\.id).reversed())
            #expect(try scenario.objects() == before)
            #expect(try scenario.status().first?.run.state == .undone)
            let second = try scenario.run(graph)
            #expect(second.run > first.run && second.rowsWritten == first.rowsWritten)
        }
    }

    @Test func `there is nothing to undo before a run, nor after a rollback`() throws {
        try Scenario.with(Drafts.shopSource) { scenario in
            let graph = try scenario.graph(Drafts.shop())
            let before = try scenario.everything()
            #expect(refusal(scenario, graph) == .nothingToUndo(graph: graph.digest.short))
            #expect(try scenario.everything() == before)
            try scenario.run(graph)
            try scenario.rollback(graph)
            #expect(refusal(scenario, graph) == .nothingToUndo(graph: graph.digest.short))
        }
    }

    @Test func `what cannot be undone remains, is told, and is undone by the next rollback`() throws {
        try Scenario.with(Drafts.shopSource) { scenario in
            let before = try scenario.objects()
            let graph = try scenario.graph(Drafts.shop())
            try scenario.run(graph)
            // A column of the table's row type, which nobody looks for beforehand.
            try scenario.execute("CREATE TABLE in_the_way (row users)")
            do throws(RunFailure) {
                try scenario.rollback(graph)
                Issue.record("undid a table that another depends on")
            } catch {
                guard case .undoIncomplete(let report) = error else { throw error }
                #expect(report.outcome.remaining.map(\.id) == ["create_table/public.users"])
                #expect(report.outcome.remaining.first?.reason.contains("in_the_way") == true)
                #expect(report.outcome.undone.count == graph.operations.count - 1)
            }
            guard case .brokenOff(let broken)? = scenario.failure(graph)?.refusal else {
                Issue.record("was not refused")
                return
            }
            #expect(broken.done == ["create_table/public.users"])
            try scenario.execute("DROP TABLE in_the_way")
            #expect(try scenario.rollback(graph).outcome.undone == ["create_table/public.users"])
            #expect(try scenario.objects() == before)
        }
    }

    @Test(arguments: [
        ("INSERT INTO users (name) VALUES ('late')", "public.users has rows written since (1)"),
        ("UPDATE orders SET amount = 0 WHERE id <= 3", "public.orders has rows written since (3)"),
        ("ALTER TABLE users ADD COLUMN email text", "public.users has column email of type text"),
        ("CREATE VIEW v AS SELECT name FROM users", "public.users has view v"),
        (
            "CREATE TABLE mine (id int, user_id bigint REFERENCES users)",
            "public.users has foreign key mine_user_id_fkey of mine"
        ),
        ("CREATE INDEX i ON orders (amount)", "public.orders has index i"),
    ])
    func `what others have added since is named and kept, and dropped by force`(_ change: String, _ text: String) throws
    {
        try Scenario.with(Drafts.shopSource) { scenario in
            let graph = try scenario.graph(Drafts.shop())
            let run = try scenario.run(graph).run
            try scenario.execute(change)
            guard case .changedSince(let refused, let changes)? = refusal(scenario, graph) else {
                Issue.record("was not refused")
                return
            }
            #expect(refused.id == run && changes == [text])
            #expect(try scenario.value("SELECT count(*) >= 2500 FROM users") == "t")
            #expect(scenario.failure(graph, mode: .restart)?.refusal != nil)
            #expect(try scenario.rollback(graph, scope: .everything).outcome.isClean)
            #expect(try scenario.value("SELECT to_regclass('users') IS NULL AND to_regclass('orders') IS NULL") == "t")
        }
    }

    @Test func `what others only read or removed does not keep a run from being undone`() throws {
        try Scenario.with(Drafts.shopSource) { scenario in
            let graph = try scenario.graph(Drafts.shop())
            try scenario.run(graph)
            try scenario.execute("ANALYZE users; DELETE FROM orders; ALTER TABLE orders DROP COLUMN amount")
            #expect(try scenario.rollback(graph).outcome.isClean)
        }
    }

    @Test func `rows that others have written and removed again do not keep a run from being undone`() throws {
        try Scenario.with(Drafts.shopSource) { scenario in
            let graph = try scenario.graph(Drafts.shop())
            for _ in 0..<10 {
                try scenario.run(graph)
                _ = try Psql.run("INSERT INTO users (name) VALUES ('gone')", scenario.conninfo)
                _ = try Psql.run("DELETE FROM users WHERE name = 'gone'", scenario.conninfo)
                #expect(try scenario.rollback(graph).outcome.isClean)
            }
        }
    }

    @Test func `rows of a transaction that began before the run ended are those of others`() throws {
        try Scenario.with(Drafts.shopSource) { scenario in
            let graph = try scenario.graph(Drafts.shop())
            let other = try scenario.connect()
            // Its number is lower than those of the run.
            try other.execute("BEGIN; SELECT txid_current()")
            let run = try scenario.run(graph).run
            try other.execute("INSERT INTO users (name) VALUES ('early'); COMMIT")
            guard case .changedSince(let refused, let changes)? = refusal(scenario, graph) else {
                Issue.record("was not refused")
                return
            }
            #expect(refused.id == run && changes == ["public.users has rows written since (1)"])
        }
    }

    @Test func `a run that was resumed, and one in a ledger of an earlier version, know their rows`() throws {
        try Scenario.with(Drafts.shopSource) { scenario in
            let graph = try scenario.graph(Drafts.shop(), onFailure: .keep)
            #expect(scenario.failure(graph, probe: Fault(.refuse, at: .chunkCommitted, nth: 2)) != nil)
            try scenario.run(graph, mode: .resume)
            #expect(try scenario.rollback(graph).outcome.isClean)
            for change in ["", "INSERT INTO users (name) VALUES ('late')"] {
                try scenario.run(graph)
                try scenario.execute("UPDATE _plan.chunks SET xid = NULL; UPDATE _plan.operations SET xid = NULL")
                try scenario.execute(change)
                #expect((refusal(scenario, graph) == nil) == change.isEmpty)
                if !change.isEmpty { try scenario.rollback(graph, scope: .everything) }
            }
        }
    }

    @Test func `what somebody else has removed already does not keep a run from being undone`() throws {
        try Scenario.with(Drafts.shopSource) { scenario in
            let before = try scenario.objects()
            let graph = try scenario.graph(Drafts.shop())
            try scenario.run(graph)
            try scenario.execute("DROP TABLE orders; DROP TABLE users")
            #expect(try scenario.rollback(graph).outcome.isClean)
            #expect(try scenario.objects() == before)
        }
    }

    @Test func `the ledger's undo is what counts, not the graph's`() throws {
        try Scenario.with("CREATE TABLE t (a)") { scenario in
            let graph = try scenario.graph([Drafts.createTable("t", "a int")])
            try scenario.run(graph)
            try scenario.execute(
                """
                ALTER TABLE t RENAME TO renamed;
                UPDATE _plan.operations SET undo = '[{"sql": "DROP TABLE public.renamed"}]'
                """)
            #expect(try scenario.rollback(graph).outcome.isClean)
            #expect(try scenario.rows("SELECT relname FROM pg_class WHERE relname IN ('t', 'renamed')").isEmpty)
        }
    }

    private func refusal(_ scenario: Scenario, _ graph: OperationGraph) -> AdmissionRefusal? {
        do throws(RunFailure) {
            try scenario.rollback(graph)
            return nil
        } catch {
            return error.refusal
        }
    }
}
