internal import PlanArguments
internal import PlanDiagnostics
internal import PlanGraph
internal import PlanPostgres
internal import PlanSupport

/// `plan rehearse FILE`: runs on a throwaway server.
enum RehearseCommand: Command {
    static let spec = CommandSpec(
        "rehearse", "Run a graph on a throwaway PostgreSQL server", group: .running,
        discussion: """
            Starts a private server from the PostgreSQL that is installed, on a socket in a temporary directory, runs the \
            graph there, prints the report and removes everything again, also when it is interrupted or killed. The \
            source is only read; the plan's own target is not touched and need not exist.
            """,
        arguments: [.planOrGraph],
        options: [.jobs, .report, .rejects],
        examples: [ExampleSpec("Try a plan", "plan rehearse plans/shop.plan.yml")])

    static func run(_ context: CommandContext) throws(CommandFailure) -> ExitCode {
        let loaded = try GraphLoader(console: context.console).load(context.arguments.positional("FILE"))
        context.console.warn(loaded.warnings)
        guard loaded.graph.inputs.target.tables == nil else {
            throw CommandFailure(
                .refused,
                Diagnostic(
                    "PLN0711", .error,
                    "a throwaway server has none of the tables that the graph moves rows into; "
                        + "run it on a copy of the target"))
        }
        let runner = GraphRunner(
            loaded: loaded, console: context.console, jobs: context.arguments.integer("jobs"),
            reportPath: context.arguments.value("report"),
            // A rehearsal's number is that of a run elsewhere.
            rejectsPath: context.arguments.value("rejects")
                ?? Path.resolve("rejects/rehearsal", against: loaded.directory))
        SignalWatcher.start(runner.cancellation)
        for directory in ThrowawayServer.clearLeftovers() {
            context.console.note("removed what an earlier rehearsal left in \(directory)")
        }
        let server = try start(context.console)
        let outcome = Result { () throws(CommandFailure) in
            try runner.run(runner.environment(target: server.conninfo()))
        }
        try stop(server)
        return try outcome.get()
    }

    private static func start(_ console: Console) throws(CommandFailure) -> ThrowawayServer {
        do {
            let installation = try PostgresInstallation.locate()
            console.detail("starting PostgreSQL \(installation.version) from \(installation.binDirectory)")
            return try ThrowawayServer(installation: installation)
        } catch {
            throw CommandFailure(.cannotConnect, Diagnostic("PLN0006", .error, "\(error)"))
        }
    }

    private static func stop(_ server: consuming ThrowawayServer) throws(CommandFailure) {
        do throws(ThrowawayServerError) {
            try server.stop()
        } catch {
            throw CommandFailure(.failed, Diagnostic("PLN0006", .error, "\(error)"))
        }
    }
}
