internal import CSQLite
package import PlanSupport

/// An open database, closed when it goes out of scope. It is used by one thread at a time; only its `interrupt` may be
/// used from another.
package struct SQLiteConnection<Access: AccessMode>: ~Copyable {
    let handle: OpaquePointer
    /// The path it was opened by.
    package let path: String
    /// What the file was when it was opened.
    package let file: SQLiteFile
    /// Stops a running statement from another thread.
    package let interrupt: SQLiteInterrupt
    /// Set where the file is read without locks.
    let immutableIdentity: SQLiteFile.Identity?

    /// Takes over a handle.
    init(handle: OpaquePointer, path: String, file: SQLiteFile, immutableIdentity: SQLiteFile.Identity?) {
        self.handle = handle
        self.path = path
        self.file = file
        self.immutableIdentity = immutableIdentity
        interrupt = SQLiteInterrupt(handle)
    }

    deinit {
        if let handle = interrupt.release() { sqlite3_close_v2(handle) }
    }

    /// Closes the connection and reports what goes wrong.
    ///
    /// A statement that is still open is a mistake of the caller: a debug build stops. Otherwise SQLite puts off the
    /// closing until the statement ends.
    package consuming func close() throws(SQLiteError) {
        let changed: SQLiteError?
        do throws(SQLiteError) {
            try requireUnchanged()
            changed = nil
        } catch {
            changed = error
        }
        guard let handle = interrupt.release() else { return }
        // This call refuses while there are statements of ours; those that virtual tables keep it ends by itself.
        let code = sqlite3_close(handle)
        if code == SQLITE_BUSY {
            let open = sqlite3_next_stmt(handle, nil).flatMap { sqlite3_sql($0) }.map { String(cString: $0) }
            assertionFailure("a statement is open on a connection that is closed: \(open ?? "")")
            sqlite3_close_v2(handle)
        } else if code != SQLITE_OK {
            throw SQLiteError(code, .close, handle: nil, path: path)
        }
        if let changed { throw changed }
    }

    /// How long a statement waits for the locks of others before it fails with `SQLITE_BUSY`.
    package func setBusyTimeout(_ timeout: Duration) {
        BusyHandler.install(handle, timeout)
    }

    /// From now on `"x"` in a statement is a name and nothing else. SQLite otherwise takes a misspelt name in double quotes
    /// for a text, so that a filter with one is false for all rows. (https://www.sqlite.org/quirks.html, section 8)
    package func refuseDoubleQuotedTexts() throws(SQLiteError) {
        let code = plan_sqlite3_db_config_flag(handle, Int32(SQLITE_DBCONFIG_DQS_DML), 0)
        if code != SQLITE_OK { throw SQLiteError(code, .open, handle: handle, path: path) }
    }

    /// Whether a transaction is open.
    package var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    /// Checks a file that is read without locks: what was read from it is good if it is still as it was.
    ///
    /// Nothing is done where locks are taken.
    package func requireUnchanged() throws(SQLiteError) {
        guard let immutableIdentity, SQLiteFile.identity(path) != immutableIdentity else { return }
        throw SQLiteError(
            code: .changedWhileRead, action: .run,
            message:
                "the file changed while it was read; its directory cannot be written to, so no lock could be taken. "
                + "Stop its writers, or copy it with its '-wal' file to another directory", path: path)
    }

    /// Prepares one statement, kept for many runs.
    ///
    /// A connection that only reads refuses a statement that writes.
    package func prepare(_ sql: String) throws(SQLiteError) -> SQLiteStatement {
        guard !sql.utf8.contains(0) else { throw refusal(.notOneStatement, "the text has a NUL in it", sql) }
        var text = sql
        var statement: OpaquePointer?
        var hasMore = false
        let code = text.withUTF8 { utf8 in
            prepare(utf8, &statement, &hasMore)
        }
        guard code == SQLITE_OK else {
            sqlite3_finalize(statement)
            throw SQLiteError(code, .prepare, sql: sql, handle: handle, path: path)
        }
        guard let statement else { throw refusal(.notOneStatement, "the text holds no statement", sql) }
        let prepared = SQLiteStatement(handle: statement)
        if hasMore { throw refusal(.notOneStatement, "the text holds more than one statement", sql) }
        if Access.permission == .read, !prepared.isReadOnly {
            throw refusal(.writesOnReadOnly, "the statement writes, and the connection only reads", sql)
        }
        return prepared
    }

    /// Prepares the first statement, and tells whether anything but blanks and comments follows it.
    private func prepare(
        _ utf8: UnsafeBufferPointer<UInt8>, _ statement: inout OpaquePointer?, _ hasMore: inout Bool
    ) -> Int32 {
        utf8.withMemoryRebound(to: CChar.self) { text in
            guard let start = text.baseAddress else { return SQLITE_OK }
            let end = start + text.count
            var tail: UnsafePointer<CChar>? = start
            let code = sqlite3_prepare_v3(
                handle, start, Int32(text.count), UInt32(SQLITE_PREPARE_PERSISTENT), &statement, &tail)
            // What follows is put to SQLite as well: it knows best what a comment is. An error there is a statement too.
            while code == SQLITE_OK, let rest = tail, rest < end {
                var next: OpaquePointer?
                let restCode = sqlite3_prepare_v3(handle, rest, Int32(end - rest), 0, &next, &tail)
                if restCode != SQLITE_OK || next != nil {
                    sqlite3_finalize(next)
                    hasMore = true
                    break
                }
            }
            return code
        }
    }

    private func refusal(_ code: SQLiteError.Code, _ message: String, _ sql: String) -> SQLiteError {
        SQLiteError(code: code, action: .prepare, message: message, sql: sql, path: path)
    }

    /// Runs a closure in a transaction, so that all it reads is of one moment; in the open transaction if there is one.
    package func withReadTransaction<Result: ~Copyable>(
        _ body: () throws(SQLiteError) -> Result
    ) throws(SQLiteError) -> Result {
        if isInTransaction { return try body() }
        try prepare("BEGIN").run()
        do throws(SQLiteError) {
            let result = try body()
            try prepare("COMMIT").run()
            return result
        } catch {
            // Some errors have ended the transaction already; the first error is the one to tell.
            if isInTransaction { try? prepare("ROLLBACK").run() }
            throw error
        }
    }
}
