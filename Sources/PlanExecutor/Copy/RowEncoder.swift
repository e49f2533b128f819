internal import PlanGraph
internal import PlanPostgres
internal import PlanSQLite

/// Encodes rows of the source into a buffer that is kept for the whole copy, and sends it in large pieces.
struct RowEncoder: ~Copyable {
    private let copy: CopyInstruction
    private let encoders: [ColumnEncoder]
    /// Whether a column after those copied is the row's rowid.
    private let hasKey: Bool
    private var buffer: CopyBuffer
    private var firstKey: Int64 = 0
    private var lastKey: Int64 = 0
    /// Rows of all chunks so far, to count those of a query without keys.
    private var allRows: Int64 = 0

    /// Of the chunk.
    private(set) var rows: Int64 = 0
    private(set) var bytes: Int64 = 0

    init(copy: CopyInstruction, encoders: [ColumnEncoder]) {
        self.copy = copy
        self.encoders = encoders
        switch copy.chunkBy {
        case .rowID: hasKey = true
        case .none: hasKey = false
        }
        // Room for the row that fills a piece.
        buffer = CopyBuffer(capacity: CopyPiece.size + CopyPiece.size / 4)
    }

    /// The first and last rowid of the chunk; nil where there are none.
    var keys: ClosedRange<Int64>? { hasKey && rows > 0 ? firstKey...lastKey : nil }

    mutating func beginChunk() {
        rows = 0
        bytes = 0
        buffer.reset()
        buffer.appendCopyHeader()
    }

    /// Encodes the row that the statement stands on.
    mutating func append(
        _ statement: borrowing SQLiteStatement, _ writer: inout CopyWriter<StepFailure>
    ) throws(StepFailure) {
        if hasKey {
            let key = statement.integer(encoders.count)
            if rows == 0 {
                firstKey = key
            } else if key <= lastKey {
                throw .failed(.rowOrder(table: copy.table, key: key, after: lastKey))
            }
            lastKey = key
        }
        rows += 1
        allRows += 1
        buffer.append(Int16(truncatingIfNeeded: encoders.count))
        for column in encoders.indices {
            let cell = statement.cell(column)
            let large: UnsafeRawBufferPointer?
            do throws(ValueRefusal) {
                large = try encoders[column].passedThrough(cell)
                if large == nil { try encoders[column].encode(cell, into: &buffer) }
            } catch {
                throw .failed(.invalidValue(invalidValue(column, cell, error)))
            }
            if let large { try send(large, &writer) }
        }
    }

    /// Sends what there is, if it is enough.
    ///
    /// - Returns: whether it was.
    mutating func flushIfFull(_ writer: inout CopyWriter<StepFailure>) throws(StepFailure) -> Bool {
        guard buffer.count >= CopyPiece.size else { return false }
        try flush(&writer)
        return true
    }

    mutating func endChunk(_ writer: inout CopyWriter<StepFailure>) throws(StepFailure) {
        buffer.appendCopyTrailer()
        try flush(&writer)
    }

    private mutating func flush(_ writer: inout CopyWriter<StepFailure>) throws(StepFailure) {
        bytes += Int64(buffer.count)
        try writer.write(buffer)
        buffer.reset()
    }

    /// Sends a large field without copying it into the buffer, which would keep its size.
    private mutating func send(
        _ large: UnsafeRawBufferPointer, _ writer: inout CopyWriter<StepFailure>
    ) throws(StepFailure) {
        buffer.append(Int32(truncatingIfNeeded: large.count))
        try flush(&writer)
        bytes += Int64(large.count)
        try writer.write(large)
    }

    private func invalidValue(_ column: Int, _ cell: SQLiteCell, _ refusal: ValueRefusal) -> InvalidValue {
        InvalidValue(
            table: copy.table, column: copy.columns[column].name, key: hasKey ? .rowID(lastKey) : .row(allRows),
            storageClass: cell.className, value: cell.shown, type: copy.columns[column].type,
            reason: refusal.description)
    }
}
