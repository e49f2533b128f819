import Glibc
import PlanCatalog
import PlanExecutor
import PlanGraph
import PlanPostgres
import PlanSQLite
import PlanSupport

/// Measures a copy of one table on a throwaway server, and the server's own COPY of the same rows from a file.
enum Measurement {
    /// Makes `DIRECTORY/source.db`. A program of its own, so that its memory does not count.
    static func prepare(rows: Int, in directory: String) throws {
        let source = try SQLiteConnection<ReadWrite>(writing: directory + "/source.db", missing: .create)
        try source.execute(
            """
            PRAGMA journal_mode = off;
            PRAGMA synchronous = off;
            CREATE TABLE events (id INTEGER PRIMARY KEY, user_id INTEGER, kind TEXT, amount REAL, created TEXT, flag BOOLEAN);
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(rows))
                INSERT INTO events SELECT i, i * 7919 % 100000, 'kind ' || (i % 50), i % 9973 / 7.0,
                    datetime(1600000000 + i, 'unixepoch'), i % 2 FROM n;
            """)
        try source.close()
    }

    static func run(in directory: String) throws {
        let server = try ThrowawayServer(installation: try PostgresInstallation.locate())
        let graph = try graph(in: directory)
        let environment = RunEnvironment(
            baseDirectory: directory, variable: { _ in nil }, target: server.conninfo(), toolVersion: "host",
            userName: "host")
        let report = try Executor.run(graph, environment: environment)
        print(String(decoding: report.file, as: UTF8.self), terminator: "")
        print("peak of the run: \(try peak()) KiB")

        let connection = try PostgresConnection<ReadWrite>(
            PostgresConnectionSettings(conninfo: server.conninfo()))
        let file = server.directory + "/events.copy"
        try connection.execute("COPY public.events TO '\(file)' (FORMAT binary); CREATE TABLE again (LIKE events)")
        let start = ContinuousClock.now
        try connection.execute("COPY again FROM '\(file)' (FORMAT binary)")
        print("COPY from a file of the server: \(ContinuousClock.now - start)")
        try send(try Files.read(file), to: server)
    }

    /// The same bytes through a connection, already encoded.
    private static func send(_ bytes: [UInt8], to server: borrowing ThrowawayServer) throws {
        var connection = try PostgresConnection<ReadWrite>(
            PostgresConnectionSettings(conninfo: server.conninfo()))
        try connection.execute("CREATE TABLE third (LIKE events)")
        let start = ContinuousClock.now
        try connection.copyIn("COPY third FROM STDIN (FORMAT binary)") {
            (writer: inout CopyWriter<PostgresError>) throws(PostgresError) in
            try bytes.withUnsafeBufferPointer { bytes throws(PostgresError) in
                try writer.write(UnsafeRawBufferPointer(bytes))
            }
        }
        print("COPY of the same bytes through a connection: \(ContinuousClock.now - start)")
    }

    /// The most resident memory that this program has had, in KiB.
    ///
    /// `getrusage` would count that of the process that started it too, which a child shares until it executes.
    static func peak() throws -> Int {
        let status = String(decoding: try Files.read("/proc/self/status"), as: UTF8.self)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
    }

    private static func graph(in directory: String) throws -> OperationGraph {
        let source = try SQLiteConnection<ReadOnly>(reading: directory + "/source.db")
        let catalog = try SQLiteCatalogReader.read(source)
        let table = ObjectName("public", "events")
        let columns: [CopyInstruction.Column] = [
            .init(name: "id", type: "bigint", codec: .integer), .init(name: "user_id", type: "bigint", codec: .integer),
            .init(name: "kind", type: "text", codec: .text),
            .init(name: "amount", type: "double precision", codec: .real),
            .init(name: "created", type: "timestamp without time zone", codec: .iso8601),
            .init(name: "flag", type: "boolean", codec: .boolean),
        ]
        let definitions = columns.map { "\($0.name) \($0.type)" }.joined(separator: ", ")
        let names = columns.map(\.name).joined(separator: ", ")
        return try OperationGraph.seal(
            inputs: GraphInputs(
                plan: .init(name: "measurement", path: "x", digest: ContentDigest(of: "")),
                source: .init(
                    engine: .sqlite, location: "source.db", fingerprint: catalog.fingerprint,
                    objects: catalog.objectDigests),
                target: .init(
                    engine: .postgresql, connection: "", schema: "public", version: 13, expects: .absent)),
            execution: ExecutionSettings(jobs: nil, onFailure: .rollback),
            drafts: [
                OperationDraft(
                    .createTable, table, reads: [], writes: [Effect(.target, .table, table)],
                    do: [.sql(SQLInstruction("CREATE TABLE public.events (\(definitions))"))],
                    undo: .instructions([.sql(SQLInstruction("DROP TABLE public.events"))])),
                OperationDraft(
                    .copyRows, table, reads: [Effect(.target, .table, table)], writes: [Effect(.target, .rows, table)],
                    do: [
                        .copy(
                            CopyInstruction(
                                table: "events",
                                read:
                                    "SELECT \(names), rowid FROM events WHERE rowid BETWEEN ?1 AND ?2 ORDER BY rowid LIMIT ?3",
                                chunkBy: .rowID, chunkRows: 500_000, into: "public.events (\(names))",
                                columns: columns, invalid: .fail))
                    ], undo: .instructions([.sql(SQLInstruction("TRUNCATE public.events"))])),
            ])
    }
}
