import PlanArguments

/// A small tool in which every kind of command, argument and option occurs.
enum SampleTool {
    enum Format: String, CaseIterable {
        case text, dot, mermaid, html, json
    }

    static let planning = CommandGroup("Planning")
    static let running = CommandGroup("Running")

    static let compile = CommandSpec(
        "compile", "Write the operation graph and the SQL bundle", group: planning,
        discussion: """
            Reads the plan and the catalogs it names, and writes a graph in which every statement
            that will ever run is already rendered.

            What it never does:
            - open a connection on which it could write, so that compiling is safe on a laptop and on a build server
            - read the clock

                graph.json
                001_schema.sql
            """,
        arguments: [
            ArgumentSpec("FILE", help: "The plan to compile", completion: .file(extensions: ["yml", "yaml"]))
        ],
        options: [
            OptionSpec(
                "output", short: "o", .value(placeholder: "DIR"), help: "Directory to write to",
                defaultsTo: .described("beside the plan"), completion: .directory),
            OptionSpec("check", help: "Write nothing; fail if what is there is stale"),
        ],
        examples: [
            ExampleSpec("Write the graph into a directory", "plan compile shop.plan.yml -o build"),
            ExampleSpec("Fail a build whose graph is stale", "plan compile shop.plan.yml --check"),
        ])

    static let show = CommandSpec(
        "show", "Print a graph for people to read", group: planning,
        arguments: [ArgumentSpec("FILE", help: "A graph or a plan", completion: .file(extensions: ["json", "yml"]))],
        options: [
            OptionSpec("format", .choice(of: Format.self), help: "Form of the output", defaultsTo: .value("text"))
        ])

    static let initialize = CommandSpec(
        "init", "Write a starter plan", group: planning,
        arguments: [ArgumentSpec("NAME", .optional, help: "The plan's name")],
        options: [
            OptionSpec(
                "from", .value(placeholder: "DATABASE"), .required, help: "Database to look at",
                completion: .words(["sqlite:", "postgres:"]))
        ])

    static let run = CommandSpec(
        "run", "Execute a graph", group: running,
        arguments: [ArgumentSpec("FILE", .oneOrMore, help: "Graphs", completion: .file(extensions: []))],
        options: [
            OptionSpec(
                "jobs", short: "j", .integer(placeholder: "N", range: 1...64), help: "Parallel streams",
                defaultsTo: .value("4")),
            OptionSpec("only", .value(placeholder: "ID"), .repeatable, help: "Run this operation"),
            OptionSpec("offset", .integer(placeholder: "N"), help: "Any number"),
            OptionSpec("yes", short: "y", help: "Ask nothing"),
        ])

    static let backup = CommandSpec(
        "backup", "Make and restore backups", group: running,
        subcommands: [
            CommandSpec("create", "Back a database up", options: [OptionSpec("full", help: "All of it")]),
            CommandSpec(
                "list", "List backups", arguments: [ArgumentSpec("PATTERN", .zeroOrMore, help: "Names to list")]),
        ])

    static let completions = CommandSpec(
        "completions", "Print a completion script",
        arguments: [ArgumentSpec("SHELL", .required, .choice(of: CompletionScript.self), help: "The shell")])

    static let secret = CommandSpec("self-test", "Test the installation", visibility: .hidden)

    static let tool = ToolSpec(
        name: "plan", abstract: "Compile database migrations, and run them", version: "1.2.3",
        commands: [initialize, compile, show, run, backup, completions, secret],
        commonOptions: [
            OptionSpec("format", .choice(["text", "json"]), help: "Form of the output", defaultsTo: .value("text")),
            OptionSpec("quiet", short: "q", help: "Print errors only"),
            OptionSpec("verbose", short: "v", help: "Print what is done"),
        ],
        exitCodes: [ExitCodeSpec(0, "done"), ExitCodeSpec(1, "failed"), ExitCodeSpec(64, "wrong usage")],
        environment: [EnvironmentSpec("NO_COLOR", "Print no colors")],
        furtherReading: "Documentation: docs/README.md")
}
