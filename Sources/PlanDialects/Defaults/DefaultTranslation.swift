internal import PlanCatalog
package import PlanSQL

/// Writes a literal default of SQLite for a column of PostgreSQL, keeping the value that SQLite would store.
package enum DefaultTranslation {
    package enum Outcome: Hashable, Sendable {
        /// SQL for a DEFAULT clause.
        case sql(String)
        /// NULL: no clause is needed.
        case noDefault
        /// The type cannot hold the value, or nothing in PostgreSQL means the same; the end of "the default …".
        case untranslatable(String)
    }

    package static func translate(_ literal: DefaultLiteral, to type: PostgresType) -> Outcome {
        if type.isArray { return array(literal, to: type) }
        return switch literal {
        case .null: .noDefault
        case .integer(let digits): number(digits, isInteger: true, to: type)
        case .real(let digits): number(digits, isInteger: false, to: type)
        case .string(let text): string(text, to: type)
        case .blob(let digits): blob(digits, to: type)
        case .boolean(let flag):
            type.name == .boolean ? .sql(flag ? "true" : "false") : number(flag ? "1" : "0", isInteger: true, to: type)
        case .currentTimestamp: moment("YYYY-MM-DD HH24:MI:SS", [.timestamp, .timestamptz], to: type)
        case .currentDate: moment("YYYY-MM-DD", [.date], to: type)
        case .currentTime: moment("HH24:MI:SS", [.time], to: type)
        }
    }

    /// An empty list is all that is translated.
    private static func array(_ literal: DefaultLiteral, to type: PostgresType) -> Outcome {
        switch literal {
        case .null: .noDefault
        case .string("[]"): .sql("'{}'")
        case .integer, .real, .string, .blob, .boolean, .currentTimestamp, .currentDate, .currentTime:
            .untranslatable("is no value of type \(type)")
        }
    }

    private static func number(_ digits: String, isInteger: Bool, to type: PostgresType) -> Outcome {
        // An integer beyond 64 bits is a real number to SQLite.
        let integer = isInteger ? Int64(digits) : Double(digits).flatMap { Int64(exactly: $0) }
        switch type.name {
        case .smallint, .integer, .bigint:
            // INTEGER affinity turns a whole real into an integer.
            guard let integer else { return .untranslatable("is not an integer of 64 bits") }
            return type.integerRange.contains(integer)
                ? .sql(String(integer)) : .untranslatable("is out of the range of \(type)")
        case .real, .doublePrecision:
            return Double(digits)?.isFinite == true ? .sql(digits) : .untranslatable("is out of the range of \(type)")
        case .numeric: return numeric(digits, to: type)
        case .boolean:
            switch integer {
            case 0: return .sql("false")
            case 1: return .sql("true")
            default: return .untranslatable("is neither 0 nor 1")
            }
        case .text, .varchar, .char, .citext:
            // TEXT affinity stores the number's own spelling, not that of the declaration.
            guard isInteger, let integer else { return .untranslatable("is a number, which SQLite stores as text") }
            return string(String(integer), to: type)
        default: return .untranslatable("is no value of type \(type)")
        }
    }

    /// A number that `numeric` holds without rounding, and that SQLite does not store as infinity.
    private static func numeric(_ digits: String, to type: PostgresType) -> Outcome {
        guard Double(digits)?.isFinite == true, let shape = NumberText.decimal(digits.utf8.span) else {
            return .untranslatable("is out of the range of \(type)")
        }
        if let precision = type.modifiers.first {
            let scale = type.modifiers.dropFirst().first ?? 0
            guard shape.fractionDigits <= scale, shape.integerDigits <= precision - scale else {
                return .untranslatable("does not fit \(type)")
            }
        }
        return .sql(digits)
    }

    private static func string(_ text: String, to type: PostgresType) -> Outcome {
        let quoted = QuotedLiteral(text).description
        switch type.name {
        case .text, .varchar, .char, .citext:
            if text.unicodeScalars.contains("\0") { return .untranslatable("has a NUL in it") }
            if let length = type.modifiers.first, text.unicodeScalars.count > length {
                return .untranslatable("is longer than \(length) characters")
            }
            return .sql(quoted)
        case .smallint, .integer, .bigint:
            if let value = NumberText.integer(text.utf8.span) {
                return number(String(value), isInteger: true, to: type)
            }
        case .real, .doublePrecision, .numeric:
            if NumberText.decimal(text.utf8.span) != nil { return number(text, isInteger: false, to: type) }
        case .boolean:
            if let value = NumberText.boolean(text.utf8.span) { return .sql(value ? "true" : "false") }
        case .date:
            if CalendarText.date(text.utf8.span) != nil { return .sql(quoted) }
        case .time:
            if CalendarText.time(text.utf8.span) != nil { return .sql(quoted) }
        case .timestamp:
            if let value = CalendarText.timestamp(text.utf8.span), !value.hasZone { return .sql(quoted) }
        case .timestamptz:
            if let value = CalendarText.timestamp(text.utf8.span) {
                return .sql(value.hasZone ? quoted : QuotedLiteral(text + "+00").description)
            }
        case .json:
            if JSONText.kind(of: text.utf8.span) != .notJSON { return .sql(quoted) }
        case .jsonb:
            if JSONText.kind(of: text.utf8.span) == .jsonb { return .sql(quoted) }
        case .uuid:
            if UUIDText.parse(text.utf8.span) != nil { return .sql(quoted) }
        case .bytea: return .sql("'\\x" + hexadecimal(text) + "'")
        default: break
        }
        return .untranslatable("is no value of type \(type)")
    }

    private static func blob(_ digits: String, to type: PostgresType) -> Outcome {
        type.name == .bytea
            ? .sql("'\\x\(digits.lowercased())'") : .untranslatable("is a blob, and the type is \(type)")
    }

    /// SQLite's CURRENT_… are in UTC; PostgreSQL's in the session's time zone, so the zone is named.
    private static func moment(_ format: String, _ types: [PostgresTypeName], to type: PostgresType) -> Outcome {
        if type.name == .timestamptz, types.contains(.timestamptz) { return .sql("CURRENT_TIMESTAMP") }
        let utc = "timezone('UTC', CURRENT_TIMESTAMP)"
        switch type.name {
        case .timestamp where types.contains(.timestamp): return .sql(utc)
        case .date where types == [.date]: return .sql("(\(utc))::date")
        case .time where types == [.time]: return .sql("(date_trunc('second', \(utc)))::time")
        default: break
        }
        switch type.name {
        case .text, .varchar, .citext:
            // The placeholders of the format are as long as what they stand for, but HH24.
            let length = format.utf8.count - (format.contains("HH24") ? 2 : 0)
            guard length <= type.modifiers.first ?? .max else { return .untranslatable("is longer than \(type)") }
            return .sql("to_char(\(utc), '\(format)')")
        // A day is its midnight.
        case .timestamp where types == [.date]: return .sql("date_trunc('day', \(utc))")
        case .timestamptz where types == [.date]: return .sql("date_trunc('day', CURRENT_TIMESTAMP, 'UTC')")
        default: return .untranslatable("is a point in time, and the type is \(type)")
        }
    }

    private static func hexadecimal(_ text: String) -> String {
        text.utf8.map { byte in
            let digits = String(byte, radix: 16)
            return digits.utf8.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
