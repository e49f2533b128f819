internal import PlanDiagnostics
internal import PlanSQL

/// Points in time as the texts that SQLite's `strftime()` makes.
extension Translator {
    /// The text of a time, date or timestamp.
    ///
    /// PostgreSQL's `to_char` depends on settings (the names of months), and is not for indexes; there every part is
    /// written by itself.
    func text(
        ofTime value: Expression, _ format: StrftimeFormat, at range: SourceRange
    ) throws(Untranslatable) -> TypedExpression {
        let pieces =
            purpose == .immutable
            ? try map(format.parts) { (part) throws(Untranslatable) in
                switch part {
                case .literal(let text): Expression.string(text)
                case .field(let field): try Self.text(of: field, value, at: range)
                }
            } : try Self.pieces(value, format, at: range)
        var text = pieces.dropFirst().reduce(pieces.first ?? .string("")) { $0.binary(.concatenate, $1) }
        // A text without anything of the time is NULL without a time all the same.
        if format.parts.allSatisfy(\.isLiteral) { text = .when(value.isNotNull, then: text) }
        var result = TypedExpression(
            text, PostgresType(.text), .text,
            volatility: purpose == .general && format.parts.contains(where: \.hasPattern) ? .stable : .immutable,
            range: range)
        result.leadingNumber = format.leadingNumber
        return result
    }

    /// Calls of `to_char`, each with as much of the format as it can write, and what it cannot write between them.
    private static func pieces(
        _ value: Expression, _ format: StrftimeFormat, at range: SourceRange
    ) throws(Untranslatable) -> [Expression] {
        var result: [Expression] = []
        var pattern = ""
        var hasField = false
        var literal = ""
        func close() {
            if hasField {
                result.append(.call("to_char", value, .string(pattern)))
            } else if !literal.isEmpty {
                result.append(.string(literal))
            }
            (pattern, hasField, literal) = ("", false, "")
        }
        for part in format.parts {
            switch part {
            case .literal(let text):
                pattern += quoted(text)
                literal += text
            case .field(let field):
                guard let next = field.pattern else {
                    close()
                    result.append(try text(of: field, value, at: range))
                    continue
                }
                // `DD` and `DDD` side by side would be read as `DDD` and `DD`.
                if pattern.last == next.first { close() }
                pattern += next
                hasField = true
            }
        }
        close()
        return result
    }

    /// A literal text in a pattern of `to_char`, in quotes unless it is of characters that mean nothing there.
    private static func quoted(_ text: String) -> String {
        if text.allSatisfy({ "-/:,. ".contains($0) }) { return text }
        let escaped = text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }
        return "\"" + escaped.joined() + "\""
    }

    /// One part of a time as text, by functions that are all immutable.
    private static func text(
        of field: StrftimeFormat.Field, _ value: Expression, at range: SourceRange
    ) throws(Untranslatable) -> Expression {
        let part = { (name: String) in Expression.call("date_part", .string(name), value).cast(to: .integer) }
        func padded(_ number: Expression, _ width: Int64, _ fill: String = "0") -> Expression {
            .call("lpad", number.cast(to: .text), .integer(width), .string(fill))
        }
        // 12, 1, …, 11.
        let hour12 = part("hour").binary(.plus, .integer(11)).binary(.remainder, .integer(12))
            .binary(.plus, .integer(1))
        let second = Expression.call("date_part", .string("second"), value)
        switch field {
        case .day: return padded(part("day"), 2)
        case .blankDay: return padded(part("day"), 2, " ")
        case .fractionalSecond:
            return padded(second.cast(to: PostgresType(.numeric, 5, 3)), 6)
        case .isoShortYear: return padded(part("isoyear").binary(.remainder, .integer(100)), 2)
        case .isoYear: return padded(part("isoyear"), 4)
        case .hour: return padded(part("hour"), 2)
        case .hour12: return padded(hour12, 2)
        case .dayOfYear: return padded(part("doy"), 3)
        case .julianDay:
            throw Untranslatable(
                "PostgreSQL writes the digits of a Julian day otherwise; julianday() has it", at: range)
        case .blankHour: return padded(part("hour"), 2, " ")
        case .blankHour12: return padded(hour12, 2, " ")
        case .month: return padded(part("month"), 2)
        case .minute: return padded(part("minute"), 2)
        case .upperMeridiem:
            return .when(part("hour").binary(.less, .integer(12)), then: .string("AM"), else: .string("PM"))
        case .lowerMeridiem:
            return .when(part("hour").binary(.less, .integer(12)), then: .string("am"), else: .string("pm"))
        case .unixSecond: return unixSecond(value).cast(to: .text)
        case .second:
            // A cast would round.
            return padded(Expression.call("floor", second).cast(to: .integer), 2)
        case .isoDayOfWeek: return part("isodow").cast(to: .text)
        case .weekFromSunday:
            return padded(
                part("doy").binary(.plus, .integer(6)).binary(.minus, part("dow")).binary(.divide, .integer(7)), 2)
        case .isoWeek: return padded(part("week"), 2)
        case .dayOfWeek: return part("dow").cast(to: .text)
        case .weekFromMonday:
            return padded(
                part("doy").binary(.plus, .integer(7)).binary(.minus, part("isodow")).binary(.divide, .integer(7)), 2)
        case .year: return padded(part("year"), 4)
        }
    }

    /// The seconds since 1970 of a timestamp, without their fraction.
    static func unixSecond(_ value: Expression) -> Expression {
        Expression.call("floor", .call("date_part", .string("epoch"), value)).cast(to: .bigint)
    }
}

extension StrftimeFormat.Part {
    fileprivate var hasPattern: Bool {
        if case .field(let field) = self { return field.pattern != nil }
        return false
    }
}

extension StrftimeFormat.Field {
    /// The pattern of `to_char` that writes it; nil if none does.
    fileprivate var pattern: String? {
        switch self {
        case .day: "DD"
        case .fractionalSecond: "SS.MS"
        case .isoShortYear: "IY"
        case .isoYear: "IYYY"
        case .hour: "HH24"
        case .hour12: "HH12"
        case .dayOfYear: "DDD"
        case .month: "MM"
        case .minute: "MI"
        case .upperMeridiem: "AM"
        case .lowerMeridiem: "am"
        case .second: "SS"
        case .isoDayOfWeek: "ID"
        case .isoWeek: "IW"
        case .year: "YYYY"
        case .blankDay, .julianDay, .blankHour, .blankHour12, .unixSecond, .weekFromSunday, .dayOfWeek,
            .weekFromMonday:
            nil
        }
    }
}
