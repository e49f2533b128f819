import PlanSupport
import PlanTestSupport
import Testing

/// `plan validate --online` asks a server what only a server knows, and leaves nothing there.
@Suite(.requiresPostgres) struct ValidateOnlineTests {
    private func withSample(_ more: String = "", _ body: (PlanTool, Secret) throws -> Void) throws {
        try PostgresFixture.shared.withDatabase { conninfo in
            try PlanTool.withWorkspace(target: conninfo) { tool in
                try tool.makeDatabase("source.db", SamplePlan.sql + Self.views)
                try tool.write(SamplePlan.text(more), to: "sample.plan.yml")
                let before = try Psql.inventory(conninfo)
                try body(tool, conninfo)
                #expect(try Psql.inventory(conninfo) == before)
            }
        }
    }

    private static let views = """
        CREATE VIEW totals AS SELECT user_id, sum(total) AS total FROM orders GROUP BY user_id;
        CREATE VIEW large AS SELECT user_id FROM totals WHERE total > 100;
        CREATE TRIGGER renamed AFTER UPDATE OF name ON users BEGIN
            UPDATE orders SET total = 0 WHERE user_id = new.id;
        END;
        """

    @Test func `a plan whose SQL the target takes, again and again`() throws {
        try withSample { tool, _ in
            for _ in 0..<2 {
                let outcome = try tool.run("validate", "--online", "sample.plan.yml")
                #expect(outcome.code == 0, "\(outcome.errors)")
                let lines = outcome.errors.split(separator: "\n")
                try #require(lines.count == 3, "\(outcome.errors)")
                #expect(lines[0].hasPrefix("sample.plan.yml: target: PostgreSQL "), "\(lines[0])")
                #expect(lines[0].hasSuffix("as postgres, UTF8, not encrypted, on this machine"), "\(lines[0])")
                #expect(lines[1].contains(": disk: about 0.") && lines[1].hasSuffix(" MB free"), "\(lines[1])")
                #expect(lines[2] == "sample.plan.yml: ok")
            }
            #expect(!Files.exists(tool.path("sample/graph.json")))
        }
    }

    @Test func `each statement of the plan that the target refuses, and none of those that build on it`() throws {
        let more = """
            views:
              totals: { sql: "SELECT user_id, sum(totl) AS total FROM public.orders GROUP BY user_id" }
              large: { sql: "SELECT user_id FROM public.totals WHERE total > 100" }
            tables:
              users:
                indexes:
                  users_born: { add: "USING gin (born)" }
            """
        try withSample(more) { tool, _ in
            #expect(try tool.run("validate", "sample.plan.yml").code == 0)
            let outcome = try tool.run("validate", "--online", "sample.plan.yml")
            #expect(outcome.code == 65)
            let errors = outcome.errors.split(separator: "\n").filter { $0.contains("error[") }
            try #require(errors.count == 2, "\(outcome.errors)")
            #expect(errors[0].contains("PLN0806") && errors[0].contains("create_index/public.users_born"))
            #expect(errors[1].contains("create_view/public.totals") && errors[1].contains("\"totl\" does not exist"))
        }
    }

    @Test func `a role that may not create the ledger or a table`() throws {
        try withSample { tool, conninfo in
            _ = try Psql.run("CREATE ROLE nobody_at_all LOGIN", conninfo)
            defer { _ = try? Psql.run("DROP OWNED BY nobody_at_all; DROP ROLE nobody_at_all", conninfo) }
            var tool = tool
            tool.environment["DATABASE_URL"] = conninfo.reveal() + " user=nobody_at_all"
            let refused = try tool.run("validate", "--online", "sample.plan.yml")
            let errors = refused.errors.split(separator: "\n").filter { $0.hasPrefix("error[PLN0713]: ") }
            try #require(refused.code == 3 && errors.count == 2, "\(refused.errors)")
            #expect(
                errors[0].contains("may not create the schema _plan of the ledger; GRANT CREATE ON DATABASE plan_test_")
            )
            #expect(
                errors[1].hasSuffix(
                    "may not create objects in the schema public; GRANT USAGE, CREATE ON SCHEMA public TO nobody_at_all"
                ))
            // What the messages say is enough.
            for error in errors {
                let grant = try #require(error.firstRange(of: "GRANT "))
                _ = try Psql.run(String(error[grant.lowerBound...]), conninfo)
            }
            let allowed = try tool.run("validate", "--online", "sample.plan.yml")
            #expect(allowed.code == 0, "\(allowed.errors)")
        }
    }

    @Test func `a target that is down, or has the tables already`() throws {
        try withSample { tool, conninfo in
            var unreachable = tool
            unreachable.environment["DATABASE_URL"] = "postgres://u@127.0.0.1:1/x"
            #expect(try unreachable.run("validate", "--online", "sample.plan.yml").code == 69)
            _ = try Psql.run("CREATE TABLE public.orders (mine integer)", conninfo)
            let outcome = try tool.run("validate", "--online", "sample.plan.yml")
            #expect(outcome.code == 3 && outcome.errors.contains("table public.orders"), "\(outcome.errors)")
            _ = try Psql.run("DROP TABLE public.orders", conninfo)
        }
    }
}
