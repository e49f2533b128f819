import PlanSupport
import PlanTestSupport
import Testing

@Suite(.requiresPostgres) struct PlanFileTests {
    @Test func `a pinned catalog compiles to the same bytes with no database at hand`() throws {
        try PlanTool.withWorkspace { tool in
            try SamplePlan.compile(with: tool)
            let live = try tool.read("out/graph.json")
            #expect(try tool.run("snapshot", "sample.plan.yml").code == 0)
            let text = SamplePlan.text()
            let range = try #require(text.firstRange(of: "{ sqlite: source.db }"))
            try tool.write(
                text[..<range.lowerBound] + "{ sqlite: source.db, catalog: sample.catalog.json }"
                    + text[range.upperBound...],
                to: "sample.plan.yml")
            _ = try Subprocess("rm", [tool.path("source.db")]).run()
            let compiled = try tool.run("compile", "sample.plan.yml", "-o", "out")
            #expect(compiled.code == 0, "\(compiled.errors)")
            // Only what is displayed of the plan differs.
            let digest = try #require(live.firstRange(of: "\"digest\": \"sha256:"))
            let value = live[digest.upperBound...].prefix(64)
            #expect(try tool.read("out/graph.json").contains("\"digest\": \"sha256:\(value)\""))

            let edited = try tool.read("sample.catalog.json")
            let name = try #require(edited.firstRange(of: "orders_user"))
            try tool.write(
                edited[..<name.lowerBound] + "orders_usr" + edited[name.upperBound...], to: "sample.catalog.json")
            let refused = try tool.run("compile", "sample.plan.yml", "-o", "out")
            #expect(refused.code == 65 && refused.errors.contains("PLN0005"), "\(refused.errors)")
        }
    }

    @Test func `compile --check tells a graph that is stale or missing`() throws {
        try PlanTool.withWorkspace { tool in
            try SamplePlan.compile(with: tool)
            #expect(try tool.run("compile", "sample.plan.yml", "-o", "out", "--check").code == 0)
            try tool.write(SamplePlan.text("naming: snake_case"), to: "sample.plan.yml")
            let stale = try tool.run("compile", "sample.plan.yml", "-o", "out", "--check")
            #expect(stale.code == 2 && stale.errors.contains("PLN0602"), "\(stale.errors)")
            #expect(try tool.run("compile", "sample.plan.yml", "-o", "elsewhere", "--check").code == 2)
            #expect(!Files.exists(tool.path("elsewhere")))
        }
    }

    @Test func `the directory that a command works in changes nothing`() throws {
        try PlanTool.withWorkspace { tool in
            try SamplePlan.compile(with: tool)
            let here = try tool.read("out/graph.json")
            let plan = tool.path("sample.plan.yml")
            let elsewhere = Subprocess(
                "/bin/sh", ["-c", "cd / && exec \"$0\" compile \"$1\" -o \"$2\"", tool.program, plan, tool.path("out")])
            #expect(try elsewhere.run().status.isSuccess)
            #expect(try tool.read("out/graph.json") == here)
        }
    }

    @Test func `a source that an included file names is found from the plan and from the graph`() throws {
        try PostgresFixture.shared.withDatabase { conninfo in
            try PlanTool.withWorkspace(target: conninfo) { tool in
                _ = try Subprocess("mkdir", ["-p", tool.path("shared/data"), tool.path("plans/here")]).run()
                try tool.makeDatabase("shared/data/source.db", SamplePlan.sql)
                try tool.write("source: { sqlite: data/source.db }\n", to: "shared/common.yml")
                try tool.write(
                    "plan: 1\nname: sample\ninclude: ../../shared/common.yml\ntarget: { postgres: \"${DATABASE_URL}\" }\n",
                    to: "plans/here/sample.plan.yml")
                let compiled = try tool.run("compile", "plans/here/sample.plan.yml", "-o", "out")
                #expect(compiled.code == 0, "\(compiled.errors)")
                #expect(try tool.read("out/graph.json").contains("\"location\": \"../../shared/data/source.db\""))
                let run = try tool.run("run", "out/graph.json")
                #expect(run.code == 0, "\(run.errors)")
            }
        }
    }

    @Test func `a filter that the source does not understand is told before anything runs`() throws {
        try PlanTool.withWorkspace { tool in
            try tool.makeDatabase("source.db", SamplePlan.sql)
            try tool.write(SamplePlan.text("tables: { users: { where: \"nam = 'x'\" } }"), to: "sample.plan.yml")
            let outcome = try tool.run("compile", "sample.plan.yml")
            #expect(outcome.code == 65)
            #expect(outcome.errors.contains("sample.plan.yml:5:27: error[PLN0511]"), "\(outcome.errors)")
            #expect(outcome.errors.contains("no such column: nam"), "\(outcome.errors)")
        }
    }

