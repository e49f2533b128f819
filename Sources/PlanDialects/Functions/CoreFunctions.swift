internal import PlanSQL

/// Functions of <https://sqlite.org/lang_corefunc.html> that choose among values of any type.
extension FunctionRules {
    static let core: [FunctionRule] = [
        FunctionRule("coalesce", 2...127, .scalar, choose),
        FunctionRule("ifnull", 2, .scalar, choose),
        FunctionRule("nullif", 2, .scalar, nullIf),
        FunctionRule("iif", 2...127, .scalar, conditional),
        FunctionRule("if", 2...127, .scalar, conditional),
        // Hints to SQLite's planner.
        FunctionRule("likely", 1) { (use) in use.first.apart },
        FunctionRule("unlikely", 1) { (use) in use.first.apart },
        FunctionRule("likelihood", 2) { (use) in use.first.apart },
        FunctionRule("min", 2...127) { (use) throws(Untranslatable) in try extreme(use, "least") },
        FunctionRule("max", 2...127) { (use) throws(Untranslatable) in try extreme(use, "greatest") },
        FunctionRule("typeof", 1, .scalar, storageClass),
    ]

    /// The first of the arguments that is not NULL.
    private static func choose(_ use: FunctionUse) throws(Untranslatable) -> TypedExpression {
        let values = try use.translator.unify(use.arguments, at: use.range)
        return use.translator.combined(.call("coalesce", values.map(\.expression)), values)
    }

    /// NULL where both arguments are equal. Unlike an operator, the function converts neither of them.
    private static func nullIf(_ use: FunctionUse) throws(Untranslatable) -> TypedExpression {
        var result = use.first.apart
        result.literal = nil
        var (left, right) = (use.first, use.arguments[1])
        if left.isNull || right.isNull || left.differsInKind(from: right) { return result }
        (left.affinity, right.affinity) = (nil, nil)
        if left.collation.isStated { right.collation = left.collation }
        let operands = try use.translator.operands(.equal, left, right, at: use.range)
        result.volatility = max(left.volatility, right.volatility)
        // PostgreSQL's function has the type of what it compares.
        if operands.left == left.expression, left.family == right.family {
            result.expression = .call("nullif", operands.left, operands.right)
        } else {
            try use.repeats(0)
            result.expression = .when(
                operands.left.binary(.equal, operands.right), then: .null, else: left.expression)
        }
        return result
    }

    /// `iif(condition, value, condition, value, …, otherwise)`.
    private static func conditional(_ use: FunctionUse) throws(Untranslatable) -> TypedExpression {
        var conditions: [TypedExpression] = []
        var results: [TypedExpression] = []
        for index in stride(from: 0, to: use.arguments.count - 1, by: 2) {
            conditions.append(try use.translator.truth(of: use.arguments[index]))
            results.append(use.arguments[index + 1])
        }
        let hasOtherwise = !use.arguments.count.isMultiple(of: 2)
        if hasOtherwise, let last = use.arguments.last { results.append(last) }
        let values = try use.translator.unify(results, at: use.range)
        let branches = zip(conditions, values).map {
            CaseExpression.Branch(condition: $0.expression, result: $1.expression)
        }
        let otherwise = hasOtherwise ? values.last?.expression : nil
        return use.translator.combined(
            Expression(.conditional(CaseExpression(branches: branches, otherwise: otherwise))), values,
            volatility: conditions.map(\.volatility).max() ?? .immutable)
    }

    /// The least or greatest of several values, NULL if one of them is NULL; PostgreSQL's functions pass over NULL.
    private static func extreme(_ use: FunctionUse, _ name: String) throws(Untranslatable) -> TypedExpression {
        if let null = use.arguments.first(where: \.isNull) { return null }
        let collation = use.arguments.map(\.collation).first(where: \.isStated) ?? .none
        var values = try use.translator.unify(use.arguments, at: use.range)
        switch values[0].family {
        case .text:
            guard collation.kind == .binary else {
                throw use.refuse("several texts that differ may be the least or greatest in this collation")
            }
            values[0].expression = values[0].expression.collate("C")
        case .json, .jsonb, .other:
            throw use.refuse("SQLite compares the texts of \(values[0].type.name.withArticle)")
        case .boolean, .integer, .real, .numeric, .blob, .date, .time, .timestamp, .timestamptz, .uuid: break
        }
        var result = use.translator.combined(.call(name, values.map(\.expression)), values)
        let conditions = zip(use.arguments, values).filter { $0.0.literal == nil }.map { $0.0.expression.isNotNull }
        for index in use.arguments.indices where use.arguments[index].literal == nil { try use.repeats(index) }
        if let all = conditions.conjunction { result.expression = .when(all, then: result.expression) }
        return result
    }

    /// The name of a value's storage class.
    private static func storageClass(_ use: FunctionUse) throws(Untranslatable) -> TypedExpression {
        let value = use.first
        let name: Expression
        switch value.storage {
        case .null: return use.constant("null")
        case .integer: name = .string("integer")
        case .real: name = .string("real")
        case .text: name = .string("text")
        case .blob: name = .string("blob")
        case .any: throw use.refuse("whether a part of a document is a number or a text is not known here")
        case .number:
            guard value.affinity == .numeric, case .column = value.expression.kind else {
                throw use.refuse("whether this number is an integer or a real is not known in PostgreSQL")
            }
            // Numeric affinity stores every whole number that has 64 bits as an integer.
            try use.repeats(0)
            let isWhole = value.expression.binary(.equal, .call("trunc", value.expression))
            let fits = Expression(
                .between(
                    Between(
                        operand: value.expression, lower: Translator.lowest,
                        upper: Expression(.literal(.integer(String(Int64.max)))))))
            name = .when(isWhole.binary(.and, fits), then: .string("integer"), else: .string("real"))
        }
        if value.literal != nil { return use.result(name, .text, .text) }
        return use.result(.when(value.expression.isNull, then: .string("null"), else: name), .text, .text)
    }
}

extension TypedExpression {
    /// The same as no column any more: as what a function gives.
    fileprivate var apart: TypedExpression {
        var value = self
        (value.affinity, value.collation) = (nil, .ofComputation([self]))
        return value
    }

    /// Whether no value of one equals a value of the other, because numbers, texts and blobs never do.
    fileprivate func differsInKind(from other: TypedExpression) -> Bool {
        if storage == .any || other.storage == .any { return false }
        func kind(_ storage: Storage) -> Storage { storage == .integer || storage == .real ? .number : storage }
        return kind(storage) != kind(other.storage)
    }
}

extension [Expression] {
    /// All of the conditions; nil where there is none.
    var conjunction: Expression? {
        dropFirst().reduce(first) { (all, next) in all.map { $0.binary(.and, next) } }
    }
}
