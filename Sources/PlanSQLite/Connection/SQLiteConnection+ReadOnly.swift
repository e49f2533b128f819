internal import CSQLite
package import PlanSupport

extension SQLiteConnection {
    /// Opens a database to read. Nothing is written to it; beside a database in write-ahead mode SQLite makes the `-shm`
    /// file that its readers share, and an empty `-wal`, where they are missing.
    ///
    /// A database in write-ahead mode whose directory cannot be written to is read without locks if it has no log or
    /// an empty one (`file.isImmutable`), and refused if it has one.
    ///
    /// - Parameter busyTimeout: how long a statement waits for the locks of others.
    package init(
        reading path: String, busyTimeout: Duration = .seconds(5)
    ) throws(SQLiteError) where Access == ReadOnly {
        SQLiteLibrary.configure
        try SQLiteFile.requireContents(path)
        // SQLite's own open makes the log file; what lay there is looked at before.
        let before = SQLiteFile.identity(path)
        let plain = try OpenHandle(SQLiteFile.name(of: path), flags: SQLITE_OPEN_READONLY, path: path)
        let head = try FileHead(handle: plain.pointer, path: path)
        guard head.isSQLite else {
            throw SQLiteError(
                code: .notADatabase, action: .open, message: "it is not a database of SQLite 3: \(head.likeness)",
                path: path)
        }
        let journal = head.isWriteAheadLog ? SQLiteFile.Journal.writeAheadLog(bytes: before?.logBytes) : .rollback
        let bytes = before?.bytes ?? 0
        do throws(SQLiteError) {
            try plain.prepareToRead(path, busyTimeout)
            let file = SQLiteFile(bytes: bytes, journal: journal, isImmutable: false)
            self.init(handle: plain.take(), path: path, file: file, immutableIdentity: nil)
        } catch {
            guard case .writeAheadLog(let logBytes) = journal,
                error.code.primary == .cantOpen || error.code.primary == .readOnly
            else { throw error }
            guard (logBytes ?? 0) == 0 else {
                throw SQLiteError(
                    code: .unreadableLog, action: .open,
                    message:
                        "its latest rows are in '\(path)-wal' (\(logBytes ?? 0) bytes), which cannot be read because "
                        + "no '-shm' file can be made beside it; make the directory writable, or copy both files to another",
                    path: path)
            }
            let flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI
            let immutable = try OpenHandle(SQLiteFile.immutableName(of: path), flags: flags, path: path)
            try immutable.prepareToRead(path, busyTimeout)
            let file = SQLiteFile(bytes: bytes, journal: journal, isImmutable: true)
            self.init(handle: immutable.take(), path: path, file: file, immutableIdentity: before)
        }
    }
}

extension OpenHandle {
    /// Sets a connection up against writing and against files made to harm, then reads the schema, so that a lock, a
    /// damaged file or an unreadable log shows now: https://www.sqlite.org/security.html#untrusted_sqlite_database_files
    fileprivate borrowing func prepareToRead(_ path: String, _ busyTimeout: Duration) throws(SQLiteError) {
        BusyHandler.install(pointer, busyTimeout)
        // The schema stays trusted: SQLite before 3.41 counts its JSON functions among the unsafe ones, and would refuse
        // databases that have an index or a generated column made with them. A function that could do harm is not there
        // to be called: none of our own is registered, and those of SQLite that load code are off.
        let flags: [(option: Int32, value: Int32)] = [
            (SQLITE_DBCONFIG_DEFENSIVE, 1), (SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0),
            (SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0),
        ]
        for (option, value) in flags {
            try check(plan_sqlite3_db_config_flag(pointer, option, value), path: path)
        }
        // ATTACH could otherwise open any file beside this one.
        sqlite3_limit(pointer, SQLITE_LIMIT_ATTACHED, 0)
        try check(
            sqlite3_exec(
                pointer, "PRAGMA query_only=ON; PRAGMA cell_size_check=ON; SELECT 1 FROM main.sqlite_schema LIMIT 1",
                nil,
                nil, nil), path: path)
    }
}
