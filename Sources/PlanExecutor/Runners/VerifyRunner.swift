internal import PlanGraph
internal import PlanPostgres
internal import PlanSQLite

/// Compares the rows of one copy during a run.
struct VerifyRunner {
    let comparison: TableComparison

    /// How many differences a failed run tells.
    static let toldDifferences = 20

    /// Compares to the end, whatever differs.
    func run(_ connection: inout TargetConnection) throws(StepFailure) -> TableVerification {
        let verification: TableVerification
        do throws(PostgresError) {
            // Its passes must see the same rows.
            try connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        } catch {
            throw StepFailure(error)
        }
        do throws(StepFailure) {
            verification = try comparison.run(&connection)
        } catch {
            _ = try? connection.execute("ROLLBACK")
            throw error
        }
        do throws(PostgresError) { try connection.execute("COMMIT") } catch { throw StepFailure(error) }
        return verification
    }
}
