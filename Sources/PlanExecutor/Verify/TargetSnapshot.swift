internal import PlanPostgres
internal import PlanSupport

/// A moment of the target that several sessions read at. It lasts as long as this value, whose session keeps it.
struct TargetSnapshot: ~Copyable {
    private let connection: PostgresConnection<ReadOnly>
    /// What other sessions ask for it by.
    let name: String

    init(_ session: TargetSession) throws(PostgresError) {
        let connection = try session.openForReading()
        _ = try connection.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        let answer = try connection.query("SELECT pg_catalog.pg_export_snapshot()").scalar
        self.connection = connection
        name = answer ?? ""
    }

    var security: ConnectionSecurity { connection.security }

    var majorVersion: Int { connection.serverVersion / 10_000 }
}

extension PostgresConnection where Access == ReadOnly {
    /// Begins a transaction that sees a snapshot of another session's.
    func beginSnapshot(named name: String) throws(PostgresError) {
        _ = try query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        // The server's own name for it: digits, letters and dashes.
        _ = try query("SET TRANSACTION SNAPSHOT '\(name.filter { $0 != "'" })'")
    }
}
