import PlanArguments
import PlanSupport
import Testing

@Suite struct SpecTests {
    @Test func `the sample has no problems`() {
        #expect(SampleTool.tool.problems() == [])
    }

    struct Case: CustomTestStringConvertible {
        let problem: String
        let tool: ToolSpec
        var testDescription: String { problem }

        init(_ problem: String, _ tool: ToolSpec) {
            self.problem = problem
            self.tool = tool
        }

        init(_ problem: String, options: [OptionSpec]) {
            self.init(problem, SpecTests.tool(CommandSpec("c", "Do", options: options)))
        }

        init(_ problem: String, arguments: [ArgumentSpec]) {
            self.init(problem, SpecTests.tool(CommandSpec("c", "Do", arguments: arguments)))
        }
    }

    fileprivate static func tool(_ commands: CommandSpec..., common: [OptionSpec] = []) -> ToolSpec {
        ToolSpec(name: "t", abstract: "Do", version: "1", commands: commands, commonOptions: common)
    }

    private static let flag = OptionSpec("flag", short: "f", help: "A flag")

    @Test(arguments: [
        Case("the tool has no commands", tool()),
        Case("command 'c' is declared twice", tool(CommandSpec("c", "Do"), CommandSpec("c", "Do"))),
        Case("the name of command 'help' is reserved", tool(CommandSpec("help", "Do"))),
        Case("command name 'C x' is not made of a-z, 0-9, '-' and '_'", tool(CommandSpec("C x", "Do"))),
        Case("the abstract of 'c' is empty", tool(CommandSpec("c", " "))),
        Case("the abstract of 'c' is more than a line", tool(CommandSpec("c", "a\nb"))),
        Case("the abstract of 'c' ends in a full stop", tool(CommandSpec("c", "Do."))),
        Case(
            "'c' has subcommands: its arguments and options belong to them",
            tool(CommandSpec("c", "Do", options: [flag], subcommands: [CommandSpec("d", "Do")]))),
        Case(
            "command 'd' of 'c' is declared twice",
            tool(CommandSpec("c", "Do", subcommands: [CommandSpec("d", "Do"), CommandSpec("d", "Do")]))),
        Case("option '--flag' of 'c' is declared twice", options: [flag, OptionSpec("flag", help: "Again")]),
        Case("option '-f' of 'c' is declared twice", options: [flag, OptionSpec("force", short: "f", help: "Again")]),
        Case("a name of option '--help' of 'c' is reserved", options: [OptionSpec("help", help: "Mine")]),
        Case("a name of option '--hot' of 'c' is reserved", options: [OptionSpec("hot", short: "h", help: "Mine")]),
        Case("the name of option '--x' of 'c' is a single letter", options: [OptionSpec("x", help: "Mine")]),
        Case(
            "the short name '5' of option '--five' of 'c' is no letter",
            options: [
                OptionSpec("five", short: "5", help: "Mine")
            ]),
        Case("the help of option '--flag' of 'c' is empty", options: [OptionSpec("flag", help: "")]),
        Case(
            "option '--flag' of 'c' is a flag, and cannot be repeatable",
            options: [
                OptionSpec("flag", .flag, .repeatable, help: "A flag")
            ]),
        Case(
            "option '--flag' of 'c' is a flag, and cannot have a default",
            options: [
                OptionSpec("flag", help: "A flag", defaultsTo: .value("on"))
            ]),
        Case(
            "option '--value' of 'c' has no placeholder",
            options: [
                OptionSpec("value", .value(placeholder: ""), help: "A value")
            ]),
        Case("option '--pick' of 'c' has no choices", options: [OptionSpec("pick", .choice([]), help: "A choice")]),
        Case(
            "choice 'a' of option '--pick' of 'c' is listed twice",
            options: [
                OptionSpec("pick", .choice(["a", "a"]), help: "A choice")
            ]),
        Case(
            "choice 'a b' of option '--pick' of 'c' is not made of a-z, 0-9, '-' and '_'",
            options: [
                OptionSpec("pick", .choice(["a b"]), help: "A choice")
            ]),
        Case(
            "the default 'b' of option '--pick' of 'c' is not one of its choices",
            options: [
                OptionSpec("pick", .choice(["a"]), help: "A choice", defaultsTo: .value("b"))
            ]),
        Case(
            "the default '9' of option '--count' of 'c' is not an integer in its range",
            options: [
                OptionSpec("count", .integer(placeholder: "N", range: 1...8), help: "A count", defaultsTo: .value("9"))
            ]),
        Case(
            "option '--value' of 'c' is required, but has a default",
            options: [
                OptionSpec("value", .value(placeholder: "X"), .required, help: "A value", defaultsTo: .value("x"))
            ]),
        Case(
            "argument 'A' of 'c' is declared twice",
            arguments: [
                ArgumentSpec("A", help: "One"), ArgumentSpec("A", help: "Two"),
            ]),
        Case(
            "argument 'B' of 'c' is required, but follows an optional one",
            arguments: [
                ArgumentSpec("A", .optional, help: "One"), ArgumentSpec("B", help: "Two"),
            ]),
        Case(
            "argument 'A' of 'c' is repeated, but not the last",
            arguments: [
                ArgumentSpec("A", .oneOrMore, help: "One"), ArgumentSpec("B", help: "Two"),
            ]),
        Case("the name of argument 'a' of 'c' is not in capitals", arguments: [ArgumentSpec("a", help: "One")]),
        Case(
            "argument 'A' of 'c' has no choices",
            arguments: [
                ArgumentSpec("A", .required, .choice([]), help: "One")
            ]),
        Case(
            "common option '--all' is required",
            tool(
                CommandSpec("c", "Do"),
                common: [
                    OptionSpec("all", .value(placeholder: "X"), .required, help: "All")
                ])),
        Case(
            "'--flag' of 'c' replaces a common option of another form",
            tool(
                CommandSpec("c", "Do", options: [OptionSpec("flag", .value(placeholder: "X"), help: "A value")]),
                common: [flag])),
        Case(
            "'-f' of 'c' is a common option too",
            tool(CommandSpec("c", "Do", options: [OptionSpec("force", short: "f", help: "Force")]), common: [flag])),
        Case(
            "example 't c --nope' of 'c' is refused: unknown option '--nope'",
            tool(CommandSpec("c", "Do", examples: [ExampleSpec("Do it", "t c --nope")]))),
        Case(
            "example 't --help' is not one of 'c'",
            tool(CommandSpec("c", "Do", examples: [ExampleSpec("Do it", "t --help")]))),
        Case(
            "exit code '1' is declared twice",
            ToolSpec(
                name: "t", abstract: "Do", version: "1", commands: [CommandSpec("c", "Do")],
                exitCodes: [ExitCodeSpec(1, "failed"), ExitCodeSpec(1, "lost")])),
        Case(
            "exit code 256 is not in 0 to 255",
            ToolSpec(
                name: "t", abstract: "Do", version: "1", commands: [CommandSpec("c", "Do")],
                exitCodes: [ExitCodeSpec(256, "failed")])),
    ])
    func `a mistake in a spec is reported`(wrong: Case) {
        #expect(wrong.tool.problems().contains(wrong.problem), "\(wrong.tool.problems())")
    }

