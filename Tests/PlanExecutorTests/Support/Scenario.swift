import Glibc
import PlanCatalog
import PlanExecutor
import PlanGraph
import PlanPostgres
import PlanSQLite
import PlanSupport
import PlanTestSupport

/// A source made of SQL, an empty database to write to, and graphs between them.
final class Scenario: Sendable {
    let directory: TemporaryDirectory
    let conninfo: Secret

    var sourcePath: String { directory.file("source.db") }

    /// Runs a test with a database of its own.
    static func with<Value>(_ sourceSQL: String, _ body: (Scenario) throws -> Value) throws -> Value {
        try PostgresFixture.shared.withDatabase { conninfo in
            let scenario = try Scenario(conninfo)
            try scenario.changeSource(sourceSQL)
            return try body(scenario)
        }
    }

    init(_ conninfo: Secret) throws {
        directory = try TemporaryDirectory()
        self.conninfo = conninfo
    }

    // MARK: Source and target

    func changeSource(_ sql: String) throws {
        try directory.database(named: "source.db", sql)
    }

    func connect() throws -> PostgresConnection<ReadWrite> {
        try PostgresConnection(PostgresConnectionSettings(conninfo: conninfo))
    }

    func execute(_ sql: String) throws { try connect().execute(sql) }

    /// The rows of a query, each value as text, joined by commas.
    func rows(_ sql: String) throws -> [String] {
        try connect().query(sql).rows.map { row in row.values.map { $0 ?? "NULL" }.joined(separator: ",") }
    }

    func value(_ sql: String) throws -> String? { try connect().query(sql).scalar }

    /// Every relation, constraint and schema of the target, the ledger and the system apart.
    func objects() throws -> [String] {
        try rows(
            """
            SELECT 'schema', nspname, '', '' FROM pg_namespace WHERE nspname !~ '^pg_|^_plan$'
            UNION ALL
            SELECT 'relation', n.nspname, c.relname, c.relkind::text FROM pg_class c JOIN pg_namespace n
                ON n.oid = c.relnamespace WHERE n.nspname !~ '^pg_|^information_schema$|^_plan$'
            UNION ALL
            SELECT 'constraint', n.nspname, c.conname, pg_get_constraintdef(c.oid) FROM pg_constraint c
                JOIN pg_namespace n ON n.oid = c.connamespace
                WHERE n.nspname !~ '^pg_|^information_schema$|^_plan$'
            ORDER BY 1, 2, 3, 4
            """)
    }

    /// The same with the ledger: what has to be equal after a refusal.
    func everything() throws -> [String] {
        try objects() + rows("SELECT nspname FROM pg_namespace WHERE nspname = '_plan'")
    }

    // MARK: Graphs and runs

    func graph(
        _ drafts: [OperationDraft], onFailure: ExecutionSettings.FailurePolicy = .rollback, jobs: Int? = nil,
        version: Int = 13, connection: String = "${TARGET}", name: String = "shop", isQuiesced: Bool = false
    ) throws -> OperationGraph {
        let source = try SQLiteConnection<ReadOnly>(reading: sourcePath)
        let catalog = try SQLiteCatalogReader.read(source)
        return try OperationGraph.seal(
            inputs: GraphInputs(
                plan: .init(name: name, path: "shop.plan.yml", digest: ContentDigest(of: "plan")),
                source: .init(
                    engine: .sqlite, location: "source.db", fingerprint: catalog.fingerprint,
                    objects: catalog.objectDigests, isQuiesced: isQuiesced),
                target: .init(
                    engine: .postgresql, connection: connection, schema: "public", version: version, expects: .absent)
            ), execution: ExecutionSettings(jobs: jobs, onFailure: onFailure), drafts: drafts)
    }

    func environment(
        jobs: Int? = nil, mode: RunMode = .begin, probe: (any RunProbe)? = nil,
        cancellation: CancellationToken = CancellationToken()
    ) -> RunEnvironment {
        let conninfo = conninfo
        return RunEnvironment(
            baseDirectory: directory.path, variable: { $0 == "TARGET" ? conninfo.reveal() : nil }, jobs: jobs,
            mode: mode, probe: probe, toolVersion: "1.2.3", userName: "tester", cancellation: cancellation)
    }

    @discardableResult
    func run(
        _ graph: OperationGraph, jobs: Int? = nil, mode: RunMode = .begin, probe: (any RunProbe)? = nil,
        cancellation: CancellationToken = CancellationToken(), events: any RunObserver = SilentObserver()
    ) throws(RunFailure) -> RunReport {
        try Executor.run(
            graph, environment: environment(jobs: jobs, mode: mode, probe: probe, cancellation: cancellation),
            events: events)
    }

    @discardableResult
    func rollback(
        _ graph: OperationGraph, scope: RollbackScope = .unchanged, reason: String? = nil,
        cancellation: CancellationToken = CancellationToken(), events: any RunObserver = SilentObserver()
    ) throws(RunFailure) -> RollbackReport {
        try Executor.rollback(
            graph, environment: environment(cancellation: cancellation), scope: scope, reason: reason, events: events)
    }

    /// How a run fails; nil if it does not.
    func failure(
        _ graph: OperationGraph, jobs: Int? = nil, mode: RunMode = .begin, probe: (any RunProbe)? = nil,
        cancellation: CancellationToken = CancellationToken(), events: any RunObserver = SilentObserver()
    ) -> RunFailure? {
        do throws(RunFailure) {
            try run(graph, jobs: jobs, mode: mode, probe: probe, cancellation: cancellation, events: events)
            return nil
        } catch {
            return error
        }
    }

    func status() throws -> [RunStatus] { try LedgerReader.status(try connect()) }
}

/// Calls a closure at each event.
struct Observer: RunObserver {
    let body: @Sendable (RunEvent) -> Void

    init(_ body: @escaping @Sendable (RunEvent) -> Void) { self.body = body }

    func observe(_ event: RunEvent) { body(event) }
}

extension RunFailure {
    var refusal: AdmissionRefusal? {
        if case .refused(let refusal) = self { refusal } else { nil }
    }

    var cause: OperationFailure? {
        if case .operationFailed(_, let cause, _, _) = self { cause } else { nil }
    }

    var operation: String? {
        if case .operationFailed(let id, _, _, _) = self { id } else { nil }
    }

    var undo: UndoOutcome? {
        switch self {
        case .operationFailed(_, _, let undo, _), .interrupted(let undo, _): undo
        case .undoIncomplete(let report): report.outcome
        case .missingVariable, .malformedTemplate, .cannotConnectSource, .cannotConnectTarget, .cannotStart, .refused,
            .ledger, .verificationFailed, .noBackup:
            nil
        }
    }
}
