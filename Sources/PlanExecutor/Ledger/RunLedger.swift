internal import Glibc
internal import PlanGraph
internal import PlanPostgres
internal import PlanSupport

/// Writes what a run does. Each function runs its statement on the connection given, inside the transaction that is open
/// there: that is how an operation's effects and its entry become true together.
struct RunLedger: Sendable {
    let run: Int64

    /// Records a new run.
    static func begin(
        _ graph: OperationGraph, _ environment: RunEnvironment, _ connection: borrowing TargetConnection
    ) throws(PostgresError) -> RunLedger {
        let result = try connection.query(
            """
            INSERT INTO _plan.runs (graph_digest, plan_name, state, operation_count, tool_version, user_name, host_name,
                process_id, backend_pid)
            VALUES ($1, $2, 'running', $3, $4, $5, $6, $7, pg_backend_pid()) RETURNING id
            """,
            parameters: [
                graph.digest.description, graph.inputs.plan.name, String(graph.operations.count),
                environment.toolVersion, environment.userName, hostName, String(getpid()),
            ])
        return RunLedger(run: result.scalar.flatMap { Int64($0) } ?? 0)
    }

    /// Records that an operation begins, with how it will be undone.
    func start(
        _ operation: Operation, position: Int, _ connection: borrowing TargetConnection
    ) throws(PostgresError) {
        let undo: String
        switch operation.undo {
        case .instructions(let instructions): undo = InstructionList.text(of: instructions)
        case .irreversible: undo = InstructionList.text(of: [])
        }
        // Losing this entry to a crash of the server loses nothing, and what is committed later is written later.
        try connection.execute("BEGIN; SET LOCAL synchronous_commit = off")
        do throws(PostgresError) {
            try connection.perform(
                """
                INSERT INTO _plan.operations (run_id, operation_id, position, digest, state, undo)
                VALUES ($1, $2, $3, $4, 'running', $5)
                """,
                parameters: [String(run), operation.id, String(position), operation.digest.description, undo])
            try connection.execute("COMMIT")
        } catch {
            _ = try? connection.execute("ROLLBACK")
            throw error
        }
    }

    func finish(
        _ id: String, _ state: OperationState, rows: Int64?, _ connection: borrowing TargetConnection
    ) throws(PostgresError) {
        try connection.perform(
            """
            UPDATE _plan.operations SET state = $3, rows = $4, finished_at = clock_timestamp()
            WHERE run_id = $1 AND operation_id = $2
            """,
            parameters: [String(run), id, state.rawValue, rows.map { String($0) }])
    }

    func markUndone(_ id: String, _ connection: borrowing TargetConnection) throws(PostgresError) {
        try connection.perform(
            "UPDATE _plan.operations SET state = 'undone' WHERE run_id = $1 AND operation_id = $2",
            parameters: [String(run), id])
    }

    func addChunk(
        _ id: String, _ chunk: CopyChunk, _ connection: borrowing TargetConnection
    ) throws(PostgresError) {
        try connection.perform(
            """
            INSERT INTO _plan.chunks (run_id, operation_id, number, first_key, last_key, rows, rejected, rejects_end)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            parameters: [
                String(run), id, String(chunk.number), chunk.keys.map { String($0.lowerBound) },
                chunk.keys.map { String($0.upperBound) }, String(chunk.rows), String(chunk.rejected),
                chunk.rejectsEnd.map { String($0) },
            ])
    }

    /// Makes the entries of operations that were cut off true, once nobody works on them any more: what has committed
    /// chunks has failed, what has none has left nothing.
    func settle(failed id: String?, _ connection: borrowing TargetConnection) throws(PostgresError) {
        try connection.perform(
            """
            UPDATE _plan.operations o
            SET finished_at = clock_timestamp(), state = CASE
                WHEN o.operation_id = $2 THEN 'failed'
                WHEN EXISTS (SELECT FROM _plan.chunks c
                    WHERE c.run_id = o.run_id AND c.operation_id = o.operation_id) THEN 'failed'
                ELSE 'undone' END
            WHERE o.run_id = $1 AND o.state = 'running'
            """, parameters: [String(run), id])
    }

    /// Records how the run ended.
    func end(
        _ state: RunState, error: String?, _ connection: borrowing TargetConnection
    ) throws(PostgresError) {
        try connection.perform(
            "UPDATE _plan.runs SET state = $2, error = $3, finished_at = clock_timestamp() WHERE id = $1",
            parameters: [String(run), state.rawValue, error.map { Self.storable($0, connection) }])
    }

    /// Whether the ledger still says that the run is running.
    func isRunning(_ connection: borrowing TargetConnection) throws(PostgresError) -> Bool {
        let state = try connection.query("SELECT state FROM _plan.runs WHERE id = $1", parameters: [String(run)]).scalar
        return state == RunState.running.rawValue
    }

    /// A text without the characters that the database cannot hold: an error names values of the source, and a database
    /// that is not in UTF-8 would refuse the entry for one of them.
    private static func storable(_ text: String, _ connection: borrowing TargetConnection) -> String {
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

/// Rows of a copy that were committed together.
struct CopyChunk: Sendable {
    /// From 1.
    let number: Int
    /// The rowids of the first and the last row; nil where the copy is not cut.
    let keys: ClosedRange<Int64>?
    /// Rows written.
    let rows: Int64
    let rejected: Int64
    /// The length of the reject file with the chunk's rows in it; nil while there is none.
    let rejectsEnd: Int64?
}
