internal import PlanCatalog
internal import PlanDiagnostics
package import PlanSQL

/// Values in the form that an operator or a function of PostgreSQL takes, converted as SQLite would.
extension Translator {
    // MARK: Truth

    /// The truth of a value: a number other than 0.
    func truth(of value: TypedExpression) throws(Untranslatable) -> TypedExpression {
        if value.isNull { return truthValue(Expression.null.cast(to: .boolean), .immutable) }
        if let literal = value.literal, let truth = Self.truth(of: literal) {
            return truthValue(.boolean(truth), .immutable)
        }
        switch value.family {
        case .boolean where value.storage == .integer: return value
        case .jsonb where value.storage == .any: return truth(ofPart: value)
        case .integer where value.storage != .text, .real, .numeric:
            return truthValue(value.expression.binary(.notEqual, .integer(0)), value.volatility)
        case .text where value.leadingNumber != nil: return try truth(of: try number(of: value))
        default:
            throw Untranslatable(
                "the truth of \(value.type.name.withArticle) is that of the number that it begins with", at: value.range
            )
        }
    }

    private static func truth(of literal: Literal) -> Bool? {
        switch literal {
        case .integer(let digits): Int64(digits).map { $0 != 0 }
        case .real(let digits): Double(digits).map { $0 != 0 }
        case .boolean(let flag): flag
        case .null, .string, .blob, .currentDate, .currentTime, .currentTimestamp: nil
        }
    }

    // MARK: Text

    /// The text of a value, as `||` and the functions on texts see it.
    func text(of value: TypedExpression) throws(Untranslatable) -> Expression {
        if value.isNull { return Expression.null.cast(to: .text) }
        switch (value.literal, value.storage) {
        case (.string?, _): return value.expression
        case (.integer(let digits)?, _): return .string(digits)
        case (.boolean(let flag)?, _): return .string(flag ? "1" : "0")
        default: break
        }
        switch value.family {
        case .text:
            // These types have functions of their own, which pass over the case of letters or the blanks at the end.
            return [.citext, .char].contains(value.type.name) ? value.expression.cast(to: .text) : value.expression
        case .integer: return value.expression.cast(to: .text)
        case .boolean where value.storage == .integer: return value.expression.cast(to: .integer).cast(to: .text)
        case .json: return value.expression.cast(to: .text)
        case .jsonb where value.storage == .any: return text(ofPart: value)
        case .jsonb:
            guard let text = value.json?.written else { break }
            return text
        case .date, .time, .timestamp:
            guard let format = value.timeFormat?.text else { break }
            return try text(ofTime: value.expression, format, at: value.range).expression
        case .timestamptz:
            guard let format = value.timeFormat?.text else { break }
            return try text(ofTime: Self.inUTC(value.expression), format, at: value.range).expression
        case .boolean, .real, .numeric, .blob, .uuid, .other: break
        }
        throw Untranslatable(
            "the text that SQLite has for this \(value.type.name.rawValue) is not known in PostgreSQL", at: value.range)
    }

    /// The same with what else is known of the value: a text.
    func asText(_ value: TypedExpression) throws(Untranslatable) -> TypedExpression {
        // An index takes what writes times without the session's settings, and nothing else.
        let isTime = value.family.isTemporal && purpose == .general
        var result = value
        result.expression = try text(of: value)
        result.type = PostgresType(.text)
        result.storage = value.isNull ? .null : .text
        (result.timeFormat, result.json) = (nil, nil)
        result.volatility = isTime ? max(value.volatility, .stable) : value.volatility
        return result
    }

    // MARK: Numbers

    /// The number that an operator computes with.
    func number(of value: TypedExpression) throws(Untranslatable) -> TypedExpression {
        var result = value
        if value.isNull {
            result.expression = Expression.null.cast(to: .bigint)
            result.type = PostgresType(.bigint)
            return result
        }
        if let literal = value.literal {
            switch literal {
            case .boolean(let flag): return integer(flag ? 1 : 0)
            case .string(let text):
                if let integer = Int64(text) { return self.integer(integer) }
            case .null, .integer, .real, .blob, .currentDate, .currentTime, .currentTimestamp: break
            }
        }
        switch value.family {
        case .integer, .real, .numeric: return result
        case .boolean where value.storage == .integer:
            result.expression = value.expression.cast(to: .integer)
            result.type = PostgresType(.integer)
            return result
        case .text where value.leadingNumber != nil: return leadingNumber(of: value)
        case .date where value.timeFormat != nil, .time where value.timeFormat != nil,
            .timestamp where value.timeFormat != nil, .timestamptz where value.timeFormat != nil:
            return try number(ofTime: value)
        case .jsonb where value.storage == .any: return number(ofPart: value)
        case .boolean, .text, .blob, .date, .time, .timestamp, .timestamptz, .json, .jsonb, .uuid, .other:
            throw Untranslatable(
                "SQLite computes with the number that the \(value.type.name.rawValue) begins with", at: value.range)
        }
    }

