internal import PlanCatalog
internal import PlanPostgres
internal import PlanSQLite

/// Times of day with an offset, `HH:MM[:SS[.f…]]` and `Z`, `±HH`, `±HH:MM` or `±HHMM` after it: microseconds since midnight
/// (eight bytes), and seconds west of Greenwich (four bytes).
struct ClockEncoder: Sendable {
    private let precision: SecondPrecision

    init?(_ type: TargetType) {
        guard case .spelled(.timeWithTimeZone(let places)) = type else { return nil }
        precision = SecondPrecision(places)
    }

    func encode(_ cell: SQLiteCell, into buffer: inout CopyBuffer) throws(ValueRefusal) {
        guard case .text(let bytes) = cell else { throw .storageClass }
        let zoneBytes: Set<UInt8> = [UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "Z"), UInt8(ascii: "z")]
        guard let zone = bytes.firstIndex(where: { zoneBytes.contains($0) }),
            let time = CalendarText.time(
                UnsafeRawBufferPointer(rebasing: bytes[..<zone]).bindMemory(to: UInt8.self).span),
            let offset = Self.offset(bytes[zone...])
        else { throw .notTime }
        try precision.check(time)
        buffer.append(12 as Int32)
        buffer.append(time)
        buffer.append(-offset)
    }

    /// Seconds east of Greenwich.
    private static func offset(_ text: Slice<UnsafeRawBufferPointer>) -> Int32? {
        let first = text[text.startIndex]
        if first | 0x20 == UInt8(ascii: "z") { return text.count == 1 ? 0 : nil }
        var digits: [Int32] = []
        for (place, byte) in text.dropFirst().enumerated() {
            if place == 2, byte == UInt8(ascii: ":"), text.count == 6 { continue }
            guard (48...57).contains(byte) else { return nil }
            digits.append(Int32(byte) - 48)
        }
        guard digits.count == 2 || digits.count == 4 else { return nil }
        let hours = digits[0] * 10 + digits[1]
        let minutes = digits.count == 4 ? digits[2] * 10 + digits[3] : 0
        guard hours < 16, minutes < 60 else { return nil }
        let seconds = (hours * 60 + minutes) * 60
        return first == UInt8(ascii: "-") ? -seconds : seconds
    }
}
