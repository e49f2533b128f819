internal import PlanCatalog
internal import PlanSQL

/// A modifier of SQLite's date functions (<https://sqlite.org/lang_datefunc.html#modifiers>).
enum TimeModifier: Sendable {
    enum Unit: String, CaseIterable, Sendable {
        case second
        case minute
        case hour
        case day
        case month
        case year

        /// How many are too many for SQLite.
        var limit: Int64 {
            switch self {
            case .second: 464_270_000_000
            case .minute: 7_737_900_000
            case .hour: 128_970_000
            case .day: 5_373_485
            case .month: 176_546
            case .year: 14_713
            }
        }

        /// What a part of it is.
        fileprivate var milliseconds: Double {
            switch self {
            case .second: 1000
            case .minute: 60_000
            case .hour: 3_600_000
            case .day: 86_400_000
            case .month: 2_592_000_000
            case .year: 31_536_000_000
            }
        }
    }

    enum Start: String, Sendable {
        case day
        case month
        case year
    }

    /// Months first, as the calendar has them, then a fixed time.
    case shift(months: Int64, milliseconds: Int64)
    /// A number of units that each row has for itself, with the sign that stands before it.
    case variable(count: TypedExpression, sign: Sign, Unit)
    case startOf(Start)
    /// 0 is Sunday.
    case weekday(Int64)
    case unixEpoch
    case julianDay
    case auto
    case localTime
    case utc
    case subsecond
    case ceiling
    case floor
    /// Adds years, months and days at once, in later versions only.
    case calendarShift

    enum Sign: Sendable {
        case none
        case plus
        case minus
    }

    /// Nil where SQLite knows no such modifier, and the result is NULL.
    init?(_ text: String) {
        let folded = text.asciiLowercased
        switch folded {
        case "unixepoch": self = .unixEpoch
        case "julianday": self = .julianDay
        case "auto": self = .auto
        case "localtime": self = .localTime
        case "utc": self = .utc
        case "subsec", "subsecond": self = .subsecond
        case "ceiling": self = .ceiling
        case "floor": self = .floor
        default:
            if folded.hasPrefix("start of ") {
                guard let start = Start(rawValue: String(folded.dropFirst("start of ".count))) else { return nil }
                self = .startOf(start)
            } else if folded.hasPrefix("weekday ") {
                guard let number = TimeConstant.number(folded.dropFirst("weekday ".count)),
                    let day = Int64(exactly: number), (0...6).contains(day)
                else { return nil }
                self = .weekday(day)
            } else {
                self.init(shift: folded)
            }
        }
    }

    /// `±N unit` and `±HH:MM[:SS[.SSS]]`.
    private init?(shift text: String) {
        guard let first = text.first, first == "+" || first == "-" || first.isASCII && first.isNumber else {
            return nil
        }
        let end = text.dropFirst().firstIndex { $0 == ":" || TimeConstant.isBlank($0) } ?? text.endIndex
        let year = text[text.startIndex..<end].dropFirst().prefix { $0.isASCII && $0.isNumber }
        if [4, 5].contains(year.count), text[year.endIndex...].hasPrefix("-") {
            self = .calendarShift
            return
        }
        if end < text.endIndex, text[end] == ":" {
            let digits = first == "+" || first == "-" ? text.dropFirst() : text[...]
            guard let time = TimeConstant.Time(digits) else { return nil }
            let sum = Int64(time.hour * 60 + time.minute) * 60_000 + time.milliseconds - time.offset * 60_000
            // Whole days do not count.
            let day: Int64 = 86_400_000
            let milliseconds = (sum % day + day) % day
            self = .shift(months: 0, milliseconds: first == "-" ? -milliseconds : milliseconds)
            return
        }
        var name = text[end...].drop(while: TimeConstant.isBlank)
        guard let number = TimeConstant.number(text[..<end]), (3...10).contains(name.utf8.count) else { return nil }
        if name.last == "s" { name.removeLast() }
        guard let unit = Unit(rawValue: String(name)), abs(number) < Double(unit.limit) else { return nil }
        // Months and years go by the calendar, but for their fraction.
        let whole = number.rounded(.towardZero)
        let months: Int64
        switch unit {
        case .month: months = Int64(whole)
        case .year: months = Int64(whole) * 12
        case .second, .minute, .hour, .day: months = 0
        }
        let rest = unit == .month || unit == .year ? number - whole : number
        self = .shift(months: months, milliseconds: Int64(rest * unit.milliseconds + (number < 0 ? -0.5 : 0.5)))
    }

    /// `'-' || n || ' days'`: a number that is not known between texts that are.
    init?(_ source: Expression, value: (Expression) throws(Untranslatable) -> TypedExpression) throws(Untranslatable) {
        var operands = source.concatenated
        guard case .literal(.string(let suffix))? = operands.popLast()?.kind else { return nil }
        var sign = Sign.none
        if operands.count == 2, case .literal(.string(let text)) = operands[0].kind {
            switch text {
            case "+": sign = .plus
            case "-": sign = .minus
            default: return nil
            }
            operands.removeFirst()
        }
        var name = suffix.asciiLowercased.drop(while: TimeConstant.isBlank)
        if name.last == "s" { name.removeLast() }
        guard operands.count == 1, TimeConstant.isBlank(suffix.first ?? "x"), let unit = Unit(rawValue: String(name))
        else { return nil }
        let count = try value(operands[0])
        guard count.family == .integer, count.storage == .integer else { return nil }
        self = .variable(count: count, sign: sign, unit)
    }
}

extension Expression {
    /// The operands of a chain of `||`.
    fileprivate var concatenated: [Expression] {
        guard case .binary(.concatenate, let left, let right) = kind else { return [self] }
        return left.concatenated + right.concatenated
    }
}
