internal import PlanDiagnostics
package import PlanSQL

/// Points in time and their texts as the numbers that SQLite has for them.
extension Translator {
    /// The number that a text begins with, where that is known.
    func leadingNumber(of value: TypedExpression) -> TypedExpression {
        var text = value.expression
        let (type, storage): (PostgresTypeName, TypedExpression.Storage)
        switch value.leadingNumber {
        case .real: (type, storage) = (.doublePrecision, .real)
        case .integer, nil:
            (type, storage) = (.bigint, .integer)
            // A number that has been written as text needs no reading.
            if case .cast(let number, let fragment?) = text.kind, fragment.text == PostgresType(.text).description,
                case .cast(_, let inner?) = number.kind, inner.text == PostgresType(.bigint).description
            {
                return result(number, .bigint, .integer, of: [value])
            }
        case .digits(let count):
            (type, storage) = (.bigint, .integer)
            text = .call("left", text, .integer(Int64(count)))
        }
        return result(text.cast(to: type), type, storage, of: [value])
    }

    /// The number that SQLite holds for a point in time, or that its text begins with: the year, the hour.
    func number(ofTime value: TypedExpression) throws(Untranslatable) -> TypedExpression {
        let refusal = Untranslatable(
            "SQLite computes with the number that the \(value.type.name.rawValue) begins with", at: value.range)
        let time = value.family == .timestamptz ? Self.inUTC(value.expression) : value.expression
        let part = { (name: String) in Expression.call("date_part", .string(name), time) }
        let isInteger = value.storage == .integer
        let scaled = { (factor: Int64) -> TypedExpression in
            let seconds = part("epoch")
            let number = factor == 1 ? seconds : .call("round", seconds.binary(.multiply, .integer(factor)))
            return isInteger
                ? self.result(number.cast(to: .bigint), .bigint, .integer, of: [value])
                : self.result(number, .doublePrecision, .real, of: [value])
        }
        switch value.timeFormat {
        case nil: throw refusal
        case .unixSeconds?: return scaled(1)
        case .unixMilliseconds?: return scaled(1000)
        case .unixMicroseconds?: return scaled(1_000_000)
        case .julianDay?:
            let milliseconds = Expression.call("round", part("epoch").binary(.multiply, .integer(1000)))
                .binary(.plus, .integer(210_866_760_000_000))
            return result(
                milliseconds.binary(.divide, .integer(86_400_000)), .doublePrecision, .real, of: [value])
        case .text?:
            let name: String
            switch value.timeFormat?.text?.parts.first {
            case .field(.year)?: name = "year"
            case .field(.hour)?: name = "hour"
            case .field, .literal, nil: throw refusal
            }
            return result(part(name).cast(to: .integer), .integer, .integer, of: [value])
        }
    }

    /// A value for a column that PostgreSQL has as points in time and SQLite as numbers.
    ///
    /// - Parameter format: what the numbers are.
    package func coerce(
        _ value: TypedExpression, to type: PostgresType, decodedFrom format: TimeFormat
    ) throws(Untranslatable) -> Expression {
        if value.isNull || value.family.isTemporal && value.timeFormat == format { return try coerce(value, to: type) }
        let number = try number(of: value)
        let timestamp: Expression
        switch format {
        case .text: return try coerce(value, to: type)
        case .unixSeconds where type.family == .timestamptz && number.family == .integer:
            return .call("to_timestamp", number.expression)
        case .unixSeconds: timestamp = TimeReader.epoch.binary(.plus, Self.product(number, "1 second"))
        case .unixMilliseconds: timestamp = TimeReader.epoch.binary(.plus, Self.product(number, "1 millisecond"))
        case .unixMicroseconds: timestamp = TimeReader.epoch.binary(.plus, Self.product(number, "1 microsecond"))
        case .julianDay: timestamp = TimeReader.timestamp(ofJulianDay: number.expression)
        }
        switch type.family {
        case .timestamp: return timestamp
        case .timestamptz: return Self.inUTC(timestamp)
        case .boolean, .integer, .real, .numeric, .text, .blob, .date, .time, .json, .jsonb, .uuid, .other:
            throw Untranslatable(
                "a number that stands for a time is put into a column of type \(type)", at: value.range)
        }
    }

    private static func product(_ number: TypedExpression, _ unit: String) -> Expression {
        number.expression.binary(.multiply, .interval(unit))
    }
}
