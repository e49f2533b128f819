internal import PlanArguments
internal import PlanEmitters
internal import PlanExecutor
internal import PlanGraph

/// `plan run FILE`: executes.
enum RunCommand: Command {
    static let spec = CommandSpec(
        "run", "Run a graph against the target", group: .running,
        discussion: """
            Admits the graph (its digest, the source's schema, what the target must and must not have, the ledger), then \
            runs its operations, those side by side that do not depend on each other. If one fails, what was done is \
            undone, unless the plan says 'on_failure: keep'. A plan is compiled first, in memory.

            A run that was stopped, whatever by, is gone on with by --resume: what the ledger has as done is left alone, and \
            copies go on after their last committed chunks. It is refused if the source was written in between. Where there \
            is nothing to go on with, --resume begins; where all is done, it says so and exits with 0. --restart undoes the \
            earlier run, finished or not, and begins again.
            """,
        arguments: [.planOrGraph],
        options: [
            OptionSpec("dry-run", help: "Admit the graph and print what it would do; write nothing"),
            OptionSpec("resume", help: "Go on with a run that was stopped"),
            OptionSpec("restart", help: "Undo an earlier run and begin again"),
            OptionSpec("yes", short: "y", help: "Do not ask"),
            .jobs,
            .report,
            .rejects,
            .backups,
            .metrics,
        ],
        examples: [
            ExampleSpec("See what would be done", "plan run plans/shop/graph.json --dry-run"),
            ExampleSpec("Run in CI", "plan run plans/shop/graph.json --yes --report report.json"),
            ExampleSpec("Go on after a stop", "plan run plans/shop/graph.json --resume"),
        ])

    static func run(_ context: CommandContext) throws(CommandFailure) -> ExitCode {
        let loaded = try GraphLoader(console: context.console).load(context.arguments.positional("FILE"))
        context.console.warn(loaded.warnings)
        let runner = GraphRunner(
            loaded: loaded, console: context.console, jobs: context.arguments.integer("jobs"),
            reportPath: context.arguments.value("report"), rejectsPath: context.arguments.value("rejects"),
            metricsPath: context.arguments.value("metrics"), backupsPath: context.arguments.value("backups"))
        let mode = try mode(context)
        if context.arguments.flag("dry-run") { return try dryRun(runner, mode) }
        let graph = loaded.graph
        runner.tellIrreversible()
        if context.console.asks, !context.arguments.flag("yes") {
            let verb =
                switch mode {
                case .begin: "Run"
                case .resume: "Go on with"
                case .restart: "Undo the last run and run"
                }
            let question =
                "\(verb) \(graph.operations.count) operations against \(graph.inputs.target.connection), "
                + "schema \(graph.inputs.target.schema)?"
            guard context.console.confirms(question) else {
                context.console.note("nothing was done")
                return .refused
            }
        }
        SignalWatcher.start(runner.cancellation)
        return try runner.run(runner.environment(mode: mode))
    }

    private static func mode(_ context: CommandContext) throws(CommandFailure) -> RunMode {
        switch (context.arguments.flag("resume"), context.arguments.flag("restart")) {
        case (false, false): return .begin
        case (true, false): return .resume
        case (false, true): return .restart
        case (true, true): throw CommandFailure(.usage, .conflictingOptions("--resume", "--restart"))
        }
    }

    private static func dryRun(_ runner: GraphRunner, _ mode: RunMode) throws(CommandFailure) -> ExitCode {
        do throws(RunFailure) {
            try Executor.admit(runner.loaded.graph, environment: runner.environment(mode: mode))
        } catch {
            throw CommandFailure(error)
        }
        switch runner.console.format {
        case .text:
            runner.console.write(GraphText.render(runner.loaded.graph))
            runner.console.note("the graph is admitted; nothing was done")
        case .json: runner.console.write(runner.loaded.graph.json)
        }
        return .done
    }
}
