internal import PlanGraph
internal import PlanPostgres
internal import PlanSupport

/// How the binary form of one column's values is made the same for equal values.
///
/// Most types have one form for each value: what is sent is what comes back. Where the server changes the form and not
/// the value, both sides are brought into one.
enum ValueForm: Sendable {
    case exact
    /// `character(n)`, which the server fills with blanks.
    case blankPadded
    /// `numeric`, whose digits may be sent with zeros at either end. With a limit the server shows as many decimal places
    /// as it says; without one the places are part of what was sent.
    case numeric(hasLimit: Bool)
    /// `jsonb`, which the server writes in an order and a spelling of its own.
    case jsonb

    /// - Parameter type: as PostgreSQL writes it.
    init(type: String) {
        switch TargetType(type) {
        case .numeric(let limit)?: self = .numeric(hasLimit: limit != nil)
        case .jsonb?: self = .jsonb
        case .limitedText? where Self.isPadded(type): self = .blankPadded
        case .smallint?, .integer?, .bigint?, .real?, .doublePrecision?, .text?, .limitedText?, .name?, .bytea?,
            .boolean?, .date?, .time?, .timestamp?, .timestampWithTimeZone?, .json?, .uuid?, .spelled?, nil:
            self = .exact
        }
    }

    private static func isPadded(_ type: String) -> Bool {
        let name = type.lowercased().prefix { $0 != "(" }.split(separator: " ").joined(separator: " ")
        return ["character", "char", "bpchar"].contains(name)
    }

    var isExact: Bool {
        switch self {
        case .exact: true
        case .blankPadded, .numeric, .jsonb: false
        }
    }

    /// Appends the field in its one form, with its length. The bytes are those of a value that is not NULL.
    func append(_ bytes: UnsafeRawBufferPointer, to buffer: inout CopyBuffer) {
        switch self {
        case .exact: buffer.appendField(bytes)
        case .blankPadded:
            let end = bytes.lastIndex { $0 != UInt8(ascii: " ") }.map { $0 + 1 } ?? 0
            buffer.appendField(UnsafeRawBufferPointer(rebasing: bytes[..<end]))
        case .numeric(let hasLimit): NumericForm(bytes).append(to: &buffer, hasLimit: hasLimit)
        case .jsonb:
            let hash = JSONForm.hash(of: UnsafeRawBufferPointer(rebasing: bytes.dropFirst()), in: &buffer)
            buffer.append(16 as Int32)
            buffer.append(hash.high)
            buffer.append(hash.low)
        }
    }
}

/// A `numeric` in binary form (`numeric_send`): the number of digits, the weight of the first, the sign and the decimal
/// places to show, then the digits, all of two bytes. A digit is one of base 10,000; its weight is the power of that base.
struct NumericForm {
    let weight: Int
    let sign: UInt16
    let scale: Int
    /// The digits without the zeros at either end.
    let digits: UnsafeRawBufferPointer

    init(_ bytes: UnsafeRawBufferPointer) {
        func word(_ index: Int) -> UInt16 {
            UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self))
        }
        precondition(bytes.count >= 8, "a numeric has at least a head")
        var first = 4
        var end = min(4 + Int(word(0)), bytes.count / 2)
        while first < end, word(first) == 0 { first += 1 }
        while end > first, word(end - 1) == 0 { end -= 1 }
        weight = first == end ? 0 : Int(Int16(bitPattern: word(1))) - (first - 4)
        sign = word(2)
        scale = Int(word(3))
        digits = UnsafeRawBufferPointer(rebasing: bytes[(2 * first)..<(2 * end)])
    }

    func append(to buffer: inout CopyBuffer, hasLimit: Bool) {
        buffer.append(Int32(6 + digits.count))
        buffer.append(Int16(truncatingIfNeeded: weight))
        buffer.append(sign)
        buffer.append(UInt16(truncatingIfNeeded: hasLimit ? 0 : scale))
        buffer.append(digits)
    }
}

extension ValueForm {
    /// Whether two values of the column differ, as far as their beginnings tell.
    func tells(_ left: FieldSample, from right: FieldSample) -> Bool {
        guard let leftBytes = left.bytes, let rightBytes = right.bytes else { return left.bytes != right.bytes }
        // Of a value that is cut off nothing but the bytes can be compared.
        let isWhole = leftBytes.count == left.count && rightBytes.count == right.count
        if !isWhole || isExact { return left != right }
        return formed(leftBytes) != formed(rightBytes)
    }

    private func formed(_ bytes: [UInt8]) -> [UInt8] {
        var buffer = CopyBuffer()
        bytes.withUnsafeBytes { append($0, to: &buffer) }
        return buffer.withBytes { Array($0) }
    }
}
