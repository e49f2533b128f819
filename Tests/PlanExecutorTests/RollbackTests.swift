import PlanExecutor
import PlanGraph
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
            try scenario.execute("CREATE VIEW in_the_way AS SELECT * FROM users")
            do throws(RunFailure) {
                try scenario.rollback(graph)
                Issue.record("undid a table that a view depends on")
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
            try scenario.execute("DROP VIEW in_the_way")
            #expect(try scenario.rollback(graph).outcome.undone == ["create_table/public.users"])
            #expect(try scenario.objects() == before)
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
