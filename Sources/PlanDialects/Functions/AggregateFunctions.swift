internal import PlanSQL

/// Functions of <https://sqlite.org/lang_aggfunc.html>, over groups and over windows.
extension FunctionRules {
    static let aggregates: [FunctionRule] = [
        FunctionRule("count", 0...1, .aggregate, count),
        FunctionRule("sum", 1, .aggregate, sum),
        FunctionRule("total", 1, .aggregate) { (use) throws(Untranslatable) in
            let sum = try use.aggregate("sum", try use.double(0))
            return use.result(.call("coalesce", sum, .integer(0)), .doublePrecision, .real)
        },
        FunctionRule("avg", 1, .aggregate) { (use) throws(Untranslatable) in
            use.result(try use.aggregate("avg", try use.double(0)), .doublePrecision, .real)
        },
        FunctionRule("min", 1, .aggregate) { (use) throws(Untranslatable) in try extreme(use, "min") },
        FunctionRule("max", 1, .aggregate) { (use) throws(Untranslatable) in try extreme(use, "max") },
        FunctionRule("group_concat", 1...2, .aggregate, concatenation),
        FunctionRule("string_agg", 2, .aggregate, concatenation),
    ]

    private static func count(_ use: FunctionUse) throws(Untranslatable) -> TypedExpression {
        guard let value = use.arguments.first else {
            return use.result(try use.translator.aggregate(use, "count", .star), .bigint, .integer)
        }
        guard use.call.isDistinct else {
            return use.result(try use.aggregate("count", value.expression), .bigint, .integer)
        }
        return use.result(try use.aggregate("count", try use.translator.grouped(value)), .bigint, .integer)
    }

    private static func sum(_ use: FunctionUse) throws(Untranslatable) -> TypedExpression {
        let number = try use.number(0)
        switch number.family {
        case .real:
            return use.result(try use.aggregate("sum", try use.double(0)), .doublePrecision, .real)
        case .numeric: return use.result(try use.aggregate("sum", number.expression), .numeric, .number)
        case .boolean, .integer, .text, .blob, .date, .time, .timestamp, .timestamptz, .json, .jsonb, .uuid, .other:
            let sum = try use.aggregate("sum", number.expression)
            // PostgreSQL's sum of integers of 64 bits may be larger; SQLite's fails.
            return use.result(number.type.name == .bigint ? sum.cast(to: .bigint) : sum, .bigint, .integer)
        }
    }

    private static func extreme(_ use: FunctionUse, _ name: String) throws(Untranslatable) -> TypedExpression {
        let value = use.first
        let expression: Expression
        switch value.family {
        case .integer, .real, .numeric, .date, .time, .timestamp, .timestamptz:
            expression = try use.aggregate(name, value.expression)
        case .boolean: expression = try use.aggregate(name == "min" ? "bool_and" : "bool_or", value.expression)
        case .text:
            guard value.collation.kind == .binary else {
                throw use.refuse("several texts that differ may be the \(name) in this collation")
            }
            expression = try use.aggregate(name, value.expression.collate("C"))
        case .uuid:
            let text = value.expression.cast(to: .text).collate("C")
            expression = try use.aggregate(name, text).cast(to: .uuid)
        case .blob, .json, .jsonb, .other:
            throw use.refuse("PostgreSQL has no \(name)() of \(value.type.name.withArticle)")
        }
        var result = use.translator.combined(expression, [value], volatility: value.volatility)
        result.expression = expression
        return result
    }

    private static func concatenation(_ use: FunctionUse) throws(Untranslatable) -> TypedExpression {
        var value = try use.text(0)
        let separator = use.arguments.count == 2 ? try use.text(1) : .string(",")
        guard use.call.isDistinct else {
            return use.result(
                try use.translator.aggregate(use, "string_agg", .list([value, separator])), .text, .text)
        }
        guard use.first.family != .text || use.first.collation.kind == .binary else {
            throw use.refuse("several texts that differ may stand for one another in this collation")
        }
        // PostgreSQL puts distinct values in order by themselves only.
        for term in use.call.order {
            let term = try use.translator.orderingTerm(term)
            guard term.expression == value || term.expression == value.collate("C") else {
                throw use.refuse("the distinct values are put in order by something else than themselves")
            }
            value = term.expression
        }
        return use.result(
            try use.translator.aggregate(use, "string_agg", .distinct([value, separator])), .text, .text)
    }
}

extension FunctionUse {
    /// An aggregate of one value, of the distinct ones if the call says so.
    fileprivate func aggregate(_ name: String, _ value: Expression) throws(Untranslatable) -> Expression {
        try translator.aggregate(self, name, call.isDistinct ? .distinct([value]) : .list([value]))
    }

    /// An argument as a double of 64 bits.
    fileprivate func double(_ position: Int) throws(Untranslatable) -> Expression {
        let real = try translator.real(of: arguments[position])
        return real.type.name == .real ? real.expression.cast(to: .doublePrecision) : real.expression
    }
}
