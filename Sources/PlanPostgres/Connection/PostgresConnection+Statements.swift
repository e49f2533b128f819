package import PlanSupport

extension PostgresConnection {
    /// Runs one statement, and gives all its rows as text.
    ///
    /// - Parameter parameters: the values of `$1`, `$2`, … as text; the server infers their types.
    package func query(_ sql: String, parameters: [String?] = []) throws(PostgresError) -> PostgresResult {
        try StatementRun(handle, sql: sql).extended(parameters)
    }

    /// Runs one statement or several; several are one transaction unless they say otherwise.
    ///
    /// - Returns: the result of the last statement.
    @discardableResult
    package func execute(_ sql: String) throws(PostgresError) -> PostgresResult where Access == ReadWrite {
        try StatementRun(handle, sql: sql).simple()
    }
}
