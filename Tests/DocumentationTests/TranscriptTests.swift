import PlanSupport
import PlanTestSupport
import Testing

/// Runs every command line that a page shows, in the order of the page, where the example shop is.
@Suite struct TranscriptTests {
    private static let documents = Document.all.filter {
        Transcript(of: $0).commands.contains { $0.runner != .leave }
    }

    /// What must have been done before the examples of a command's page, which stand for themselves.
    private static let preparations = [
        "docs/commands/diff.md": [
            "plan compile plans/shop.plan.yml", "plan compile plans/shop.plan.yml -o old",
        ],
        "docs/commands/run.md": ["plan compile plans/shop.plan.yml"],
        "docs/commands/show.md": ["plan compile plans/shop.plan.yml"],
        "docs/commands/status.md": ["plan compile plans/shop.plan.yml", "plan run plans/shop/graph.json --yes"],
        "docs/commands/history.md": ["plan compile plans/shop.plan.yml", "plan run plans/shop/graph.json --yes"],
        "docs/commands/verify.md": ["plan compile plans/shop.plan.yml", "plan run plans/shop/graph.json --yes"],
        "docs/commands/rollback.md": ["plan compile plans/shop.plan.yml", "plan run plans/shop/graph.json --yes"],
    ]

    @Test(.requiresPostgres, arguments: documents) func `commands do what the page says`(document: Document) throws {
        try PostgresFixture.shared.withDatabase { conninfo in
            try PlanTool.withWorkspace(target: conninfo) { tool in
                let shell = Shell(tool)
                try shell.buildShop()
                for line in Self.preparations[document.path] ?? [] {
                    let outcome = try shell.run(line)
                    try #require(outcome.code == 0, "\(document.path): '\(line)' prints \(outcome.output)")
                }
                for step in Transcript(of: document).steps {
                    switch step {
                    case .file(let name, let text): try tool.write(text, to: name)
                    case .command(let command): try expect(command, of: document, in: shell)
                    }
                }
            }
        }
    }

    private func expect(_ command: Transcript.Command, of document: Document, in shell: Shell) throws {
        let place = "\(document.path):\(command.number)"
        switch command.runner {
        case .leave: return
        case .unknown: Issue.record("\(place): '\(command.line)' is not known to the tests")
        case .run:
            let outcome = try shell.run(command.line)
            #expect(
                outcome.code == command.exitCode,
                "\(place): '\(command.line)' exits with \(outcome.code ?? -1), not \(command.exitCode): \(outcome.output)"
            )
            guard let expected = command.output else { return }
            guard !OutputPattern(expected).matches(outcome.output) else { return }
            Issue.record("\(place): '\(command.line)' prints something else:\n\(outcome.output)")
        }
    }

    @Test func `examples of plans are plans`() throws {
        var count = 0
        try PlanTool.withWorkspace { tool in
            for document in Document.all {
                for block in document.blocks where block.language == "yaml" && block.isPlan {
                    count += 1
                    try tool.write(block.text, to: "example.plan.yml")
                    let outcome = try tool.run("validate", "example.plan.yml")
                    #expect(outcome.code == 0, "\(document.path):\(block.line): \(outcome.errors)")
                }
            }
        }
        #expect(count >= 3, "the examples were not found")
    }
}

extension Document.Block {
    /// Whether it is a whole plan: what is no comment begins with the format's version, and goes on.
    fileprivate var isPlan: Bool {
        let content = lines.filter { !$0.hasPrefix("#") }
        return content.first == "plan: 1" && content.count > 1
    }
}

/// Runs lines as a person at a prompt does: with pipes and redirections, both streams on the screen.
struct Shell {
    private let tool: PlanTool

    init(_ tool: PlanTool) { self.tool = tool }

    /// Puts the example beside its plan, as in the repository.
    func buildShop() throws {
        for name in ["plans", "scripts", "schemas"] {
            let copy = try Subprocess("cp", ["-R", Repository.path(name), tool.path(name)]).run()
            try #require(copy.status.isSuccess, "\(copy.errorText)")
        }
        let outcome = try run("sh scripts/build-shop.sh")
        try #require(outcome.code == 0, "\(outcome.output)")
    }

    func run(_ line: String) throws -> (code: Int32?, output: String) {
        let search = Path.directory(of: tool.program) + ":" + (Subprocess.variable("PATH") ?? "")
        let shell = Subprocess(
            "sh", ["-c", "exec 2>&1\n" + line],
            environment: .inherited(changing: tool.environment.merging(["PATH": search]) { $1 }),
            workingDirectory: tool.directory.path)
        let output = try shell.run(outputLimit: 1 << 24)
        switch output.status {
        case .exited(let code): return (code, output.text)
        case .signalled: return (nil, output.text)
        }
    }
}
