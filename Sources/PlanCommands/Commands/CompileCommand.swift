internal import PlanArguments
internal import PlanDiagnostics
internal import PlanEmitters
internal import PlanGraph
internal import PlanSupport

/// `plan compile FILE`: writes the graph and its views.
enum CompileCommand: Command {
    static let spec = CommandSpec(
        "compile", "Compile a plan to an operation graph and to SQL", group: .writing,
        discussion: """
            Resolves the plan against the source's catalog and writes graph.json: every operation with its SQL, its undo \
            and what it depends on; the same as scripts for psql, which make the same database without this program; and \
            SUMMARY.md, which a reviewer reads first. Equal inputs give equal bytes, so the files belong into version \
            control beside the plan. The source is opened read-only, or not at all where the plan pins a snapshot of its \
            catalog and no rows are asked for.
            """,
        arguments: [ArgumentSpec("FILE", help: "The plan", completion: .file(extensions: ["yml", "yaml"]))],
        options: [
            OptionSpec(
                "output", short: "o", .value(placeholder: "DIR"), help: "Write into this directory",
                defaultsTo: .described("the plan's name, beside the plan"), completion: .directory),
            OptionSpec("explain-types", help: "Print for each column what decided its type"),
            OptionSpec("with-data", help: "Write the source's rows too, for 002_data.sql"),
            OptionSpec("gzip", help: "Write the rows compressed, which psql has gzip read; implies --with-data"),
            OptionSpec("split", help: "Write what belongs to a table into a file of its own, for large schemas"),
            OptionSpec(
                "check", help: "Write nothing; exit with 2 if the files there are not what the plan compiles to"),
        ],
        examples: [
            ExampleSpec("Write plans/shop/graph.json and the scripts", "plan compile plans/shop.plan.yml"),
            ExampleSpec("Fail in CI if they are stale", "plan compile plans/shop.plan.yml --check"),
            ExampleSpec("See why columns have their types", "plan compile plans/shop.plan.yml --explain-types"),
            ExampleSpec("Write all that a DBA needs", "plan compile plans/shop.plan.yml --with-data -o bundle"),
        ])

    static func run(_ context: CommandContext) throws(CommandFailure) -> ExitCode {
        let plan = try PlanLoader.look(at: context.arguments.positional("FILE"))
        let directory = context.arguments.value("output") ?? plan.outputDirectory
        let loaded = try GraphLoader(console: context.console).compile(plan, into: directory)
        if context.console.format == .text { context.console.warn(loaded.warnings) }
        let types = context.arguments.flag("explain-types") ? loaded.types : nil
        if let types, context.console.format == .text { context.console.write(types.text) }
        if context.arguments.flag("check") { return try check(loaded, directory, context) }
        try CompiledArtifacts.makeDirectory(of: Path.resolve("graph.json", against: directory))
        let format = rowFormat(context.arguments)
        let artifacts = CompiledArtifacts(
            loaded, format.map { .rows($0) } ?? .structure, context.arguments.flag("split") ? .byTable : .whole)
        let data =
            if let format {
                try BundleData(loaded: loaded, format: format, console: context.console).write(into: directory)
            } else { [DigestList.Entry]() }
        try artifacts.write(into: directory, beside: data)
        report(loaded, artifacts, data, directory, types, context.console)
        return .done
    }

    /// How rows are asked for; nil where they are not.
    private static func rowFormat(_ arguments: ParsedArguments) -> SQLBundle.RowFormat? {
        if arguments.flag("gzip") { return .gzip }
        return arguments.flag("with-data") ? .text : nil
    }

    private static func check(
        _ loaded: LoadedGraph, _ directory: String, _ context: CommandContext
    ) throws(CommandFailure) -> ExitCode {
        let before = try DigestList.read(directory).entries
        let format = rowFormat(context.arguments) ?? DigestList.rowFormat(of: before)
        let isSplit = context.arguments.flag("split") || before.contains { $0.path.hasPrefix("001_schema/") }
        let found = try CompiledArtifacts(loaded, format.map { .rows($0) } ?? .structure, isSplit ? .byTable : .whole)
            .differences(in: directory)
        guard found.isEmpty else { throw CommandFailure(.differences, found) }
        context.console.note("\(directory) is what the plan compiles to")
        return .done
    }

    private static func report(
        _ loaded: LoadedGraph, _ artifacts: CompiledArtifacts, _ data: [DigestList.Entry], _ directory: String,
        _ types: TypeExplanation?, _ console: Console
    ) {
        let graph = loaded.graph
        let path = Path.resolve("graph.json", against: directory)
        switch console.format {
        case .json:
            console.write(
                .object([
                    "graph": .string(path), "digest": .string(graph.digest.description),
                    "operations": .integer(Int64(graph.operations.count)),
                    "files": .array((artifacts.files.map(\.path) + data.map(\.path)).map { .string($0) }),
                    "types": types?.json, "diagnostics": JSONRenderer.render(loaded.warnings)["diagnostics"],
                ]))
        case .text:
            guard console.level != .quiet else { return }
            console.write("\(path): \(Quantity.counted(graph.operations.count, "operation")), \(graph.digest)\n")
            let others = artifacts.files.count - 1 + data.count
            console.write("\(directory): SUMMARY.md, run.sql and \(Quantity.counted(others - 2, "other file"))\n")
        }
    }
}
