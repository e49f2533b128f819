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
        switch literal {
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

    private static func number(_ digits: String, isInteger: Bool, to type: PostgresType) -> Outcome {
        switch type.name {
        case .smallint, .integer, .bigint:
            if isInteger { return .sql(digits) }
            // INTEGER affinity turns a whole real into an integer.
            if let value = Double(digits), let whole = Int64(exactly: value) { return .sql(String(whole)) }
            return .untranslatable("is not a whole number")
        case .real, .doublePrecision, .numeric: return .sql(digits)
        case .boolean:
            switch digits {
            case "0": return .sql("false")
            case "1": return .sql("true")
            default: return .untranslatable("is neither 0 nor 1")
            }
        case .text, .varchar, .char, .citext: return .sql(QuotedLiteral(digits).description)
        default: return .untranslatable("is no value of type \(type)")
        }
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
            if let value = NumberText.integer(text.utf8.span) { return .sql(String(value)) }
        case .real, .doublePrecision, .numeric:
            if NumberText.decimal(text.utf8.span) != nil { return .sql(text) }
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
        if types.contains(type.name) { return .sql(type.name == .timestamp ? utc : "(\(utc))::\(type.name.rawValue)") }
        switch type.name {
        case .text, .varchar, .citext: return .sql("to_char(\(utc), '\(format)')")
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
