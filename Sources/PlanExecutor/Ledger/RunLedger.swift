internal import Glibc
internal import PlanGraph
internal import PlanPostgres
internal import PlanSupport

/// Writes what a run does. Each function runs its statement on the connection given, inside the transaction that is open
/// there: that is how an operation's effects and its entry become true together.
struct RunLedger: Sendable {
    let run: Int64
    /// Which attempt at the run this is, from 1. Whoever finds another number in the ledger has been taken over from.
    let attempt: Int
    /// The entry of this attempt among the actions.
    let action: Int64

    /// Records a new run.
    ///
    /// - Parameter position: how far the source was written, at the moment that is read or before.
    static func begin(
        _ graph: OperationGraph, _ environment: RunEnvironment, position: String,
        _ connection: borrowing TargetConnection
    ) throws(PostgresError) -> RunLedger {
        let result = try connection.query(
            """
            WITH run AS (
                INSERT INTO _plan.runs (graph_digest, plan_name, state, operation_count, tool_version, user_name,
                    host_name, process_id, backend_pid, source_position)
                VALUES ($1, $2, 'running', $3, $4, $5, $6, $7, pg_backend_pid(), $8) RETURNING *)
            INSERT INTO _plan.actions (run_id, action, tool_version, user_name, host_name, process_id, backend_pid)
            SELECT id, 'run', tool_version, user_name, host_name, process_id, backend_pid FROM run RETURNING run_id, id
            """,
            parameters: [
                graph.digest.description, graph.inputs.plan.name, String(graph.operations.count),
                environment.toolVersion, environment.userName, hostName, String(getpid()), position,
            ])
        return RunLedger(run: result.number(0), attempt: 1, action: result.number(1))
    }

    /// Records that this process goes on with a run, or undoes it. From then on every other process that had to do with it
    /// finds itself replaced.
    ///
    /// - Parameter lock: its coordinator's half is held.
    static func takeOver(
        _ run: Int64, by action: RunAction.Kind, reason: String? = nil, _ environment: RunEnvironment, _ lock: RunLock,
        _ connection: borrowing TargetConnection
    ) throws(PostgresError) -> RunLedger {
        try lock.withoutWorkers(connection) { connection throws(PostgresError) in
            let result = try connection.query(
                """
                WITH run AS (
                    UPDATE _plan.runs SET attempt = attempt + 1, state = 'running', finished_at = NULL,
                        tool_version = $2, user_name = $3, host_name = $4, process_id = $5,
                        backend_pid = pg_backend_pid()
                    WHERE id = $1 RETURNING *),
                cut AS (
                    UPDATE _plan.actions a SET finished_at = clock_timestamp(), outcome = 'broken off',
                        rows = (SELECT coalesce(sum(c.rows), 0) FROM _plan.chunks c
                            WHERE c.run_id = a.run_id AND c.committed_at >= a.started_at)
                    WHERE run_id = $1 AND outcome IS NULL)
                INSERT INTO _plan.actions
                    (run_id, action, reason, tool_version, user_name, host_name, process_id, backend_pid)
                SELECT id, $6, $7, tool_version, user_name, host_name, process_id, backend_pid FROM run
                RETURNING run_id, (SELECT attempt FROM run), id
                """,
                parameters: [
                    String(run), environment.toolVersion, environment.userName, hostName, String(getpid()),
                    action.rawValue, reason,
                ])
            return RunLedger(run: run, attempt: Int(result.number(1)), action: result.number(2))
        }
    }

    /// Whether the run is still this attempt's. Its state does not matter: this attempt may have recorded its own end, and
    /// not have heard of it.
    func isCurrent(_ connection: borrowing TargetConnection) throws(PostgresError) -> Bool {
        try connection.query(
            "SELECT attempt = $2 FROM _plan.runs WHERE id = $1",
            parameters: [String(run), String(attempt)]
        ).scalar == "t"
    }

    /// Records how the run ended.
    func end(
        _ state: RunState, rows: Int64, error: String?, _ connection: borrowing TargetConnection
    ) throws(PostgresError) {
        // Whoever writes in the target later has a later transaction.
        try connection.perform(
            """
            WITH run AS (
                UPDATE _plan.runs SET state = $2, error = $3, finished_at = clock_timestamp(), finished_xid = txid_current()
                WHERE id = $1 AND attempt = $4 RETURNING finished_at)
            UPDATE _plan.actions a SET outcome = $2, error = $3, rows = $6, finished_at = run.finished_at
            FROM run WHERE a.id = $5
            """,
            parameters: [
                String(run), state.rawValue, error.map { Self.storable($0, connection) }, String(attempt),
                String(action), String(rows),
            ])
    }

    /// Records what was done after the run had failed: a line for each hook.
    func recordAfterFailure(_ lines: [String], _ connection: borrowing TargetConnection) throws(PostgresError) {
        try connection.perform(
            "UPDATE _plan.actions SET after_failure = $2 WHERE id = $1",
            parameters: [String(action), Self.storable(lines.joined(separator: "\n"), connection)])
    }

    /// A text without the characters that the database cannot hold: an error names values of the source, and a database
    /// that is not in UTF-8 would refuse the entry for one of them.
    static func storable(_ text: String, _ connection: borrowing TargetConnection) -> String {
        let isUnicode = connection.serverEncoding == "UTF8"
        var storable = ""
        for scalar in text.unicodeScalars where scalar != "\0" {
            storable += isUnicode || scalar.isASCII ? String(scalar) : scalar.escaped(asASCII: true)
        }
        return storable
    }

    private static var hostName: String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "unknown" }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

extension PostgresResult {
    /// A value of the first row as a number; 0 where there is none.
    fileprivate func number(_ column: Int) -> Int64 {
        rowCount > 0 ? self[row: 0, column: column].flatMap { Int64($0) } ?? 0 : 0
    }
}