    @Test(arguments: [
        ("load_extension('x.so') IS NULL", "it calls load_extension(), which is switched off"),
        ("random() % 2 = 0", "it calls random(), which answers otherwise each time"),
        ("\\\"random\\\" () > 0", "it calls random(), which answers otherwise each time"),
        ("born < CURRENT_DATE", "current_date asks for the time of the run"),
        ("born < date('NOW', '-1 year')", "date() asks for the time of the run"),
        ("strftime('%Y') > '2000' OR born < date(born)", "strftime() asks for the time of the run"),
    ])
    func `a filter that would answer otherwise from query to query is told before anything runs`(
        filter: String, reason: String
    ) throws {
        try PlanTool.withWorkspace { tool in
            try tool.makeDatabase("source.db", SamplePlan.sql)
            try tool.write(SamplePlan.text("tables: { users: { where: \"\(filter)\" } }"), to: "sample.plan.yml")
            let outcome = try tool.run("compile", "sample.plan.yml")
            #expect(outcome.code == 65)
            #expect(outcome.errors.hasPrefix("sample.plan.yml:5:27: error[PLN0511]"), "\(outcome.errors)")
            #expect(outcome.errors.contains(reason), "\(outcome.errors)")
        }
    }

    @Test(arguments: [
        "born < date('2020-01-01', '+1 month')", "name = 'now' AND born > date(born)", "name <> 'random()'",
        "strftime('%Y', born) = '2000' OR coalesce(name, datetime(born, 'utc')) = 'CURRENT_DATE'",
    ])
    func `a filter whose answer is the same each time passes`(filter: String) throws {
        try PlanTool.withWorkspace { tool in
            try tool.makeDatabase("source.db", SamplePlan.sql)
            try tool.write(SamplePlan.text("tables: { users: { where: \"\(filter)\" } }"), to: "sample.plan.yml")
            let outcome = try tool.run("compile", "sample.plan.yml")
            #expect(outcome.code == 0, "\(outcome.errors)")
        }
    }

    @Test func `a report that cannot be written is told before the run`() throws {
        try PostgresFixture.shared.withDatabase { conninfo in
            try PlanTool.withWorkspace(target: conninfo) { tool in
                try SamplePlan.compile(with: tool)
                let before = try Psql.inventory(conninfo)
                let run = try tool.run("run", "out/graph.json", "--report", "no/such/directory/report.json")
                #expect(run.code == 1 && run.errors.contains("PLN0001"), "\(run.errors)")
                #expect(try Psql.inventory(conninfo) == before)
            }
        }
    }

    @Test func `a misspelt column in double quotes is no text`() throws {
        try PlanTool.withWorkspace { tool in
            try tool.makeDatabase("source.db", SamplePlan.sql)
            try tool.write(SamplePlan.text("tables: { users: { where: '\"nam\" = 1' } }"), to: "sample.plan.yml")
            let outcome = try tool.run("compile", "sample.plan.yml")
            #expect(outcome.code == 65 && outcome.errors.contains("no such column: nam"), "\(outcome.errors)")
        }
    }

    @Test func `what a command writes replaces no database and no plan, and a link stays a link`() throws {
        try PlanTool.withWorkspace { tool in
            try SamplePlan.compile(with: tool)
            let source = try Files.read(tool.path("source.db"))
            for path in ["source.db", "sample.plan.yml"] {
                let outcome = try tool.run("snapshot", "sample.plan.yml", "-o", path)
                #expect(outcome.code == 1 && outcome.errors.contains("PLN0008"), "\(outcome.errors)")
            }
            #expect(try Files.read(tool.path("source.db")) == source)
            _ = try Subprocess("ln", ["-s", tool.path("real.json"), tool.path("link.json")]).run()
            try tool.write("{}", to: "real.json")
            #expect(try tool.run("snapshot", "sample.plan.yml", "-o", "link.json").code == 0)
            #expect(try tool.read("real.json").contains("plan.catalog"))
            #expect(try tool.run("snapshot", "sample.plan.yml", "-o", "/dev/null").code == 0)
        }
    }

    @Test func `a result that a disk has no room for is a failure`() throws {
        try PlanTool.withWorkspace { tool in
            try SamplePlan.compile(with: tool)
            let full = Subprocess(
                "/bin/sh", ["-c", "exec \"$0\" show \"$1\" > /dev/full", tool.program, tool.path("out/graph.json")])
            let outcome = try full.run()
            #expect(outcome.status == .exited(1) && outcome.errorText.contains("No space left on device"))
        }
    }

    @Test(arguments: ["validate", "compile", "show", "snapshot", "run", "status", "rollback"])
    func `with --format json a failing command prints one JSON document`(command: String) throws {
        try PlanTool.withWorkspace { tool in
            try tool.write("plan: 1\nname: NOT A NAME\n", to: "bad.plan.yml")
            let outcome = try tool.run(command, "bad.plan.yml", "--format", command == "show" ? "text" : "json")
            #expect(outcome.code == 65, "\(outcome.errors)")
            guard command != "show" else { return }
            let json = try JSONParser.parse(Array(outcome.output.utf8))
            #expect(json["format"]?["name"] == "plan.diagnostics")
        }
    }
}
