import PlanArguments
import Testing

@Suite struct ParsingTests {
    private let tool = SampleTool.tool

    /// Parses a line that must be a command.
    private func command(_ line: String...) throws -> ParsedArguments {
        let invocation = try tool.parse(line)
        guard case .command(_, let arguments) = invocation else { throw NotACommand(invocation: invocation) }
        return arguments
    }

    private struct NotACommand: Error {
        let invocation: Invocation
    }

    @Test(
        arguments: [
            ["compile", "--output", "build", "a.yml"], ["compile", "--output=build", "a.yml"],
            ["compile", "-o", "build", "a.yml"], ["compile", "-obuild", "a.yml"], ["compile", "-o=build", "a.yml"],
            ["compile", "a.yml", "-o", "build"], ["compile", "a.yml", "-qo", "build"],
            ["compile", "-qobuild", "--", "a.yml"],
        ])
    func `every way to write a value reads the same`(line: [String]) throws {
        guard case .command(let path, let arguments) = try tool.parse(line) else {
            Issue.record("not a command")
            return
        }
        #expect(path == ["compile"])
        #expect(arguments.value("output") == "build")
        #expect(arguments.positional("FILE") == "a.yml")
        #expect(!arguments.flag("check"))
    }

    @Test func `flags may share a dash`() throws {
        let arguments = try command("run", "-qvyj8", "a")
        #expect(arguments.flag("quiet") && arguments.flag("verbose") && arguments.flag("yes"))
        #expect(arguments.integer("jobs") == 8)
    }

    @Test func `a flag given twice says nothing new`() throws {
        #expect(try command("run", "--yes", "-y", "a").flag("yes"))
    }

    @Test func `two dashes end the options`() throws {
        let arguments = try command("run", "--", "--yes", "-j", "--", "a")
        #expect(arguments.positionals("FILE") == ["--yes", "-j", "--", "a"])
        #expect(!arguments.flag("yes"))
        #expect(try command("compile", "--", "--help").positional("FILE") == "--help")
    }

    @Test func `a lone dash is a word and a value`() throws {
        let arguments = try command("compile", "-", "-o", "-")
        #expect(arguments.positional("FILE") == "-")
        #expect(arguments.value("output") == "-")
    }

    @Test func `a negative number is a value and a word, other words with a dash are not`() throws {
        #expect(try command("run", "a", "--offset", "-5").integer("offset") == -5)
        #expect(try command("run", "-5", "-2.5").positionals("FILE") == ["-5", "-2.5"])
        #expect(try command("run", "a", "--only=-x").values("only") == ["-x"])
        #expect(throws: UsageError.self) { try tool.parse(["run", "a", "--only", "-x"]) }
        #expect(throws: UsageError.self) { try tool.parse(["run", "a", "--offset", "-5."]) }
    }

    @Test func `an empty word is a value`() throws {
        #expect(try command("compile", "", "--output=").value("output") == "")
        #expect(try command("compile", "", "-o", "").positional("FILE") == "")
    }

    @Test func `common options stand before and after the command`() throws {
        let arguments = try command("--format", "json", "-q", "compile", "a", "--verbose")
        #expect(arguments.value("format") == "json")
        #expect(arguments.flag("quiet") && arguments.flag("verbose"))
    }

    @Test func `a command replaces the choices of a common option, wherever it stands`() throws {
        #expect(try command("--format", "dot", "show", "a").choice("format", as: SampleTool.Format.self) == .dot)
        #expect(try command("show", "a", "--format=html").requiredChoice("format", as: SampleTool.Format.self) == .html)
        #expect(throws: UsageError.self) { try tool.parse(["--format", "dot", "compile", "a"]) }
    }

    @Test func `a default value is returned, a described one is not`() throws {
        let run = try command("run", "a")
        #expect(run.requiredInteger("jobs") == 4)
        #expect(run.requiredValue("format") == "text")
        #expect(!run.isGiven("jobs"))
        #expect(try command("run", "a", "-j4").isGiven("jobs"))
        #expect(try command("compile", "a").value("output") == nil)
    }

    @Test func `a repeated option collects its values in order`() throws {
        #expect(try command("run", "a", "--only", "x", "--only=y").values("only") == ["x", "y"])
        #expect(try command("run", "a").values("only") == [])
    }

    @Test func `words go to the arguments in turn`() throws {
        #expect(try command("run", "a", "-y", "b", "c").positionals("FILE") == ["a", "b", "c"])
        #expect(try command("init", "--from", "x").optionalPositional("NAME") == nil)
        #expect(try command("init", "shop", "--from", "x").optionalPositional("NAME") == "shop")
        #expect(try command("backup", "list").positionals("PATTERN") == [])
        #expect(try command("completions", "zsh").positional("SHELL", as: CompletionScript.self) == .zsh)
    }

    @Test func `a subcommand has a path of two names`() throws {
        guard case .command(let path, let arguments) = try tool.parse(["-q", "backup", "-v", "create", "--full"]) else {
            Issue.record("not a command")
            return
        }
        #expect(path == ["backup", "create"])
        #expect(path.description == "backup create")
        #expect(arguments.flag("quiet") && arguments.flag("verbose") && arguments.flag("full"))
    }

    @Test func `a hidden command works`() throws {
        guard case .command(["self-test"], _) = try tool.parse(["self-test"]) else {
            Issue.record("not a command")
            return
        }
    }

    @Test(
        arguments: [
            ([], []), (["--help"], []), (["-h"], []), (["help"], []), (["-qh"], []), (["--quiet", "--help"], []),
            (["compile", "--help"], ["compile"]), (["compile", "-h"], ["compile"]),
            (["--help", "compile"], ["compile"]),
            (["help", "compile"], ["compile"]), (["compile", "-qh"], ["compile"]), (["help", "-q", "run"], ["run"]),
            (["backup", "--help"], ["backup"]), (["help", "backup"], ["backup"]),
            (["help", "backup", "list"], ["backup", "list"]), (["backup", "list", "-h"], ["backup", "list"]),
            // Whatever else is wrong with the line.
            (["compile", "--nonsense", "--help"], ["compile"]), (["run", "--jobs", "--help"], ["run"]),
            (["run", "--jobs=x", "a", "-h"], ["run"]), (["compile", "a", "b", "-h"], ["compile"]),
        ] as [([String], [String])])
    func `help is found wherever it is asked for`(line: [String], path: [String]) throws {
        #expect(try tool.parse(line) == .help(for: CommandPath(path)))
    }

    @Test func `the version is the tool's`() throws {
        #expect(try tool.parse(["--version"]) == .version)
        #expect(try tool.parse(["-q", "--version", "compile"]) == .version)
        #expect(throws: UsageError.self) { try tool.parse(["compile", "--version"]) }
    }

    @Test func `asking for what the spec does not declare traps`() async {
        await #expect(processExitsWith: .failure) {
            _ = try SampleTool.parsedRun().flag("nonsense")
        }
        await #expect(processExitsWith: .failure) {
            _ = try SampleTool.parsedRun().flag("jobs")
        }
        await #expect(processExitsWith: .failure) {
            _ = try SampleTool.parsedRun().integer("only")
        }
        await #expect(processExitsWith: .failure) {
            _ = try SampleTool.parsedRun().positional("FILE")
        }
        await #expect(processExitsWith: .success) {
            _ = try SampleTool.parsedRun().flag("yes")
        }
    }
}

extension SampleTool {
    fileprivate static func parsedRun() throws -> ParsedArguments {
        guard case .command(_, let arguments) = try tool.parse(["run", "a"]) else { throw CancellationError() }
        return arguments
    }
}
