internal import Glibc
internal import PlanCatalog
package import PlanPostgres
internal import PlanSQLite
internal import PlanSupport

/// Restores backups: all of one, or nothing.
package struct BackupRestorer: Sendable {
    /// How to go about it.
    package struct Choices: Sendable {
        /// What becomes of what is in the database.
        package enum Existing: Sendable {
            /// The backup is not restored.
            case refuse
            /// It is dropped.
            case replace
        }

        /// Whose the objects are afterwards.
        package enum Owners: Sendable {
            /// Those of the backup, who must exist.
            case restore
            /// The role that restores; privileges are not granted either.
            case leave
        }

        package var existing: Existing
        package var owners: Owners

        package init(existing: Existing = .refuse, owners: Owners = .restore) {
            self.existing = existing
            self.owners = owners
        }
    }

    let places: ClientPrograms.Places
    let isStopped: @Sendable () -> Bool

    package init(
        places: ClientPrograms.Places = ClientPrograms.Places(), isStopped: @escaping @Sendable () -> Bool = { false }
    ) {
        self.places = places
        self.isStopped = isStopped
    }

    /// Restores a backup in one transaction.
    ///
    /// - Returns: what the database has then, such as `12 tables`.
    /// - Throws: why not; then the database is as it was.
    @discardableResult
    package func restore(
        _ backup: Backup, into database: BackupDatabase, _ choices: Choices = Choices()
    ) throws(BackupFailure) -> String {
        try backup.requireIntact()
        switch (database, backup.manifest.engine) {
        case (.postgres(let settings), .postgresql): return try restore(backup, settings, choices)
        case (.sqlite(let path), .sqlite): return try copy(backup, path, choices)
        case (.postgres, .sqlite), (.sqlite, .postgresql): throw .otherEngine(path: backup.path)
        }
    }

    // MARK: PostgreSQL

    private func restore(
        _ backup: Backup, _ settings: PostgresConnectionSettings, _ choices: Choices
    ) throws(BackupFailure) -> String {
        let connection: PostgresConnection<ReadWrite>
        do throws(PostgresError) { connection = try PostgresConnection(settings) } catch { throw .cannotConnect(error) }
        let found = connection.serverVersion / 10_000
        guard found >= backup.manifest.serverMajor else {
            throw .serverTooOld(found: found, required: backup.manifest.serverMajor)
        }
        let (isStandby, contents): (Bool, TargetContents)
        do throws(PostgresError) {
            isStandby = try connection.query("SELECT pg_is_in_recovery()").scalar == "t"
            contents = try TargetContents(connection, .all)
        } catch {
            throw .server(error)
        }
        if isStandby { throw .standby(database: connection.endpoint.description) }
        switch choices.existing {
        case .refuse:
            guard contents.isEmpty else {
                throw .notEmpty(database: connection.endpoint.description, contents: contents.description)
            }
        case .replace: break
        }
        let programs = try BackupMaker.programs(
            max(found, backup.manifest.serverMajor) * 10_000, places)
        try run(backup, programs, settings, choices, dropping: !contents.isEmpty)
        do throws(PostgresError) {
            return try TargetContents(connection, .all).description
        } catch {
            throw .server(error)
        }
    }

    /// Gives psql the statements to drop what is there and those that pg_restore makes of the backup, and the COMMIT only
    /// when pg_restore has come to its end: until then, whatever stops, nothing is done.
    private func run(
        _ backup: Backup, _ programs: ClientPrograms, _ settings: PostgresConnectionSettings, _ choices: Choices,
        dropping: Bool
    ) throws(BackupFailure) {
        let child: ChildConnection
        do throws(PostgresError) { child = try ChildConnection(settings.conninfo) } catch {
            throw .cannotConnect(error)
        }
        let shell = Subprocess(
            programs.shell,
            [
                "--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1", "--dbname=\(child.argument)",
                "--output=/dev/null",
            ], environment: .inherited(changing: child.environment), session: .new)
        var arguments = ["--file=-"]
        switch choices.owners {
        case .restore: break
        case .leave: arguments += ["--no-owner", "--no-privileges"]
        }
        let reader = Subprocess(programs.restore, arguments + [backup.dataPath], session: .new)
        let isStopped = isStopped
        let (readerEnd, shellEnd): (Result<Subprocess.Output, SubprocessError>, Subprocess.Output)
        do {
            let script = try Pipe()
            let end = Monitor<Result<Subprocess.Output, SubprocessError>?>(nil)
            _ = try WorkerThread {
                defer { script.closeWriteEnd() }
                // Where nobody reads this, nobody reads what follows either.
                _ = script.write("BEGIN;\n" + (dropping ? TargetContents.dropping : ""))
                let result = Result { () throws(SubprocessError) in
                    let output = try reader.run(taking: { script.write($0) }, endingWhen: isStopped)
                    if output.status.isSuccess { _ = script.write("\nCOMMIT;\n") }
                    return output
                }
                end.update { $0 = result }
            }
            let shellResult = Result { () throws(SubprocessError) in
                try shell.run(inputStream: .descriptor(script.readEnd), endingWhen: isStopped)
            }
            // Nobody reads any more: whoever writes ends.
            script.closeReadEnd()
            readerEnd = end.wait { $0 }
            shellEnd = try shellResult.get()
        } catch {
            throw .restore("\(error)")
        }
        switch readerEnd {
        case .success(let output) where output.status.isSuccess && shellEnd.status.isSuccess: return
        case .success, .failure: if isStopped() { throw .stopped }
        }
        // What the shell says is the reason; a reader that nobody listened to ends by a signal.
        guard shellEnd.status.isSuccess else { throw .restore(BackupFailure.ended("psql", shellEnd).description) }
        switch readerEnd {
        case .success(let output): throw .restore(BackupFailure.ended("pg_restore", output).description)
        case .failure(let error): throw .restore(error.description)
        }
    }

    // MARK: SQLite

    private func copy(_ backup: Backup, _ path: String, _ choices: Choices) throws(BackupFailure) -> String {
        let isComplete: Bool
        let (before, after): (Int64, Int64)
        do throws(SQLiteError) {
            let source = try SQLiteConnection<ReadOnly>(reading: backup.dataPath)
            let target = try SQLiteConnection<ReadWrite>(writing: path, missing: .create)
            before = try Self.objects(target, of: "%")
            switch choices.existing {
            case .refuse where before > 0: isComplete = true
            case .refuse, .replace: isComplete = try source.backUp(over: target, isStopped: isStopped)
            }
            after = try Self.objects(target, of: "table")
        } catch {
            throw .database(error)
        }
        switch choices.existing {
        case .refuse where before > 0:
            throw .notEmpty(database: path, contents: BackupCheck.counted(after))
        case .refuse, .replace: break
        }
        guard isComplete else { throw .stopped }
        return BackupCheck.counted(after)
    }

    /// How many objects of a kind there are.
    private static func objects(
        _ connection: borrowing SQLiteConnection<ReadWrite>, of kind: String
    ) throws(SQLiteError) -> Int64 {
        let statement = try connection.prepare(
            "SELECT count(*) FROM main.sqlite_schema WHERE type LIKE '\(kind)' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        )
        return try statement.step() ? statement.integer(0) : 0
    }
}