    @Test func `a path leads to its command`() {
        #expect(SampleTool.tool.command(at: ["backup", "list"])?.abstract == "List backups")
        #expect(SampleTool.tool.command(at: ["backup", "nope"]) == nil)
        #expect(SampleTool.tool.command(at: .tool) == nil)
        #expect(
            SampleTool.tool.allCommands.map(\.path.description) == [
                "init", "compile", "show", "run", "backup", "backup create", "backup list", "completions", "self-test",
            ])
    }

    @Test func `the JSON describes the tool`() throws {
        let json = SampleTool.tool.json
        #expect(json["format"] == .object(["name": "plan.tool", "version": 1]))
        #expect(json["version"] == "1.2.3")
        guard case .array(let commands) = json["commands"] else {
            Issue.record("no commands")
            return
        }
        #expect(commands.map { $0["hidden"] } == [false, false, false, false, false, false, true])
        let run = try #require(commands.first { $0["name"] == "run" })
        guard case .array(let options) = run["options"] else {
            Issue.record("no options")
            return
        }
        #expect(
            options.first
                == .object([
                    "name": "jobs", "short": "j", "kind": "integer", "placeholder": "N", "minimum": 1, "maximum": 64,
                    "occurrence": "optional", "help": "Parallel streams", "default": "4",
                ]))
        #expect(
            run["arguments"]
                == .array([
                    .object([
                        "name": "FILE", "arity": "one_or_more", "help": "Graphs",
                        "completion": .object(["files": []]),
                    ])
                ]))
    }
}
