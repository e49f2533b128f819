internal import PlanArguments
internal import PlanDiagnostics
internal import PlanExecutor
internal import PlanGraph
internal import PlanPostgres
internal import PlanSupport

/// `plan status FILE`: what the target's ledger knows.
enum StatusCommand: Command {
    static let spec = CommandSpec(
        "status", "Show the runs that the target knows of", group: .running,
        discussion: """
            Reads the ledger in the target and lists its runs, newest first, with how far each came. Exits with 2 if the \
            graph has not been run to its end there.
            """,
        arguments: [.planOrGraph],
        examples: [ExampleSpec("Has it been run", "plan status plans/shop/graph.json")])

    static func run(_ context: CommandContext) throws(CommandFailure) -> ExitCode {
        let loaded = try GraphLoader(console: context.console).load(context.arguments.positional("FILE"))
        let (runs, outputs) = try TargetLedger(target: loaded.graph.inputs.target).read {
            (connection: borrowing PostgresConnection<ReadOnly>) throws(PostgresError) in
            (try LedgerReader.status(connection), try LedgerReader.outputs(connection))
        }
        let digest = loaded.graph.digest.description
        let isDone = runs.contains { $0.run.graphDigest == digest && $0.run.state == .done }
        switch context.console.format {
        case .text: context.console.write(text(runs, digest: loaded.graph.digest, isDone: isDone))
        case .json: context.console.write(json(runs, outputs, digest: digest, isDone: isDone))
        }
        return isDone ? .done : .differences
    }

    private static func text(_ runs: [RunStatus], digest: ContentDigest, isDone: Bool) -> String {
        var table = TextTable([
            ("run", .right), ("plan", .left), ("graph", .left), ("state", .left), ("operations", .right),
            ("rows", .right), ("started", .left), ("by", .left),
        ])
        for status in runs {
            let done = status.counts.filter { $0.state == .done || $0.state == .skipped }.reduce(0) {
                $0 + $1.operations
            }
            let graph = ContentDigest(parsing: status.run.graphDigest)?.short ?? status.run.graphDigest
            table.add(
                String(status.run.id), status.run.planName, graph, state(of: status),
                "\(done)/\(status.run.operationCount)", Quantity.grouped(status.rows), status.run.startedAt,
                status.run.userName)
        }
        let verdict =
            isDone ? "the graph \(digest.short) has been run here" : "the graph \(digest.short) is pending here"
        return (runs.isEmpty ? "" : table.text + "\n") + verdict + "\n"
    }

    /// A run that says it is running while nobody runs it was broken off.
    private static func state(of status: RunStatus) -> String {
        status.run.state == .running && !status.isAlive ? "broken off" : status.run.state.rawValue
    }

    private static func json(_ runs: [RunStatus], _ outputs: [OperationOutput], digest: String, isDone: Bool)
        -> JSONValue
    {
        .object([
            "graph": .string(digest), "done": .boolean(isDone),
            "runs": .array(
                runs.map { status in
                    .object([
                        "run": .integer(status.run.id), "plan": .string(status.run.planName),
                        "graph": .string(status.run.graphDigest), "state": .string(state(of: status)),
                        "alive": .boolean(status.isAlive), "rows": .integer(status.rows),
                        "started_at": .string(status.run.startedAt),
                        "finished_at": status.run.finishedAt.map { .string($0) }, "by": .string(status.run.userName),
                        "operations": .object(
                            status.counts.map { JSONMember($0.state.rawValue, .integer(Int64($0.operations))) }),
                        "error": status.run.error.map { .string($0) },
                        "outputs": .array(outputs.filter { $0.run == status.run.id }.map(\.json)),
                    ])
                }),
        ])
    }
}
