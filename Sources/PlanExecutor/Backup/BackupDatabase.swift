package import PlanPostgres

/// A database that is backed up, or restored into.
package enum BackupDatabase: Sendable {
    case postgres(PostgresConnectionSettings)
    /// The path of its file.
    case sqlite(String)
}
