internal import PlanGraph
internal import PlanPostgres
internal import PlanSQLite

/// Copies rows of one query into one table, chunk by chunk, on one session; other sessions may do the same with other
/// rows. Each chunk's rows and its entry in the ledger are one transaction; that of the last marks the operation done as
/// well.
struct CopyRunner {
    let copy: CopyInstruction
    let operation: Operation
    let index: Int
    let schedule: Schedule
    let ledger: RunLedger
    let context: RunContext

    private var stop: StopSignal { schedule.stopSignal }
    private var persistence: Persistence {
        Persistence(stop: stop, ledger: ledger, operation: operation, position: index)
    }

    /// Takes ranges until none is left.
    func run(_ session: inout WorkerSession) throws(StepFailure) {
        var claim = schedule.claim(index)
        if claim != nil {
            let reader = try ChunkReader(copy, session.reader)
            let rejects = rejectFile()
            var encoder = RowEncoder(
                copy: copy, encoders: try encoders(session.connection.serverVersion), rejects: rejects)
            while let current = claim {
                try persistently(current, reader, &encoder, rejects, &session)
                claim = schedule.claim(index)
            }
        }
        if stop.isSet { throw .stopped }
        // Where the last chunk was not known to be the last, or there was none.
        guard let rest = schedule.close(index) else { return }
        try persistence.run(&session) {
            (connection: inout TargetConnection) throws(StepFailure) in
            try Transaction.run(&connection) { (connection: inout TargetConnection) throws(StepFailure) in
                try finish(rest.copied.written, connection)
                try context.reach(.operationUncommitted, connection.backendPID)
            }
        }
        conclude(rest)
    }

    /// Where rows that are set aside go; nil where none can be.
    private func rejectFile() -> RejectFile? {
        guard copy.canReject else { return nil }
        return RejectFile(
            directory: context.rejects.directory(run: ledger.run), table: copy.table,
            committed: schedule.progress(of: index)?.rejectsEnd)
    }

    private func encoders(_ serverVersion: Int) throws(StepFailure) -> ColumnEncoders {
        do throws(UnknownConversion) {
            return try copy.encoders(serverVersion: serverVersion, variable: context.variable)
        } catch {
            throw .failed(.conversion(error))
        }
    }

    /// Copies one chunk of a range, again where its transaction was ended for the sake of another one or its connection was
    /// lost.
    private func persistently(
        _ claim: CopyClaim, _ reader: borrowing ChunkReader, _ encoder: inout RowEncoder,
        _ rejects: RejectFile?, _ session: inout WorkerSession
    ) throws(StepFailure) {
        var attempt = ChunkAttempt()
        var backoff = Backoff.forTransactions
        while true {
            do throws(StepFailure) {
                if !(try wasCommitted(claim, attempt, session.connection)) {
                    rejects?.abandonChunk()
                    try copyChunk(claim, reader, &encoder, rejects, &session.connection, &attempt)
                }
                rejects?.keepChunk()
                return accept(claim, attempt, encoder.policyUses, rejects)
            } catch {
                _ = schedule.countSent(index, rows: -attempt.countedRows, bytes: -attempt.countedBytes)
                (attempt.countedRows, attempt.countedBytes) = (0, 0)
                if error.isRepeatedChunk, attempt.chunk != nil { continue }
                do throws(StepFailure) {
                    try persistence.goOn(after: error, &backoff, &session)
                } catch {
                    // What is not known to be committed is told by the ledger when the copy is resumed.
                    if attempt.chunk == nil { rejects?.abandonChunk() }
                    throw error
                }
            }
        }
    }

    /// Whether an earlier try of the same chunk was committed although the answer was lost.
    private func wasCommitted(
        _ claim: CopyClaim, _ attempt: ChunkAttempt, _ connection: borrowing TargetConnection
    ) throws(StepFailure) -> Bool {
        guard attempt.chunk != nil else { return false }
        do throws(PostgresError) {
            return try ledger.hasChunk(operation.id, number: claim.number, connection)
        } catch {
            throw StepFailure(error)
        }
    }

