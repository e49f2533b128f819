internal import CPostgres
internal import Glibc

/// Sends the data of a running `COPY … FROM STDIN`. It exists only inside the closure of `copyIn`.
package struct CopyWriter<Failure: PostgresErrorConvertible>: ~Copyable {
    /// The largest message sent at once, in bytes: it bounds libpq's own copy of the data. Messages need not end where
    /// rows do.
    private static var messageSize: Int { 1 << 20 }

    private let handle: OpaquePointer
    private let run: StatementRun
    /// The error the COPY has ended with, while data was still being sent.
    private(set) var failure: PostgresError?

    init(_ handle: OpaquePointer, run: StatementRun) {
        self.handle = handle
        self.run = run
    }

    /// Sends bytes; blocks while the server is slower than the caller. Large pieces are best, 64 KiB and more.
    ///
    /// - Throws: the server's error if it has refused an earlier row already, or the connection's. The COPY is over then.
    package mutating func write(_ bytes: UnsafeRawBufferPointer) throws(Failure) {
        if let failure { throw Failure(failure) }
        if serverHasGivenUp() { try fail() }
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(Self.messageSize))
            rest = rest.dropFirst(piece.count)
            let start = piece.baseAddress?.assumingMemoryBound(to: CChar.self)
            if PQputCopyData(handle, start, Int32(piece.count)) != 1 { try fail() }
        }
    }

    /// Sends what the buffer holds; the buffer is left as it is.
    package mutating func write(_ buffer: borrowing CopyBuffer) throws(Failure) {
        try buffer.withBytes { bytes throws(Failure) in try write(bytes) }
    }

    /// Ends the COPY after all data, or with a reason not to keep it, and reads what the server says.
    ///
    /// - Returns: how many rows the server has taken.
    func end(abandoning reason: String?) throws(PostgresError) -> Int {
        if PQputCopyEnd(handle, reason) != 1 { throw run.error(nil) }
        return try run.last().affectedRows ?? 0
    }

    /// Ends the COPY because it cannot succeed any more, to get at the reason.
    private mutating func fail() throws(Failure) {
        do throws(PostgresError) {
            _ = try end(abandoning: nil)
            // The server was content after all; the data is not complete.
            failure = PostgresError(code: .protocolViolation, message: "the server ended the COPY early")
        } catch {
            failure = error
        }
        if let failure { throw Failure(failure) }
    }

    /// Whether sending on is pointless: the connection is closed, or the first byte that waits to be read is that of an
    /// error. libpq looks at neither before the end, and would go on sending. Under TLS only the former shows.
    private func serverHasGivenUp() -> Bool {
        var first: UInt8 = 0
        let count = recv(PQsocket(handle), &first, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT))
        if count > 0 { return first == UInt8(ascii: "E") }
        return count == 0 || (errno != EAGAIN && errno != EINTR)
    }
}
