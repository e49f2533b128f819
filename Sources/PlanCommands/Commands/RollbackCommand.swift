internal import PlanArguments
internal import PlanExecutor
internal import PlanGraph
internal import PlanSupport

/// `plan rollback FILE`: undoes a run.
enum RollbackCommand: Command {
    static let spec = CommandSpec(
        "rollback", "Undo the last run of a graph", group: .running,
        discussion: """
            Undoes the last run of the graph on this target, finished or broken off, from the target's ledger, in reverse \
            order. Afterwards the graph can be run again.
            """,
        arguments: [.planOrGraph],
        options: [OptionSpec("yes", short: "y", help: "Do not ask")],
        examples: [ExampleSpec("Undo a run", "plan rollback plans/shop/graph.json")])

    static func run(_ context: CommandContext) throws(CommandFailure) -> ExitCode {
        let loaded = try GraphLoader(console: context.console).load(context.arguments.positional("FILE"))
        let runner = GraphRunner(loaded: loaded, console: context.console, jobs: nil, reportPath: nil)
        if context.console.asks, !context.arguments.flag("yes") {
            let target = loaded.graph.inputs.target
            let question = "Undo the last run of \(loaded.graph.inputs.plan.name) on \(target.connection)?"
            guard context.console.confirms(question) else {
                context.console.note("nothing was done")
                return .refused
            }
        }
        SignalWatcher.start(runner.cancellation)
        let progress = RunProgress(context.console)
        do throws(RunFailure) {
            let report = try Executor.rollback(loaded.graph, environment: runner.environment(), events: progress)
            progress.finish()
            tell(report, context.console)
            return .done
        } catch {
            progress.finish()
            throw CommandFailure(error)
        }
    }

    private static func tell(_ report: RollbackReport, _ console: Console) {
        switch console.format {
        case .text:
            console.note("run \(report.run.id): \(report.outcome), \(Quantity.seconds(report.seconds))")
        case .json:
            console.write(
                .object([
                    "run": .integer(report.run.id), "undone": .array(report.outcome.undone.map { .string($0) }),
                    "seconds": .decimal(report.seconds, places: 3),
                ]))
        }
    }
}
