internal import PlanCatalog
internal import PlanDiagnostics
internal import PlanSQL

extension Translator {
    func constant(_ literal: Literal, at range: SourceRange) throws(Untranslatable) -> TypedExpression {
        let expression = Expression(.literal(literal))
        switch literal {
        case .null: return TypedExpression(.null, PostgresType(.text), .null, literal: literal)
        case .integer(let digits):
            guard let value = Self.integer(digits) else {
                // An integer beyond 64 bits is a real number to SQLite.
                return try constant(.real(digits + ".0"), at: range)
            }
            return integer(value)
        case .real(let digits):
            let plain = digits.filter { $0 != "_" }
            guard Double(plain)?.isFinite == true else {
                throw Untranslatable("\(digits) is infinite to SQLite", at: range)
            }
            // In PostgreSQL digits with a point are exact decimals; SQLite computes with doubles.
            return TypedExpression(
                Expression(.literal(.real(plain))).cast(to: .doublePrecision), PostgresType(.doublePrecision), .real,
                literal: .real(plain))
        case .string(let text):
            guard !text.unicodeScalars.contains("\0") else {
                throw Untranslatable("PostgreSQL has no text with a NUL in it", at: range)
            }
            return TypedExpression(expression, PostgresType(.text), .text, literal: literal)
        case .blob: return TypedExpression(expression, PostgresType(.bytea), .blob, literal: literal)
        case .boolean(let flag):
            return TypedExpression(.boolean(flag), PostgresType(.boolean), .integer, literal: .boolean(flag))
        case .currentTimestamp: return now(.timestamp, .dateTime)
        case .currentDate: return now(.date, .date)
        case .currentTime: return now(.time, .time)
        }
    }

    func integer(_ value: Int64) -> TypedExpression {
        TypedExpression(
            .integer(value), PostgresType(Int32(exactly: value) == nil ? .bigint : .integer), .integer,
            literal: .integer(String(value)))
    }

    /// The value of an integer as written, hexadecimal being the bits of a signed integer.
    static func integer(_ written: String) -> Int64? {
        let digits = written.filter { $0 != "_" }
        if digits.lowercased().hasPrefix("0x") {
            return UInt64(digits.dropFirst(2), radix: 16).map { Int64(bitPattern: $0) }
        }
        return Int64(digits)
    }

    /// The moment of the statement in UTC, to the second, as SQLite's CURRENT_… have it.
    private func now(_ type: PostgresTypeName, _ format: TimeFormat) -> TypedExpression {
        let now = TimeValue.now
        let expression = type == .date ? now.timestamp.cast(to: .date) : now.wholeSeconds
        return TypedExpression(
            type == .time ? expression.cast(to: .time) : expression, PostgresType(type), .text, volatility: .stable,
            timeFormat: format)
    }

    /// A constant as a value of a type, where the type has one that means the same.
    func constant(_ literal: Literal, as type: PostgresType) -> Expression? {
        guard let literal = DefaultLiteral(literal), case .sql = DefaultTranslation.translate(literal, to: type) else {
            return nil
        }
        switch (type.family, literal) {
        case (.boolean, .integer(let digits)): return .boolean(digits != "0")
        case (.boolean, .boolean(let flag)): return .boolean(flag)
        case (.boolean, .real(let digits)): return .boolean(Double(digits) != 0)
        case (.boolean, .string(let text)): return NumberText.boolean(text.utf8.span).map(Expression.boolean)
        case (.integer, .boolean(let flag)), (.real, .boolean(let flag)), (.numeric, .boolean(let flag)):
            return .integer(flag ? 1 : 0)
        case (.integer, .integer(let digits)), (.real, .integer(let digits)), (.numeric, .integer(let digits)):
            return Int64(digits).map(Expression.integer) ?? Self.number(digits)
        case (.integer, .real(let digits)):
            return Double(digits).flatMap { Int64(exactly: $0) }.map(Expression.integer)
        case (.real, .real(let digits)), (.numeric, .real(let digits)): return Self.number(digits)
        case (.integer, .string(let text)): return NumberText.integer(text.utf8.span).map(Expression.integer)
        case (.real, .string(let text)), (.numeric, .string(let text)): return Self.number(text)
        case (.text, .integer(let digits)): return .string(digits)
        case (.text, .string(let text)): return .string(text)
        case (.timestamptz, .string(let text)):
            let hasZone = CalendarText.timestamp(text.utf8.span)?.hasZone ?? true
            return Expression.string(hasZone ? text : text + "+00").cast(to: type)
        case (.blob, .blob(let digits)): return Expression(.literal(.blob(digits)))
        case (.date, .string(let text)), (.time, .string(let text)), (.timestamp, .string(let text)),
            (.json, .string(let text)), (.jsonb, .string(let text)), (.uuid, .string(let text)):
            return Expression.string(text).cast(to: type)
        default: return nil
        }
    }

    /// Digits with or without a sign.
    private static func number(_ digits: String) -> Expression {
        let digits = digits.drop { $0 == "+" }
        let magnitude = Expression(.literal(.real(String(digits.drop { $0 == "-" }))))
        return digits.hasPrefix("-") ? Expression(.unary(.minus, magnitude)) : magnitude
    }
}

extension DefaultLiteral {
    /// A constant of an expression; nil for those that are a moment.
    init?(_ literal: Literal) {
        switch literal {
        case .null: self = .null
        case .integer(let digits):
            guard let value = Translator.integer(digits) else { return nil }
            self = .integer(String(value))
        case .real(let digits): self = .real(digits)
        case .string(let text): self = .string(text)
        case .blob(let digits): self = .blob(digits)
        case .boolean(let flag): self = .boolean(flag)
        case .currentDate, .currentTime, .currentTimestamp: return nil
        }
    }
}
