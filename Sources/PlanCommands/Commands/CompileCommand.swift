internal import PlanArguments
internal import PlanDiagnostics
internal import PlanGraph
internal import PlanSupport

/// `plan compile FILE`: writes the graph.
enum CompileCommand: Command {
    static let spec = CommandSpec(
        "compile", "Compile a plan to an operation graph", group: .writing,
        discussion: """
            Resolves the plan against the source's catalog and writes graph.json: every operation with its SQL, its undo \
            and what it depends on. Equal inputs give equal bytes, so the file belongs into version control beside the \
            plan. The source is opened read-only, or not at all where the plan pins a snapshot of its catalog.
            """,
        arguments: [ArgumentSpec("FILE", help: "The plan", completion: .file(extensions: ["yml", "yaml"]))],
        options: [
            OptionSpec(
                "output", short: "o", .value(placeholder: "DIR"), help: "Write into this directory",
                defaultsTo: .described("the plan's name, beside the plan"), completion: .directory),
            OptionSpec("check", help: "Write nothing; exit with 2 if the file there is not what the plan compiles to"),
        ],
        examples: [
            ExampleSpec("Write plans/shop/graph.json", "plan compile plans/shop.plan.yml"),
            ExampleSpec("Fail in CI if it is stale", "plan compile plans/shop.plan.yml --check"),
        ])

    static func run(_ context: CommandContext) throws(CommandFailure) -> ExitCode {
        let plan = try PlanLoader.look(at: context.arguments.positional("FILE"))
        let directory = context.arguments.value("output") ?? plan.outputDirectory
        let loaded = try GraphLoader(console: context.console).compile(plan, into: directory)
        if context.console.format == .text { context.console.warn(loaded.warnings) }
        let path = Path.resolve("graph.json", against: directory)
        if context.arguments.flag("check") { return try check(loaded.graph, path, context) }
        do throws(FileFailure) {
            try Files.makeDirectory(directory)
        } catch {
            throw CommandFailure(.failed, .file(error))
        }
        try OutputFile.write(loaded.graph.file, to: path)
        report(loaded, path, context.console)
        return .done
    }

    private static func check(
        _ graph: OperationGraph, _ path: String, _ context: CommandContext
    ) throws(CommandFailure) -> ExitCode {
        do {
            guard try Files.read(path) == graph.file else {
                throw CommandFailure(.differences, .stale(path, "is not what the plan compiles to"))
            }
        } catch let failure as FileFailure {
            guard failure.isMissing else { throw CommandFailure(.failed, .file(failure)) }
            throw CommandFailure(.differences, .stale(path, "is missing"))
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw CommandFailure(.failed, Diagnostic("PLN0001", .error, "\(error)"))
        }
        context.console.note("\(path) is what the plan compiles to")
        return .done
    }

    private static func report(_ loaded: LoadedGraph, _ path: String, _ console: Console) {
        let graph = loaded.graph
        switch console.format {
        case .json:
            console.write(
                .object([
                    "graph": .string(path), "digest": .string(graph.digest.description),
                    "operations": .integer(Int64(graph.operations.count)),
                    "diagnostics": JSONRenderer.render(loaded.warnings)["diagnostics"],
                ]))
        case .text:
            if console.level != .quiet {
                console.write("\(path): \(Quantity.counted(graph.operations.count, "operation")), \(graph.digest)\n")
            }
        }
    }
}
