internal import PlanArguments
internal import PlanExecutor
internal import PlanGraph
internal import PlanPostgres
internal import PlanSupport

/// `plan history FILE`: what was done on the target, by whom and why.
enum HistoryCommand: Command {
    static let spec = CommandSpec(
        "history", "Show what was done on the target, by whom and why", group: .running,
        discussion: """
            Lists what the target's ledger knows to have been done, newest first: each run, each time that one was resumed, \
            and each rollback with its reason, of all graphs, and what hooks, health checks and backups have said. FILE says \
            which target.
            """,
        arguments: [.planOrGraph],
        examples: [ExampleSpec("Who undid it", "plan history plans/shop/graph.json")])

    static func run(_ context: CommandContext) throws(CommandFailure) -> ExitCode {
        let loaded = try GraphLoader(console: context.console).load(context.arguments.positional("FILE"))
        let (actions, outputs) = try TargetLedger(target: loaded.graph.inputs.target).read {
            (connection: borrowing PostgresConnection<ReadOnly>) throws(PostgresError) in
            (try LedgerReader.history(connection), try LedgerReader.outputs(connection))
        }
        switch context.console.format {
        case .text: context.console.write(text(actions, outputs))
        case .json: context.console.write(json(actions, outputs))
        }
        return .done
    }

    private static func text(_ actions: [RunAction], _ outputs: [OperationOutput]) -> String {
        guard !actions.isEmpty else { return "nothing was done on this target\n" }
        var table = TextTable([
            ("action", .left), ("run", .right), ("plan", .left), ("graph", .left), ("outcome", .left), ("rows", .right),
            ("seconds", .right), ("started", .left), ("by", .left), ("reason", .left),
        ])
        for action in actions {
            table.add(
                action.kind.rawValue, String(action.run), action.planName,
                ContentDigest(parsing: action.graphDigest)?.short ?? action.graphDigest, action.outcome,
                Quantity.grouped(action.rows), action.seconds.map { Quantity.seconds($0) } ?? "", action.startedAt,
                action.userName, action.reason ?? "")
        }
        return table.text + (outputs.isEmpty ? "" : "\n") + outputs.map { $0.line + "\n" }.joined()
    }

    private static func json(_ actions: [RunAction], _ outputs: [OperationOutput]) -> JSONValue {
        .object([
            "actions": .array(
                actions.map { action in
                    .object([
                        "action": .string(action.kind.rawValue), "run": .integer(action.run),
                        "plan": .string(action.planName), "graph": .string(action.graphDigest),
                        "outcome": .string(action.outcome), "rows": .integer(action.rows),
                        "started_at": .string(action.startedAt),
                        "finished_at": action.finishedAt.map { .string($0) },
                        "seconds": action.seconds.map { .decimal($0, places: 3) },
                        "by": .string(action.userName), "host": .string(action.hostName),
                        "tool": .string(action.toolVersion), "reason": action.reason.map { .string($0) },
                        "error": action.error.map { .string($0) },
                        "after_failure": action.afterFailure.map { .string($0) },
                    ])
                }),
            "outputs": .array(outputs.map(\.json)),
        ])
    }
}
