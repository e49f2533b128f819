internal import PlanSQL

/// A text of a row that SQLite reads as a time, or makes NULL of.
///
/// Years before 1, days that a month does not have, the hour 24 and texts such as 'now' fail: to SQLite they are times
/// (the second and third in some versions), and PostgreSQL has none for them.
struct TimeText {
    let value: Expression
    let reader: TimeReader

    private static let blank = "[ \\t-\\r]*"
    private static let date = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    private static let time = "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,15})?)?"
    private static let zone = "(\(blank)([Zz]|[+-](0[0-9]|1[0-4]):[0-5][0-9]))?\(blank)"

    /// What is read. The first and the last day with a zone might be days of years that do not exist.
    private static let known =
        "^(?!(0001-01-01|9999-12-31).*[+-][0-9]{2}:)(\(date)[ T\\t-\\r]*(\(time)\(zone))?|\(time)\(zone))$"

    /// What else SQLite reads.
    private static let other =
        "(?i)^(-[0-9]{4}-[0-9]{2}-[0-9]{2}.*|(\(date)[ T\\t-\\r]*)?(24:[0-5][0-9].*|[0-9]{2}:.*\\.[0-9]{16}.*)"
        + "|(0001-01-01|9999-12-31).*:.*|\(blank)(\\+?([0-9]{1,7}(\\.[0-9]*)?|\\.[0-9]+|[0-9.]+e[+-]?[0-9]+)|-[0.]+)\(blank)"
        + "|now|subsec(ond)?)$"

    /// Decimal numbers, which cast to a number.
    static let number = "^\(blank)[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?\(blank)$"

    func read(_ volatility: TypedExpression.Volatility) -> TimeValue {
        let parts = [
            part("^[0-9]{4}", else: 2000), part("-([0-9]{2})-", else: 1), part("-[0-9]{2}-([0-9]{2})", else: 1),
            part("([0-9]{2}):", else: 0), part(":([0-9]{2})", else: 0), second,
        ]
        let offset = Expression.call(
            "make_interval",
            [.integer(0), .integer(0), .integer(0), .integer(0), part("([+-][0-9]{2}):", else: 0), offsetMinutes])
        let read = Expression.call("make_timestamp", parts).binary(.minus, offset)
        let message = Expression.string("a time that PostgreSQL does not have: ").binary(.concatenate, value)
        let failure = Expression.call(
            "make_timestamp", [message.cast(to: .integer)] + Array(repeating: .integer(1), count: 5))
        let branches = [
            CaseExpression.Branch(condition: value.binary(.matches, .string(Self.known)), result: read),
            CaseExpression.Branch(condition: value.binary(.matches, .string(Self.other)), result: failure),
        ]
        return TimeValue(
            Expression(.conditional(CaseExpression(branches: branches))),
            reader.precision == .millisecond ? .millisecond : .second, volatility)
    }

    private func part(_ pattern: String, else missing: Int64) -> Expression {
        .call("coalesce", .call("substring", value, .string(pattern)).cast(to: .integer), .integer(missing))
    }

    /// The sign stands before the hours.
    private var offsetMinutes: Expression {
        let minutes = Expression.call("substring", value, .string("([+-])[0-9]{2}:"))
            .binary(.concatenate, .call("substring", value, .string("[+-][0-9]{2}:([0-9]{2})")))
        return .call("coalesce", minutes.cast(to: .integer), .integer(0))
    }

    private var second: Expression {
        let whole = ":[0-9]{2}:([0-9]{2})"
        guard reader.precision == .millisecond else { return part(whole, else: 0) }
        let number = { (pattern: String) in
            let digits = Expression.call("substring", value, .string(pattern))
            return Expression.call("coalesce", digits.cast(to: .doublePrecision), .integer(0))
        }
        // The fraction is read by itself, as SQLite does; the sum is rounded.
        return reader.rounded(
            reader.isModified
                ? number(whole).binary(.plus, number("\\.[0-9]+")) : number(":[0-9]{2}:([0-9]{2}(\\.[0-9]+)?)"))
    }
}
