internal import PlanCatalog
package import PlanPostgres
internal import PlanSQLite
internal import PlanSupport

/// Makes backups in a store.
package struct BackupMaker: Sendable {
    let store: BackupStore
    let toolVersion: String
    let occasion: BackupManifest.Occasion
    let places: ClientPrograms.Places
    /// Asked now and then.
    let isStopped: @Sendable () -> Bool

    /// - Parameter places: where `pg_dump` is looked for.
    package init(
        store: BackupStore, toolVersion: String, occasion: BackupManifest.Occasion = .create,
        places: ClientPrograms.Places = ClientPrograms.Places(), isStopped: @escaping @Sendable () -> Bool = { false }
    ) {
        self.store = store
        self.toolVersion = toolVersion
        self.occasion = occasion
        self.places = places
        self.isStopped = isStopped
    }

    /// Backs a database up, as it is at one moment, while others use it.
    ///
    /// - Throws: why there is none; then nothing with a backup's name is left behind.
    package func make(of database: BackupDatabase) throws(BackupFailure) -> Backup {
        switch database {
        case .postgres(let settings): try dump(settings)
        case .sqlite(let path): try copy(path)
        }
    }

    // MARK: PostgreSQL

    private func dump(_ settings: PostgresConnectionSettings) throws(BackupFailure) -> Backup {
        let connection: PostgresConnection<ReadWrite>
        do throws(PostgresError) { connection = try PostgresConnection(settings) } catch { throw .cannotConnect(error) }
        let programs = try Self.programs(connection.serverVersion, places)
        let created = UTCTime.now
        let restorePoint = try setRestorePoint("plan \(connection.endpoint.database) \(created.compact)", connection)
        let draft = try store.begin()
        let file = "database.dump"
        let (bytes, digest) = try dump(programs, settings.conninfo, to: Path.resolve(file, against: draft.directory))
        let manifest = BackupManifest(
            engine: .postgresql, database: connection.endpoint.database,
            place: "\(connection.endpoint.host):\(connection.endpoint.port)", createdAt: created, occasion: occasion,
            file: file, bytes: bytes, digest: digest, toolVersion: toolVersion, writer: "pg_dump \(programs.version)",
            serverVersion: Self.text(ofServerVersion: connection.serverVersion), restorePoint: restorePoint)
        return try draft.finish(manifest)
    }

    static func programs(
        _ serverVersion: Int, _ places: ClientPrograms.Places
    ) throws(BackupFailure) -> ClientPrograms {
        do throws(ClientPrograms.Absence) {
            return try ClientPrograms.locate(notOlderThan: serverVersion / 10_000, in: places)
        } catch {
            throw .programs(error)
        }
    }

    private static func text(ofServerVersion version: Int) -> String { "\(version / 10_000).\(version % 10_000)" }

    /// Sets a named point that the server's archive can be restored to, where the server lets this role.
    ///
    /// - Returns: its name; nil where it may not be set, the server keeps no log for archives, or is a standby.
    private func setRestorePoint(
        _ name: String, _ connection: borrowing PostgresConnection<ReadWrite>
    ) throws(BackupFailure) -> String? {
        do throws(PostgresError) {
            let allowed = try connection.query(
                """
                SELECT has_function_privilege('pg_catalog.pg_create_restore_point(text)', 'EXECUTE')
                    AND current_setting('wal_level') <> 'minimal' AND NOT pg_is_in_recovery()
                """
            ).scalar
            guard allowed == "t" else { return nil }
            // A restore point's name has at most 63 bytes.
            var short = name
            while short.utf8.count > 63 { short.removeFirst() }
            _ = try connection.query("SELECT pg_create_restore_point($1)", parameters: [short])
            return short
        } catch {
            throw .server(error)
        }
    }

    private func dump(
        _ programs: ClientPrograms, _ conninfo: Secret, to path: String
    ) throws(BackupFailure) -> (bytes: Int64, digest: ContentDigest) {
        let child: ChildConnection
        do throws(PostgresError) { child = try ChildConnection(conninfo) } catch { throw .cannotConnect(error) }
        let sink: FileSink
        do throws(FileFailure) { sink = try FileSink(path) } catch { throw .file(error) }
        // A lock that somebody holds must not keep it waiting for ever.
        let command = Subprocess(
            programs.dump,
            ["--format=custom", "--no-password", "--lock-wait-timeout=60s", "--dbname=\(child.argument)"],
            environment: .inherited(changing: child.environment), session: .new)
        let output: Subprocess.Output
        do throws(SubprocessError) {
            output = try command.run(taking: sink.take, endingWhen: isStopped)
        } catch {
            throw .program("pg_dump", reason: error.description)
        }
        if let failure = sink.failure { throw .file(failure) }
        if isStopped() { throw .stopped }
        guard output.status.isSuccess else { throw .ended("pg_dump", output) }
        do throws(FileFailure) { return try sink.finish() } catch { throw .file(error) }
    }

    // MARK: SQLite

    private func copy(_ path: String) throws(BackupFailure) -> Backup {
        let draft = try store.begin()
        let file = "database.sqlite"
        let data = Path.resolve(file, against: draft.directory)
        do throws(FileFailure) { try Files.writeAtomically([], to: data, mode: 0o600) } catch { throw .file(error) }
        let created = UTCTime.now
        let (isComplete, damage): (Bool, String?)
        do throws(SQLiteError) {
            let source = try SQLiteConnection<ReadOnly>(reading: path)
            let copy = try SQLiteConnection<ReadWrite>(writing: data)
            isComplete = try source.backUp(over: copy, isStopped: isStopped)
            damage = isComplete ? try copy.damage() : nil
            try copy.close()
            try source.close()
        } catch {
            throw .database(error)
        }
        guard isComplete else { throw .stopped }
        // A damaged database is copied as it is; nobody should take that for a backup.
        if let damage { throw .unusable(path: path, reason: "it is damaged: \(damage)") }
        let (bytes, digest): (Int64, ContentDigest)
        do throws(FileFailure) {
            (bytes, digest) = (try Files.size(data), try ContentDigest(ofFile: data))
        } catch {
            throw .file(error)
        }
        let real = Path.absolute(path)
        let manifest = BackupManifest(
            engine: .sqlite, database: Path.name(of: real), place: Path.directory(of: real), createdAt: created,
            occasion: occasion, file: file, bytes: bytes, digest: digest, toolVersion: toolVersion,
            writer: "sqlite \(SQLiteLibrary.version)", serverVersion: nil, restorePoint: nil)
        return try draft.finish(manifest)
    }
}

extension BackupFailure {
    /// A program that did not end with success.
    static func ended(_ program: String, _ output: Subprocess.Output) -> BackupFailure {
        let words = output.errorText.split(separator: "\n").joined(separator: " ")
        return .program(program, reason: words.isEmpty ? "\(output.status)" : "\(output.status): \(words.suffix(2000))")
    }
}

/// A file that a program's output goes to.
private final class FileSink {
    private let path: String
    private var writer: FileWriter?
    private(set) var failure: FileFailure?

    init(_ path: String) throws(FileFailure) {
        self.path = path
        writer = try FileWriter(path, mode: 0o600)
    }

    /// Writes a piece; false where that failed.
    func take(_ piece: UnsafeRawBufferPointer) -> Bool {
        do throws(FileFailure) {
            try writer?.write(piece)
            return true
        } catch {
            failure = error
            return false
        }
    }

    func finish() throws(FileFailure) -> (bytes: Int64, digest: ContentDigest) {
        guard let writer = writer.take() else { preconditionFailure("a file is finished once") }
        let digest = try writer.finish()
        return (try Files.size(path), digest)
    }
}
