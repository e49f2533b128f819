package import PlanPostgres

extension LedgerReader {
    /// What was done with all runs, newest first; empty where there is no ledger.
    package static func history<Access>(
        _ connection: borrowing PostgresConnection<Access>
    ) throws(PostgresError) -> [RunAction] {
        guard let version = try LedgerSchema.found(connection) else { return [] }
        let result = try connection.query(version < 3 ? oldQuery : query(version))
        var actions: [RunAction] = []
        // Of what has no end only the newest action of a run can be going on.
        var isAlive: [String: Bool] = [:]
        for row in result.rows {
            let (run, digest) = (row[0] ?? "", row[2] ?? "")
            var outcome = row[7]
            if outcome == nil {
                if isAlive[run] == nil { isAlive[run] = try RunLock(graph: digest).holder(connection) != nil }
                outcome = isAlive[run] == true ? "running" : "broken off"
                isAlive[run] = false
            }
            actions.append(
                RunAction(
                    run: Int64(run) ?? 0, planName: row[1] ?? "", graphDigest: digest,
                    kind: row[3].flatMap { RunAction.Kind(rawValue: $0) } ?? .run, startedAt: row[4] ?? "",
                    finishedAt: row[5], seconds: row[6].flatMap { Double($0) }, outcome: outcome ?? "broken off",
                    rows: row[8].flatMap { Int64($0) } ?? 0, error: row[9], reason: row[10], afterFailure: row[14],
                    toolVersion: row[11] ?? "", userName: row[12] ?? "", hostName: row[13] ?? ""))
        }
        return actions
    }

    private static func time(_ column: String) -> String {
        "to_char(\(column) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
    }

    /// Rows of an action without an end are those committed since it began.
    private static func query(_ version: Int) -> String {
        """
        SELECT a.run_id, r.plan_name, r.graph_digest, a.action, \(time("a.started_at")), \(time("a.finished_at")),
            extract(epoch FROM a.finished_at - a.started_at), a.outcome,
            CASE WHEN a.outcome IS NULL THEN (SELECT coalesce(sum(c.rows), 0) FROM _plan.chunks c
                WHERE c.run_id = a.run_id AND c.committed_at >= a.started_at) ELSE a.rows END,
            a.error, a.reason, a.tool_version, a.user_name, a.host_name, \(version < 4 ? "NULL" : "a.after_failure")
        FROM _plan.actions a JOIN _plan.runs r ON r.id = a.run_id ORDER BY a.id DESC
        """
    }

    /// Of ledgers that know runs alone.
    private static let oldQuery = """
        SELECT r.id, r.plan_name, r.graph_digest, 'run', \(time("r.started_at")), \(time("r.finished_at")),
            extract(epoch FROM r.finished_at - r.started_at), nullif(r.state, 'running'),
            (SELECT coalesce(sum(c.rows), 0) FROM _plan.chunks c WHERE c.run_id = r.id), r.error, NULL, r.tool_version,
            r.user_name, r.host_name, NULL
        FROM _plan.runs r ORDER BY r.id DESC
        """
}
