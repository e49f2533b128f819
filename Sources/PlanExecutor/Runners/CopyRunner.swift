internal import PlanGraph
internal import PlanPostgres
internal import PlanSQLite

/// Copies the rows of one query into one table, chunk by chunk. Each chunk's rows and its entry in the ledger are one
/// transaction; that of the last marks the operation done as well.
struct CopyRunner {
    let copy: CopyInstruction
    let id: String
    let reader: SQLiteReader
    let ledger: RunLedger
    let stop: StopSignal
    let events: any RunObserver
    /// The directory for the rows that are set aside.
    let rejectsDirectory: String
    /// The value of a variable that holds a key.
    let variable: @Sendable (String) -> String?

    /// Copies all rows. `copied` tells what was committed also where it throws.
    func run(
        _ connection: inout TargetConnection, _ copied: inout CopiedRows
    ) throws(StepFailure) {
        let statement = try prepare()
        let rejects = copy.canReject ? RejectFile(directory: rejectsDirectory, table: copy.table) : nil
        var encoder = RowEncoder(copy: copy, encoders: try encoders(connection.serverVersion), rejects: rejects)
        // The lowest key that has not been read.
        var lowest = Int64.min
        while true {
            if stop.isSet { throw .stopped }
            statement.reset()
            try bind(statement, from: lowest)
            guard try Self.step(statement) else { break }
            let chunk: ChunkEnd
            do throws(StepFailure) {
                chunk = try copyChunk(
                    number: copied.chunks + 1, statement, &encoder, rejects, &connection, &copied)
            } catch {
                rejects?.abandonChunk()
                throw error
            }
            rejects?.keepChunk()
            copied.rejectFile = rejects.flatMap { $0.exists ? $0.path : nil }
            // Past the highest rowid there is nothing to ask for.
            if chunk.isLast { return }
            lowest = (chunk.keys?.upperBound ?? .max) &+ 1
        }
        let rows = copied.written
        try Transaction.run(&connection) { (connection: inout TargetConnection) throws(StepFailure) in
            try finish(rows, connection)
        }
    }

    private func encoders(_ serverVersion: Int) throws(StepFailure) -> [ColumnEncoder] {
        do throws(UnknownConversion) {
            return try copy.encoders(serverVersion: serverVersion, variable: variable)
        } catch {
            throw .failed(.conversion(error))
        }
    }

    private func prepare() throws(StepFailure) -> SQLiteStatement {
        let statement: SQLiteStatement
        do throws(SQLiteError) {
            statement = try reader.connection.prepare(copy.read)
        } catch {
            throw StepFailure(error)
        }
        let expected: Int
        switch copy.chunkBy {
        case .rowID: expected = copy.columns.count + 1 + copy.tests.count
        case .none: expected = copy.columns.count + copy.tests.count
        }
        guard statement.columnCount == expected else {
            throw .failed(.columnCount(table: copy.table, expected: expected, found: statement.columnCount))
        }
        return statement
    }

    private func bind(_ statement: borrowing SQLiteStatement, from lowest: Int64) throws(StepFailure) {
        switch copy.chunkBy {
        case .none: return
        case .rowID:
            do throws(SQLiteError) {
                try statement.bind(lowest, at: 1)
                try statement.bind(Int64.max, at: 2)
                try statement.bind(copy.chunkRows, at: 3)
            } catch {
                throw StepFailure(error)
            }
        }
    }

    private static func step(_ statement: borrowing SQLiteStatement) throws(StepFailure) -> Bool {
        do throws(SQLiteError) { return try statement.step() } catch { throw StepFailure(error) }
    }

    /// What a chunk turned out to be.
    private struct ChunkEnd {
        let keys: ClosedRange<Int64>?
        let isLast: Bool
    }

    /// Copies the rows from the one that the statement stands on.
    private func copyChunk(
        number: Int, _ statement: borrowing SQLiteStatement, _ encoder: inout RowEncoder, _ rejects: RejectFile?,
        _ connection: inout TargetConnection, _ copied: inout CopiedRows
    ) throws(StepFailure) -> ChunkEnd {
        var end = ChunkEnd(keys: nil, isLast: true)
        let before = copied
        try Transaction.run(&connection) { (connection: inout TargetConnection) throws(StepFailure) in
            let sql = "COPY \(copy.into) FROM STDIN (FORMAT binary)"
            encoder.beginChunk()
            let written = try connection.copyIn(sql) { (writer: inout CopyWriter<StepFailure>) throws(StepFailure) in
                repeat {
                    if stop.isSet { throw .stopped }
                    try encoder.append(statement, &writer)
                    if try encoder.flushIfFull(&writer) {
                        events.observe(.rowsCopied(id: id, rows: before.read + encoder.rows))
                    }
                } while try Self.step(statement)
                try encoder.endChunk(&writer)
            }
            guard Int64(written) == encoder.written else {
                throw .failed(.rowCount(table: copy.table, read: encoder.written, written: Int64(written)))
            }
            end = ChunkEnd(
                keys: encoder.keys,
                isLast: encoder.keys.map { encoder.rows < copy.chunkRows || $0.upperBound == .max } ?? true)
            try record(
                CopyChunk(
                    number: number, keys: encoder.keys, rows: encoder.written, rejected: encoder.rejected,
                    rejectsEnd: try rejects?.endChunk()), connection)
            if end.isLast { try finish(before.written + encoder.written, connection) }
        }
        copied.chunks += 1
        copied.read += encoder.rows
        copied.written += encoder.written
        copied.rejected += encoder.rejected
        copied.policyUses.add(encoder.policyUses)
        copied.bytes += encoder.bytes
        events.observe(.rowsCopied(id: id, rows: copied.read))
        return end
    }

    private func record(
        _ chunk: CopyChunk, _ connection: borrowing TargetConnection
    ) throws(StepFailure) {
        do throws(PostgresError) { try ledger.addChunk(id, chunk, connection) } catch { throw StepFailure(error) }
    }

    private func finish(_ rows: Int64, _ connection: borrowing TargetConnection) throws(StepFailure) {
        do throws(PostgresError) {
            try ledger.finish(id, .done, rows: rows, connection)
        } catch {
            throw StepFailure(error)
        }
    }
}
