internal import PlanSQL

/// A point in time that a date function of SQLite computes with: a timestamp of PostgreSQL, in UTC.
///
/// SQLite has every such point as whole milliseconds, in the years 0 to 9999 of the proleptic Gregorian calendar.
/// PostgreSQL's texts have no year 0: what reaches years before 1 must fail.
struct TimeValue {
    /// How finely the timestamp is divided.
    enum Grain {
        case second
        case millisecond
        /// Finer than what SQLite has, which cuts the rest off.
        case finer
    }

    var timestamp: Expression
    var grain: Grain
    var volatility: TypedExpression.Volatility
    /// The same as a date, where it is the beginning of one.
    var date: Expression?
    /// Whether it lies within some years of the moment of the statement.
    var isNearNow = false
    /// Whether it is the beginning of a month.
    var isStartOfMonth = false
    private var mayPassLast = false
    private var mayPrecedeFirst = false

    init(_ timestamp: Expression, _ grain: Grain, _ volatility: TypedExpression.Volatility, date: Expression? = nil) {
        self.timestamp = timestamp
        self.grain = grain
        self.volatility = volatility
        self.date = date
    }

    /// The moment of the statement.
    static var now: TimeValue {
        var now = TimeValue(
            .call("timezone", .string("UTC"), Expression(.literal(.currentTimestamp))), .finer, .stable)
        now.isNearNow = true
        return now
    }

    // MARK: Results

    /// Seconds without their fraction.
    var wholeSeconds: Expression {
        grain == .second ? timestamp : .call("date_trunc", .string("second"), timestamp)
    }

    /// As finely as SQLite has it.
    var milliseconds: Expression {
        grain == .finer ? .call("date_trunc", .string("milliseconds"), timestamp) : timestamp
    }

    // MARK: Range

    /// Notes that the value has been moved, as the sign says.
    mutating func moved(by months: Int64, _ milliseconds: Int64) {
        // A moment near now does not leave the range by less than a thousand years.
        let years = abs(months) / 12 + abs(milliseconds) / 31_536_000_000
        if isNearNow, years < 1000 {
            if years >= 5 { isNearNow = false }
            return
        }
        isNearNow = false
        if months > 0 || milliseconds > 0 { mayPassLast = true }
        if months < 0 || milliseconds < 0 { mayPrecedeFirst = true }
    }

    /// Notes that the value may have been moved in both directions.
    mutating func movedAnywhere() {
        (isNearNow, mayPassLast, mayPrecedeFirst) = (false, true, true)
    }

    /// NULL after the year 9999, as SQLite has it, and a failure before the year 1.
    mutating func keepInRange() {
        if mayPassLast {
            let end = Expression.string("10000-01-01 00:00:00").cast(to: .timestamp)
            timestamp = .call("nullif", .call("least", timestamp, end), end)
        }
        if mayPrecedeFirst { timestamp = Self.failingBeforeFirst(timestamp) }
        (mayPassLast, mayPrecedeFirst) = (false, false)
    }

    /// A timestamp, with a failure before the year 1: no range ends before it begins.
    static func failingBeforeFirst(_ timestamp: Expression) -> Expression {
        let start = Expression.string("0001-01-01 00:00:00").cast(to: .timestamp)
        return .call("upper", .call("tsrange", start, timestamp, .string("[]")))
    }
}

extension Expression {
    static func interval(_ text: String) -> Expression { .string(text).cast(to: .interval) }

    /// A time of so many milliseconds, in the largest unit that it is a whole number of.
    static func interval(milliseconds: Int64) -> Expression {
        for (unit, size) in [("day", 86_400_000), ("hour", 3_600_000), ("minute", 60_000), ("second", 1000)]
            as [(String, Int64)] where milliseconds % size == 0
        {
            let count = milliseconds / size
            return .interval("\(count) \(unit)\(abs(count) == 1 ? "" : "s")")
        }
        return .interval("\(milliseconds) milliseconds")
    }

    static func interval(months: Int64) -> Expression {
        let (count, unit) = months % 12 == 0 ? (months / 12, "year") : (months, "month")
        return .interval("\(count) \(unit)\(abs(count) == 1 ? "" : "s")")
    }
}
