import PlanSupport
import PlanTestSupport
import Testing

/// Runs that stop, run again, or end with rows set aside, as a user sees them.
@Suite(.requiresPostgres) struct ResumeCaseTests {
    private static let large = """
        CREATE TABLE big (id INTEGER PRIMARY KEY, a TEXT, b REAL, c INTEGER);
        CREATE INDEX big_a ON big (a);
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000)
        INSERT INTO big SELECT i, 'some text that takes its place ' || i, i / 7.0, i * i FROM n;
        CREATE TABLE keyed (k TEXT, n INTEGER, PRIMARY KEY (k, n)) WITHOUT ROWID;
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
        INSERT INTO keyed SELECT 'k' || i % 5, i FROM n;
        """

    @Test func `case 82: a run that was killed is gone on with, indexes included, and every row is there once`() throws
    {
        try PostgresFixture.shared.withDatabase { conninfo in
            try PlanTool.withWorkspace(target: conninfo) { tool in
                try tool.makeDatabase("source.db", Self.large)
                try tool.write(SamplePlan.text("load: { chunk_rows: 2000 }"), to: "sample.plan.yml")
                #expect(try tool.run("compile", "sample.plan.yml", "-o", "out").code == 0)
                let process = try tool.start("run", "out/graph.json", "--yes")
                while try Psql.run("SELECT to_regclass('_plan.chunks') IS NOT NULL", conninfo) == "f" {}
                while try Psql.run("SELECT count(*) >= 5 FROM _plan.chunks", conninfo) == "f" {}
                process.send(signal: 9)
                #expect(try process.wait() == .signalled(9))
                // The server notices the end of its client within moments.
                var again = try tool.run("run", "out/graph.json", "--yes", "--resume")
                for _ in 0..<100 where again.errors.contains("PLN0708") {
                    again = try tool.run("run", "out/graph.json", "--yes", "--resume")
                }
                #expect(again.code == 0, "\(again.errors)")
                #expect(again.errors.contains("; resumed after "), "\(again.errors)")
                try Comparison.requireEqual(tool, conninfo, source: "source.db", coverage: .whole)
                #expect(try Psql.run("SELECT count(*) FROM pg_indexes WHERE indexname = 'big_a'", conninfo) == "1")
                let history = try tool.run("history", "out/graph.json")
                let lines = history.output.split(separator: "\n")
                #expect(
                    lines.count == 3 && lines[1].hasPrefix("resume") && lines[1].contains("done"), "\(history.output)")
                #expect(lines[2].hasPrefix("run") && lines[2].contains("broken off"), "\(history.output)")
            }
        }
    }

    @Test func `case 83: once more there is nothing to do, which is no failure with --resume, and is refused without`()
        throws
    {
        try PostgresFixture.shared.withDatabase { conninfo in
            try PlanTool.withWorkspace(target: conninfo) { tool in
                try SamplePlan.compile(with: tool)
                #expect(try tool.run("run", "out/graph.json", "--yes", "--resume").code == 0)
                let again = try tool.run("run", "out/graph.json", "--yes", "--resume")
                #expect(again.code == 0 && again.output.isEmpty && again.errors.contains("nothing to do: run 1"))
                #expect(try tool.run("run", "out/graph.json", "--yes").code == 3)
                #expect(try Psql.run("SELECT count(*) FROM orders", conninfo) == "2990")
                #expect(try tool.run("run", "out/graph.json", "--resume", "--restart").code == 64)
                let restart = try tool.run("run", "out/graph.json", "--yes", "--restart")
                #expect(restart.code == 0, "\(restart.errors)")
                #expect(try Psql.run("SELECT count(*) FROM orders", conninfo) == "2990")
            }
        }
    }

    @Test func `case 84: a failure between the tables and a view leaves no half of a schema`() throws {
        try PostgresFixture.shared.withDatabase { conninfo in
            try PlanTool.withWorkspace(target: conninfo) { tool in
                try tool.makeDatabase("source.db", SamplePlan.sql + "CREATE VIEW names AS SELECT name FROM users;")
                try tool.write(
                    SamplePlan.text("views: { names: { sql: \"SELECT no_such_function(name) AS name FROM users\" } }"),
                    to: "sample.plan.yml")
                #expect(try tool.run("compile", "sample.plan.yml", "-o", "out").code == 0)
                let run = try tool.run("run", "out/graph.json", "--yes")
                #expect(run.code == 1 && run.errors.contains("no_such_function"), "\(run.errors)")
                let relations = "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"
                #expect(try Psql.run(relations, conninfo) == "0")
            }
        }
    }

    @Test func `case 86: a run with one row set aside among many exits with 2, and the sums say so`() throws {
        try PostgresFixture.shared.withDatabase { conninfo in
            try PlanTool.withWorkspace(target: conninfo) { tool in
                try SamplePlan.compile(with: tool)
                try tool.makeDatabase("source.db", "UPDATE users SET born = 'never' WHERE id = 77;")
                try tool.write(
                    SamplePlan.text(
                        """
                        values: { invalid: reject }
                        tables: { users: { columns: { born: { type: date } } }, orders: { foreign_keys: { drop: true } } }
                        """), to: "sample.plan.yml")
                let run = try tool.run("run", "sample.plan.yml", "--yes", "--format", "json")
                #expect(run.code == 2, "\(run.errors)")
                let report = try JSONParser.parse(Array(run.output.utf8))
                #expect(report["rows"]?["rejected"] == .integer(1))
                #expect(try Psql.run("SELECT count(*) FROM users", conninfo) == "499")
            }
        }
    }

    @Test func `case 81: a source that is a dump of SQL is told apart from one that is locked`() throws {
        try PostgresFixture.shared.withDatabase { conninfo in
            try PlanTool.withWorkspace(target: conninfo) { tool in
                try SamplePlan.compile(with: tool)
                try tool.write("-- a dump\nCREATE TABLE users (id INTEGER);\n", to: "source.db")
                let dump = try tool.run("run", "out/graph.json", "--yes")
                #expect(dump.code == 69 && dump.errors.contains("it is SQL text"), "\(dump.errors)")
                #expect(try Psql.run("SELECT to_regclass('_plan.runs') IS NULL", conninfo) == "t")
            }
        }
    }

    @Test func `metrics are kept while a run goes on, and a file of something else is left alone`() throws {
        try PostgresFixture.shared.withDatabase { conninfo in
            try PlanTool.withWorkspace(target: conninfo) { tool in
                try SamplePlan.compile(with: tool)
                #expect(try tool.run("run", "out/graph.json", "--yes", "--metrics", "source.db").code == 1)
                let run = try tool.run("run", "out/graph.json", "--yes", "--metrics", "plan.prom")
                #expect(run.code == 0, "\(run.errors)")
                let text = try tool.read("plan.prom")
                #expect(
                    text.contains("plan_rows{plan=\"sample\",operation=\"copy_rows/public.orders\"} 2990\n"), "\(text)")
                #expect(text.contains("plan_run_info{plan=\"sample\",run=\"1\",state=\"done\"} 1\n"), "\(text)")
            }
        }
    }
}
