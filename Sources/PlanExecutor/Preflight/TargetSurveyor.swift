internal import Glibc
internal import PlanGraph
internal import PlanPostgres
internal import PlanSupport

/// Asks the target all that can be asked before a run, and keeps every answer that does not suit. It only asks.
struct TargetSurveyor {
    let graph: OperationGraph
    let environment: RunEnvironment
    /// The size of the source's file.
    let sourceBytes: Int64
    /// Further connections that a run will open.
    let streams: Int

    func survey(_ connection: borrowing TargetConnection) throws(PostgresError) -> TargetSurvey {
        // Of an older server admission says that it is too old, and not all of these questions are understood there.
        guard connection.serverVersion >= 130_000 else { return TargetSurvey(findings: [], facts: []) }
        var findings: [TargetFinding] = []
        findings += try standby(connection)
        findings += try ledgerPrivileges(connection)
        findings += try schemaPrivileges(connection)
        findings += try rowPrivileges(connection)
        findings += try extensions(connection)
        findings += encoding(connection)
        findings += try connections(connection)
        findings += try locks(connection)
        findings += backup(connection)
        let disk = try freeBytes(connection)
        if let disk, disk < neededBytes {
            findings.append(
                TargetFinding(
                    .diskSpace, .warning,
                    "the server's disk has \(Self.megabytes(disk)) MB free, and the tables may take about "
                        + "\(Self.megabytes(neededBytes)) MB, twice the source's file; make room, or move fewer rows"))
        }
        return TargetSurvey(findings: findings, facts: [try place(connection), space(disk)])
    }

    // MARK: Facts

    private func place(_ connection: borrowing TargetConnection) throws(PostgresError) -> String {
        let tls = try connection.query(
            "SELECT ssl, version, cipher FROM pg_catalog.pg_stat_ssl WHERE pid = pg_backend_pid()")
        let isEncrypted = tls.rowCount > 0 && tls[row: 0, column: 0] == "t"
        let security =
            isEncrypted
            ? "encrypted by \(tls[row: 0, column: 1] ?? "TLS") (\(tls[row: 0, column: 2] ?? "unknown"))"
            : connection.security.remoteHosts.isEmpty ? "not encrypted, on this machine" : "not encrypted"
        let version = try connection.query("SHOW server_version").scalar ?? ""
        return "target: PostgreSQL \(version), \(connection.endpoint), \(connection.serverEncoding), \(security)"
    }

    private func space(_ free: Int64?) -> String {
        "disk: about \(Self.megabytes(neededBytes)) MB needed, "
            + (free.map { "\(Self.megabytes($0)) MB free" }
                ?? "free space not known, because the server is elsewhere or does not tell where its data are")
    }

    /// Values, headers of rows and indexes: nobody knows before they are there.
    private var neededBytes: Int64 { 2 * sourceBytes }

    private static func megabytes(_ bytes: Int64) -> String {
        let tenths = (bytes + 50_000) / 100_000
        return "\(tenths / 10).\(tenths % 10)"
    }

    /// What the disk with the database's files has left; nil where that cannot be seen from here.
    private func freeBytes(_ connection: borrowing TargetConnection) throws(PostgresError) -> Int64? {
        guard connection.security.remoteHosts.isEmpty else { return nil }
        // Only some roles may see where it is.
        let directory = try connection.query(
            """
            SELECT coalesce(nullif(pg_catalog.pg_tablespace_location(d.dattablespace), ''), s.setting)
            FROM pg_catalog.pg_settings s, pg_catalog.pg_database d
            WHERE s.name = 'data_directory' AND d.datname = current_database()
            """
        ).scalar
        guard let directory else { return nil }
        var status = statvfs()
        guard statvfs(directory, &status) == 0 else { return nil }
        return Int64(status.f_bavail) * Int64(status.f_frsize)
    }

    // MARK: Findings

    private func standby(_ connection: borrowing TargetConnection) throws(PostgresError) -> [TargetFinding] {
        guard try connection.query("SELECT pg_is_in_recovery()").scalar == "t" else { return [] }
        return [
            TargetFinding(
                .readOnly, .error,
                "\(connection.endpoint) is a standby, which takes no changes; connect to the primary server")
        ]
    }

