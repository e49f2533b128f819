internal import CSQLite

/// A prepared statement and the row that it stands on.
///
/// It is finalized when it goes out of scope. It should do so before its connection is closed, and `close()` asserts
/// that; but it is safe in either order, because SQLite keeps a closed connection's memory until its last statement is
/// gone (`sqlite3_close_v2`). That was preferred to closures around each statement: errors keep their type, and a
/// worker can hold several statements without nesting.
///
/// Columns count from 0, parameters from 1, as in SQLite. A column that is not there reads as NULL.
package struct SQLiteStatement: ~Copyable {
    let handle: OpaquePointer

    init(handle: OpaquePointer) { self.handle = handle }

    deinit { sqlite3_finalize(handle) }

    /// The text it was prepared from.
    package var sql: String { sqlite3_sql(handle).map { String(cString: $0) } ?? "" }

    /// Whether it leaves the database file as it is, as SQLite judges.
    package var isReadOnly: Bool { sqlite3_stmt_readonly(handle) != 0 }

    /// Columns of the result; 0 for a statement that returns no rows.
    package var columnCount: Int { Int(sqlite3_column_count(handle)) }

    /// The highest parameter.
    package var parameterCount: Int { Int(sqlite3_bind_parameter_count(handle)) }

    /// The name that a column has in the result; empty if there is no such column.
    package func columnName(_ column: Int) -> String {
        sqlite3_column_name(handle, Int32(truncatingIfNeeded: column)).map { String(cString: $0) } ?? ""
    }

    /// Moves to the next row; false at the end. Whatever was read from the row before is then invalid.
    package func step() throws(SQLiteError) -> Bool {
        let code = sqlite3_step(handle)
        if code == SQLITE_ROW { return true }
        if code == SQLITE_DONE { return false }
        throw failure(code, .run)
    }

    /// Makes the statement ready to run again; what is bound stays bound.
    package func reset() {
        // The code that comes back repeats the failure of the last step, which was thrown there.
        sqlite3_reset(handle)
    }

    /// Runs the statement to its end, passing over rows, and resets it.
    package func run() throws(SQLiteError) {
        defer { reset() }
        while try step() {}
    }

    func failure(_ code: Int32, _ action: SQLiteError.Action) -> SQLiteError {
        SQLiteError(code, action, sql: sql, handle: sqlite3_db_handle(handle))
    }
}

extension SQLiteStatement {
    /// Binds an integer.
    package func bind(_ value: Int64, at parameter: Int) throws(SQLiteError) {
        try check(sqlite3_bind_int64(handle, Int32(truncatingIfNeeded: parameter), value))
    }

    /// Binds an integer.
    package func bind(_ value: Int, at parameter: Int) throws(SQLiteError) { try bind(Int64(value), at: parameter) }

    /// Binds a real number; NaN becomes NULL.
    package func bind(_ value: Double, at parameter: Int) throws(SQLiteError) {
        try check(sqlite3_bind_double(handle, Int32(truncatingIfNeeded: parameter), value))
    }

    /// Binds a text; it is copied, NULs included.
    package func bind(_ text: String, at parameter: Int) throws(SQLiteError) {
        var text = text
        let code = text.withUTF8 { utf8 in
            utf8.withMemoryRebound(to: CChar.self) {
                plan_sqlite3_bind_text(
                    handle, Int32(truncatingIfNeeded: parameter), $0.baseAddress, UInt64($0.count))
            }
        }
        try check(code)
    }

    /// Binds a text of bytes that need not be valid UTF-8; they are copied.
    package func bind(text bytes: UnsafeRawBufferPointer, at parameter: Int) throws(SQLiteError) {
        let code = bytes.withMemoryRebound(to: CChar.self) {
            plan_sqlite3_bind_text(handle, Int32(truncatingIfNeeded: parameter), $0.baseAddress, UInt64($0.count))
        }
        try check(code)
    }

    /// Binds a text of bytes that need not be valid UTF-8; they are copied.
    package func bind(text bytes: [UInt8], at parameter: Int) throws(SQLiteError) {
        let code = bytes.withUnsafeBytes { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
                plan_sqlite3_bind_text(handle, Int32(truncatingIfNeeded: parameter), $0.baseAddress, UInt64($0.count))
            }
        }
        try check(code)
    }

    /// Binds a blob; the bytes are copied.
    package func bind(blob bytes: UnsafeRawBufferPointer, at parameter: Int) throws(SQLiteError) {
        let index = Int32(truncatingIfNeeded: parameter)
        try check(plan_sqlite3_bind_blob(handle, index, bytes.baseAddress, UInt64(bytes.count)))
    }

    /// Binds a blob; the bytes are copied.
    package func bind(blob bytes: [UInt8], at parameter: Int) throws(SQLiteError) {
        let index = Int32(truncatingIfNeeded: parameter)
        try check(bytes.withUnsafeBytes { plan_sqlite3_bind_blob(handle, index, $0.baseAddress, UInt64($0.count)) })
    }

    /// Binds NULL.
    package func bindNull(at parameter: Int) throws(SQLiteError) {
        try check(sqlite3_bind_null(handle, Int32(truncatingIfNeeded: parameter)))
    }

    private func check(_ code: Int32) throws(SQLiteError) {
        if code != SQLITE_OK { throw failure(code, .bind) }
    }
}
