internal import PlanCatalog
internal import PlanPostgres
internal import PlanSQLite
internal import PlanSupport

/// Integers, reals in their shortest decimal form and decimal texts, digit for digit.
///
/// The field is what the server's `numeric_recv` reads: the number of digits, the weight of the first, the sign and the
/// number of decimal places to show, then the digits, all of two bytes. A digit is one of base 10,000; its weight is
/// the power of that base.
struct NumericEncoder: Sendable {
    private let limit: NumericLimit?
    /// From PostgreSQL 14 on, and only without a limit.
    private let hasInfinity: Bool

    init?(_ type: TargetType, serverVersion: Int) {
        guard case .numeric(let limit) = type else { return nil }
        self.limit = limit
        hasInfinity = limit == nil && serverVersion >= 140_000
    }

    func encode(_ cell: SQLiteCell, into buffer: inout CopyBuffer) throws(ValueRefusal) {
        switch cell {
        case .integer(let value): try encode(value, into: &buffer)
        case .real(let value): try encode(value, into: &buffer)
        case .text(let bytes): try encode(bytes, into: &buffer)
        case .blob, .null: throw .storageClass
        }
    }

    private enum Sign: UInt16 {
        case positive = 0x0000
        case negative = 0x4000
        case infinity = 0xD000
        case negativeInfinity = 0xF000

        init(isNegative: Bool) { self = isNegative ? .negative : .positive }
    }

    private static func appendHead(
        digits: Int, weight: Int, sign: Sign, scale: Int, to buffer: inout CopyBuffer
    ) {
        buffer.append(Int32(8 + 2 * digits))
        buffer.append(UInt16(truncatingIfNeeded: digits))
        buffer.append(Int16(truncatingIfNeeded: weight))
        buffer.append(sign.rawValue)
        buffer.append(UInt16(truncatingIfNeeded: scale))
    }

    private func encode(_ value: Int64, into buffer: inout CopyBuffer) throws(ValueRefusal) {
        var groups: InlineArray<5, UInt16> = .init(repeating: 0)
        var count = 0
        var rest = value.magnitude
        while rest > 0 {
            groups[count] = UInt16(truncatingIfNeeded: rest % 10_000)
            rest /= 10_000
            count += 1
        }
        if let limit, count > 0 {
            var (first, last) = (-1, 0)
            var power = value.magnitude
            while power > 0 {
                power /= 10
                first += 1
            }
            power = value.magnitude
            while power % 10 == 0 {
                power /= 10
                last += 1
            }
            try limit.check(firstPlace: first, lastPlace: last)
        }
        Self.appendHead(
            digits: count, weight: max(count - 1, 0), sign: Sign(isNegative: value < 0), scale: 0, to: &buffer)
        while count > 0 {
            count -= 1
            buffer.append(groups[count])
        }
    }

    private func encode(_ value: Double, into buffer: inout CopyBuffer) throws(ValueRefusal) {
        guard value.isFinite else {
            guard hasInfinity else { throw .infinity }
            Self.appendHead(
                digits: 0, weight: 0, sign: value < 0 ? .negativeInfinity : .infinity, scale: 0, to: &buffer)
            return
        }
        let decimal = ShortestDecimal(value)
        let lastPlace = decimal.exponent - decimal.count + 1
        try append(
            first: decimal.exponent, last: lastPlace, isZero: value == 0, isNegative: decimal.isNegative,
            scale: max(0, -lastPlace), to: &buffer
        ) { place in UInt16(decimal.digits[decimal.exponent - place] - 48) }
    }

    private func encode(_ bytes: UnsafeRawBufferPointer, into buffer: inout CopyBuffer) throws(ValueRefusal) {
        let text = bytes.bindMemory(to: UInt8.self)
        guard let shape = NumberText.decimal(text.span) else { throw .notDecimal }
        // Where the point and the exponent stand: the zeros after the last significant digit are kept as scale.
        var point: Int?
        var end = text.count
        for index in text.indices {
            if text[index] == UInt8(ascii: ".") { point = index }
            if text[index] | 0x20 == UInt8(ascii: "e") {
                end = index
                break
            }
        }
        var exponent = 0
        if end < text.count { exponent = Int(NumberText.integer(text.span.extracting((end + 1)...)) ?? 0) }
        let written = point.map { end - $0 - 1 } ?? 0
        let scale = max(0, written - exponent)
        guard scale <= Self.maximumScale, shape.integerDigits <= Self.maximumIntegerDigits else { throw .outOfRange }

        let start = shape.significant.lowerBound
        // Digits are counted from the first significant one; the point, if it is among them, is jumped over.
        let pointOffset = point.map { $0 > start ? $0 - start : .max } ?? .max
        let count = shape.significant.count - (pointOffset < shape.significant.count ? 1 : 0)
        let first = shape.integerDigits > 0 ? shape.integerDigits - 1 : count - shape.fractionDigits - 1
        try append(
            first: first, last: first - count + 1, isZero: count == 0, isNegative: shape.isNegative, scale: scale,
            to: &buffer
        ) { place in
            let offset = first - place
            return UInt16(text[start + (offset < pointOffset ? offset : offset + 1)] - 48)
        }
    }

    /// What `numeric_recv` takes: 14 bits of scale, and a weight of 16 bits with sign.
    private static let maximumScale = 16_383
    private static let maximumIntegerDigits = 131_072

    /// Appends a number by its digits, from the power of ten of the first significant one to that of the last.
    @inline(__always)
    private func append(
        first: Int, last: Int, isZero: Bool, isNegative: Bool, scale: Int, to buffer: inout CopyBuffer,
        digit: (Int) -> UInt16
    ) throws(ValueRefusal) {
        if isZero {
            Self.appendHead(digits: 0, weight: 0, sign: .positive, scale: scale, to: &buffer)
            return
        }
        if let limit { try limit.check(firstPlace: first, lastPlace: last) }
        // Rounded down: the digit at 10^-1 is in the group of weight -1.
        let weight = first >> 2
        let lowest = last >> 2
        Self.appendHead(
            digits: weight - lowest + 1, weight: weight, sign: Sign(isNegative: isNegative), scale: scale, to: &buffer)
        var group = weight
        while group >= lowest {
            var value: UInt16 = 0
            for place in stride(from: group * 4 + 3, through: group * 4, by: -1) {
                value = value * 10 + (place <= first && place >= last ? digit(place) : 0)
            }
            buffer.append(value)
            group -= 1
        }
    }
}
