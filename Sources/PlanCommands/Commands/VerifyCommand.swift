internal import PlanArguments
internal import PlanExecutor
internal import PlanGraph

/// `plan verify FILE`: compares source and target as they are now.
enum VerifyCommand: Command {
    static let spec = CommandSpec(
        "verify", "Compare the target with the source", group: .running,
        discussion: """
            Reads both sides as they are now, each at one moment, and compares what the graph says is to be verified: every \
            value of every row, or the numbers of rows, and that NOT NULL, indexes and constraints are in force and sequences \
            ahead of their rows. Nothing is written on either side. Exits with 2 if something differs. A plan is compiled \
            first, in memory.
            """,
        arguments: [.planOrGraph],
        options: [
            .jobs,
            OptionSpec(
                "limit", .integer(placeholder: "N", range: 0...10_000),
                help: "How many differing rows of each table to tell",
                defaultsTo: .value("20")),
        ],
        examples: [
            ExampleSpec("Compare", "plan verify plans/shop/graph.json"),
            ExampleSpec("For a script", "plan verify plans/shop/graph.json --format json --limit 1000"),
        ])

    static func run(_ context: CommandContext) throws(CommandFailure) -> ExitCode {
        let loaded = try GraphLoader(console: context.console).load(context.arguments.positional("FILE"))
        context.console.warn(loaded.warnings)
        let runner = GraphRunner(
            loaded: loaded, console: context.console, jobs: context.arguments.integer("jobs"), reportPath: nil)
        SignalWatcher.start(runner.cancellation)
        let report: VerificationReport
        do throws(RunFailure) {
            report = try Executor.verify(
                loaded.graph, environment: runner.environment(), limit: context.arguments.integer("limit") ?? 20)
        } catch {
            throw CommandFailure(error)
        }
        switch context.console.format {
        case .text: context.console.write(VerificationText.render(report, context.console.style))
        case .json: context.console.write(report.json)
        }
        return report.isEqual ? .done : .differences
    }
}
