internal import CSQLite

/// Settings of SQLite as a whole.
enum SQLiteLibrary {
    /// Turns the memory statistics off, once: they take a lock at each allocation, which readers side by side feel.
    static let configure: Void = {
        // Fails if the library is in use already, and then nothing is lost but time.
        _ = plan_sqlite3_config_flag(SQLITE_CONFIG_MEMSTATUS, 0)
    }()
}
