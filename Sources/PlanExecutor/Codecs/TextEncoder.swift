internal import PlanPostgres
internal import PlanSQLite

/// Texts as they are, integers and reals as SQLite writes them. A field of text is its bytes.
///
/// A length is checked here: where blanks are all that is too much, the server would cut them without a word.
struct TextEncoder: Sendable {
    private enum Limit {
        case none
        case characters(Int)
        case bytes(Int)
    }

    private let limit: Limit

    init?(_ type: TargetType) {
        switch type {
        case .text: limit = .none
        case .limitedText(let length): limit = .characters(length)
        // NAMEDATALEN - 1.
        case .name: limit = .bytes(63)
        case .smallint, .integer, .bigint, .real, .doublePrecision, .numeric, .bytea, .boolean, .date, .time,
            .timestamp, .timestampWithTimeZone, .json, .jsonb, .uuid, .spelled:
            return nil
        }
    }

    @inline(__always)
    func encode(_ cell: SQLiteCell, into buffer: inout CopyBuffer) throws(ValueRefusal) {
        switch cell {
        case .text(let bytes):
            try check(bytes)
            buffer.appendField(bytes)
        case .integer(let value):
            let field = buffer.beginField()
            IntegerText.append(value, to: &buffer)
            try endNumber(field, &buffer)
        case .real(let value):
            let field = buffer.beginField()
            RealText.append(value, to: &buffer)
            try endNumber(field, &buffer)
        case .blob, .null: throw .storageClass
        }
    }

    @inline(__always)
    func check(_ bytes: UnsafeRawBufferPointer) throws(ValueRefusal) {
        let characters = try UTF8Text.check(bytes)
        try check(characters: characters, bytes: bytes.count)
    }

    private func endNumber(_ field: Int, _ buffer: inout CopyBuffer) throws(ValueRefusal) {
        buffer.endField(field)
        let length = buffer.count - field - 4
        try check(characters: length, bytes: length)
    }

    @inline(__always)
    private func check(characters: Int, bytes: Int) throws(ValueRefusal) {
        switch limit {
        case .none: break
        case .characters(let limit):
            if characters > limit { throw .tooLong(length: characters, limit: limit) }
        case .bytes(let limit):
            if bytes > limit { throw .tooManyBytes(length: bytes, limit: limit) }
        }
    }
}
