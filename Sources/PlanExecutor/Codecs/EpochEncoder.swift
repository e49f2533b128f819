internal import PlanCatalog
internal import PlanPostgres
internal import PlanSQLite

/// Numbers that count time from a fixed moment, as dates and timestamps.
struct EpochEncoder: Sendable {
    enum Unit {
        case seconds, milliseconds, microseconds, nanoseconds
        /// From noon on 24 November 4714 BC.
        case julianDays
    }

    private let unit: Unit
    private let field: MomentField

    init?(_ type: TargetType, unit: Unit) {
        guard let field = MomentField(type) else { return nil }
        self.unit = unit
        self.field = field
    }

    @inline(__always)
    func encode(_ cell: SQLiteCell, into buffer: inout CopyBuffer) throws(ValueRefusal) {
        let microseconds: Int64
        switch cell {
        case .integer(let value): microseconds = try self.microseconds(value)
        case .real(let value): microseconds = try self.microseconds(value)
        case .text, .blob, .null: throw .storageClass
        }
        try field.append(microseconds, to: &buffer)
    }

    /// From 1970-01-01 to 2000-01-01, in seconds.
    private static let epoch: Int64 = 946_684_800
    /// 2000-01-01 00:00 in milliseconds of the Julian day.
    private static let julianEpoch: Int64 = 211_813_444_800_000

    private func microseconds(_ value: Int64) throws(ValueRefusal) -> Int64 {
        let factor: Int64
        switch unit {
        case .seconds: factor = 1_000_000
        case .milliseconds: factor = 1000
        case .microseconds: factor = 1
        case .nanoseconds:
            guard value % 1000 == 0 else { throw .subsecond(places: 6) }
            return value / 1000 - Self.epoch * 1_000_000
        case .julianDays: return try julian(Double(value))
        }
        let (difference, borrow) = value.subtractingReportingOverflow(Self.epoch * (1_000_000 / factor))
        let (product, overflow) = difference.multipliedReportingOverflow(by: factor)
        if borrow || overflow { throw .outOfRange }
        return product
    }

    /// Seconds are rounded to the nearest microsecond, which is finer than a double counts them from the year 2242 on.
    private func microseconds(_ value: Double) throws(ValueRefusal) -> Int64 {
        switch unit {
        case .seconds:
            // Whole and part are scaled apart, so that the product's rounding does not reach the microseconds.
            let whole = value.rounded(.down)
            guard let seconds = Int64(exactly: whole) else { throw .outOfRange }
            let part = Int64(((value - whole) * 1_000_000).rounded())
            let (sum, overflow) = try microseconds(seconds).addingReportingOverflow(part)
            if overflow { throw .outOfRange }
            return sum
        case .milliseconds, .microseconds, .nanoseconds: throw .storageClass
        case .julianDays: return try julian(value)
        }
    }

    /// To the nearest millisecond and within the range of SQLite's own date functions, as `datetime(x)` reads it.
    private func julian(_ days: Double) throws(ValueRefusal) -> Int64 {
        guard days >= 0, days < 5_373_484.5 else { throw .outOfRange }
        return (Int64(days * 86_400_000 + 0.5) - Self.julianEpoch) * 1000
    }
}