    /// Counts a committed chunk, and gives back what is left of its range.
    private func accept(
        _ claim: CopyClaim, _ attempt: ChunkAttempt, _ uses: [PolicyUse], _ rejects: RejectFile?
    ) {
        if let chunk = attempt.chunk {
            // Rows of a try that was committed unheard of were taken back from the count.
            _ = schedule.countSent(
                index, rows: chunk.rows + chunk.rejected - attempt.countedRows,
                bytes: chunk.bytes - attempt.countedBytes)
            let (rows, bytes) = schedule.commit(
                index, chunk, uses, rejectFile: rejects.flatMap { $0.exists ? $0.path : nil })
            context.events.observe(.rowsCopied(id: operation.id, rows: rows, bytes: bytes))
        }
        schedule.giveBack(index, rest: attempt.rest)
        if attempt.isLast, let done = schedule.close(index) { conclude(done) }
    }

    private func copyChunk(
        _ claim: CopyClaim, _ reader: borrowing ChunkReader, _ encoder: inout RowEncoder,
        _ rejects: RejectFile?, _ connection: inout TargetConnection, _ attempt: inout ChunkAttempt
    ) throws(StepFailure) {
        attempt = ChunkAttempt()
        if stop.isSet { throw .stopped }
        guard try reader.begin(claim.range) else { return }
        var current = attempt
        defer { attempt = current }
        try Transaction.run(&connection) { (connection: inout TargetConnection) throws(StepFailure) in
            try context.reach(.chunkStarted, connection.backendPID)
            encoder.beginChunk()
            let server = connection.backendPID
            let sql = "COPY \(copy.into) FROM STDIN (FORMAT binary)"
            var lastRow: SourceKey?
            var isCut = false
            let written = try connection.copyIn(sql) { (writer: inout CopyWriter<StepFailure>) throws(StepFailure) in
                while true {
                    if stop.isSet { throw .stopped }
                    try reader.append(claim.range, to: &encoder, &writer)
                    if try encoder.flushIfFull(&writer) { try count(encoder, server, &current) }
                    isCut = claim.range.isCut && (encoder.rows >= copy.chunkRows || encoder.bytes >= ChunkLimit.bytes)
                    if isCut { break }
                    guard try reader.step(claim.range) else { break }
                }
                if isCut { lastRow = reader.key(claim.range) }
                try encoder.endChunk(&writer)
            }
            guard Int64(written) == encoder.written else {
                throw .failed(.rowCount(table: copy.table, read: encoder.written, written: Int64(written)))
            }
            let rejectsEnd = try rejects?.endChunk() ?? nil
            current.end(claim, encoder, isCut ? lastRow : nil, isCut: isCut, rejectsEnd: rejectsEnd)
            try record(&current, connection)
            try context.reach(.chunkUncommitted, connection.backendPID)
        }
        try context.reach(.chunkCommitted, connection.backendPID)
    }

    private func count(
        _ encoder: borrowing RowEncoder, _ server: Int32, _ attempt: inout ChunkAttempt
    ) throws(StepFailure) {
        let total = schedule.countSent(
            index, rows: encoder.rows - attempt.countedRows, bytes: encoder.bytes - attempt.countedBytes)
        (attempt.countedRows, attempt.countedBytes) = (encoder.rows, encoder.bytes)
        context.events.observe(.rowsCopied(id: operation.id, rows: total.rows, bytes: total.bytes))
        try context.reach(.chunkSending, server)
    }

    /// Writes the chunk's entry, and the operation's where nothing can come after.
    private func record(
        _ attempt: inout ChunkAttempt, _ connection: borrowing TargetConnection
    ) throws(StepFailure) {
        guard let chunk = attempt.chunk else { return }
        do throws(PostgresError) { try ledger.addChunk(operation.id, chunk, connection) } catch {
            throw StepFailure(error)
        }
        guard attempt.rest == nil, schedule.isLast(index), let progress = schedule.progress(of: index) else { return }
        try finish(progress.copied.written + chunk.rows, connection)
        attempt.isLast = true
    }

    private func finish(_ rows: Int64, _ connection: borrowing TargetConnection) throws(StepFailure) {
        do throws(PostgresError) {
            try ledger.finish(operation.id, .done, rows: rows, connection)
        } catch {
            throw StepFailure(error)
        }
    }

    private func conclude(_ progress: CopyProgress) {
        var result = OperationResult(state: .done, copied: progress.copied)
        result.seconds = progress.start.duration(to: .now).seconds
        schedule.finish(index, result)
        context.events.observe(.operationFinished(OperationReport(operation, result)))
    }
}

extension StepFailure {
    /// Whether the ledger has the chunk already: a try whose connection was lost was committed after all.
    fileprivate var isRepeatedChunk: Bool {
        guard case .failed(.target(let error)) = self else { return false }
        return error.code == .uniqueViolation && error.schema == "_plan" && error.table == "chunks"
    }
}
