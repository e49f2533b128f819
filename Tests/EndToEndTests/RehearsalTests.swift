import PlanSupport
import PlanTestSupport
import Testing

@Suite(.requiresPostgres) struct RehearsalTests {
    /// Rehearsals work in a directory of the test's own, so that what they leave is seen.
    private func withTool(_ body: (PlanTool) throws -> Void) throws {
        try PlanTool.withWorkspace { tool in
            // The account that runs the server must be able to come here.
            _ = try Subprocess("chmod", ["755", tool.directory.path]).run()
            _ = try Subprocess("mkdir", ["-m", "1777", tool.path("t")]).run()
            var tool = tool
            tool.environment["TMPDIR"] = tool.path("t")
            try tool.makeDatabase("source.db", SamplePlan.sql)
            try tool.write(SamplePlan.text(), to: "sample.plan.yml")
            try body(tool)
        }
    }

    private func leftovers(_ tool: PlanTool) throws -> [String] {
        let names = try Subprocess("ls", ["-A", tool.path("t")]).run().text.split(separator: "\n").map(String.init)
        return names.filter { $0.hasPrefix("plan-rehearsal") }
    }

    @Test func `a rehearsal needs no target, ends with a report and leaves nothing`() throws {
        try withTool { tool in
            let outcome = try tool.run("rehearse", "sample.plan.yml")
            #expect(outcome.code == 0, "\(outcome.errors)")
            #expect(outcome.output.contains("done: sample"), "\(outcome.output)")
            #expect(outcome.output.contains("sequence of public.orders.id set to 3,000"), "\(outcome.output)")
            #expect(try leftovers(tool) == [])
        }
    }

    @Test func `a rehearsal takes as many streams as a run may have`() throws {
        try withTool { tool in
            let tables = (1...64).map { "CREATE TABLE t\($0) (id INTEGER PRIMARY KEY);" }.joined()
            try tool.makeDatabase("source.db", tables)
            let outcome = try tool.run("rehearse", "sample.plan.yml", "--jobs", "64")
            #expect(outcome.code == 0, "\(outcome.errors)")
            #expect(outcome.errors.contains("64 streams"), "\(outcome.errors)")
        }
    }

    @Test func `a rehearsal that fails says why and leaves nothing`() throws {
        try withTool { tool in
            try tool.write(
                SamplePlan.text("tables: { users: { columns: { active: { default: \"no_such_function()\" } } } }"),
                to: "sample.plan.yml")
            let outcome = try tool.run("rehearse", "sample.plan.yml")
            #expect(outcome.code == 1 && outcome.errors.contains("no_such_function"), "\(outcome.errors)")
            #expect(try leftovers(tool) == [])
        }
    }

    @Test(arguments: [Int32(2), 9])
    func `a rehearsal that is interrupted or killed leaves neither server nor directory`(signal: Int32) throws {
        try withTool { tool in
            let process = try tool.start("rehearse", "sample.plan.yml")
            while try leftovers(tool).isEmpty {
                _ = process.wait(atMost: .milliseconds(5))
            }
            process.send(signal: signal)
            _ = try process.wait()
            // After a kill the guard needs a moment.
            for _ in 0..<200 where try !leftovers(tool).isEmpty { _ = try Subprocess("sleep", ["0.05"]).run() }
            #expect(try leftovers(tool) == [])
            let servers = try Subprocess("pgrep", ["-f", tool.path("t")]).run().text
            #expect(servers == "")
        }
    }
}
