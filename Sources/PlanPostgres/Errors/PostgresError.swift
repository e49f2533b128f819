internal import CPostgres

/// Something the server, libpq or the network refused. No text of it ever contains a password of the connection string.
package struct PostgresError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The SQLSTATE; of libpq's own errors, the class that fits.
    package let code: Code
    /// The primary message, one line.
    package let message: String
    /// More about it, which may hold values of a row.
    package private(set) var detail: String?
    /// What to do about it, if the server has a suggestion.
    package private(set) var hint: String?
    /// The place in `sql` the error is about: Unicode scalars, from 1.
    package private(set) var position: Int?
    /// Where the server was: for COPY the table, line and column.
    package private(set) var context: String?
    /// The schema of the object it is about.
    package private(set) var schema: String?
    /// The table it is about.
    package private(set) var table: String?
    /// The column it is about; for COPY see `context`.
    package private(set) var column: String?
    /// The constraint it is about; an index that enforces one counts.
    package private(set) var constraint: String?
    /// The statement that was run, without its parameters.
    package private(set) var sql: String?
    /// Why there is no connection; nil while it is usable.
    package private(set) var connectionFailure: ConnectionFailure?

    /// An error of our own making, with what is known.
    package init(
        code: Code, message: String, detail: String? = nil, hint: String? = nil, sql: String? = nil,
        connectionFailure: ConnectionFailure? = nil
    ) {
        self.code = code
        self.message = message
        self.detail = detail
        self.hint = hint
        self.sql = sql
        self.connectionFailure = connectionFailure
    }

    /// Whether the connection could not be opened or was lost: what was asked for may or may not have been done.
    package var isConnectionFailure: Bool { connectionFailure != nil }

    package var description: String {
        var text = "\(message) (\(code))"
        if let detail { text += "; \(detail)" }
        if let hint { text += "; \(hint)" }
        if let context { text += "; \(context)" }
        return text
    }

    /// Why a connection could not be opened, or is no more.
    package enum ConnectionFailure: Hashable, Sendable {
        /// The connection string cannot be read; nothing was tried.
        case malformedSettings
        /// Nobody answered: wrong host or port, no server, or a network that does not let through.
        case unreachable
        /// The password is wrong or missing.
        case wrongPassword
        /// The server has no such database.
        case missingDatabase
        /// Encryption is required, and the settings do not ask for it; nothing was sent.
        case notEncrypted
        /// A server answered and refused for another reason: no role, too many clients, TLS, starting up.
        case other
        /// The connection was open and broke.
        case lost
    }
}

extension PostgresError {
    /// The error that libpq reports in `result`, or, without one, in the connection's own message.
    init(handle: OpaquePointer, result: OpaquePointer?, sql: String?) {
        let state = result.flatMap { ResultFields.text($0, .sqlState) }
        // libpq may tell that it could not send before it has read to the end of what the server sent, and calls the
        // connection good until then.
        if state == nil { PQconsumeInput(handle) }
        let isLost = PQstatus(handle) == CONNECTION_BAD
        // An error without SQLSTATE is libpq's own: class 08 if the connection is gone.
        let code = state.map { Code($0) } ?? (isLost ? .connectionFailure : .internalError)
        let reported = PQresultErrorMessage(result).map { String(cString: $0) } ?? ""
        let fallback = reported.isEmpty ? String(cString: PQerrorMessage(handle)) : reported
        let message = result.flatMap { ResultFields.text($0, .message) } ?? PostgresError.oneLine(fallback)
        self.init(code: code, message: message, sql: sql, connectionFailure: isLost ? .lost : nil)
        guard let result else { return }
        detail = ResultFields.text(result, .detail)
        hint = ResultFields.text(result, .hint)
        position = ResultFields.text(result, .position).flatMap { Int($0) }
        context = ResultFields.text(result, .context)
        schema = ResultFields.text(result, .schema)
        table = ResultFields.text(result, .table)
        column = ResultFields.text(result, .column)
        constraint = ResultFields.text(result, .constraint)
    }

    /// The same error, of which it has turned out that it ended the connection.
    func losingConnection() -> PostgresError {
        var error = self
        error.connectionFailure = .lost
        return error
    }

    /// A text of libpq, which breaks and indents its sentences, on one line.
    static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).map { $0.drop { $0 == "\t" || $0 == " " } }.joined(separator: " ")
    }
}

/// An error type that can carry the server's errors: what the closures of COPY and of a transaction may throw.
package protocol PostgresErrorConvertible: Error {
    /// The error as one of this type.
    init(_ error: PostgresError)
}

extension PostgresError: PostgresErrorConvertible {
    /// The error itself.
    package init(_ error: PostgresError) { self = error }
}
