import PlanArguments
import Testing

@Suite struct HelpTests {
    private func help(_ path: CommandPath, width: Int = 72) -> String {
        HelpRenderer(tool: SampleTool.tool, width: width).help(for: path)
    }

    @Test func `the tool's help lists commands by group`() {
        #expect(
            help(.tool) == """
                Compile database migrations, and run them

                Usage: plan COMMAND [options]

                Planning
                  init         Write a starter plan
                  compile      Write the operation graph and the SQL bundle
                  show         Print a graph for people to read

                Running
                  run          Execute a graph
                  backup       Make and restore backups

                Commands
                  completions  Print a completion script

                Common options
                      --format text|json  Form of the output (default: text)
                  -q, --quiet             Print errors only
                  -v, --verbose           Print what is done
                  -h, --help              Print help
                      --version           Print the version

                Exit codes
                  0   done
                  1   failed
                  64  wrong usage

                Environment
                  NO_COLOR  Print no colors

                Run 'plan help COMMAND' to read about a command.

                Documentation: docs/README.md

                """)
    }

    @Test func `a command's help says all there is to know`() {
        #expect(
            help(["compile"]) == """
                Write the operation graph and the SQL bundle

                Usage: plan compile FILE [options]

                Reads the plan and the catalogs it names, and writes a graph in which
                every statement that will ever run is already rendered.

                What it never does:
                - open a connection on which it could write, so that compiling is safe
                  on a laptop and on a build server
                - read the clock

                    graph.json
                    001_schema.sql

                Arguments
                  FILE  The plan to compile

                Options
                  -o, --output DIR  Directory to write to (default: beside the plan)
                      --check       Write nothing; fail if what is there is stale

                Examples
                  Write the graph into a directory:
                    $ plan compile shop.plan.yml -o build

                  Fail a build whose graph is stale:
                    $ plan compile shop.plan.yml --check

                Common options
                      --format text|json  Form of the output (default: text)
                  -q, --quiet             Print errors only
                  -v, --verbose           Print what is done
                  -h, --help              Print help

                """)
    }

    @Test func `an option that replaces a common one is listed once, with its choices`() {
        #expect(
            help(["show"], width: 50) == """
                Print a graph for people to read

                Usage: plan show FILE [options]

                Arguments
                  FILE  A graph or a plan

                Options
                      --format FORMAT  Form of the output (one of
                                       text, dot, mermaid, html,
                                       json; default: text)

                Common options
                  -q, --quiet    Print errors only
                  -v, --verbose  Print what is done
                  -h, --help     Print help

                """)
    }

    @Test func `a group's help lists its commands`() {
        #expect(
            help(["backup"]).hasPrefix(
                """
                Make and restore backups

                Usage: plan backup COMMAND [options]

                Commands
                  create  Back a database up
                  list    List backups

                """))
        #expect(help(["backup"]).hasSuffix("\nRun 'plan help backup COMMAND' to read about one of these commands.\n"))
    }

    @Test func `ranges, repetition and requirement stand behind the help`() {
        #expect(help(["run"]).contains("  -j, --jobs N    Parallel streams (1 to 64; default: 4)\n"))
        #expect(help(["run"]).contains("      --only ID   Run this operation (may be repeated)\n"))
        #expect(help(["init"]).contains("      --from DATABASE  Database to look at (required)\n"))
        #expect(help(["completions"]).contains("  SHELL  The shell (one of bash, zsh, fish)\n"))
    }

    @Test func `bold headings differ from plain ones by escape sequences alone`() {
        let bold = HelpRenderer(tool: SampleTool.tool, width: 72, headings: .bold).help(for: ["compile"])
        #expect(bold.contains("\u{1B}[1mOptions\u{1B}[0m\n"))
        #expect(bold.contains("\u{1B}[1mUsage:\u{1B}[0m plan compile"))
        let plain = bold.split(separator: "\u{1B}[1m", omittingEmptySubsequences: false).joined()
            .split(separator: "\u{1B}[0m", omittingEmptySubsequences: false).joined()
        #expect(plain == help(["compile"]))
    }

    @Test(arguments: [40, 60, 80, 120])
    func `no line is wider than asked for, but for lines to copy`(width: Int) {
        for path in [.tool] + SampleTool.tool.allCommands.map(\.path) {
            let lines = help(path, width: width).split(separator: "\n")
            for line in lines where !line.contains("$ plan") { #expect(line.count <= width, "\(line)") }
        }
    }

    @Test(arguments: [
        ("a bb ccc", 4, ["a bb", "ccc"]),
        ("unbreakable x", 4, ["unbreakable", "x"]),
        ("", 4, []),
        ("a\n b", 9, ["a b"]),
    ])
    func `text is broken between words`(text: String, width: Int, lines: [String]) {
        #expect(TextWrapper.lines(text, width: width) == lines)
    }

    @Test func `a long term stands on a line of its own`() {
        let option = OptionSpec(
            "a-very-long-option-name", .value(placeholder: "PLACEHOLDER"), help: "Explained below its name")
        let tool = ToolSpec(
            name: "t", abstract: "Do", version: "1",
            commands: [CommandSpec("c", "Do", options: [option, OptionSpec("short", help: "Explained beside")])])
        #expect(
            HelpRenderer(tool: tool).help(for: ["c"]).contains(
                """
                Options
                      --a-very-long-option-name PLACEHOLDER
                               Explained below its name
                      --short  Explained beside

                """))
    }
}