    private func ledgerPrivileges(
        _ connection: borrowing TargetConnection
    ) throws(PostgresError) -> [TargetFinding] {
        let (role, database) = (connection.endpoint.user, connection.endpoint.database)
        guard try connection.query("SELECT to_regnamespace('_plan') IS NOT NULL").scalar == "t" else {
            let may = try connection.query("SELECT has_database_privilege(current_database(), 'CREATE')").scalar
            if may == "t" { return [] }
            return [
                TargetFinding(
                    .privilege, .error,
                    "the role \(role) may not create the schema _plan of the ledger; "
                        + "GRANT CREATE ON DATABASE \(quoted(database)) TO \(quoted(role))")
            ]
        }
        let refused = try connection.query(
            """
            SELECT '_plan' WHERE NOT has_schema_privilege('_plan', 'USAGE')
            UNION ALL
            SELECT '_plan.' || c.relname FROM pg_catalog.pg_class c
            WHERE c.relnamespace = to_regnamespace('_plan') AND c.relkind = 'r' AND NOT (
                has_table_privilege(c.oid, 'SELECT') AND has_table_privilege(c.oid, 'INSERT')
                AND (c.relname = 'version' OR has_table_privilege(c.oid, 'UPDATE')))
            ORDER BY 1
            """
        ).rows.compactMap { $0[0] }
        if refused.isEmpty { return [] }
        return [
            TargetFinding(
                .privilege, .error,
                "the role \(role) may not read and write the ledger (\(refused.joined(separator: ", "))), which another role "
                    + "has made; GRANT ALL ON SCHEMA _plan TO \(quoted(role)); "
                    + "GRANT ALL ON ALL TABLES IN SCHEMA _plan TO \(quoted(role))")
        ]
    }

    private func schemaPrivileges(
        _ connection: borrowing TargetConnection
    ) throws(PostgresError) -> [TargetFinding] {
        let writes = graph.operations.flatMap(\.writes).filter { $0.side == .target }
        let role = connection.endpoint.user
        var findings: [TargetFinding] = []
        let made = Set(writes.filter { $0.object == .schema }.compactMap(\.name.parts.first))
        let used = Set(writes.filter { $0.object == .table || $0.object == .view }.compactMap(\.name.parts.first))
        for schema in used.union(made).sorted() {
            let answer = try connection.query(
                """
                SELECT CASE WHEN to_regnamespace(quote_ident($1)) IS NULL
                    THEN CASE WHEN has_database_privilege(current_database(), 'CREATE') THEN 'yes' ELSE 'database' END
                    WHEN has_schema_privilege(quote_ident($1)::regnamespace, 'USAGE')
                        AND has_schema_privilege(quote_ident($1)::regnamespace, 'CREATE') THEN 'yes' ELSE 'schema' END
                """, parameters: [schema]
            ).scalar
            switch answer {
            case "schema":
                findings.append(
                    TargetFinding(
                        .privilege, .error,
                        "the role \(role) may not create objects in the schema \(schema); "
                            + "GRANT USAGE, CREATE ON SCHEMA \(quoted(schema)) TO \(quoted(role))"))
            // A schema that is missing and not made is told by admission.
            case "database" where made.contains(schema):
                findings.append(
                    TargetFinding(
                        .privilege, .error,
                        "the role \(role) may not create the schema \(schema); GRANT CREATE ON DATABASE "
                            + "\(quoted(connection.endpoint.database)) TO \(quoted(role)), or create the schema for it")
                )
            default: break
            }
        }
        return findings
    }

    /// Rows that go into tables which the graph does not make.
    private func rowPrivileges(_ connection: borrowing TargetConnection) throws(PostgresError) -> [TargetFinding] {
        let writes = graph.operations.flatMap(\.writes).filter { $0.side == .target }
        let made = Set(writes.filter { $0.object == .table }.map(\.name))
        let filled = Set(writes.filter { $0.object == .rows && !made.contains($0.name) }.map(\.name))
        let role = connection.endpoint.user
        var findings: [TargetFinding] = []
        for table in filled.sorted() where table.parts.count == 2 {
            let may = try connection.query(
                """
                SELECT has_table_privilege(c.oid, 'SELECT') AND has_table_privilege(c.oid, 'INSERT')
                FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = $1 AND c.relname = $2
                """, parameters: [table.parts[0], table.parts[1]]
            ).scalar
            guard may == "f" else { continue }
            findings.append(
                TargetFinding(
                    .privilege, .error,
                    "the role \(role) may not read and write the rows of \(table); GRANT SELECT, INSERT ON \(table) "
                        + "TO \(quoted(role))"))
        }
        return findings
    }

    private func extensions(_ connection: borrowing TargetConnection) throws(PostgresError) -> [TargetFinding] {
        var findings: [TargetFinding] = []
        for operation in graph.operations {
            guard operation.kind == .createExtension, let name = operation.name.parts.first,
                case .sql(let sql)? = operation.do.first, sql.sql.hasPrefix("CREATE EXTENSION ")
            else { continue }
            let answer = try connection.query(
                """
                SELECT CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_extension WHERE extname = $1) THEN 'there'
                    WHEN NOT EXISTS (SELECT FROM pg_catalog.pg_available_extensions WHERE name = $1) THEN 'missing'
                    WHEN (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user) THEN 'allowed'
                    WHEN EXISTS (SELECT FROM pg_catalog.pg_available_extension_versions v
                        JOIN pg_catalog.pg_available_extensions e ON e.name = v.name AND e.default_version = v.version
                        WHERE v.name = $1 AND (NOT v.superuser OR v.trusted))
                        AND has_database_privilege(current_database(), 'CREATE') THEN 'allowed'
                    ELSE 'refused' END
                """, parameters: [name]
            ).scalar
            switch answer {
            case "missing":
                findings.append(
                    TargetFinding(
                        .extension, .error,
                        "the server has no extension \(name); install it there (on Debian it is in postgresql-contrib), or "
                            + "give the columns another type"))
            case "refused":
                findings.append(
                    TargetFinding(
                        .extension, .error,
                        "the role \(connection.endpoint.user) may not create the extension \(name); let a superuser run "
                            + "CREATE EXTENSION \(quoted(name)) in the database \(connection.endpoint.database)"))
            default: break
            }
        }
        return findings
    }

