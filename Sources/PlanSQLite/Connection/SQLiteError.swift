/// What SQLite, or this driver before it, refused: what was tried, on which file, and why.
///
/// Values that were bound to a statement are not part of it, so it may be logged.
package struct SQLiteError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was being done.
    package enum Action: String, Sendable {
        case open
        case close
        case prepare = "prepare a statement for"
        case bind = "bind a value for"
        case run = "run a statement on"
        case snapshot = "read one moment of"
        case profile
        case backUp = "copy a database over"
    }

    /// The result code, extended where SQLite gave an extended one.
    package let code: Code
    package let action: Action
    /// SQLite's words, or the driver's for the codes of its own.
    package let message: String
    /// The statement, where there was one.
    package let sql: String?
    /// The database file.
    package let path: String

    /// An error of known code; `SQLiteError(_:_:sql:handle:path:)` takes SQLite's own words.
    package init(code: Code, action: Action, message: String, sql: String? = nil, path: String) {
        self.code = code
        self.action = action
        self.message = message
        self.sql = sql
        self.path = path
    }

    /// A sentence: what could not be done, to which file, why, and what to do.
    package var description: String {
        var text = "cannot \(action.rawValue) \(path): \(message)"
        if !code.isOfDriver { text += " (\(code))" }
        if let hint { text += "; \(hint)" }
        if let sql { text += ". The statement: \(Self.shortened(sql))" }
        return text
    }

    /// What to do about it, for the codes whose own words do not say.
    private var hint: String? {
        switch code.primary {
        case .busy, .locked: "another connection holds a lock; end it, or wait longer"
        case .readOnly where code == .readOnlyRollback:
            "a transaction was cut off and its journal must be undone: open the database once with write access"
        case .readOnly where code == .readOnlyRecovery:
            "its write-ahead log must be recovered: open the database once with write access"
        case .corrupt: "the file is damaged; 'PRAGMA integrity_check' tells where, '.recover' of the shell what is left"
        case .full: "the disk has no room left"
        default: nil
        }
    }

    private static func shortened(_ sql: String) -> String {
        let limit = 300
        return sql.count <= limit ? sql : sql.prefix(limit) + "…"
    }
}
