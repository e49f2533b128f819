internal import PlanPostgres
internal import PlanSupport

/// A session that may write in the target. Named here because the drivers of both engines have a `ReadWrite`.
typealias TargetConnection = PostgresConnection<ReadWrite>

extension PostgresConnection where Access == ReadWrite {
    /// Runs one statement with parameters whose answer nobody needs.
    func perform(_ sql: String, parameters: [String?] = []) throws(PostgresError) {
        _ = try query(sql, parameters: parameters)
    }
}
