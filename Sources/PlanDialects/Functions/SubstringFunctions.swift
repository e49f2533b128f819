internal import PlanCatalog
internal import PlanSQL

/// `substr(X, Y, Z)`, where a Y below 0 counts from the end and a Z below 0 takes what stands before Y.
extension FunctionRules {
    static let substrings: [FunctionRule] = [
        FunctionRule("substr", 2...3, .scalar, substring),
        FunctionRule("substring", 2...3, .scalar, substring),
    ]

    /// A position or a length.
    private struct Count {
        /// Its value where it is a constant, within the range of PostgreSQL's positions.
        let constant: Int64?
        let expression: Expression
        let isNeverNegative: Bool

        init(_ use: FunctionUse, _ position: Int) throws(Untranslatable) {
            let value = use.arguments[position]
            let integer = try use.translator.integer(of: value)
            if case .integer(let digits)? = integer.literal, let number = Int64(digits) {
                let bounded = min(max(number, -Int64(Int32.max)), Int64(Int32.max))
                constant = bounded
                expression = .integer(bounded)
                isNeverNegative = number >= 0
            } else {
                constant = nil
                expression =
                    integer.type.name == .bigint ? integer.expression.cast(to: .integer) : integer.expression
                isNeverNegative = use.call.argumentList[position].isNeverNegative
            }
        }
    }

    private static func substring(_ use: FunctionUse) throws(Untranslatable) -> TypedExpression {
        let isBlob = use.first.family == .blob
        // Of no bytes SQLite makes NULL.
        let value = isBlob ? .call("nullif", use.first.expression, Expression(.literal(.blob("")))) : try use.text(0)
        let start = try Count(use, 1)
        let length = use.arguments.count == 3 ? try Count(use, 2) : nil
        let expression = try substring(
            use, value, start, length, lengthFunction: isBlob ? "octet_length" : "char_length")
        return use.result(expression, isBlob ? .bytea : .text, isBlob ? .blob : .text)
    }

    private static func substring(
        _ use: FunctionUse, _ value: Expression, _ start: Count, _ length: Count?, lengthFunction: String
    ) throws(Untranslatable) -> Expression {
        if let constant = start.constant, constant < 0, lengthFunction == "char_length" {
            // All of the last characters.
            let isRest = length.map { $0.constant.map { $0 >= -constant } ?? false } ?? true
            if isRest { return .call("right", value, .integer(-constant)) }
        }
        let first = try firstPosition(use, value, start, lengthFunction)
        guard let length else { return .call("substr", value, first) }
        // PostgreSQL takes the characters from one position up to another, as SQLite does, wherever both lie; only
        // that a length is not negative it asks for.
        if let constant = length.constant, constant < 0 {
            return .call("substr", value, first.adding(constant), .integer(-constant))
        }
        if length.isNeverNegative { return .call("substr", value, first, length.expression) }
        try use.repeats(2)
        let before = Expression.call("least", length.expression, .integer(0))
        return .call("substr", value, first.binary(.plus, before), .call("abs", length.expression))
    }

    /// The position counted from the beginning.
    private static func firstPosition(
        _ use: FunctionUse, _ value: Expression, _ start: Count, _ lengthFunction: String
    ) throws(Untranslatable) -> Expression {
        if start.isNeverNegative { return start.expression }
        try use.repeats(0)
        let length = Expression.call(lengthFunction, value)
        if let constant = start.constant { return length.adding(constant + 1) }
        try use.repeats(1)
        return .when(
            start.expression.binary(.less, .integer(0)),
            then: length.binary(.plus, .integer(1)).binary(.plus, start.expression), else: start.expression)
    }
}

extension Expression {
    /// The sum with a constant.
    fileprivate func adding(_ constant: Int64) -> Expression {
        if case .literal(.integer(let digits)) = kind, let value = Int64(digits) { return .integer(value + constant) }
        if constant == 0 { return self }
        return constant < 0
            ? binary(.minus, .integer(-constant)) : binary(.plus, .integer(constant))
    }

    /// Whether an expression of SQLite is NULL or an integer that is not below 0, by its form alone.
    var isNeverNegative: Bool {
        switch kind {
        case .literal(.integer(let digits)): return Translator.integer(digits).map { $0 >= 0 } ?? false
        case .literal(.boolean), .literal(.null): return true
        case .function(let call):
            return ["abs", "instr", "length", "octet_length", "unicode"].contains(call.name.value.asciiLowercased)
        case .binary(let symbol, let left, let right):
            switch symbol {
            case .plus, .multiply, .divide: return left.isNeverNegative && right.isNeverNegative
            case .remainder: return left.isNeverNegative
            case .bitAnd: return left.isNeverNegative || right.isNeverNegative
            case .or, .and, .equal, .notEqual, .is, .isNot, .isDistinctFrom, .isNotDistinctFrom, .less, .lessOrEqual,
                .greater, .greaterOrEqual, .matches, .matchesNot:
                return true
            case .bitOr, .shiftLeft, .shiftRight, .minus, .concatenate, .arrow, .longArrow, .pathText,
                .withoutPath:
                return false
            }
        case .literal, .column, .parameter, .unary, .collate, .isNull, .isNotNull, .pattern, .between, .membership,
            .conditional, .cast, .exists, .subquery, .row, .raise, .array, .subscript:
            return false
        }
    }
}