    /// A number that is an integer in every row.
    func integer(of value: TypedExpression) throws(Untranslatable) -> TypedExpression {
        let number = try number(of: value)
        guard number.isNull || number.family == .integer else {
            throw Untranslatable("SQLite cuts this number to an integer", at: value.range)
        }
        return number
    }

    /// An integer of 64 bits, so that what is computed with it overflows where SQLite's would.
    func wideInteger(of value: TypedExpression) throws(Untranslatable) -> TypedExpression {
        var integer = try integer(of: value)
        if integer.type.name != .bigint {
            integer.expression = integer.expression.cast(to: .bigint)
            integer.type = PostgresType(.bigint)
        }
        return integer
    }

    /// A number as a double.
    func real(of value: TypedExpression) throws(Untranslatable) -> TypedExpression {
        var number = try number(of: value)
        if number.family != .real {
            number.expression = number.expression.cast(to: .doublePrecision)
            number.type = PostgresType(.doublePrecision)
        }
        return number
    }

    // MARK: Columns

    /// A value for a column of a type: what SQLite would store, as the column holds it.
    package func coerce(_ value: TypedExpression, to type: PostgresType) throws(Untranslatable) -> Expression {
        if value.isNull { return .null }
        if let literal = value.literal {
            if let constant = constant(literal, as: type) { return constant }
            throw Untranslatable("the constant is no value of type \(type)", at: value.range)
        }
        if value.storage == .any, value.family == .jsonb { return try coerce(part: value, to: type) }
        let refusal = Untranslatable(
            "\(value.type.name.withArticle) is put into a column of type \(type)", at: value.range)
        switch (type.family, value.family) {
        case (.integer, .text) where value.leadingNumber == .integer,
            (.real, .text) where value.leadingNumber == .integer || value.leadingNumber == .real,
            (.numeric, .text) where value.leadingNumber == .integer || value.leadingNumber == .real:
            // The affinity of a column turns a text that is a number into the number.
            return try coerce(leadingNumber(of: value), to: type)
        case (let wanted, let given) where wanted == given && wanted != .other: return value.expression
        case (.text, _): return try text(of: value)
        case (.boolean, .integer) where value.storage == .integer: return try truth(of: value).expression
        case (.integer, .boolean) where value.storage == .integer: return value.expression.cast(to: .integer)
        case (.real, .integer), (.real, .numeric), (.numeric, .integer), (.numeric, .real):
            return value.expression.cast(to: type)
        case (.timestamp, .timestamptz), (.timestamptz, .timestamp):
            return .call("timezone", .string("UTC"), value.expression)
        // A day is its midnight.
        case (.timestamp, .date) where value.storage == .text: return value.expression.cast(to: type)
        case (.timestamptz, .date) where value.storage == .text:
            return Self.inUTC(value.expression.cast(to: .timestamp))
        case (.json, .jsonb):
            if let text = value.json?.written { return text.cast(to: type) }
            return value.expression.cast(to: type)
        case (.json, .text), (.jsonb, .text), (.jsonb, .json), (.uuid, .text):
            return value.expression.cast(to: type)
        case (.boolean, _), (.integer, _), (.real, _), (.numeric, _), (.blob, _), (.date, _), (.time, _),
            (.timestamp, _), (.timestamptz, _), (.json, _), (.jsonb, _), (.uuid, _), (.other, _):
            throw refusal
        }
    }

    // MARK: Several values of one type

    /// Values brought to one type, as the branches of a CASE or the members of a compound query need it.
    func unify(_ values: [TypedExpression], at range: SourceRange) throws(Untranslatable) -> [TypedExpression] {
        let known = values.filter { !$0.isNull }
        guard let first = known.first else { return values }
        if known.contains(where: { $0.storage == .any }) { return try unify(parts: values, at: range) }
        if Self.areAlike(known) {
            guard first.family.isTemporal else { return values }
            // Their texts are alike only if all are written in one format.
            let formats = Set(known.map(\.timeFormat))
            if formats.count == 1 { return values }
            guard formats.contains(nil) else {
                return try map(values) { (value) throws(Untranslatable) in value.isNull ? value : try asText(value) }
            }
            return values.map { Self.withoutTimeFormat($0) }
        }
        let families = Set(known.map(\.family))
        if families.allSatisfy({ $0.isNumeric || $0 == .boolean }) { return try unifyNumbers(values, known) }
        if families.isSubset(of: [.text, .date, .time, .timestamp]), families.contains(.text) {
            if let common = try unifyTimes(values, known) { return common }
            return try map(values) { (value) throws(Untranslatable) in value.isNull ? value : try asText(value) }
        }
        if families == [.text, .json] {
            return try map(values) { (value) throws(Untranslatable) in value.isNull ? value : try asText(value) }
        }
        if let others = try unifyConstants(values, known) { return others }
        let names = known.map(\.type.name.withArticle)
        let distinct = names.enumerated().filter { names.firstIndex(of: $1) == $0 }.map(\.element)
        throw Untranslatable(
            "the value is \(distinct.joined(separator: " or ")), row by row", at: range)
    }

