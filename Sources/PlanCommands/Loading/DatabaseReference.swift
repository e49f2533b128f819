internal import PlanCompiler
internal import PlanDiagnostics
internal import PlanDocument
internal import PlanExecutor
internal import PlanGraph
internal import PlanPostgres
internal import PlanSupport

/// A database that a command names: `sqlite:FILE`, `postgres:VARIABLE`, or the target of a plan or a graph.
struct DatabaseReference {
    let database: BackupDatabase
    /// Where its backups are by default: in the directory of the plan, or in the working directory.
    let backups: String

    init(_ text: String) throws(CommandFailure) {
        if let path = Self.rest(of: text, after: "sqlite:") {
            (database, backups) = (.sqlite(path), "backups")
        } else if let name = Self.rest(of: text, after: "postgres:") {
            guard let value = CommandContext.variable(name) else {
                throw CommandFailure(.cannotConnect, .missingVariable(name))
            }
            database = .postgres(PostgresConnectionSettings(conninfo: Secret(value)))
            backups = "backups"
        } else {
            self = try Self.target(of: text)
        }
    }

    private init(_ database: BackupDatabase, backups: String) {
        self.database = database
        self.backups = backups
    }

    /// Neither the source nor its catalog is looked at.
    private static func target(of path: String) throws(CommandFailure) -> DatabaseReference {
        let bytes: [UInt8]
        do throws(FileFailure) {
            bytes = try Files.read(path)
        } catch {
            throw CommandFailure(.cannotConnect, [.file(error), .unknownDatabase(path)])
        }
        guard GraphReader.looksLikeGraph(bytes) else {
            let plan = try PlanLoader.parse(bytes, path: path)
            guard !plan.hasErrors else { throw CommandFailure(.badPlan, plan.diagnostics) }
            return try target(
                plan.document.target.endpoint.text,
                plan.document.safety.tls.value == .required ? .required : .asConfigured, in: plan.directory)
        }
        let graph: OperationGraph
        do throws(GraphRefusal) {
            graph = try GraphReader.read(bytes)
        } catch {
            throw CommandFailure(.refused, .graph(path, error))
        }
        let target = graph.inputs.target
        let directory = Path.directory(
            of: Path.resolve(graph.inputs.plan.path, against: Path.directory(of: path)))
        return try self.target(target.connection, target.tls == .required ? .required : .asConfigured, in: directory)
    }

    private static func target(
        _ text: String, _ encryption: PostgresConnectionSettings.Encryption, in directory: String
    ) throws(CommandFailure) -> DatabaseReference {
        let conninfo: Secret
        do {
            conninfo = try VariableTemplate(text).resolve(CommandContext.variable)
        } catch let missing as VariableTemplate.MissingVariable {
            throw CommandFailure(.cannotConnect, .missingVariable(missing.name))
        } catch {
            throw CommandFailure(.refused, Diagnostic("PLN0711", .error, "the target is malformed"))
        }
        return DatabaseReference(
            .postgres(PostgresConnectionSettings(conninfo: conninfo, encryption: encryption)),
            backups: Path.resolve("backups", against: directory))
    }

    private static func rest(of text: String, after scheme: String) -> String? {
        text.hasPrefix(scheme) && text.utf8.count > scheme.utf8.count ? String(text.dropFirst(scheme.count)) : nil
    }
}
