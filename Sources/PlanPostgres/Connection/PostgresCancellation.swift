internal import CPostgres
internal import Synchronization

/// Asks the server to stop what one connection is running, from any thread and at any time.
///
/// It owns a copy of what is needed to ask, so it may outlive the connection; once that is closed it does nothing.
/// A request may arrive when the statement has just ended: then it hits the next one or none.
package final class PostgresCancellation: Sendable {
    /// libpq only reads it after it was made.
    private nonisolated(unsafe) let request: OpaquePointer?
    private let isOpen = Atomic(true)

    init(_ handle: OpaquePointer) { request = PQgetCancel(handle) }

    deinit { PQfreeCancel(request) }

    /// Sends the request over a connection of its own, and blocks until the server has taken it.
    ///
    /// - Returns: nil if the request was sent, or the connection is closed already; otherwise why it could not be.
    @discardableResult
    package func cancel() -> String? {
        guard isOpen.load(ordering: .acquiring) else { return nil }
        guard let request else { return "out of memory" }
        var reason = [CChar](repeating: 0, count: 256)
        if PQcancel(request, &reason, Int32(reason.count)) == 1 { return nil }
        return PostgresError.oneLine(
            String(decoding: reason.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }

    /// The connection is gone: from now on `cancel` does nothing.
    func connectionIsClosed() { isOpen.store(false, ordering: .releasing) }
}
