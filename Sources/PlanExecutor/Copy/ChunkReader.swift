internal import PlanGraph
internal import PlanPostgres
internal import PlanSQLite

/// The statements that read a copy's rows on one reader.
struct ChunkReader: ~Copyable {
    private let copy: CopyInstruction
    private let first: SQLiteStatement
    /// For the chunks after the first one, where the copy is cut by a key; else the same again.
    private let continuing: SQLiteStatement

    init(_ copy: CopyInstruction, _ reader: SQLiteReader) throws(StepFailure) {
        let first = try Self.prepare(copy.read, copy, reader)
        let continuing = try Self.prepare(copy.continuation?.read ?? copy.read, copy, reader)
        self.copy = copy
        self.first = first
        self.continuing = continuing
    }

    private static func prepare(
        _ query: String, _ copy: CopyInstruction, _ reader: SQLiteReader
    ) throws(StepFailure) -> SQLiteStatement {
        let statement: SQLiteStatement
        do throws(SQLiteError) { statement = try reader.connection.prepare(query) } catch { throw StepFailure(error) }
        let keys: Int
        switch copy.chunkBy {
        case .rowID: keys = 1
        case .key: keys = copy.continuation?.key.count ?? 0
        case .none: keys = 0
        }
        let expected = copy.columns.count + keys + copy.tests.count
        guard statement.columnCount == expected else {
            throw .failed(.columnCount(table: copy.table, expected: expected, found: statement.columnCount))
        }
        return statement
    }

    /// Moves to the first row of a range.
    ///
    /// - Returns: false if there is none.
    func begin(_ range: CopyRange) throws(StepFailure) -> Bool {
        first.reset()
        continuing.reset()
        do throws(SQLiteError) {
            switch range {
            case .whole: break
            case .rowIDs(let keys):
                try first.bind(keys.lowerBound, at: 1)
                try first.bind(keys.upperBound, at: 2)
                try first.bind(copy.chunkRows, at: 3)
            case .after(nil): try first.bind(copy.chunkRows, at: 1)
            case .after(let key?):
                try continuing.bind(copy.chunkRows, at: 1)
                try key.bind(continuing, from: 2)
            }
        } catch {
            throw StepFailure(error)
        }
        return try step(range)
    }

    /// Moves to the next row; false at the end.
    func step(_ range: CopyRange) throws(StepFailure) -> Bool {
        do throws(SQLiteError) {
            return try range.isContinuation ? continuing.step() : first.step()
        } catch {
            throw StepFailure(error)
        }
    }

    /// Encodes the row that was moved to.
    func append(
        _ range: CopyRange, to encoder: inout RowEncoder, _ writer: inout CopyWriter<StepFailure>
    ) throws(StepFailure) {
        if range.isContinuation { try encoder.append(continuing, &writer) } else { try encoder.append(first, &writer) }
    }

    private var keyColumns: Range<Int> {
        copy.columns.count..<copy.columns.count + (copy.continuation?.key.count ?? 0)
    }

    /// The key of the row that was moved to, where the copy is cut by one.
    func key(_ range: CopyRange) -> SourceKey? {
        switch copy.chunkBy {
        case .rowID, .none: nil
        case .key:
            range.isContinuation ? SourceKey(continuing, keyColumns) : SourceKey(first, keyColumns)
        }
    }
}

extension CopyRange {
    /// Whether it begins after a row that was read before.
    fileprivate var isContinuation: Bool {
        switch self {
        case .whole, .rowIDs, .after(nil): false
        case .after: true
        }
    }

    /// Whether it is copied chunk by chunk.
    var isCut: Bool {
        switch self {
        case .whole: false
        case .rowIDs, .after: true
        }
    }
}
