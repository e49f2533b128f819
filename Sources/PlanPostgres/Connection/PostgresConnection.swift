internal import CPostgres
package import PlanSupport

/// A session on a PostgreSQL server, closed when the value ends.
///
/// One thread at a time uses it; `cancellation` alone may be used from others. Every session speaks UTF-8, keeps its
/// clock in UTC and writes dates, intervals and floats in one form, whatever the server's or the role's settings are.
package struct PostgresConnection<Access: AccessMode>: ~Copyable {
    let handle: OpaquePointer
    private let notices: NoticeSink

    /// Stops the statement that is running, from another thread.
    package let cancellation: PostgresCancellation

    /// Where the connection leads, for messages.
    package let endpoint: PostgresEndpoint

    /// How safe the way to the server is.
    package let security: ConnectionSecurity

    /// Opens a session, and blocks until the server has accepted it or the time is up.
    ///
    /// - Throws: an error whose `connectionFailure` says why there is no connection.
    package init(_ settings: PostgresConnectionSettings) throws(PostgresError) {
        let sink = NoticeSink(settings.noticeHandler)
        let opened = try ConnectionAttempt(settings).open(reportingTo: sink)
        do throws(PostgresError) {
            try SessionSettings.apply(to: opened, permission: Access.permission)
        } catch {
            PQfinish(opened)
            throw error
        }
        handle = opened
        notices = sink
        cancellation = PostgresCancellation(opened)
        endpoint = PostgresEndpoint(opened)
        security = ConnectionSecurity(opened)
    }

    deinit {
        cancellation.connectionIsClosed()
        PQfinish(handle)
    }

    /// Ends the session now.
    package consuming func close() {}

    /// The server's version as a number: 150018 is 15.18.
    package var serverVersion: Int { Int(PQserverVersion(handle)) }

    /// The encoding of the database's own text. With `SQL_ASCII` nothing guarantees that text is UTF-8.
    package var serverEncoding: String {
        PQparameterStatus(handle, "server_encoding").map { String(cString: $0) } ?? ""
    }

    /// The process that serves this session, as in `pg_stat_activity`.
    package var backendPID: Int32 { PQbackendPID(handle) }

    /// Whether the session is inside a transaction, as far as the server has said.
    package var transactionStatus: PostgresTransactionStatus { PostgresTransactionStatus(handle) }

    /// Replaces the receiver of the server's notices; nil discards them.
    package func setNoticeHandler(_ handler: ((PostgresNotice) -> Void)?) { notices.handler = handler }
}

/// Where a session stands between `BEGIN` and `COMMIT`.
package enum PostgresTransactionStatus: Sendable {
    /// No transaction block is open.
    case idle
    case inTransaction
    /// A statement has failed: everything until `ROLLBACK` is refused.
    case failed
    /// A statement or COPY is running.
    case active
    /// The connection is lost.
    case unknown

    init(_ handle: OpaquePointer) {
        self =
            switch PQtransactionStatus(handle) {
            case PQTRANS_IDLE: .idle
            case PQTRANS_INTRANS: .inTransaction
            case PQTRANS_INERROR: .failed
            case PQTRANS_ACTIVE: .active
            default: .unknown
            }
    }
}
