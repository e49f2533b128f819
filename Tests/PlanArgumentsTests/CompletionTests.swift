import PlanArguments
import PlanSupport
import PlanTestSupport
import Testing

@Suite struct CompletionTests {
    struct Case: CustomTestStringConvertible {
        /// The words as bash splits them, the last being the one at the cursor; `_` stands for an empty one.
        let words: String
        let replies: [String]
        var testDescription: String { words }

        init(_ words: String, _ replies: [String]) {
            self.words = words
            self.replies = replies
        }
    }

    private static let commands = ["init", "compile", "show", "run", "backup", "completions", "help"]
    private static let isBashInstalled = Shell("bash") != nil

    @Test(
        .enabled(if: isBashInstalled, "bash is not installed"),
        arguments: [
            Case("plan _", commands),
            Case("plan co", ["compile", "completions"]),
            Case("plan self", []),
            Case("plan --v", ["--verbose", "--version"]),
            Case("plan -q --format json co", ["compile", "completions"]),
            Case("plan --format _", ["text", "json"]),
            Case("plan help co", ["compile", "completions"]),
            Case("plan help backup _", ["create", "list"]),
            Case("plan help compile _", ["--format", "--quiet", "--verbose", "--help"]),
            Case("plan backup _", ["create", "list"]),
            Case("plan -v backup create --f", ["--full", "--format"]),
            Case("plan compile --", ["--output", "--check", "--format", "--quiet", "--verbose", "--help"]),
            Case("plan compile --format t", ["text"]),
            Case("plan show --format _", ["text", "dot", "mermaid", "html", "json"]),
            // Bash splits words at the equals sign.
            Case("plan show --format =", ["text", "dot", "mermaid", "html", "json"]),
            Case("plan show --format = m", ["mermaid"]),
            Case("plan show --format = dot a", ["a.yml", "a dir"]),
            // Unless the user told it not to.
            Case("plan show --format=m", ["--format=mermaid"]),
            Case("plan compile _", ["a.yml", "b.yaml", "a dir"]),
            Case("plan compile --check a", ["a.yml", "a dir"]),
            Case("plan compile -o a", ["a dir"]),
            Case("plan compile a.yml --output _", ["a dir"]),
            Case("plan compile a.yml _", ["--output", "--check", "--format", "--quiet", "--verbose", "--help"]),
            Case("plan compile -o x -q b", ["b.yaml"]),
            Case("plan run a.yml c", ["c.json"]),
            Case("plan run --jobs _", []),
            Case("plan run -- --y", []),
            Case("plan init --from s", ["sqlite:"]),
            Case("plan init --from sqlite : c", ["c.json"]),
            Case("plan init --from sqlite : c.json --q", ["--quiet"]),
            Case("plan completions _", ["bash", "zsh", "fish"]),
        ])
    func `bash completes what the spec says`(line: Case) throws {
        let shell = try #require(Shell("bash"))
        let directory = try TemporaryDirectory()
        for name in ["a.yml", "b.yaml", "c.json", "a dir/x"] { try directory.write([], to: name) }
        let words = line.words.split(separator: " ").map { $0 == "_" ? "''" : "'\($0)'" }
        let script = """
            \(CompletionScript.bash.text(for: SampleTool.tool))
            COMP_WORDS=(\(words.joined(separator: " ")))
            COMP_CWORD=\(words.count - 1)
            _plan
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        let output = try withExtendedLifetime(directory) {
            try shell.run(script, options: ["--norc"], in: directory.path)
        }
        let replies = output.text.split(separator: "\n").map(String.init)
        #expect(output.status.isSuccess)
        #expect(replies.sorted() == line.replies.sorted())
    }

    @Test(.enabled(if: isBashInstalled, "bash is not installed"))
    func `bash registers the function for the tool`() throws {
        let script = CompletionScript.bash.text(for: SampleTool.tool) + "complete -p plan\n"
        let output = try #require(Shell("bash")).run(script, options: ["--norc"])
        #expect(output == Shell.Output(text: "complete -F _plan plan\n", status: .exited(0)))
    }

    @Test(.enabled(if: isBashInstalled, "bash is not installed"))
    func `bash finds no syntax error`() throws { try expectNoSyntaxError(in: .bash) }

    @Test(.enabled(if: Shell("zsh") != nil, "zsh is not installed"))
    func `zsh finds no syntax error`() throws { try expectNoSyntaxError(in: .zsh) }

    @Test(.enabled(if: Shell("fish") != nil, "fish is not installed"))
    func `fish finds no syntax error`() throws { try expectNoSyntaxError(in: .fish) }

    @Test(arguments: CompletionScript.allCases)
    func `a script names each listed command and option, and no hidden one`(kind: CompletionScript) {
        let text = kind.text(for: SampleTool.tool)
        for (path, command) in SampleTool.tool.allCommands where !command.isHidden {
            #expect(path.names.allSatisfy(text.contains), "\(path)")
            for option in command.options { #expect(text.contains(option.name), "\(path) --\(option.name)") }
        }
        #expect(!text.contains("self-test"))
    }

    /// A tool whose texts would end a word, run a command or open a pattern in a script that did not quote them.
    private static let hostileTool = ToolSpec(
        name: "my-tool", abstract: "Do", version: "1",
        commands: [
            CommandSpec(
                "do", "Don't [ever]: \\ `x` $(touch hit)",
                options: [OptionSpec("pick", .value(placeholder: "A:B"), help: "It's [x]: \" $(touch hit)")])
        ])

    private func expectNoSyntaxError(in kind: CompletionScript) throws {
        let shell = try #require(Shell(kind.rawValue))
        for tool in [SampleTool.tool, Self.hostileTool] {
            let output = try shell.run(kind.text(for: tool), options: ["-n"])
            #expect(output == Shell.Output(text: "", status: .exited(0)))
        }
    }
}
