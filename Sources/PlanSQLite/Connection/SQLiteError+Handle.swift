internal import CSQLite

extension SQLiteError {
    /// The failure of the call that has just returned `code` on a connection.
    init(_ code: Int32, _ action: Action, sql: String? = nil, handle: OpaquePointer?, path: String? = nil) {
        // The message of a connection is that of its latest call, which need not be this one.
        let isLatest = handle != nil && sqlite3_extended_errcode(handle) == code
        let words = isLatest ? sqlite3_errmsg(handle) : sqlite3_errstr(code)
        let file = handle.flatMap { sqlite3_db_filename($0, "main") }
        self.init(
            code: Code(rawValue: code), action: action, message: words.map { String(cString: $0) } ?? "unknown failure",
            sql: sql, path: path ?? file.map { String(cString: $0) } ?? "")
    }
}
