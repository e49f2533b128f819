internal import PlanCatalog
package import PlanPostgres
internal import PlanSQLite
internal import PlanSupport

/// Checks that a backup can be restored.
package struct BackupCheck: Sendable {
    /// How far to go.
    package enum Depth: Sendable {
        /// The size, the digest, and that the data can be listed.
        case listing
        /// Also that a throwaway server takes all of it.
        case restoring
    }

    let places: ClientPrograms.Places
    let isStopped: @Sendable () -> Bool

    package init(
        places: ClientPrograms.Places = ClientPrograms.Places(), isStopped: @escaping @Sendable () -> Bool = { false }
    ) {
        self.places = places
        self.isStopped = isStopped
    }

    /// - Returns: what was found in it, such as `12 tables`.
    /// - Throws: what is wrong with it.
    package func run(_ backup: Backup, _ depth: Depth) throws(BackupFailure) -> String {
        try backup.requireIntact()
        switch (backup.manifest.engine, depth) {
        case (.sqlite, _): return try look(at: backup)
        case (.postgresql, .listing): return try list(backup)
        case (.postgresql, .restoring): return try restore(backup)
        }
    }

    /// Opening it alone would write beside it, or into it; a look without locks does not.
    private func look(at backup: Backup) throws(BackupFailure) -> String {
        do throws(SQLiteError) {
            let connection = try SQLiteConnection<ReadOnly>(reading: backup.dataPath)
            if let damage = try connection.damage() {
                throw SQLiteError(code: .corrupt, action: .run, message: damage, path: backup.dataPath)
            }
            let statement = try connection.prepare("SELECT count(*) FROM main.sqlite_schema WHERE type = 'table'")
            return try statement.step() ? Self.counted(statement.integer(0)) : Self.counted(0)
        } catch {
            throw .database(error)
        }
    }

    private func list(_ backup: Backup) throws(BackupFailure) -> String {
        let programs = try BackupMaker.programs(backup.manifest.serverMajor * 10_000, places)
        let output: Subprocess.Output
        do throws(SubprocessError) {
            output = try Subprocess(programs.restore, ["--list", backup.dataPath], session: .new)
                .run(outputLimit: 1 << 26, endingWhen: isStopped)
        } catch {
            throw .program("pg_restore", reason: error.description)
        }
        if isStopped() { throw .stopped }
        guard output.status.isSuccess else { throw .ended("pg_restore", output) }
        // "215; 1259 16385 TABLE public users postgres"; its rows have an entry of their own, of no catalog:
        // "3350; 0 16385 TABLE DATA public users postgres".
        let tables = output.text.split(separator: "\n").count {
            let words = $0.split(separator: " ").dropFirst()
            return words.first == "1259" && words.dropFirst(2).first == "TABLE"
        }
        return Self.counted(Int64(tables))
    }

    private func restore(_ backup: Backup) throws(BackupFailure) -> String {
        let installation: PostgresInstallation
        do throws(PostgresInstallation.Absence) { installation = try .locate() } catch {
            throw .throwawayServer(error.description)
        }
        guard installation.major >= backup.manifest.serverMajor else {
            throw .throwawayServer(
                "PostgreSQL \(installation.version) is installed, and the backup is of version "
                    + "\(backup.manifest.serverMajor)")
        }
        ThrowawayServer.clearLeftovers()
        let server: ThrowawayServer
        do throws(ThrowawayServerError) { server = try ThrowawayServer(installation: installation) } catch {
            throw .throwawayServer(error.description)
        }
        let settings = PostgresConnectionSettings(conninfo: server.conninfo())
        let outcome = Result { () throws(BackupFailure) in
            try BackupRestorer(places: places, isStopped: isStopped)
                .restore(backup, into: .postgres(settings), BackupRestorer.Choices(owners: .leave))
        }
        do throws(ThrowawayServerError) { try server.stop() } catch { throw .throwawayServer(error.description) }
        return try outcome.get()
    }

    static func counted(_ tables: Int64) -> String { "\(tables) table\(tables == 1 ? "" : "s")" }
}
