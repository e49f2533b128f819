internal import PlanGraph
internal import PlanPostgres
internal import PlanSQLite
internal import PlanSupport

/// Turns the values of one column into fields of COPY's binary format. Chosen once, before the first row.
enum ColumnEncoder: ~Copyable, Sendable {
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
    case packedTime(PackedTimeEncoder)
    case bytesText(BytesTextEncoder)
    case digest(DigestEncoder)
    case timedUUID(TimedUUIDEncoder)
    case mask(MaskEncoder)
    case clock(ClockEncoder)
    case interval(IntervalEncoder)
    case address(AddressEncoder)
    case bits(BitsEncoder)
    case geometry(GeometryEncoder)
    case array(ArrayEncoder)

    /// - Parameters:
    ///   - serverVersion: as libpq counts, 150018 is 15.18.
    ///   - variable: the value of a variable that an argument names.
    /// - Throws: that the codec makes no values of the type.
    init(
        _ column: CopyInstruction.Column, table: String, serverVersion: Int,
        variable: @Sendable (String) -> String? = { _ in nil }
    ) throws(UnknownConversion) {
        func refusal(_ reason: String) -> UnknownConversion {
            UnknownConversion(
                table: table, column: column.name, codec: column.codec, type: column.type, reason: reason)
        }
        guard let type = TargetType(column.type) else { throw refusal("the executor does not know the type") }
        guard CodecArgument.isRight(column.argument, for: column.codec) else {
            throw refusal("the codec's argument is missing or none that it takes")
        }
        let argument: CodecArgument
        do throws(VariableTemplate.MissingVariable) {
            argument = try CodecArgument(column.argument, for: column.codec, variable)
        } catch {
            throw refusal("the variable \(error.name) is not set")
        }
        guard let encoder = Self.choose(column.codec, type, argument, serverVersion: serverVersion) else {
            throw refusal("the two do not go together")
        }
        self = encoder
    }

    private static func choose(
        _ codec: CodecID, _ type: TargetType, _ argument: CodecArgument, serverVersion: Int
    ) -> ColumnEncoder? {
        switch codec {
        case .integer: IntegerEncoder(type).map { .integer($0) }
        case .real: RealEncoder(type).map { .real($0) }
        case .numeric: NumericEncoder(type, serverVersion: serverVersion).map { .numeric($0) }
        case .text: TextEncoder(type).map { .text($0) }
        case .blob: BytesEncoder(type).map { .bytes($0) }
        case .boolean: BooleanEncoder(type, words: .refused).map { .boolean($0) }
        case .booleanText: BooleanEncoder(type, words: .taken).map { .boolean($0) }
        case .iso8601: CalendarEncoder(type).map { .calendar($0) } ?? ClockEncoder(type).map { .clock($0) }
        case .interval: IntervalEncoder(type).map { .interval($0) }
        case .address: AddressEncoder(type).map { .address($0) }
        case .bits: BitsEncoder(type).map { .bits($0) }
        case .geometry: GeometryEncoder(type).map { .geometry($0) }
        case .jsonArray: ArrayEncoder(type).map { .array($0) }
        case .epochSeconds: EpochEncoder(type, unit: .seconds).map { .epoch($0) }
        case .epochMilliseconds: EpochEncoder(type, unit: .milliseconds).map { .epoch($0) }
        case .epochMicroseconds: EpochEncoder(type, unit: .microseconds).map { .epoch($0) }
        case .julianDay: EpochEncoder(type, unit: .julianDays).map { .epoch($0) }
        case .epochNanoseconds: EpochEncoder(type, unit: .nanoseconds).map { .epoch($0) }
        case .packedDigits: PackedTimeEncoder(type).map { .packedTime($0) }
        case .json: JSONEncoder(type, reading: .documents).map { .json($0) }
        case .jsonBlob: JSONEncoder(type, reading: .binary).map { .json($0) }
        case .jsonValue: JSONEncoder(type, reading: .values).map { .json($0) }
        case .hex: BytesTextEncoder(type, .hexadecimal).map { .bytesText($0) }
        case .base64: BytesTextEncoder(type, .base64).map { .bytesText($0) }
        case .uuidV5: DigestEncoder(type, .uuid(namespace: argument.bytes)).map { .digest($0) }
        case .uuidV7: TimedUUIDEncoder(type).map { .timedUUID($0) }
        case .sha256: DigestEncoder(type, .sha256).map { .digest($0) }
        case .hmac: DigestEncoder(type, .hmac(key: argument.bytes)).map { .digest($0) }
        case .pseudonym: DigestEncoder(type, .pseudonym(key: argument.bytes)).map { .digest($0) }
        case .mask: MaskEncoder(type, kept: argument.number).map { .mask($0) }
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
        case .packedTime(let encoder): try encoder.encode(cell, into: &buffer)
        case .bytesText(let encoder): try encoder.encode(cell, into: &buffer)
        case .digest(let encoder): try encoder.encode(cell, into: &buffer)
        case .timedUUID(let encoder): try encoder.encode(cell, into: &buffer)
        case .mask(let encoder): try encoder.encode(cell, into: &buffer)
        case .clock(let encoder): try encoder.encode(cell, into: &buffer)
        case .interval(let encoder): try encoder.encode(cell, into: &buffer)
        case .address(let encoder): try encoder.encode(cell, into: &buffer)
        case .bits(let encoder): try encoder.encode(cell, into: &buffer)
        case .geometry(let encoder): try encoder.encode(cell, into: &buffer)
        case .array(let encoder): try encoder.encode(cell, into: &buffer)
        }
    }

    /// The bytes of a value whose field is the value as it is, already checked: they need not pass through the
    /// buffer. Nil for all others.
    func passedThrough(_ cell: SQLiteCell) throws(ValueRefusal) -> UnsafeRawBufferPointer? {
        let bytes: UnsafeRawBufferPointer
        switch cell {
        case .text(let text): bytes = text
        case .blob(let blob): bytes = blob
        case .null, .integer, .real: return nil
        }
        switch self {
        case .bytes: return bytes
        case .text(let encoder):
            guard case .text = cell else { return nil }
            try encoder.check(bytes)
            return bytes
        // Of a value that is not copyable, no case can have several patterns.
        default: return nil
        }
    }
}

extension SQLiteCell {
    /// Whether its bytes alone fill a piece.
    @inline(__always) var isLarge: Bool {
        switch self {
        case .text(let bytes), .blob(let bytes): bytes.count >= CopyPiece.size
        case .null, .integer, .real: false
        }
    }
}

/// How much is sent to the server at once.
enum CopyPiece {
    /// Bytes. Large enough to make the calls cheap, small enough to stay in the processor's cache.
    static let size = 64 << 10
}
