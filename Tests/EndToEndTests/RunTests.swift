import PlanSupport
import PlanTestSupport
import Testing

@Suite(.requiresPostgres) struct RunTests {
    @Test func `a graph runs without its plan, and every value arrives`() throws {
        try PostgresFixture.shared.withDatabase { conninfo in
            try PlanTool.withWorkspace(target: conninfo) { tool in
                try SamplePlan.compile(with: tool)
                // The graph alone is enough: the plan's text is gone.
                _ = try Subprocess("rm", [tool.path("sample.plan.yml")]).run()
                let run = try tool.run("run", "out/graph.json", "--yes", "--report", "report.json")
                #expect(run.code == 0, "\(run.errors)")
                try Comparison.requireEqual(tool, conninfo, source: "source.db", coverage: .whole)
                let report = try JSONParser.parse(Array(try tool.read("report.json").utf8))
                #expect(report["state"] == "done")
                // AUTOINCREMENT never gives an id again, also not one that was deleted (case 41).
                let next = "INSERT INTO orders (user_id) VALUES (1) RETURNING id"
                #expect(try Psql.run(next, conninfo) == "3001")
                #expect(
                    try Psql.run("INSERT INTO users (name) VALUES ('new') RETURNING id, active", conninfo) == "501|t")
            }
        }
    }

    @Test func `a second run of the same graph is refused and changes nothing`() throws {
        try PostgresFixture.shared.withDatabase { conninfo in
            try PlanTool.withWorkspace(target: conninfo) { tool in
                try SamplePlan.compile(with: tool)
                #expect(try tool.run("status", "out/graph.json").code == 2)
                #expect(try tool.run("run", "out/graph.json").code == 0)
                #expect(try tool.run("status", "out/graph.json").code == 0)
                let before = try Psql.inventory(conninfo)
                let second = try tool.run("run", "out/graph.json")
                #expect(second.code == 3 && second.errors.contains("PLN0706"), "\(second.errors)")
                #expect(try Psql.inventory(conninfo) == before)
                #expect(try Psql.run("SELECT count(*) FROM users", conninfo) == "500")
            }
        }
    }

    @Test func `rollback leaves the target as it was, and the graph can be run again`() throws {
        try PostgresFixture.shared.withDatabase { conninfo in
            try PlanTool.withWorkspace(target: conninfo) { tool in
                try SamplePlan.compile(with: tool)
                #expect(try tool.run("run", "out/graph.json").code == 0)
                let rollback = try tool.run("rollback", "out/graph.json", "--yes")
                #expect(rollback.code == 0, "\(rollback.errors)")
                #expect(try Psql.run("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", conninfo) == "0")
                #expect(try tool.run("rollback", "out/graph.json").code == 3)
                #expect(try tool.run("run", "out/graph.json").code == 0)
            }
        }
    }

    @Test func `a dry run admits the graph, prints it and writes nothing`() throws {
        try PostgresFixture.shared.withDatabase { conninfo in
            try PlanTool.withWorkspace(target: conninfo) { tool in
                try SamplePlan.compile(with: tool)
                let before = try Psql.inventory(conninfo)
                let run = try tool.run("run", "out/graph.json", "--dry-run")
                #expect(run.code == 0 && run.output.contains("CREATE TABLE \"public\".\"users\""))
                #expect(try Psql.inventory(conninfo) == before)
            }
        }
    }

    @Test func `a schema of the plan's own is made, and goes with a rollback`() throws {
        try PostgresFixture.shared.withDatabase { conninfo in
            try PlanTool.withWorkspace(target: conninfo) { tool in
                try tool.makeDatabase("source.db", SamplePlan.sql)
                let text = SamplePlan.text().replacing(
                    "{ postgres: \"${DATABASE_URL}\" }", with: "{ postgres: \"${DATABASE_URL}\", schema: My Shop }")
                try tool.write(text, to: "sample.plan.yml")
                let run = try tool.run("run", "sample.plan.yml")
                #expect(run.code == 0, "\(run.errors)")
                #expect(try Psql.run("SELECT count(*) FROM \"My Shop\".users", conninfo) == "500")
                #expect(try tool.run("rollback", "sample.plan.yml").code == 0)
                let left = "SELECT count(*) FROM pg_namespace WHERE nspname = 'My Shop'"
                #expect(try Psql.run(left, conninfo) == "0")
            }
        }
    }

    @Test func `a failure in the middle leaves the target as it was found`() throws {
        try PostgresFixture.shared.withDatabase { conninfo in
            try PlanTool.withWorkspace(target: conninfo) { tool in
                // The plan replaces a check by one that some rows violate.
                let sql =
                    SamplePlan.sql + "CREATE TABLE late (a INTEGER CHECK (a > 0)); INSERT INTO late VALUES (1), (2);"
                try tool.makeDatabase("source.db", sql)
                try tool.write(
                    SamplePlan.text("tables: { late: { checks: { \"a > 0\": { sql: \"a < 2\" } } } }"),
                    to: "sample.plan.yml")
                let before = try Psql.run("SELECT count(*) FROM pg_class", conninfo)
                let run = try tool.run("run", "sample.plan.yml", "--report", "report.json")
                #expect(run.code == 1 && run.errors.contains("violates check constraint"), "\(run.errors)")
                #expect(try Psql.run("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", conninfo) == "0")
                #expect(before != "0")
                let report = try JSONParser.parse(Array(try tool.read("report.json").utf8))
                #expect(report["state"] == "failed")
                #expect(try tool.run("status", "sample.plan.yml").code == 2)
            }
        }
    }
}

extension String {
    fileprivate func replacing(_ old: String, with new: String) -> String {
        guard let range = firstRange(of: old) else { return self }
        return self[..<range.lowerBound] + new + self[range.upperBound...]
    }
}
