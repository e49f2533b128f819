internal import PlanGraph
internal import PlanPostgres
internal import PlanSQLite

/// Turns the values of one column into fields of COPY's binary format. Chosen once, before the first row.
enum ColumnEncoder: Sendable {
    case integer(IntegerEncoder)
    case real(RealEncoder)
    case numeric(NumericEncoder)
    case text(TextEncoder)
    case bytes(BytesEncoder)
    case boolean(BooleanEncoder)
    case calendar(CalendarEncoder)
    case epoch(EpochEncoder)
    case json(JSONEncoder)
    case uuid(UUIDEncoder)

    /// - Parameter serverVersion: as libpq counts, 150018 is 15.18.
    /// - Throws: that the codec makes no values of the type.
    init(
        _ column: CopyInstruction.Column, table: String, serverVersion: Int
    ) throws(UnknownConversion) {
        func refusal(_ reason: String) -> UnknownConversion {
            UnknownConversion(
                table: table, column: column.name, codec: column.codec, type: column.type, reason: reason)
        }
        guard let type = TargetType(column.type) else { throw refusal("the executor does not know the type") }
        guard let encoder = Self.choose(column.codec, type, serverVersion: serverVersion) else {
            throw refusal("the two do not go together")
        }
        self = encoder
    }

    private static func choose(_ codec: CodecID, _ type: TargetType, serverVersion: Int) -> ColumnEncoder? {
        switch codec {
        case .integer: IntegerEncoder(type).map { .integer($0) }
        case .real: RealEncoder(type).map { .real($0) }
        case .numeric: NumericEncoder(type, serverVersion: serverVersion).map { .numeric($0) }
        case .text: TextEncoder(type).map { .text($0) }
        case .blob: BytesEncoder(type).map { .bytes($0) }
        case .boolean: BooleanEncoder(type, words: .refused).map { .boolean($0) }
        case .booleanText: BooleanEncoder(type, words: .taken).map { .boolean($0) }
        case .iso8601: CalendarEncoder(type).map { .calendar($0) }
        case .epochSeconds: EpochEncoder(type, unit: .seconds).map { .epoch($0) }
        case .epochMilliseconds: EpochEncoder(type, unit: .milliseconds).map { .epoch($0) }
        case .epochMicroseconds: EpochEncoder(type, unit: .microseconds).map { .epoch($0) }
        case .julianDay: EpochEncoder(type, unit: .julianDays).map { .epoch($0) }
        case .json: JSONEncoder(type).map { .json($0) }
        case .uuidText: UUIDEncoder(type, form: .text).map { .uuid($0) }
        case .uuidBlob: UUIDEncoder(type, form: .blob).map { .uuid($0) }
        }
    }

    /// Appends one field. If it throws, a part of the field may have been appended.
    func encode(_ cell: SQLiteCell, into buffer: inout CopyBuffer) throws(ValueRefusal) {
        if case .null = cell {
            buffer.appendNull()
            return
        }
        switch self {
        case .integer(let encoder): try encoder.encode(cell, into: &buffer)
        case .real(let encoder): try encoder.encode(cell, into: &buffer)
        case .numeric(let encoder): try encoder.encode(cell, into: &buffer)
        case .text(let encoder): try encoder.encode(cell, into: &buffer)
        case .bytes(let encoder): try encoder.encode(cell, into: &buffer)
        case .boolean(let encoder): try encoder.encode(cell, into: &buffer)
        case .calendar(let encoder): try encoder.encode(cell, into: &buffer)
        case .epoch(let encoder): try encoder.encode(cell, into: &buffer)
        case .json(let encoder): try encoder.encode(cell, into: &buffer)
        case .uuid(let encoder): try encoder.encode(cell, into: &buffer)
        }
    }

    /// The bytes of a large value whose field is the value as it is, already checked: they need not pass through the
    /// buffer. Nil for all others.
    func passedThrough(_ cell: SQLiteCell) throws(ValueRefusal) -> UnsafeRawBufferPointer? {
        let bytes: UnsafeRawBufferPointer
        switch cell {
        case .text(let text): bytes = text
        case .blob(let blob): bytes = blob
        case .null, .integer, .real: return nil
        }
        guard bytes.count >= CopyPiece.size else { return nil }
        switch (self, cell) {
        case (.text(let encoder), .text):
            try encoder.check(bytes)
            return bytes
        case (.bytes, _): return bytes
        default: return nil
        }
    }
}

/// How much is sent to the server at once.
enum CopyPiece {
    /// Bytes. Large enough to make the calls cheap, small enough to stay in the processor's cache.
    static let size = 256 << 10
}
