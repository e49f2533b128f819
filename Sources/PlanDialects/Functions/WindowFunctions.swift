internal import PlanCatalog
internal import PlanSQL

/// Functions of <https://sqlite.org/windowfunctions.html> that only a window has.
extension FunctionRules {
    static let windows: [FunctionRule] = [
        FunctionRule("row_number", 0, .window) { (use) throws(Untranslatable) in try rank(use, .bigint, .integer) },
        FunctionRule("rank", 0, .window) { (use) throws(Untranslatable) in try rank(use, .bigint, .integer) },
        FunctionRule("dense_rank", 0, .window) { (use) throws(Untranslatable) in try rank(use, .bigint, .integer) },
        FunctionRule("percent_rank", 0, .window) { (use) throws(Untranslatable) in
            try rank(use, .doublePrecision, .real)
        },
        FunctionRule("cume_dist", 0, .window) { (use) throws(Untranslatable) in
            try rank(use, .doublePrecision, .real)
        },
        FunctionRule("ntile", 1, .window) { (use) throws(Untranslatable) in
            let call = try use.translator.aggregate(use, "ntile", .list([try use.count(0)]))
            return use.result(call, .integer, .integer)
        },
        FunctionRule("lag", 1...3, .window) { (use) throws(Untranslatable) in try neighbour(use, "lag") },
        FunctionRule("lead", 1...3, .window) { (use) throws(Untranslatable) in try neighbour(use, "lead") },
        FunctionRule("first_value", 1, .window) { (use) throws(Untranslatable) in
            try chosen(use, "first_value", [use.first], [])
        },
        FunctionRule("last_value", 1, .window) { (use) throws(Untranslatable) in
            try chosen(use, "last_value", [use.first], [])
        },
        FunctionRule("nth_value", 2, .window) { (use) throws(Untranslatable) in
            try chosen(use, "nth_value", [use.first], [try use.count(1)])
        },
    ]

    private static func rank(
        _ use: FunctionUse, _ type: PostgresTypeName, _ storage: TypedExpression.Storage
    ) throws(Untranslatable) -> TypedExpression {
        let name = use.call.name.value.asciiLowercased
        return use.result(try use.translator.aggregate(use, name, .list([])), type, storage)
    }

    /// The value of the row so many rows away, or a default where there is none.
    private static func neighbour(_ use: FunctionUse, _ name: String) throws(Untranslatable) -> TypedExpression {
        var values = [use.first]
        if use.arguments.count == 3 {
            values = try use.translator.unify([use.first, use.arguments[2]], at: use.range)
            // PostgreSQL 13 asks for one type and does not convert to it.
            let type = use.translator.combined(use.first.expression, values).type
            for index in values.indices where values[index].type.name != type.name || values[index].isNull {
                values[index].expression = values[index].expression.cast(to: type)
            }
        }
        let distance = use.arguments.count > 1 ? [try use.count(1)] : []
        return try chosen(use, name, values, distance)
    }

    /// A call that gives the first value of some row; the counts stand after it.
    private static func chosen(
        _ use: FunctionUse, _ name: String, _ values: [TypedExpression], _ counts: [Expression]
    ) throws(Untranslatable) -> TypedExpression {
        let arguments = [values[0].expression] + counts + values.dropFirst().map(\.expression)
        return use.translator.combined(try use.translator.aggregate(use, name, .list(arguments)), values)
    }
}

extension FunctionUse {
    /// A number of rows, which PostgreSQL takes in 32 bits.
    fileprivate func count(_ position: Int) throws(Untranslatable) -> Expression {
        let integer = try translator.integer(of: arguments[position])
        if case .integer(let digits)? = integer.literal {
            // A row before the first is no row to SQLite; to PostgreSQL it is one in the other direction.
            guard !digits.hasPrefix("-") else { throw refuse("a number of rows is negative") }
            return integer.expression
        }
        guard call.argumentList[position].isNeverNegative else {
            throw refuse("a number of rows is no constant")
        }
        return integer.expression.cast(to: .integer)
    }
}
