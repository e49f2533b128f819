import PlanSupport
import PlanTestSupport
import Testing

/// What the system's permissions forbid is told in one line, with the documented exit code, and nothing is written.
@Suite(.requiresUnprivilegedAccount) struct PermissionTests {
    private func withTool(_ body: (PlanTool) throws -> Void) throws {
        // The target is never reached.
        let target = Secret("host=/nonexistent dbname=none")
        try PlanTool.withWorkspace(target: target) { tool in
            try SamplePlan.compile(with: tool)
            try setMode("755", ".", tool)
            var tool = tool
            tool.account = .unprivileged
            try body(tool)
        }
    }

    private func setMode(_ mode: String, _ name: String, _ tool: PlanTool) throws {
        let changed = try Subprocess("chmod", [mode, tool.path(name)]).run()
        try #require(changed.status.isSuccess)
    }

    private func expect(_ outcome: PlanTool.Outcome, code: Int32, _ line: String) {
        #expect(outcome.code == code)
        #expect(outcome.output == "")
        #expect(outcome.errors == line)
    }

    @Test func `a source that may not be read ends a run and a dry run`() throws {
        try withTool { tool in
            try setMode("000", "source.db", tool)
            let source = tool.path("source.db")
            for arguments in [["run", "out/graph.json", "--yes"], ["run", "out/graph.json", "--dry-run"]] {
                let outcome = try tool.run(arguments)
                #expect(outcome.code == 69)
                #expect(outcome.output == "")
                #expect(
                    outcome.errors.hasPrefix("error[PLN0004]: cannot read the source: cannot open ")
                        && outcome.errors.contains(Path.name(of: source))
                        && outcome.errors.contains("Permission denied"), "\(outcome.errors)")
                #expect(!outcome.errors.contains("\n"), "\(outcome.errors)")
            }
        }
    }

    @Test func `a source that may not be read is told at the place in the plan that names it`() throws {
        try withTool { tool in
            try setMode("000", "source.db", tool)
            let outcome = try tool.run("compile", "sample.plan.yml", "-o", "out")
            #expect(outcome.code == 69)
            let first = outcome.errors.split(separator: "\n").first ?? ""
            #expect(first.hasPrefix("sample.plan.yml:3:19: error[PLN0004]: "), "\(outcome.errors)")
            #expect(first.contains("Permission denied"), "\(outcome.errors)")
        }
    }

    @Test func `a plan or a graph that may not be read`() throws {
        try withTool { tool in
            try setMode("000", "sample.plan.yml", tool)
            try setMode("000", "out/graph.json", tool)
            let line = "error[PLN0001]: cannot read sample.plan.yml: Permission denied"
            for command in ["validate", "compile", "show", "run", "snapshot"] {
                expect(try tool.run(command, "sample.plan.yml"), code: 69, line)
            }
            expect(
                try tool.run("run", "out/graph.json"), code: 69,
                "error[PLN0001]: cannot read out/graph.json: Permission denied")
        }
    }

    @Test func `a directory that may not be written to keeps what it holds`() throws {
        try withTool { tool in
            try setMode("555", "out", tool)
            let (before, names) = (try tool.read("out/graph.json"), Files.names(in: tool.path("out")))
            let line = "error[PLN0001]: cannot write out/graph.json: Permission denied"
            expect(try tool.run("compile", "sample.plan.yml", "-o", "out"), code: 1, line)
            expect(
                try tool.run("snapshot", "sample.plan.yml", "-o", "out/catalog.json"), code: 1,
                "error[PLN0001]: cannot write out/catalog.json: Permission denied")
            expect(
                try tool.run("run", "out/graph.json", "--yes", "--report", "out/report.json"), code: 1,
                "error[PLN0001]: cannot write out/report.json: Permission denied")
            #expect(try tool.read("out/graph.json") == before)
            #expect(Files.names(in: tool.path("out")) == names)
        }
    }

    @Test func `a directory that cannot be made`() throws {
        try withTool { tool in
            try setMode("555", ".", tool)
            expect(
                try tool.run("compile", "sample.plan.yml", "-o", "new/deep"), code: 1,
                "error[PLN0001]: cannot make directory new: Permission denied")
            #expect(!Files.exists(tool.path("new")))
        }
    }
}
