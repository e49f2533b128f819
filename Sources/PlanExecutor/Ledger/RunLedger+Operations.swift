internal import PlanGraph
internal import PlanPostgres
internal import PlanSupport

extension RunLedger {
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
            // It may be there: of an attempt that was cut off, or because the answer to this statement was lost.
            try connection.perform(
                """
                INSERT INTO _plan.operations (run_id, operation_id, position, digest, state, undo)
                VALUES ($1, $2, $3, $4, 'running', $5)
                ON CONFLICT (run_id, operation_id) DO UPDATE
                SET state = 'running', started_at = clock_timestamp(), finished_at = NULL, error = NULL
                WHERE operations.state NOT IN ('done', 'skipped')
                """,
                parameters: [String(run), operation.id, String(position), operation.digest.description, undo])
            try connection.execute("COMMIT")
        } catch {
            _ = try? connection.execute("ROLLBACK")
            throw error
        }
    }

    /// Records that an operation has come to its end.
    ///
    /// - Parameters:
    ///   - output: what a command wrote, an address answered, or where a backup is.
    ///   - error: why it counts as failed although its effects are there and need to be undone.
    func finish(
        _ id: String, _ state: OperationState, rows: Int64?, output: String? = nil, error: String? = nil,
        _ connection: borrowing TargetConnection
    ) throws(PostgresError) {
        try connection.perform(
            """
            UPDATE _plan.operations SET state = $3, rows = $4, error = $5, output = $6, xid = txid_current(),
                finished_at = clock_timestamp()
            WHERE run_id = $1 AND operation_id = $2
            """,
            parameters: [
                String(run), id, state.rawValue, rows.map { String($0) }, error.map { Self.storable($0, connection) },
                output.map { Self.storable($0, connection) },
            ])
    }

    /// Whether an operation is recorded as done or skipped; nil if it is not. Asked where the answer to a COMMIT was lost.
    func ending(of id: String, _ connection: borrowing TargetConnection) throws(PostgresError) -> OperationState? {
        let state = try connection.query(
            "SELECT state FROM _plan.operations WHERE run_id = $1 AND operation_id = $2", parameters: [String(run), id]
        ).scalar.flatMap { OperationState(rawValue: $0) }
        return state == .done || state == .skipped ? state : nil
    }

    func markUndone(_ id: String, _ connection: borrowing TargetConnection) throws(PostgresError) {
        try connection.perform(
            "UPDATE _plan.operations SET state = 'undone', error = NULL WHERE run_id = $1 AND operation_id = $2",
            parameters: [String(run), id])
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

    // MARK: Chunks

    func addChunk(
        _ id: String, _ chunk: CopyChunk, _ connection: borrowing TargetConnection
    ) throws(PostgresError) {
        try connection.perform(
            """
            INSERT INTO _plan.chunks (run_id, operation_id, number, first_key, last_key, last_row, rows, bytes,
                rejected, rejects_end)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """,
            parameters: [
                String(run), id, String(chunk.number), chunk.rowIDs.map { String($0.lowerBound) },
                chunk.rowIDs.map { String($0.upperBound) }, chunk.lastRow.map(\.text), String(chunk.rows),
                String(chunk.bytes), String(chunk.rejected), chunk.rejectsEnd.map { String($0) },
            ])
    }

    /// Whether a chunk is committed. Asked where the answer to its COMMIT was lost.
    func hasChunk(_ id: String, number: Int, _ connection: borrowing TargetConnection) throws(PostgresError) -> Bool {
        try connection.query(
            "SELECT EXISTS (SELECT FROM _plan.chunks WHERE run_id = $1 AND operation_id = $2 AND number = $3)",
            parameters: [String(run), id, String(number)]
        ).scalar == "t"
    }

    /// Forgets the chunks of copies that were undone, whose rows are gone.
    func forgetUndoneChunks(_ connection: borrowing TargetConnection) throws(PostgresError) {
        try connection.perform(
            """
            DELETE FROM _plan.chunks c USING _plan.operations o
            WHERE c.run_id = $1 AND o.run_id = c.run_id AND o.operation_id = c.operation_id AND o.state = 'undone'
            """, parameters: [String(run)])
    }
}

/// Rows of a copy that were committed together.
struct CopyChunk: Sendable {
    /// From 1; of the numbers that are given out some may stay without a chunk.
    let number: Int
    /// The rowids that the chunk covers: no other chunk has rows among them. Nil where the copy is not cut by rowid.
    let rowIDs: ClosedRange<Int64>?
    /// The key of the last row of a copy that is cut by a key, if there are more rows.
    let lastRow: SourceKey?
    /// Rows written.
    let rows: Int64
    let bytes: Int64
    let rejected: Int64
    /// The length of the reject file with the chunk's rows in it; nil while there is none.
    let rejectsEnd: Int64?
}
