internal import PlanCatalog
internal import PlanPostgres
internal import PlanSQLite

/// Dates and moments as digits without anything between: `YYYYMMDD`, with `HHMM`, `HHMMSS` or `HHMMSSmmm` after it; texts or
/// integers, in UTC.
struct PackedTimeEncoder: Sendable {
    private let field: MomentField

    init?(_ type: TargetType) {
        guard let field = MomentField(type) else { return nil }
        self.field = field
    }

    func encode(_ cell: SQLiteCell, into buffer: inout CopyBuffer) throws(ValueRefusal) {
        let microseconds: Int64
        switch cell {
        case .text(let bytes): microseconds = try Self.microseconds(bytes)
        case .integer(let value):
            guard value > 0 else { throw .notTimestamp }
            var text = CopyBuffer(capacity: 64)
            IntegerText.append(value, to: &text)
            microseconds = try text.withBytes { bytes throws(ValueRefusal) in try Self.microseconds(bytes) }
        case .real, .blob, .null: throw .storageClass
        }
        try field.append(microseconds, to: &buffer)
    }

    /// Since 2000-01-01.
    private static func microseconds(_ digits: UnsafeRawBufferPointer) throws(ValueRefusal) -> Int64 {
        guard [8, 12, 14, 17].contains(digits.count), digits.allSatisfy({ (48...57).contains($0) }) else {
            throw .notTimestamp
        }
        let number = { (range: Range<Int>) in range.reduce(0) { $0 * 10 + Int(digits[$1]) - 48 } }
        guard let days = CalendarText.days(year: number(0..<4), month: number(4..<6), day: number(6..<8)) else {
            throw .notDate
        }
        guard digits.count > 8 else { return Int64(days) * CalendarText.day }
        let (hour, minute) = (number(8..<10), number(10..<12))
        let second = digits.count > 12 ? number(12..<14) : 0
        guard hour < 24, minute < 60, second < 60 else { throw .notTime }
        let milliseconds = digits.count > 14 ? number(14..<17) : 0
        let ofDay = Int64(((hour * 60 + minute) * 60 + second) * 1000 + milliseconds) * 1000
        return Int64(days) * CalendarText.day + ofDay
    }
}
