internal import PlanGraph
internal import PlanPostgres
internal import PlanSQLite

/// Encodes rows of the source into a buffer that is kept for the whole copy, and sends it in large pieces.
struct RowEncoder: ~Copyable {
    private let copy: CopyInstruction
    private let encoders: ColumnEncoders
    /// Whether a column after those copied is the row's rowid.
    private let hasKey: Bool
    private let hasTests: Bool
    /// Where rows that are set aside go; nil where none can be.
    private let rejects: RejectFile?
    /// The places of the columns that tell rows apart.
    private let keyColumns: [Int]
    private var buffer: CopyBuffer
    private var firstKey: Int64 = 0
    private var lastKey: Int64 = 0
    /// Rows of all chunks so far, to count those of a query without keys.
    private var allRows: Int64 = 0

    /// Of the chunk.
    private(set) var rows: Int64 = 0
    private(set) var rejected: Int64 = 0
    /// How often each policy was used for each column, column by column.
    private var uses: [Int64]
    /// The uses within the row, which count once it is known to be written.
    private var rowUses: [Int] = []
    private(set) var bytes: Int64 = 0

    /// - Parameter rejects: needed where rows may be set aside.
    init(copy: CopyInstruction, encoders: ColumnEncoders, rejects: RejectFile?) {
        precondition(rejects != nil || !copy.canReject, "rows may be set aside, and there is no place for them")
        self.copy = copy
        self.rejects = rejects
        hasTests = !copy.tests.isEmpty
        keyColumns = copy.key.compactMap { name in copy.columns.firstIndex { $0.name == name } }
        uses = copy.columns.flatMap { _ in ValuePolicy.allCases.map { _ in 0 } }
        self.encoders = encoders
        switch copy.chunkBy {
        case .rowID: hasKey = true
        case .key, .none: hasKey = false
        }
        // Room for the row that fills a piece.
        buffer = CopyBuffer(capacity: CopyPiece.size + CopyPiece.size / 4)
    }

    /// The first and last rowid of the chunk; nil where there are none.
    var keys: ClosedRange<Int64>? { hasKey && rows > 0 ? firstKey...lastKey : nil }

    /// Rows of the chunk that are not set aside.
    var written: Int64 { rows - rejected }

    mutating func beginChunk() {
        rows = 0
        rejected = 0
        bytes = 0
        for index in uses.indices { uses[index] = 0 }
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
        if hasTests, try failsTest(statement) { return }
        let start = buffer.count
        buffer.append(Int16(truncatingIfNeeded: encoders.count))
        for column in 0..<encoders.count {
            let cell = statement.cell(column)
            let field = buffer.count
            var large: UnsafeRawBufferPointer?
            do throws(ValueRefusal) {
                // What is sent cannot be taken back.
                if cell.isLarge, rejects == nil { large = try encoders.passedThrough(column, cell) }
                if large == nil { try encoders.encode(column, cell, into: &buffer) }
            } catch {
                if try settle(column, cell, error, from: field, statement) { continue }
                buffer.truncate(to: start)
                return
            }
            if let large { try send(large, &writer) }
        }
        if !rowUses.isEmpty { countRow() }
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

    private func invalidValue(
        _ column: Int, _ cell: SQLiteCell, _ refusal: ValueRefusal, _ statement: borrowing SQLiteStatement
    ) -> InvalidValue {
        InvalidValue(
            table: copy.table, column: copy.columns[column].name, key: copy.key(of: statement, number: allRows),
            storageClass: cell.className, value: cell.shown, type: copy.columns[column].type,
            reason: refusal.description)
    }
}

// MARK: Policies

extension RowEncoder {
    /// The uses of policies in the chunk, in the order of the columns.
    var policyUses: [PolicyUse] {
        uses.indices.compactMap { index in
            guard uses[index] > 0 else { return nil }
            let (column, policy) = index.quotientAndRemainder(dividingBy: ValuePolicy.allCases.count)
            return PolicyUse(
                column: copy.columns[column].name, policy: ValuePolicy.allCases[policy], count: uses[index])
        }
    }

    /// Does with a refused value what the column's policy says.
    ///
    /// - Parameter field: where the value's field begins in the buffer.
    /// - Returns: whether the row goes on; otherwise it was set aside.
    /// - Throws: that the value ends the run.
    private mutating func settle(
        _ column: Int, _ cell: SQLiteCell, _ refusal: ValueRefusal, from field: Int,
        _ statement: borrowing SQLiteStatement
    ) throws(StepFailure) -> Bool {
        let outcome: ValueSettler.Outcome
        do throws(ValueRefusal) {
            outcome = try ValueSettler(copy: copy, encoders: encoders)
                .settle(column, cell, refusal, from: field, into: &buffer) {
                    rowUses.append(Self.place($0, of: column))
                }
        } catch {
            throw .failed(.invalidValue(invalidValue(column, cell, error, statement)))
        }
        switch outcome {
        case .written: return true
        case .rejected(let reason):
            try reject(column, reason: reason, statement)
            return false
        }
    }

    /// Sets the row aside if the source says so.
    private mutating func failsTest(_ statement: borrowing SQLiteStatement) throws(StepFailure) -> Bool {
        let first = statement.columnCount - copy.tests.count
        for (offset, test) in copy.tests.enumerated() where statement.integer(first + offset) == 1 {
            let column = copy.columns.firstIndex { $0.name == test.column } ?? 0
            try reject(column, reason: test.reason.rawValue, statement)
            return true
        }
        return false
    }

    private mutating func reject(
        _ column: Int, reason: String, _ statement: borrowing SQLiteStatement
    ) throws(StepFailure) {
        rejected += 1
        rowUses.removeAll(keepingCapacity: true)
        uses[Self.place(.reject, of: column)] += 1
        try rejects?.add(
            key: condition(statement), column: copy.columns[column].name, value: statement.cell(column).literal,
            reason: reason)
    }

    /// A condition that finds the row in the source.
    private func condition(_ statement: borrowing SQLiteStatement) -> String {
        var parts: [String] = []
        for column in keyColumns {
            let name = copy.columns[column].name.split(separator: "\"", omittingEmptySubsequences: false)
            parts.append("\"\(name.joined(separator: "\"\""))\" = \(statement.cell(column).literal)")
        }
        if !parts.isEmpty { return parts.joined(separator: " AND ") }
        return hasKey ? "rowid = \(lastKey)" : "row \(allRows)"
    }

    private mutating func countRow() {
        for place in rowUses { uses[place] += 1 }
        rowUses.removeAll(keepingCapacity: true)
    }

    private static func place(_ policy: ValuePolicy, of column: Int) -> Int {
        column * ValuePolicy.allCases.count + (ValuePolicy.allCases.firstIndex(of: policy) ?? 0)
    }
}
