package import PlanPostgres
package import PlanSQLite
package import PlanSupport

/// Why a backup could not be made, checked, restored or removed. No text of it holds a secret.
package enum BackupFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// `pg_dump` and its siblings.
    case programs(ClientPrograms.Absence)
    case cannotConnect(PostgresError)
    /// The server refused a question.
    case server(PostgresError)
    case database(SQLiteError)
    case file(FileFailure)
    /// A program did not end with success; with the end of what it wrote.
    case program(String, reason: String)
    /// What a backup holds was refused, by psql, pg_restore or SQLite; the database is as it was.
    case restore(String)
    /// There is no finished backup in a directory, or what is there is not as it was written.
    case unusable(path: String, reason: String)
    /// A backup of one engine and a database of the other.
    case otherEngine(path: String)
    /// The server is of an earlier version than the one that was backed up.
    case serverTooOld(found: Int, required: Int)
    /// A server that takes no changes.
    case standby(database: String)
    /// What is in the database that a backup is to be restored into.
    case notEmpty(database: String, contents: String)
    case throwawayServer(String)
    /// It was asked to stop.
    case stopped

    package var description: String {
        switch self {
        case .programs(let absence): absence.description
        case .cannotConnect(let error): "cannot connect to the database: \(error)"
        case .server(let error): "the server refused: \(error)"
        case .database(let error): error.description
        case .file(let failure): failure.description
        case .program(let name, let reason): "\(name): \(reason)"
        case .restore(let reason): "the backup was not restored, and the database is as it was: \(reason)"
        case .unusable(let path, let reason): "\(path) cannot be used: \(reason)"
        case .otherEngine(let path): "\(path) is a backup of another engine than the database's"
        case .serverTooOld(let found, let required):
            "the backup is of PostgreSQL \(required), and the server runs \(found)"
        case .standby(let database): "\(database) is on a standby, which takes no changes"
        case .notEmpty(let database, let contents):
            "\(database) is not empty: it has \(contents); restore into an empty database, or drop all that is there with "
                + "--replace"
        case .throwawayServer(let reason): "no throwaway server to restore into: \(reason)"
        case .stopped: "it was asked to stop"
        }
    }
}