    private static func areAlike(_ values: [TypedExpression]) -> Bool {
        guard let first = values.first else { return true }
        return values.allSatisfy { $0.family == first.family && $0.storage == first.storage } && first.family != .other
    }

    private static func withoutTimeFormat(_ value: TypedExpression) -> TypedExpression {
        var value = value
        value.timeFormat = nil
        return value
    }

    private func unifyNumbers(
        _ values: [TypedExpression], _ known: [TypedExpression]
    ) throws(Untranslatable) -> [TypedExpression] {
        let booleans = known.filter { $0.family == .boolean && $0.literal == nil }
        let others = known.filter { $0.family != .boolean }
        if !booleans.isEmpty, others.allSatisfy({ $0.literal == .integer("0") || $0.literal == .integer("1") }) {
            return try map(values) { (value) throws(Untranslatable) in value.isNull ? value : try truth(of: value) }
        }
        let numbers = try map(values) { (value) throws(Untranslatable) in try number(of: value) }
        let isReal = numbers.contains { !$0.isNull && $0.family == .real }
        let isNumeric = numbers.contains { !$0.isNull && $0.family == .numeric }
        let storages = Set(numbers.filter { !$0.isNull }.map(\.storage))
        return try map(numbers) { (number) throws(Untranslatable) in
            if number.isNull { return number }
            var result = isReal ? try real(of: number) : number
            if !isReal, isNumeric { result.type = PostgresType(.numeric) }
            if storages.count > 1 { result.storage = .number }
            return result
        }
    }

    /// Points in time with texts that are such points too: the type of the former.
    private func unifyTimes(
        _ values: [TypedExpression], _ known: [TypedExpression]
    ) throws(Untranslatable) -> [TypedExpression]? {
        let format = known.first { $0.family.isTemporal && $0.timeFormat != nil }?.timeFormat
        let areWritten = known.allSatisfy { value in
            if case .string(let text)? = value.literal { return MomentFormat.writes(text, as: format) }
            return value.family.isTemporal
        }
        guard areWritten || !known.allSatisfy({ $0.family == .text || $0.timeFormat != nil }) else { return nil }
        return try unifyConstants(values, known)
    }

    /// Constants among values of one type, as constants of that type.
    private func unifyConstants(
        _ values: [TypedExpression], _ known: [TypedExpression]
    ) throws(Untranslatable) -> [TypedExpression]? {
        let variable = known.filter { $0.literal == nil }
        guard let first = variable.first, Self.areAlike(variable) else { return nil }
        var result: [TypedExpression] = []
        for value in values {
            guard let literal = value.literal, !value.isNull else {
                result.append(Self.withoutTimeFormat(value))
                continue
            }
            guard let constant = constant(literal, as: first.type), literal.storage == first.storage else { return nil }
            result.append(TypedExpression(constant, first.type, first.storage, range: value.range))
        }
        return result
    }

    /// `map` that keeps the type of the error.
    func map<Element, Result>(
        _ elements: [Element], _ transform: (Element) throws(Untranslatable) -> Result
    ) throws(Untranslatable) -> [Result] {
        var results: [Result] = []
        results.reserveCapacity(elements.count)
        for element in elements { results.append(try transform(element)) }
        return results
    }
}

extension MomentFormat {
    /// Whether a text is what SQLite would hold for a point in time of this format.
    static func writes(_ text: String, as format: TimeFormat?) -> Bool {
        MomentFormat(of: text.utf8.span).map { .text($0.rawValue) == format } ?? false
    }
}

extension Literal {
    var storage: TypedExpression.Storage {
        switch self {
        case .null: .null
        case .integer, .boolean: .integer
        case .real: .real
        case .string, .currentDate, .currentTime, .currentTimestamp: .text
        case .blob: .blob
        }
    }
}
