internal import PlanArguments
internal import PlanCatalog
internal import PlanDiagnostics
internal import PlanExecutor
internal import PlanSupport

/// `plan backup …`: makes, lists, checks, restores and removes backups.
enum BackupCommand: Command {
    static let spec = CommandSpec(
        "backup", "Back databases up, and restore them", group: .running,
        discussion: """
            A backup is a directory with the data and a manifest, for its owner alone. Of PostgreSQL the data are an archive of \
            pg_dump, of SQLite a database made by its online backup. DATABASE is the target of a plan or a graph, \
            'sqlite:FILE', or 'postgres:VARIABLE' with the name of the variable that holds the connection string.
            """,
        subcommands: [create, list, verify, restore, prune])

    static func run(_ context: CommandContext) throws(CommandFailure) -> ExitCode {
        switch context.path.names.last {
        case "create": try create(context)
        case "list": list(context)
        case "verify": try verify(context)
        case "restore": try restore(context)
        case "prune": try prune(context)
        default: preconditionFailure("the parser gave a command that 'backup' does not have")
        }
    }

    private static let database = ArgumentSpec(
        "DATABASE", help: "A plan, a graph, sqlite:FILE or postgres:VARIABLE",
        completion: .file(extensions: ["yml", "yaml", "json"]))

    private static let directory = ArgumentSpec(
        "DIR", .optional, help: "Where the backups are; 'backups' if it is not said", completion: .directory)

    private static let backup = ArgumentSpec("BACKUP", help: "The directory of a backup", completion: .directory)

    // MARK: Create

    private static let create = CommandSpec(
        "create", "Back a database up",
        discussion: """
            The backup is of one moment, and others may use the database meanwhile. It has its name when all of it is on the \
            disk, and not before. The password is given to pg_dump in its environment, never among its arguments.
            """,
        arguments: [database],
        options: [
            OptionSpec(
                "to", .value(placeholder: "DIR"), help: "Where to put it",
                defaultsTo: .described("backups beside the plan, or here"), completion: .directory)
        ],
        examples: [ExampleSpec("Back the target up", "plan backup create plans/shop.plan.yml")])

    private static func create(_ context: CommandContext) throws(CommandFailure) -> ExitCode {
        let reference = try DatabaseReference(context.arguments.positional("DATABASE"))
        let cancellation = CancellationToken()
        SignalWatcher.start(cancellation)
        let maker = BackupMaker(
            store: BackupStore(context.arguments.value("to") ?? reference.backups), toolVersion: Tool.version,
            isStopped: { cancellation.urgency != .none })
        let backup: Backup
        do throws(BackupFailure) { backup = try maker.make(of: reference.database) } catch {
            throw CommandFailure(error)
        }
        switch context.console.format {
        case .json: context.console.write(backup.json)
        case .text:
            context.console.write("\(backup.path)\n")
            context.console.note(
                "\(Quantity.bytes(backup.manifest.bytes)) of \(backup.manifest.writer)"
                    + (backup.manifest.restorePoint.map { ", restore point '\($0)'" } ?? ""))
        }
        return .done
    }

    // MARK: List

    private static let list = CommandSpec(
        "list", "List the backups of a directory",
        arguments: [directory],
        examples: [ExampleSpec("What can be restored", "plan backup list plans/backups")])

    private static func list(_ context: CommandContext) -> ExitCode {
        let listing = BackupStore(context.arguments.optionalPositional("DIR") ?? "backups").list()
        switch context.console.format {
        case .json: context.console.write(.object(["backups": .array(listing.backups.map(\.json))]))
        case .text:
            var table = TextTable([
                ("created", .left), ("database", .left), ("place", .left), ("bytes", .right), ("before", .left),
                ("backup", .left),
            ])
            for backup in listing.backups {
                let manifest = backup.manifest
                table.add(
                    manifest.createdAt.description, manifest.database, manifest.place, Quantity.bytes(manifest.bytes),
                    manifest.occasion == .create ? "" : manifest.occasion.rawValue, backup.path)
            }
            context.console.write(listing.backups.isEmpty ? "there are no backups\n" : table.text)
        }
        context.console.warn(listing.unusable.map { Diagnostic($0, .warning) })
        return .done
    }

    // MARK: Verify

    private static let verify = CommandSpec(
        "verify", "Check that a backup can be restored",
        discussion: """
            Compares size and digest with the manifest and lists what is in the backup; a backup of SQLite is looked through \
            whole. With --deep one of PostgreSQL is also restored into a throwaway server, without owners and privileges, \
            which is removed again.
            """,
        arguments: [backup],
        options: [OptionSpec("deep", help: "Restore it into a throwaway server")])

    private static func verify(_ context: CommandContext) throws(CommandFailure) -> ExitCode {
        let cancellation = CancellationToken()
        SignalWatcher.start(cancellation)
        let isDeep = context.arguments.flag("deep")
        let (backup, found): (Backup, String)
        do throws(BackupFailure) {
            backup = try Backup(at: context.arguments.positional("BACKUP"))
            found = try BackupCheck(isStopped: { cancellation.urgency != .none })
                .run(backup, isDeep ? .restoring : .listing)
        } catch {
            throw CommandFailure(error)
        }
        switch context.console.format {
        case .json:
            context.console.write(
                .object(["path": .string(backup.path), "contents": .string(found), "restored": .boolean(isDeep)]))
        case .text:
            let how = isDeep && backup.manifest.engine == .postgresql ? "restored into a throwaway server: " : ""
            context.console.write("\(backup.path): ok, \(how)\(found)\n")
        }
        return .done
    }

