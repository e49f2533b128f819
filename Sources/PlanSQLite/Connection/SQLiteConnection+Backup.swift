internal import CSQLite
package import PlanSupport

extension SQLiteConnection {
    /// Copies all of this database, as it is at one moment, over all of another: SQLite's online backup
    /// (https://www.sqlite.org/backup.html). Others may read and write this one meanwhile. The other one changes at once,
    /// when all is copied, or stays as it was.
    ///
    /// - Parameter isStopped: asked now and then.
    /// - Returns: false if it was stopped.
    package func backUp(
        over other: borrowing SQLiteConnection<ReadWrite>, isStopped: () -> Bool
    ) throws(SQLiteError) -> Bool {
        try withReadTransaction { () throws(SQLiteError) in
            // BEGIN alone does not read yet.
            _ = try prepare("SELECT count(*) FROM main.sqlite_schema").step()
            guard let backup = sqlite3_backup_init(other.handle, "main", handle, "main") else {
                throw SQLiteError(
                    sqlite3_extended_errcode(other.handle), .backUp, handle: other.handle, path: other.path)
            }
            let deadline = Self.patience
            var lastProgress = ContinuousClock.now
            var code = SQLITE_OK
            while code != SQLITE_DONE {
                if isStopped() {
                    sqlite3_backup_finish(backup)
                    return false
                }
                code = sqlite3_backup_step(backup, Self.pagesPerStep)
                switch code {
                case SQLITE_OK, SQLITE_DONE: lastProgress = .now
                case SQLITE_BUSY, SQLITE_LOCKED:
                    guard ContinuousClock.now - lastProgress < deadline else { break }
                    sqlite3_sleep(20)
                    continue
                default: break
                }
                guard code == SQLITE_OK || code == SQLITE_DONE else {
                    sqlite3_backup_finish(backup)
                    throw SQLiteError(code, .backUp, handle: other.handle, path: other.path)
                }
            }
            let end = sqlite3_backup_finish(backup)
            guard end == SQLITE_OK else { throw SQLiteError(end, .backUp, handle: other.handle, path: other.path) }
            return true
        }
    }

    /// What `PRAGMA integrity_check` finds damaged; nil if all is well.
    package func damage() throws(SQLiteError) -> String? {
        let statement = try prepare("PRAGMA integrity_check(1)")
        guard try statement.step() else { return "the check has no answer" }
        let answer = String(decoding: statement.text(0), as: UTF8.self)
        return answer == "ok" ? nil : answer
    }

    private static var pagesPerStep: Int32 { 4096 }
    /// How long the other database may stay locked by somebody else.
    private static var patience: Duration { .seconds(5) }
}
