internal import PlanPostgres
internal import PlanSQLite
internal import PlanSupport

/// Arrays as texts of JSON: lists of values, or of lists of equal lengths.
///
/// The field is the number of dimensions, whether there is a NULL, the number of the element's type, for each dimension its
/// length and first index (1), all of four bytes; then the elements as fields of their own.
struct ArrayEncoder: Sendable {
    private let element: ArrayElement
    /// One: an encoder cannot hold itself.
    private let encoders: ColumnEncoders

    private static let maximumDimensions = 6

    init?(_ type: TargetType) {
        guard case .spelled(.array(let element)) = type else { return nil }
        let encoder: ColumnEncoder?
        switch element {
        case .boolean: encoder = BooleanEncoder(.boolean, words: .refused).map { .boolean($0) }
        case .bigint, .smallint, .integer: encoder = IntegerEncoder(element.type).map { .integer($0) }
        case .text: encoder = TextEncoder(.text).map { .text($0) }
        case .real, .doublePrecision: encoder = RealEncoder(element.type).map { .real($0) }
        case .date, .timestamp, .timestampWithTimeZone:
            encoder = CalendarEncoder(element.type).map { .calendar($0) }
        case .uuid: encoder = UUIDEncoder(.uuid, form: .text).map { .uuid($0) }
        }
        guard let encoder else { return nil }
        self.element = element
        encoders = ColumnEncoders(encoder)
    }

    func encode(_ cell: SQLiteCell, into buffer: inout CopyBuffer) throws(ValueRefusal) {
        guard case .text(let bytes) = cell else { throw .storageClass }
        _ = try UTF8Text.check(bytes)
        guard let json = try? JSONParser.parse(Array(bytes)), case .array(let list) = json else { throw .notArray }
        var lengths: [Int] = []
        var elements: [JSONValue] = []
        guard Self.flatten(list, depth: 0, &lengths, &elements) else { throw .notArray }
        let field = buffer.beginField()
        buffer.append(Int32(elements.isEmpty ? 0 : lengths.count))
        buffer.append(elements.contains(.null) ? 1 : 0 as Int32)
        buffer.append(element.rawValue)
        if !elements.isEmpty {
            for length in lengths {
                buffer.append(Int32(truncatingIfNeeded: length))
                buffer.append(1 as Int32)
            }
        }
        for value in elements { try append(value, to: &buffer) }
        buffer.endField(field)
    }

    /// Puts the elements in one list; false if lists of one depth differ in length, or stand beside values.
    private static func flatten(
        _ list: [JSONValue], depth: Int, _ lengths: inout [Int], _ elements: inout [JSONValue]
    ) -> Bool {
        guard depth < maximumDimensions else { return false }
        if lengths.count == depth { lengths.append(list.count) }
        guard lengths[depth] == list.count else { return false }
        for value in list {
            if case .array(let inner) = value {
                guard lengths.count > depth + 1 || elements.isEmpty,
                    flatten(inner, depth: depth + 1, &lengths, &elements)
                else { return false }
            } else {
                guard lengths.count == depth + 1 else { return false }
                elements.append(value)
            }
        }
        return true
    }

    private func append(_ value: JSONValue, to buffer: inout CopyBuffer) throws(ValueRefusal) {
        switch value {
        case .null: buffer.appendNull()
        case .boolean(let flag):
            guard element == .boolean else { throw .notArray }
            try encoders.encode(0, .integer(flag ? 1 : 0), into: &buffer)
        case .integer(let number):
            guard element != .boolean else { throw .notArray }
            try encoders.encode(0, .integer(number), into: &buffer)
        case .string(let text):
            let bytes = Array(text.utf8)
            var scratch = CopyBuffer()
            scratch.append(bytes)
            do throws(ValueRefusal) {
                try scratch.withBytes { bytes throws(ValueRefusal) in
                    try encoders.encode(0, .text(bytes), into: &buffer)
                }
            } catch {
                // The NUL is an escape in the text, which nothing could strip.
                if case .nul = error { throw .notArray }
                throw error
            }
        case .decimal(let number):
            switch element {
            case .real, .doublePrecision:
                guard let value = Double(number), value.isFinite else { throw .outOfRange }
                try encoders.encode(0, .real(value), into: &buffer)
            case .text:
                buffer.append(Int32(number.utf8.count))
                buffer.append(Array(number.utf8))
            case .boolean, .bigint, .smallint, .integer, .date, .timestamp, .timestampWithTimeZone, .uuid:
                throw .notArray
            }
        case .array, .object: throw .notArray
        }
    }
}
