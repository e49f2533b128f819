package import PlanPostgres

/// Reads the ledger of a target. Writes nothing.
package enum LedgerReader {
    /// All runs of all graphs, newest first; empty where there is no ledger.
    package static func status<Access>(
        _ connection: borrowing PostgresConnection<Access>
    ) throws(PostgresError) -> [RunStatus] {
        guard try LedgerSchema.found(connection) != nil else { return [] }
        let result = try connection.query(
            """
            SELECT \(RunRecord.columns),
                (SELECT count(*) FROM _plan.operations o WHERE o.run_id = r.id AND o.state = 'running'),
                (SELECT count(*) FROM _plan.operations o WHERE o.run_id = r.id AND o.state = 'done'),
                (SELECT count(*) FROM _plan.operations o WHERE o.run_id = r.id AND o.state = 'skipped'),
                (SELECT count(*) FROM _plan.operations o WHERE o.run_id = r.id AND o.state = 'failed'),
                (SELECT count(*) FROM _plan.operations o WHERE o.run_id = r.id AND o.state = 'undone'),
                (SELECT coalesce(sum(c.rows), 0) FROM _plan.chunks c JOIN _plan.operations o USING (run_id, operation_id)
                    WHERE c.run_id = r.id AND o.state <> 'undone')
            FROM _plan.runs r ORDER BY r.id DESC
            """)
        var statuses: [RunStatus] = []
        for row in result.rows {
            let run = RunRecord(row)
            let first = RunRecord.columnCount
            let recorded = [OperationState.running, .done, .skipped, .failed, .undone].enumerated().map {
                RunStatus.Count(state: $1, operations: Self.integer(row[first + $0]))
            }
            let pending = run.operationCount - recorded.reduce(0) { $0 + $1.operations }
            let counts = [RunStatus.Count(state: .pending, operations: pending)] + recorded
            var isAlive = false
            if run.state == .running {
                isAlive = try RunLock(graph: run.graphDigest).holder(connection) != nil
            }
            statuses.append(
                RunStatus(
                    run: run, isAlive: isAlive, counts: counts.filter { $0.operations > 0 },
                    rows: Int64(Self.integer(row[first + 5]))))
        }
        return statuses
    }

    /// The newest run of a graph; nil if there is none.
    static func newestRun<Access>(
        ofGraph digest: String, _ connection: borrowing PostgresConnection<Access>
    ) throws(PostgresError) -> RunRecord? {
        guard try LedgerSchema.found(connection) != nil else { return nil }
        let result = try connection.query(
            "SELECT \(RunRecord.columns) FROM _plan.runs r WHERE r.graph_digest = $1 ORDER BY r.id DESC LIMIT 1",
            parameters: [digest])
        return result.rows.first.map { RunRecord($0) }
    }

    /// How far the source was written when a run began; nil where the ledger does not say.
    static func sourcePosition<Access>(
        of run: Int64, _ connection: borrowing PostgresConnection<Access>
    ) throws(PostgresError) -> String? {
        try connection.query("SELECT source_position FROM _plan.runs WHERE id = $1", parameters: [String(run)]).scalar
    }

    /// An operation that failed and has left a part of itself, with the reason; nil if there is none.
    static func brokenOperation<Access>(
        of run: Int64, _ connection: borrowing PostgresConnection<Access>
    ) throws(PostgresError) -> (id: String, reason: String)? {
        let result = try connection.query(
            """
            SELECT operation_id, error FROM _plan.operations
            WHERE run_id = $1 AND state = 'done' AND error IS NOT NULL ORDER BY position LIMIT 1
            """, parameters: [String(run)])
        guard let row = result.rows.first, let id = row[0] else { return nil }
        return (id, row[1] ?? "")
    }

    /// What a run has left in the target: done operations, and copies with committed chunks.
    static func leftovers<Access>(
        of run: Int64, _ connection: borrowing PostgresConnection<Access>
    ) throws(PostgresError) -> [Leftover] {
        let result = try connection.query(
            """
            SELECT o.operation_id, o.state, o.undo, count(c.number), coalesce(sum(c.rows), 0)
            FROM _plan.operations o LEFT JOIN _plan.chunks c USING (run_id, operation_id)
            WHERE o.run_id = $1 AND o.state IN ('running', 'done', 'failed')
            GROUP BY o.run_id, o.operation_id
            HAVING o.state = 'done' OR count(c.number) > 0
            ORDER BY o.position
            """, parameters: [String(run)])
        return result.rows.map { row in
            Leftover(
                id: row[0] ?? "", isDone: row[1] == OperationState.done.rawValue, undo: row[2] ?? "",
                chunks: integer(row[3]), rows: Int64(integer(row[4])))
        }
    }

    private static func integer(_ text: String?) -> Int { text.flatMap { Int($0) } ?? 0 }
}

/// An operation of a run that has left something in the target.
struct Leftover: Sendable {
    let id: String
    /// False for a copy that has not come to its end.
    let isDone: Bool
    /// Instructions as JSON.
    let undo: String
    let chunks: Int
    let rows: Int64
}

extension RunRecord {
    static let columnCount = 12

    /// What `init(_:)` reads, of `_plan.runs r`.
    static let columns = """
        r.id, r.graph_digest, r.plan_name, r.state,
        to_char(r.started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        to_char(r.finished_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        r.tool_version, r.user_name, r.host_name, r.process_id, r.operation_count, r.error
        """

    init(_ row: PostgresResult.Row) {
        self.init(
            id: row[0].flatMap { Int64($0) } ?? 0, graphDigest: row[1] ?? "", planName: row[2] ?? "",
            state: row[3].flatMap { RunState(rawValue: $0) } ?? .failed, startedAt: row[4] ?? "", finishedAt: row[5],
            toolVersion: row[6] ?? "", userName: row[7] ?? "", hostName: row[8] ?? "",
            processID: row[9].flatMap { Int32($0) } ?? 0, operationCount: row[10].flatMap { Int($0) } ?? 0,
            error: row[11])
    }
}
