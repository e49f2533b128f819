package import PlanPostgres

/// What a hook, a health check or a backup of a run has said. Times are ISO 8601 in UTC.
package struct OperationOutput: Hashable, Sendable {
    package let run: Int64
    package let operation: String
    package let state: String
    package let finishedAt: String
    /// What a command wrote, its end if that is long, an address answered, or where a backup is.
    package let text: String
}

extension LedgerReader {
    /// What the operations of all runs have said, newest run first; empty where the ledger does not know.
    package static func outputs<Access>(
        _ connection: borrowing PostgresConnection<Access>
    ) throws(PostgresError) -> [OperationOutput] {
        guard let version = try LedgerSchema.found(connection), version >= 4 else { return [] }
        let result = try connection.query(
            """
            SELECT run_id, operation_id, state,
                to_char(finished_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), output
            FROM _plan.operations WHERE output IS NOT NULL ORDER BY run_id DESC, position
            """)
        return result.rows.map { row in
            OperationOutput(
                run: row[0].flatMap { Int64($0) } ?? 0, operation: row[1] ?? "", state: row[2] ?? "",
                finishedAt: row[3] ?? "", text: row[4] ?? "")
        }
    }
}
