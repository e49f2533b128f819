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
            order. Afterwards the graph can be run again. It is refused where others have since changed what would be dropped: \
            rows written after the run, columns, indexes or triggers added, views and foreign keys that depend on it.
            """,
        arguments: [.planOrGraph],
        options: [
            OptionSpec("backup", help: "Back the target up before"),
            .backups,
            OptionSpec("force", help: "Drop also what others have changed since, and what depends on it"),
            OptionSpec("reason", .value(placeholder: "TEXT"), help: "Why, for the ledger"),
            OptionSpec("yes", short: "y", help: "Do not ask"),
        ],
        examples: [
            ExampleSpec("Undo a run", "plan rollback plans/shop/graph.json --reason 'the prices were of last year'")
        ])

    static func run(_ context: CommandContext) throws(CommandFailure) -> ExitCode {
        let loaded = try GraphLoader(console: context.console).load(context.arguments.positional("FILE"))
        let runner = GraphRunner(
            loaded: loaded, console: context.console, jobs: nil, reportPath: nil,
            backupsPath: context.arguments.value("backups"))
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
            let report = try Executor.rollback(
                loaded.graph, environment: runner.environment(),
                scope: context.arguments.flag("force") ? .everything : .unchanged,
                backup: context.arguments.flag("backup") ? .taken : .none,
                reason: context.arguments.value("reason"), events: progress)
            progress.finish(.undone)
            tell(report, context.console)
            return .done
        } catch {
            progress.finish(.failed)
            throw CommandFailure(error)
        }
    }

    private static func tell(_ report: RollbackReport, _ console: Console) {
        switch console.format {
        case .text:
            if let backup = report.backup { console.note("the target was backed up to \(backup)") }
            console.note("run \(report.run.id): \(report.outcome), \(Quantity.seconds(report.seconds))")
        case .json:
            console.write(
                .object([
                    "run": .integer(report.run.id), "undone": .array(report.outcome.undone.map { .string($0) }),
                    "seconds": .decimal(report.seconds, places: 3), "backup": report.backup.map { .string($0) },
                ]))
        }
    }
}
