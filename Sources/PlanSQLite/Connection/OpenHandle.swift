internal import CSQLite
internal import PlanSupport

/// A handle between its opening and the connection that takes it over; closed if that never happens.
struct OpenHandle: ~Copyable {
    let pointer: OpaquePointer

    /// Opens a file without the mutex, since one thread at a time uses a connection, and with extended result codes.
    init(_ name: String, flags: Int32, path: String) throws(SQLiteError) {
        guard !path.utf8.contains(0) else {
            throw SQLiteError(code: .cantOpen, action: .open, message: "the path has a NUL in it", path: path)
        }
        var opened: OpaquePointer?
        let code = sqlite3_open_v2(name, &opened, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        guard code == SQLITE_OK, let opened else {
            let number = opened.map { sqlite3_system_errno($0) } ?? 0
            sqlite3_close_v2(opened)
            let words =
                number == 0
                ? String(cString: sqlite3_errstr(code)) : FileFailure(path: path, action: "open", number: number).reason
            throw SQLiteError(code: .init(rawValue: code), action: .open, message: words, path: path)
        }
        pointer = opened
    }

    deinit { sqlite3_close_v2(pointer) }

    /// Hands the handle over to a connection, which closes it from now on.
    consuming func take() -> OpaquePointer {
        let pointer = pointer
        discard self
        return pointer
    }

    borrowing func check(_ code: Int32, path: String) throws(SQLiteError) {
        if code != SQLITE_OK { throw SQLiteError(code, .open, handle: pointer, path: path) }
    }
}
