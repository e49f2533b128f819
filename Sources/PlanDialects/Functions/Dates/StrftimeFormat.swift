/// A format of SQLite's `strftime()` (<https://sqlite.org/lang_datefunc.html#strftime>), read into its parts.
struct StrftimeFormat: Hashable, Sendable {
    /// What a letter after `%` stands for; `%F`, `%R` and `%T` are read as what they are short for.
    enum Field: Character, Hashable, Sendable {
        case day = "d"
        case blankDay = "e"
        /// With its fraction: `SS.SSS`.
        case fractionalSecond = "f"
        case isoShortYear = "g"
        case isoYear = "G"
        case hour = "H"
        case hour12 = "I"
        case dayOfYear = "j"
        case julianDay = "J"
        case blankHour = "k"
        case blankHour12 = "l"
        case month = "m"
        case minute = "M"
        case upperMeridiem = "p"
        case lowerMeridiem = "P"
        case unixSecond = "s"
        case second = "S"
        /// 1 to 7, Monday first.
        case isoDayOfWeek = "u"
        /// Weeks begin with Sundays.
        case weekFromSunday = "U"
        case isoWeek = "V"
        /// 0 to 6, Sunday first.
        case dayOfWeek = "w"
        /// Weeks begin with Mondays.
        case weekFromMonday = "W"
        case year = "Y"
    }

    enum Part: Hashable, Sendable {
        case literal(String)
        case field(Field)

        var isLiteral: Bool {
            if case .literal = self { return true }
            return false
        }
    }

    /// A type of PostgreSQL for a part of a point in time, or all of it.
    enum Native: Sendable {
        case date
        case time
        case timestamp

        var type: PostgresType {
            switch self {
            case .date: PostgresType(.date)
            case .time: PostgresType(.time)
            case .timestamp: PostgresType(.timestamp)
            }
        }
    }

    /// No two literals stand side by side.
    private(set) var parts: [Part] = []

    /// Nil where a conversion is none of SQLite's, so that the result is NULL.
    init?(_ text: String) {
        var rest = Substring(text)
        while let character = rest.popFirst() {
            guard character == "%" else {
                append(literal: character)
                continue
            }
            guard let letter = rest.popFirst() else { return nil }
            switch letter {
            case "%": append(literal: "%")
            case "F": append(.year, "-", .month, "-", .day)
            case "R": append(.hour, ":", .minute)
            case "T": append(.hour, ":", .minute, ":", .second)
            default:
                guard let field = Field(rawValue: letter) else { return nil }
                parts.append(.field(field))
            }
        }
    }

    private mutating func append(literal character: Character) {
        if case .literal(let text)? = parts.last {
            parts[parts.count - 1] = .literal(text + String(character))
        } else {
            parts.append(.literal(String(character)))
        }
    }

    private enum Piece: ExpressibleByUnicodeScalarLiteral {
        case separator(Character)
        case field(Field)

        static let year = Piece.field(.year)
        static let month = Piece.field(.month)
        static let day = Piece.field(.day)
        static let hour = Piece.field(.hour)
        static let minute = Piece.field(.minute)
        static let second = Piece.field(.second)

        init(unicodeScalarLiteral value: Unicode.Scalar) { self = .separator(Character(value)) }
    }

    private mutating func append(_ pieces: Piece...) {
        for piece in pieces {
            switch piece {
            case .separator(let character): append(literal: character)
            case .field(let field): parts.append(.field(field))
            }
        }
    }

    // MARK: What is known of the text

    /// The finest part of a time that is read off the text.
    var precision: TimePrecision {
        parts.map { part in
            switch part {
            case .literal: .second
            case .field(let field): field.precision
            }
        }.max() ?? .second
    }

    /// The type that the text is a value of, which SQLite reads back as the same point in time; nil for other texts.
    var native: Native? {
        var fields: [Field] = []
        var literals: [String] = []
        for (index, part) in parts.enumerated() {
            switch part {
            case .field(let field) where index % 2 == 0: fields.append(field)
            case .literal(let text) where index % 2 == 1: literals.append(text)
            case .field, .literal: return nil
            }
        }
        let date: [Field] = [.year, .month, .day]
        if fields == date, literals == ["-", "-"] { return .date }
        guard let last = fields.last, last == .second || last == .fractionalSecond else { return nil }
        let time: [Field] = [.hour, .minute, last]
        if fields == time, literals == [":", ":"] { return .time }
        guard fields == date + time, literals.count >= 5 else { return nil }
        let zone = literals.count == 6 ? literals[5] : ""
        let isKnown = [" ", "T"].contains(literals[2]) && ["", "Z", "+00:00"].contains(zone)
        return isKnown && literals[0...1] == ["-", "-"] && literals[3...4] == [":", ":"] ? .timestamp : nil
    }

    /// The number that the text begins with, where that is known.
    var leadingNumber: TypedExpression.LeadingNumber? {
        if parts == [.field(.unixSecond)] { return .integer }
        if parts == [.field(.fractionalSecond)] { return .real }
        var count = 0
        for part in parts {
            switch part {
            case .field(let field):
                guard let width = field.digits else { return nil }
                count += width
            case .literal(let text):
                let digits = text.prefix { $0.isASCII && $0.isNumber }
                count += digits.count
                guard digits.count < text.count else { continue }
                let isSeparate = !text.dropFirst(digits.count).hasPrefix(".") && !"eE".contains(text[digits.endIndex])
                return isSeparate && (1...18).contains(count) ? .digits(count) : nil
            }
        }
        return (1...18).contains(count) ? .integer : nil
    }
}

/// The finest part of a time that something asks for.
enum TimePrecision: Comparable, Sendable {
    /// Seconds and all that is longer.
    case second
    case millisecond
}

extension StrftimeFormat.Field {
    fileprivate var precision: TimePrecision {
        switch self {
        case .day, .blankDay, .isoShortYear, .isoYear, .hour, .hour12, .dayOfYear, .blankHour, .blankHour12, .month,
            .minute, .upperMeridiem, .lowerMeridiem, .unixSecond, .second, .isoDayOfWeek, .weekFromSunday, .isoWeek,
            .dayOfWeek, .weekFromMonday, .year:
            .second
        case .fractionalSecond, .julianDay: .millisecond
        }
    }

    /// How many digits it always is; nil where it is something else.
    fileprivate var digits: Int? {
        switch self {
        case .day, .isoShortYear, .hour, .hour12, .month, .minute, .second, .weekFromSunday, .isoWeek,
            .weekFromMonday:
            2
        case .isoYear, .year: 4
        case .dayOfYear: 3
        case .isoDayOfWeek, .dayOfWeek: 1
        case .blankDay, .fractionalSecond, .julianDay, .blankHour, .blankHour12, .upperMeridiem, .lowerMeridiem,
            .unixSecond:
            nil
        }
    }
}
