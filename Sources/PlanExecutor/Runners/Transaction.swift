internal import PlanPostgres

/// A transaction around a closure.
enum Transaction {
    /// Commits what `body` does, or rolls it back if it throws.
    static func run(
        _ connection: inout TargetConnection,
        _ body: (inout TargetConnection) throws(StepFailure) -> Void
    ) throws(StepFailure) {
        do throws(PostgresError) { try connection.execute("BEGIN") } catch { throw StepFailure(error) }
        do throws(StepFailure) {
            try body(&connection)
        } catch {
            // The first error is the one to tell; a lost connection rolls back by itself.
            _ = try? connection.execute("ROLLBACK")
            throw error
        }
        do throws(PostgresError) { try connection.execute("COMMIT") } catch { throw StepFailure(error) }
    }
}