    private func encoding(_ connection: borrowing TargetConnection) -> [TargetFinding] {
        let encoding = connection.serverEncoding
        switch encoding {
        case "UTF8": return []
        case "SQL_ASCII":
            return [
                TargetFinding(
                    .encoding, .warning,
                    "the database's encoding is SQL_ASCII, so that nothing checks that its texts are UTF-8; "
                        + "make the database with ENCODING 'UTF8'")
            ]
        default:
            return [
                TargetFinding(
                    .encoding, .warning,
                    "the database's encoding is \(encoding): a text with a character that it lacks ends the run; "
                        + "make the database with ENCODING 'UTF8'")
            ]
        }
    }

    private func connections(_ connection: borrowing TargetConnection) throws(PostgresError) -> [TargetFinding] {
        let result = try connection.query(
            """
            SELECT current_setting('max_connections')::int - CASE WHEN r.rolsuper THEN 0
                    ELSE current_setting('superuser_reserved_connections')::int END,
                (SELECT count(*) FROM pg_catalog.pg_stat_activity WHERE backend_type = 'client backend')
            FROM pg_catalog.pg_roles r WHERE r.rolname = current_user
            """)
        guard result.rowCount > 0, let most = result[row: 0, column: 0].flatMap({ Int($0) }),
            let used = result[row: 0, column: 1].flatMap({ Int($0) }), used + streams > most
        else { return [] }
        return [
            TargetFinding(
                .connections, .warning,
                "\(used) of the server's \(most) connections are in use, and the run opens \(streams) more; "
                    + "run it with fewer streams (--jobs), or raise max_connections")
        ]
    }

    /// Locks of others that the ledger's entries would wait for, and old ones on tables that the graph writes.
    private func locks(_ connection: borrowing TargetConnection) throws(PostgresError) -> [TargetFinding] {
        let result = try connection.query(
            """
            SELECT format('%I.%I', n.nspname, c.relname), l.pid, coalesce(a.usename, 'unknown'), l.mode,
                coalesce(extract(epoch FROM clock_timestamp() - a.xact_start)::bigint, 0)
            FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_class c ON c.oid = l.relation
                JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
            WHERE l.locktype = 'relation' AND l.granted AND l.pid <> pg_backend_pid()
                AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
                AND c.relkind = 'r'
                AND (n.nspname = '_plan' AND l.mode IN
                        ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
                    OR c.oid IN (SELECT oid FROM (\(TableState.wanted)) AS made)
                        AND a.xact_start < clock_timestamp() - interval '10 seconds')
            ORDER BY 1, 2, 4
            """, parameters: [TableState.list(graph)])
        return result.rows.map { row in
            TargetFinding(
                .lock, .warning,
                "server process \(row[1] ?? "?") of the role \(row[2] ?? "?") has held \(row[3] ?? "a lock") on "
                    + "\(row[0] ?? "?") for \(row[4] ?? "0") s, and the run may wait for it; let it end, or end it with "
                    + "SELECT pg_terminate_backend(\(row[1] ?? "0"))")
        }
    }

    private func backup(_ connection: borrowing TargetConnection) -> [TargetFinding] {
        let isWanted = graph.operations.contains { operation in
            if case .backup? = operation.do.first { true } else { false }
        }
        guard isWanted, case .directory(let directory) = environment.backups else { return [] }
        var findings: [TargetFinding] = []
        do throws(BackupFailure) {
            _ = try BackupMaker.programs(connection.serverVersion, ClientPrograms.Places())
        } catch {
            findings.append(TargetFinding(.backup, .error, "the target cannot be backed up: \(error)"))
        }
        do throws(FileFailure) {
            // The first part of the way that is there must let something be made in it.
            var place = directory
            while !Files.exists(place), Path.directory(of: place) != place { place = Path.directory(of: place) }
            guard Files.isDirectory(place) else { throw FileFailure(path: place, action: "write", number: ENOTDIR) }
            try Files.requireWritable(Path.resolve("backup", against: place))
        } catch {
            findings.append(
                TargetFinding(
                    .backup, .error, "the target cannot be backed up: \(error); give another directory by --backups"))
        }
        return findings
    }

    private func quoted(_ name: String) -> String { ObjectName(name).description }
}
