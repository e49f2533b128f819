internal import CPostgres
package import PlanSupport

extension PostgresConnection {
    /// Runs a `COPY … FROM STDIN`, whose data `body` sends. Nothing else can use the connection meanwhile.
    ///
    /// The data is what the statement says, header and trailer of the binary format included (`CopyBinary`). If `body`
    /// throws, the COPY is abandoned and no row of it stays. The connection is usable after any error that is no
    /// connection failure.
    ///
    /// - Returns: how many rows the server has taken.
    /// - Throws: `body`'s error, or the server's, with table, line and column in `context`.
    @discardableResult
    package mutating func copyIn<Failure: PostgresErrorConvertible>(
        _ statement: String, _ body: (inout CopyWriter<Failure>) throws(Failure) -> Void
    ) throws(Failure) -> Int where Access == ReadWrite {
        let run = StatementRun(handle, sql: statement)
        do throws(PostgresError) { try run.copy(expecting: PGRES_COPY_IN) } catch { throw Failure(error) }
        var writer = CopyWriter<Failure>(handle, run: run)
        do throws(Failure) {
            try body(&writer)
        } catch {
            // The server's answer to giving up says only that we gave up.
            if writer.failure == nil { _ = try? writer.end(abandoning: "abandoned by the client") }
            throw error
        }
        if let failure = writer.failure { throw Failure(failure) }
        do throws(PostgresError) { return try writer.end(abandoning: nil) } catch { throw Failure(error) }
    }
}

extension PostgresConnection {
    /// Runs a `COPY … TO STDOUT`, and lends each piece of its data to `body`: a row in text format; in binary format a
    /// row too, the first with the header before it and the last piece being the trailer.
    ///
    /// If `body` throws, the rest is cancelled.
    ///
    /// - Returns: how many rows the server has sent.
    @discardableResult
    package mutating func copyOut<Failure: PostgresErrorConvertible>(
        _ statement: String, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) -> Int {
        let run = StatementRun(handle, sql: statement)
        do throws(PostgresError) { try run.copy(expecting: PGRES_COPY_OUT) } catch { throw Failure(error) }
        var piece: UnsafeMutablePointer<CChar>?
        while true {
            let count = PQgetCopyData(handle, &piece, 0)
            guard count > 0 else { break }
            defer { PQfreemem(piece) }
            do throws(Failure) {
                try body(UnsafeRawBufferPointer(start: piece, count: Int(count)))
            } catch {
                cancellation.cancel()
                // Reads the rest and the server's answer, which says only that it was cancelled.
                var rest: UnsafeMutablePointer<CChar>?
                while PQgetCopyData(handle, &rest, 0) > 0 { PQfreemem(rest) }
                _ = try? run.last()
                throw error
            }
        }
        do throws(PostgresError) { return try run.last().affectedRows ?? 0 } catch { throw Failure(error) }
    }
}
