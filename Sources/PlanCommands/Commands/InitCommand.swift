internal import PlanArguments
internal import PlanCompiler
internal import PlanDiagnostics
internal import PlanDocument
internal import PlanSupport

/// `plan init --from sqlite:FILE --to postgres`: looks at a database and writes the plan to begin with.
enum InitCommand: Command {
    static let spec = CommandSpec(
        "init", "Look at a database and write a plan to begin with", group: .writing,
        discussion: """
            Reads the schema and every row, read-only, and writes a plan that compiles: where a declared type does not \
            hold what a column holds, the type that does; where a view, trigger, default or check has no equal in \
            PostgreSQL, the place to write one. Comments say what was found and what else could be chosen. Nothing is \
            narrowed, rounded or replaced. Equal databases give equal plans.
            """,
        options: [
            OptionSpec(
                "from", .value(placeholder: "sqlite:FILE"), .required, help: "The database to look at",
                completion: .words(["sqlite:"])),
            OptionSpec("to", .choice(of: TargetEngine.self), .required, help: "The engine to move it to"),
            OptionSpec(
                "output", short: "o", .value(placeholder: "FILE"),
                help: "Write the plan to this file, which must be new", defaultsTo: .described("standard output"),
                completion: .file(extensions: ["yml", "yaml"])),
            OptionSpec(
                "preset", .choice(of: TypeSettings.Preset.self), help: "The type mappings to begin with",
                defaultsTo: .value(TypeSettings.Preset.exact.rawValue)),
            OptionSpec(
                "tables", .value(placeholder: "GLOB"), .repeatable,
                help: "Only tables and views whose names match one of these"),
        ],
        examples: [
            ExampleSpec("Write a plan", "plan init --from sqlite:data/shop.db --to postgres -o new.plan.yml"),
            ExampleSpec(
                "Look at what a plan for some tables would be",
                "plan init --from sqlite:data/shop.db --to postgres --tables 'order*' --tables customers"),
        ])

    enum TargetEngine: String, CaseIterable {
        case postgres
    }

    static func run(_ context: CommandContext) throws(CommandFailure) -> ExitCode {
        let arguments = context.arguments
        let output = arguments.value("output")
        if let output, Files.exists(output) { throw CommandFailure(.failed, .planExists(output)) }
        let database = try database(arguments.requiredValue("from"))
        let directory = output.map { Path.directory(of: $0) } ?? "."
        let location = Path.isAbsolute(database) ? database : Path.relative(database, from: directory)
        let request = StarterPlan.Request(
            name: name(of: database), source: location.replacing("$", with: "$$"),
            preset: arguments.requiredChoice("preset", as: TypeSettings.Preset.self),
            tables: arguments.values("tables"))

        let plan = try PlanLoader.parse(
            Array(request.minimalText.utf8), path: Path.resolve("starter.plan.yml", against: directory))
        guard !plan.hasErrors else { throw CommandFailure(.badPlan, plan.diagnostics) }
        let snapshot = try SourceCatalog(plan: plan, console: context.console).live()
        let starter = StarterPlan(request, snapshot: snapshot)
        guard starter.unsettled.isEmpty else { throw CommandFailure(.badPlan, starter.unsettled) }
        try write(starter.text, to: output, context.console)
        return .done
    }

    private static func write(_ text: String, to output: String?, _ console: Console) throws(CommandFailure) {
        if let output {
            do throws(FileFailure) {
                try Files.writeAtomically(Array(text.utf8), to: output)
            } catch {
                throw CommandFailure(.failed, .file(error))
            }
        }
        switch (console.format, output) {
        case (.json, let output?): console.write(.object(["plan": .string(output)]))
        case (.json, nil): console.write(.object(["text": .string(text)]))
        case (.text, let output?): console.note("\(output): read it, then 'plan compile \(output)'")
        case (.text, nil): console.write(text)
        }
    }

    private static func database(_ from: String) throws(CommandFailure) -> String {
        let scheme = "sqlite:"
        guard from.hasPrefix(scheme), from.utf8.count > scheme.utf8.count else {
            throw CommandFailure(.usage, .unknownSource(from))
        }
        return String(from.dropFirst(scheme.count))
    }

    private static let longestName = 63

    /// A plan's name after a file's: `My Shop.sqlite3` is `my-shop`.
    private static func name(of database: String) -> String {
        let file = Path.name(of: database)
        let stem = file.lastIndex(of: ".").map { file[..<$0] } ?? file[...]
        let words = stem.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        let name = words.joined(separator: "-")
        guard let first = name.first else { return "database" }
        return String((first.isLetter ? name : "database-" + name).prefix(longestName))
    }
}
