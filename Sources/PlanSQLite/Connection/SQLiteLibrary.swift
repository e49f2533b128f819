internal import CSQLite

/// Settings of SQLite as a whole.
package enum SQLiteLibrary {
    /// Turns the memory statistics off, once: they take a lock at each allocation, which readers side by side feel.
    static let configure: Void = {
        // Fails if the library is in use already, and then nothing is lost but time.
        _ = plan_sqlite3_config_flag(SQLITE_CONFIG_MEMSTATUS, 0)
    }()

    /// Such as `3.40.1`.
    package static var version: String { String(cString: sqlite3_libversion()) }
}
