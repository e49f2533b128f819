internal import PlanArguments
internal import PlanCatalog
internal import PlanDiagnostics
internal import PlanDocument
internal import PlanSupport

/// `plan snapshot FILE`: pins a catalog beside the plan.
enum SnapshotCommand: Command {
    static let spec = CommandSpec(
        "snapshot", "Pin the source's catalog beside the plan", group: .writing,
        discussion: """
            Reads the source's schema, and what its columns hold as far as 'source.profile' asks, and writes them to the \
            file that 'source.catalog' names. Compiling then needs no database. With '--target' it reads the tables of the \
            target's schema instead, for a plan of 'mode: data', and writes them to the file that 'target.catalog' names.
            """,
        arguments: [ArgumentSpec("FILE", help: "The plan", completion: .file(extensions: ["yml", "yaml"]))],
        options: [
            OptionSpec("target", help: "Pin the target's tables instead"),
            OptionSpec(
                "output", short: "o", .value(placeholder: "PATH"), help: "Write to this file",
                defaultsTo: .described("source.catalog, or PLAN.catalog.json beside the plan"),
                completion: .file(extensions: ["json"])),
        ],
        examples: [
            ExampleSpec("Pin the catalog", "plan snapshot plans/shop.plan.yml"),
            ExampleSpec("Pin the target's tables", "plan snapshot plans/shop.plan.yml --target"),
        ])

    static func run(_ context: CommandContext) throws(CommandFailure) -> ExitCode {
        let plan = try PlanLoader.load(context.arguments.positional("FILE"))
        let isOfTarget = context.arguments.flag("target")
        let snapshot =
            isOfTarget
            ? CatalogSnapshot(catalog: try TargetCatalog(plan: plan).live(), profile: nil)
            : try SourceCatalog(plan: plan, console: context.console).live()
        let path = context.arguments.value("output") ?? (isOfTarget ? plan.targetCatalogPath : plan.catalogPath)
        try OutputFile.write(snapshot.file, to: path)
        let fingerprint = snapshot.catalog.fingerprint
        switch context.console.format {
        case .json:
            context.console.write(
                .object(["catalog": .string(path), "fingerprint": .string(fingerprint.description)]))
        case .text:
            if context.console.level != .quiet {
                context.console.write(
                    "\(path): \(Quantity.counted(snapshot.catalog.tables.count, "table")), \(fingerprint)\n")
            }
            let pinned = isOfTarget ? plan.document.target.catalog : plan.document.source.catalog
            if pinned == nil, context.arguments.value("output") == nil {
                let snippet = PlanSnippet(
                    [isOfTarget ? "target" : "source", "catalog"], YAMLText.scalar(Path.name(of: path)),
                    effect: "compile from it")
                context.console.note("to compile from it, add to the plan:\n\(snippet.yaml)")
            }
        }
        return .done
    }
}
