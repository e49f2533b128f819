internal import CSQLite
package import PlanSupport

/// What to do where a database to write to does not exist.
package enum MissingDatabase: Sendable {
    case fail
    case create
}

extension SQLiteConnection {
    /// Opens a database to read and to write.
    ///
    /// - Parameter busyTimeout: how long a statement waits for the locks of others.
    package init(
        writing path: String, missing: MissingDatabase = .fail, busyTimeout: Duration = .seconds(5)
    ) throws(SQLiteError) where Access == ReadWrite {
        SQLiteLibrary.configure
        let before = SQLiteFile.identity(path)
        let flags: Int32
        switch missing {
        case .create: flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
        case .fail:
            flags = SQLITE_OPEN_READWRITE
            if before == nil { try SQLiteFile.requireContents(path) }
        }
        let opened = try OpenHandle(SQLiteFile.name(of: path), flags: flags, path: path)
        let isEmpty = (before?.bytes ?? 0) == 0
        let head = try FileHead(handle: opened.pointer, path: path)
        guard isEmpty || head.isSQLite else {
            throw SQLiteError(
                code: .notADatabase, action: .open, message: "it is not a database of SQLite 3: \(head.likeness)",
                path: path)
        }
        BusyHandler.install(opened.pointer, busyTimeout)
        try opened.check(
            sqlite3_exec(opened.pointer, "SELECT 1 FROM main.sqlite_schema LIMIT 1", nil, nil, nil), path: path)
        // SQLite falls back to reading where it may not write.
        guard sqlite3_db_readonly(opened.pointer, "main") == 0 else {
            throw SQLiteError(
                code: .readOnly, action: .open, message: "it cannot be written to: its permissions forbid it",
                path: path)
        }
        let journal = head.isWriteAheadLog ? SQLiteFile.Journal.writeAheadLog(bytes: before?.logBytes) : .rollback
        let file = SQLiteFile(bytes: before?.bytes ?? 0, journal: journal, isImmutable: false)
        self.init(handle: opened.take(), path: path, file: file, immutableIdentity: nil)
    }

    /// Runs all statements of a text, one after another; rows that they return are passed over.
    package func execute(_ sql: String) throws(SQLiteError) where Access == ReadWrite {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        if code != SQLITE_OK { throw SQLiteError(code, .run, sql: sql, handle: handle, path: path) }
    }
}
