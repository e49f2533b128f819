internal import PlanCatalog

/// A constant as SQLite's date functions read it (<https://sqlite.org/lang_datefunc.html#time_values>).
enum TimeConstant: Sendable {
    struct Time: Sendable {
        let hour: Int
        let minute: Int
        let second: Int
        /// The digits after the point.
        let fraction: Substring
        /// Minutes east of Greenwich.
        let offset: Int64
    }

    struct Date: Sendable {
        let isNegative: Bool
        let year: Int
        let month: Int
        let day: Int
    }

    case now
    /// The moment with its fraction of a second.
    case nowWithFraction
    /// A Julian day, or what a modifier says that it is.
    case number(Double)
    case point(Date?, Time?)

    /// Nil for a text that is no time, of which SQLite makes NULL.
    init?(_ text: String) {
        if let (date, rest) = Date.leading(text[...]) {
            let time = rest.drop { $0 == "T" || Self.isBlank($0) }
            if time.isEmpty {
                self = .point(date, nil)
                return
            }
            if let time = Time(time) {
                self = .point(date, time)
                return
            }
        }
        if let time = Time(text[...]) {
            self = .point(nil, time)
            return
        }
        switch text.asciiLowercased {
        case "now": self = .now
        case "subsec", "subsecond": self = .nowWithFraction
        default:
            guard let number = Self.number(text[...]) else { return nil }
            self = .number(number)
        }
    }

    /// The blanks of C.
    static func isBlank(_ character: Character) -> Bool {
        character == "\r\n" || character.asciiValue.map { $0 == 32 || (9...13).contains($0) } ?? false
    }

    /// A decimal number with blanks around it, and nothing else.
    static func number(_ text: Substring) -> Double? {
        var digits = text.drop(while: isBlank)
        while let last = digits.last, isBlank(last) { digits.removeLast() }
        guard digits.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }) else { return nil }
        return Double(digits)
    }

    fileprivate static func digits(_ count: Int, of text: inout Substring) -> Int? {
        let digits = text.prefix(count)
        guard digits.count == count, digits.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        text = text.dropFirst(count)
        return Int(digits)
    }

    fileprivate static func take(_ character: Character, of text: inout Substring) -> Bool {
        guard text.first == character else { return false }
        text.removeFirst()
        return true
    }
}

extension TimeConstant.Date {
    /// `YYYY-MM-DD`, and what stands after it.
    fileprivate static func leading(_ text: Substring) -> (Self, Substring)? {
        var rest = text
        let isNegative = TimeConstant.take("-", of: &rest)
        guard let year = TimeConstant.digits(4, of: &rest), TimeConstant.take("-", of: &rest),
            let month = TimeConstant.digits(2, of: &rest), (1...12).contains(month), TimeConstant.take("-", of: &rest),
            let day = TimeConstant.digits(2, of: &rest), (1...31).contains(day)
        else { return nil }
        return (Self(isNegative: isNegative, year: year, month: month, day: day), rest)
    }
}

extension TimeConstant.Time {
    /// `HH:MM[:SS[.f…]]`, then `Z` or `±HH:MM` or nothing.
    init?(_ text: Substring) {
        var rest = text
        guard let hour = TimeConstant.digits(2, of: &rest), hour <= 24, TimeConstant.take(":", of: &rest),
            let minute = TimeConstant.digits(2, of: &rest), minute <= 59
        else { return nil }
        var second = 0
        var fraction: Substring = ""
        if TimeConstant.take(":", of: &rest) {
            guard let value = TimeConstant.digits(2, of: &rest), value <= 59 else { return nil }
            second = value
            let digits = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
            if rest.first == ".", !digits.isEmpty {
                fraction = digits
                rest = rest[digits.endIndex...]
            }
        }
        guard let offset = Self.offset(rest) else { return nil }
        self.init(hour: hour, minute: minute, second: second, fraction: fraction, offset: offset)
    }

    private static func offset(_ text: Substring) -> Int64? {
        var rest = text.drop(while: TimeConstant.isBlank)
        var offset: Int64 = 0
        switch rest.popFirst() {
        case nil: return 0
        case "Z", "z": break
        case let sign? where sign == "+" || sign == "-":
            guard let hours = TimeConstant.digits(2, of: &rest), hours <= 14, TimeConstant.take(":", of: &rest),
                let minutes = TimeConstant.digits(2, of: &rest), minutes <= 59
            else { return nil }
            offset = Int64(hours * 60 + minutes) * (sign == "-" ? -1 : 1)
        default: return nil
        }
        return rest.allSatisfy(TimeConstant.isBlank) ? offset : nil
    }

    /// The second with its fraction, as SQLite reads it.
    private var seconds: Double {
        let scale = fraction.reduce(1.0) { scale, _ in scale * 10 }
        let digits = fraction.reduce(0.0) { $0 * 10 + Double($1.wholeNumberValue ?? 0) }
        return Double(second) + digits / scale
    }

    /// The second in milliseconds, rounded as SQLite does where it computes with days.
    var milliseconds: Int64 { min(Int64(seconds * 1000 + 0.5), 59_999) }

    /// The second in milliseconds, rounded as `%f` writes it.
    var writtenMilliseconds: Int64 {
        let digits = Array(fraction.utf8.prefix(4)).map { Int64($0) - 48 } + [0, 0, 0, 0]
        let thousandths = digits[0] * 100 + digits[1] * 10 + digits[2] + (digits[3] >= 5 ? 1 : 0)
        return min(Int64(second) * 1000 + thousandths, 59_999)
    }
}