    // MARK: Restore

    private static let restore = CommandSpec(
        "restore", "Restore a backup",
        discussion: """
            Restores all of a backup in one transaction, into an empty database; if anything is refused, the database is as it \
            was. With --replace all that is in the database is dropped first, in the same transaction.
            """,
        arguments: [backup, database],
        options: [
            OptionSpec("replace", help: "Drop all that is in the database"),
            OptionSpec("no-owner", help: "Leave out owners and privileges"),
            OptionSpec("yes", short: "y", help: "Do not ask"),
        ])

    private static func restore(_ context: CommandContext) throws(CommandFailure) -> ExitCode {
        let reference = try DatabaseReference(context.arguments.positional("DATABASE"))
        let replaces = context.arguments.flag("replace")
        if replaces, context.console.asks, !context.arguments.flag("yes") {
            let question = "Drop all that is in \(context.arguments.positional("DATABASE")) and restore the backup?"
            guard context.console.confirms(question) else {
                context.console.note("nothing was done")
                return .refused
            }
        }
        let cancellation = CancellationToken()
        SignalWatcher.start(cancellation)
        let found: String
        do throws(BackupFailure) {
            let backup = try Backup(at: context.arguments.positional("BACKUP"))
            found = try BackupRestorer(isStopped: { cancellation.urgency != .none })
                .restore(
                    backup, into: reference.database,
                    BackupRestorer.Choices(
                        existing: replaces ? .replace : .refuse,
                        owners: context.arguments.flag("no-owner") ? .leave : .restore))
        } catch {
            throw CommandFailure(error)
        }
        switch context.console.format {
        case .json: context.console.write(.object(["contents": .string(found)]))
        case .text: context.console.write("restored: \(found)\n")
        }
        return .done
    }

    // MARK: Prune

    private static let prune = CommandSpec(
        "prune", "Remove old backups",
        discussion: """
            Removes the backups that both limits let go of: of each database all but the newest of --keep, and of these \
            those older than --older-than. One of the two must be given. What killed processes have left is removed too.
            """,
        arguments: [directory],
        options: [
            OptionSpec(
                "keep", .integer(placeholder: "N", range: 0...1_000_000), help: "How many of each database stay"),
            OptionSpec("older-than", .value(placeholder: "AGE"), help: "Only older ones, such as 30d or 12h"),
            OptionSpec("dry-run", help: "Say what would be removed; remove nothing"),
        ],
        examples: [
            ExampleSpec("What would go", "plan backup prune plans/backups --keep 5 --older-than 30d --dry-run")
        ])

    private static func prune(_ context: CommandContext) throws(CommandFailure) -> ExitCode {
        var retention = BackupStore.Retention(keep: context.arguments.integer("keep"), olderThanSeconds: nil)
        if let age = context.arguments.value("older-than") {
            guard let seconds = seconds(age) else { throw CommandFailure(.usage, .malformedAge(age)) }
            retention.olderThanSeconds = seconds
        }
        guard retention.keep != nil || retention.olderThanSeconds != nil else {
            throw CommandFailure(.usage, .missingRetention)
        }
        let store = BackupStore(context.arguments.optionalPositional("DIR") ?? "backups")
        let expired = store.expired(retention)
        let isTrial = context.arguments.flag("dry-run")
        var removed: [Backup] = []
        var failures: [Diagnostic] = []
        for backup in expired {
            do throws(BackupFailure) {
                if !isTrial { try store.remove(backup) }
                removed.append(backup)
            } catch {
                failures.append(Diagnostic(error, .error))
            }
        }
        if !isTrial { store.removeLeftovers() }
        switch context.console.format {
        case .json:
            context.console.write(
                .object([
                    "removed": .array(removed.map { .string($0.path) }), "dry_run": .boolean(isTrial),
                ]))
        case .text:
            for backup in removed { context.console.write("\(isTrial ? "would remove" : "removed") \(backup.path)\n") }
            if removed.isEmpty { context.console.write("there is nothing to remove\n") }
        }
        guard failures.isEmpty else { throw CommandFailure(.failed, failures) }
        return .done
    }

    /// `30d`, `12h` or `90m` in seconds.
    private static func seconds(_ age: String) -> Int64? {
        let units: [Character: Int64] = ["m": 60, "h": 3600, "d": 86400, "w": 604_800]
        guard let unit = age.last.flatMap({ units[$0] }), let count = Int64(age.dropLast()),
            (0...99_999).contains(count)
        else { return nil }
        return count * unit
    }
}

extension Backup {
    /// The manifest, and where it is.
    fileprivate var json: JSONValue {
        guard case .object(let members) = manifest.json else { preconditionFailure("a manifest is an object") }
        return .object([JSONMember("path", .string(path))] + members)
    }
}
