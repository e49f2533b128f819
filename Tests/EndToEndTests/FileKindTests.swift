import PlanSupport
import PlanTestSupport
import Testing

/// A pipe has no end until its writer says so, and a device may have none: a command refuses them and does not wait.
struct FileKindTests {
    /// A workspace with a pipe, to which nobody writes, and a link to a device without end.
    private func withTool(_ body: (PlanTool) throws -> Void) throws {
        try PlanTool.withWorkspace { tool in
            try SamplePlan.compile(with: tool)
            for command in [["mkfifo", "pipe"], ["ln", "-s", "/dev/zero", "device"], ["mkdir", "directory"]] {
                let made = try Subprocess(command[0], Array(command.dropFirst()), workingDirectory: tool.directory.path)
                    .run()
                try #require(made.status.isSuccess)
            }
            try body(tool)
        }
    }

    /// Runs a command line that is cut off where it hangs.
    private func run(_ tool: PlanTool, _ arguments: String...) throws -> Subprocess.Output {
        try Subprocess("timeout", ["20", tool.program] + arguments, workingDirectory: tool.directory.path).run()
    }

    @Test(arguments: [
        ("pipe", "it is no regular file"), ("device", "it is no regular file"), ("directory", "Is a directory"),
    ])
    func `a plan that is no regular file is refused in one line`(name: String, reason: String) throws {
        try withTool { tool in
            for command in ["validate", "compile", "show", "run", "rehearse", "status", "rollback", "snapshot"] {
                let outcome = try run(tool, command, name)
                #expect(outcome.status == .exited(69), "\(command)")
                #expect(outcome.errorText == "error[PLN0001]: cannot read \(name): \(reason)", "\(command)")
            }
        }
    }

    @Test(arguments: ["pipe", "device"])
    func `nor is one read that a plan names`(name: String) throws {
        try withTool { tool in
            try tool.write("include: \(name)\n" + SamplePlan.text(), to: "including.plan.yml")
            let including = try run(tool, "validate", "including.plan.yml")
            #expect(including.status == .exited(65))
            #expect(including.errorText.contains("it is no regular file"), "\(including.errorText)")

            let text = SamplePlan.text().split(separator: "\n").map {
                $0.hasPrefix("source:") ? "source: { sqlite: source.db, catalog: \(name) }" : $0
            }
            try tool.write(text.joined(separator: "\n") + "\n", to: "pinned.plan.yml")
            let pinned = try run(tool, "compile", "pinned.plan.yml")
            #expect(pinned.status == .exited(65))
            #expect(pinned.errorText.contains("it is no regular file"), "\(pinned.errorText)")
        }
    }

    @Test func `a plan comes from standard input, which may be a pipe`() throws {
        try withTool { tool in
            let command = "cat sample.plan.yml | \"$0\" validate -"
            let outcome = try Subprocess(
                "timeout", ["20", "sh", "-c", command, tool.program], workingDirectory: tool.directory.path
            ).run()
            #expect(outcome.status == .exited(0) && outcome.errorText == "-: ok", "\(outcome.errorText)")
        }
    }

    @Test func `a plan with more bytes than a plan may have is refused by every command`() throws {
        try withTool { tool in
            let comment = "# " + String(repeating: "x", count: 10_000_000) + "\n"
            try tool.write(SamplePlan.text() + comment, to: "large.plan.yml")
            for command in ["validate", "compile", "run"] {
                let outcome = try run(tool, command, "large.plan.yml")
                #expect(outcome.status == .exited(65) && outcome.errorText.contains("PLN0002"), "\(outcome.errorText)")
            }
        }
    }
}
