internal import CPostgres

/// A message of the server that is no error: a notice or a warning.
package struct PostgresNotice: Hashable, Sendable {
    /// `WARNING`, `NOTICE`, `INFO`, …; never translated.
    package let severity: String
    /// The SQLSTATE.
    package let code: PostgresError.Code
    /// The primary message, one line.
    package let message: String
    /// More about it, if the server has more to say.
    package let detail: String?
    /// What to do about it, if the server has a suggestion.
    package let hint: String?

    /// The notice that libpq presents as a result.
    init(result: OpaquePointer?) {
        severity = ResultFields.text(result, .severity) ?? "NOTICE"
        code = PostgresError.Code(ResultFields.text(result, .sqlState) ?? "00000")
        message = ResultFields.text(result, .message) ?? ""
        detail = ResultFields.text(result, .detail)
        hint = ResultFields.text(result, .hint)
    }
}

/// Where libpq's notices go: the C callback holds this object, the connection owns it.
final class NoticeSink {
    var handler: ((PostgresNotice) -> Void)?

    init(_ handler: ((PostgresNotice) -> Void)?) { self.handler = handler }

    /// Makes `handle` report to this sink, which has to outlive it, and nothing to standard error.
    func attach(to handle: OpaquePointer) {
        let receive: @convention(c) (UnsafeMutableRawPointer?, OpaquePointer?) -> Void = { sink, result in
            guard let sink else { return }
            let notices = Unmanaged<NoticeSink>.fromOpaque(sink).takeUnretainedValue()
            notices.handler?(PostgresNotice(result: result))
        }
        PQsetNoticeReceiver(handle, receive, Unmanaged.passUnretained(self).toOpaque())
    }
}
