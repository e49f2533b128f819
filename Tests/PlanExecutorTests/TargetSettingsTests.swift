import PlanExecutor
import PlanGraph
import PlanPostgres
import PlanSupport
import PlanTestSupport
import Testing

/// Targets that are set up otherwise than a fresh server, and statements that do what a statement of an operation should
/// not do.
@Suite(.requiresPostgres)
struct TargetSettingsTests {
    @Test func `the isolation that a database asks for does not reach the sessions of a run`() throws {
        try Scenario.with("CREATE TABLE t (a)") { scenario in
            try scenario.execute(
                """
                DO $$ BEGIN
                    EXECUTE format('ALTER DATABASE %I SET default_transaction_isolation = serializable', current_database());
                END $$
                """)
            let graph = try scenario.graph([
                Drafts.createTable("got", "isolation text"),
                Drafts.statement(
                    "look",
                    [.sql(SQLInstruction("INSERT INTO public.got SELECT current_setting('transaction_isolation')"))],
                    after: ["got"]),
            ])
            try scenario.run(graph)
            #expect(try scenario.rows("SELECT * FROM got") == ["read committed"])
        }
    }

    @Test func `an error with characters that the database cannot hold is recorded, and all is undone`() throws {
        try PostgresFixture.shared.withDatabase { conninfo in
            let administration = try PostgresConnection<ReadWrite>(PostgresConnectionSettings(conninfo: conninfo))
            let name = "plan_latin1"
            try administration.execute(
                "CREATE DATABASE \(name) ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0")
            defer { _ = try? administration.execute("DROP DATABASE \(name) WITH (FORCE)") }
            let scenario = try Scenario(try PostgresFixture.shared.conninfo(database: name))
            try scenario.changeSource("CREATE TABLE t (a); INSERT INTO t VALUES ('Жук')")
            let graph = try scenario.graph([
                Drafts.createTable("t", "a bigint"), Drafts.copyRows("t", [("a", "bigint", .integer)]),
            ])
            let before = try scenario.objects()
            let failure = try #require(scenario.failure(graph))
            #expect(failure.undo?.isClean == true, "\(failure)")
            #expect(try scenario.objects() == before)
            let run = try #require(try scenario.status().first?.run)
            #expect(run.state == .failed)
            #expect(run.error?.contains("'\\u{0416}\\u{0443}\\u{043A}'") == true, "\(run.error ?? "")")
        }
    }

    @Test func `where nobody can ask the target any more, the outcome tells the graph's own policy`() throws {
        try PostgresFixture.shared.withDatabase { conninfo in
            let role = "plan_locked_out"
            let administration = try PostgresConnection<ReadWrite>(PostgresConnectionSettings(conninfo: conninfo))
            try administration.execute("CREATE ROLE \(role) SUPERUSER LOGIN")
            defer { _ = try? administration.execute("DROP OWNED BY \(role) CASCADE; DROP ROLE \(role)") }
            let scenario = try Scenario(Secret(conninfo.reveal() + " user=\(role)"))
            try scenario.changeSource("CREATE TABLE t (a)")
            let end = """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '\(role)'
                ORDER BY pid = pg_backend_pid()
                """
            let graph = try scenario.graph(
                [
                    Drafts.createTable("t", "a bigint"),
                    Drafts.statement("a", [.sql(SQLInstruction("ALTER ROLE \(role) NOLOGIN"))], after: ["t"]),
                    Drafts.statement("b", [.sql(SQLInstruction(end))], after: ["t"]),
                ], onFailure: .keep)
            let undo = try #require(scenario.failure(graph, jobs: 1)?.undo)
            #expect(undo.policy == .keep)
            #expect(undo.remaining.map(\.id) == ["create_table/public.t", "create_extension/a"])
        }
    }

    @Test(arguments: ["COMMIT", "ROLLBACK", "COMMIT; BEGIN; COMMIT"])
    func `a statement that ends its transaction fails the run, and what it did is undone`(_ end: String) throws {
        try Scenario.with("CREATE TABLE t (a)") { scenario in
            let before = try scenario.objects()
            let graph = try scenario.graph([
                Drafts.statement(
                    "odd",
                    [
                        .sql(SQLInstruction("CREATE TABLE public.odd (a int); \(end)")),
                        .sql(SQLInstruction("SELECT 1 / 0")),
                    ], undo: [.sql(SQLInstruction("DROP TABLE public.odd"))])
            ])
            let failure = try #require(scenario.failure(graph))
            guard case .answer(_, let reason)? = failure.cause else { throw failure }
            #expect(reason == "the statement ended the transaction that it was run in")
            #expect(failure.undo?.isClean == true)
            #expect(try scenario.objects() == before)
            #expect(try scenario.run(try scenario.graph([Drafts.createTable("odd", "a int")])).state == .done)
        }
    }

    @Test func `a coordinator whose session was dropped while it idled ends the run all the same`() throws {
        try Scenario.with(Drafts.shopSource) { scenario in
            let drop = Drafts.statement(
                "drop",
                [
                    .sql(
                        SQLInstruction(
                            """
                            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                            WHERE datname = current_database() AND pid <> pg_backend_pid()
                            """))
                ], after: ["users"])
            let graph = try scenario.graph(Drafts.shopTables + [drop] + Drafts.shopCopies(), jobs: 1)
            #expect(try scenario.run(graph).state == .done)
            let status = try #require(try scenario.status().first)
            #expect(status.run.state == .done && !status.isAlive && status.rows == 7500)
            guard case .alreadyRun? = scenario.failure(graph)?.refusal else {
                Issue.record("was not refused")
                return
            }
        }
    }
}
