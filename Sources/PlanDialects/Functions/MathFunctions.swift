internal import PlanSQL

/// Functions of <https://sqlite.org/lang_mathfunc.html>, and those of <https://sqlite.org/lang_corefunc.html> about
/// numbers. Where a function is not defined SQLite gives NULL, and PostgreSQL fails.
extension FunctionRules {
    static let math: [FunctionRule] =
        [
            FunctionRule("abs", 1) { (use) throws(Untranslatable) in
                var number = try use.number(0)
                if number.family == .integer { number = try use.translator.wideInteger(of: number) }
                return use.result(.call("abs", number.expression), number.type.name, number.storage)
            },
            FunctionRule("sign", 1) { (use) throws(Untranslatable) in
                use.result(Expression.call("sign", try use.number(0).expression).cast(to: .integer), .integer, .integer)
            },
            FunctionRule("round", 1...2, .scalar, round),
            FunctionRule("ceil", 1) { (use) throws(Untranslatable) in try whole(use, "ceil") },
            FunctionRule("ceiling", 1) { (use) throws(Untranslatable) in try whole(use, "ceil") },
            FunctionRule("floor", 1) { (use) throws(Untranslatable) in try whole(use, "floor") },
            FunctionRule("trunc", 1) { (use) throws(Untranslatable) in try whole(use, "trunc") },
            FunctionRule("pi", 0) { (use) in use.result(.call("pi"), .doublePrecision, .real) },
            FunctionRule("mod", 2, .scalar, modulo),
            FunctionRule("pow", 2, .scalar, power),
            FunctionRule("power", 2, .scalar, power),
            FunctionRule("atan2", 2) { (use) throws(Untranslatable) in
                use.result(.call("atan2", try use.real(0), try use.real(1)), .doublePrecision, .real)
            },
            FunctionRule("log", 1) { (use) throws(Untranslatable) in try logarithm(use, "log") },
            FunctionRule("log", 2, .scalar, logarithmToBase),
            FunctionRule("log10", 1) { (use) throws(Untranslatable) in try logarithm(use, "log") },
            FunctionRule("ln", 1) { (use) throws(Untranslatable) in try logarithm(use, "ln") },
            FunctionRule("log2", 1) { (use) throws(Untranslatable) in
                // Of decimals, since the quotient of two logarithms would be off for some powers of 2.
                let real = try use.real(0)
                let result = Expression.call("log", .integer(2), real.cast(to: .numeric)).cast(to: .doublePrecision)
                return try use.defined(result, where: real.binary(.greater, .integer(0)))
            },
            FunctionRule("sqrt", 1) { (use) throws(Untranslatable) in
                let real = try use.real(0)
                return try use.defined(.call("sqrt", real), where: real.binary(.greaterOrEqual, .integer(0)))
            },
            FunctionRule("acosh", 1) { (use) throws(Untranslatable) in
                let real = try use.real(0)
                return try use.defined(.call("acosh", real), where: real.binary(.greaterOrEqual, .integer(1)))
            },
        ]
        + ["acos", "asin", "atanh"].map { name in
            FunctionRule(name, 1) { (use) throws(Untranslatable) in
                let real = try use.real(0)
                let range = Between(operand: real, lower: .integer(-1), upper: .integer(1))
                return try use.defined(.call(name, real), where: Expression(.between(range)))
            }
        }
        + ["asinh", "atan", "cos", "cosh", "degrees", "exp", "radians", "sin", "sinh", "tan", "tanh"].map { name in
            FunctionRule(name, 1) { (use) throws(Untranslatable) in
                use.result(.call(name, try use.real(0)), .doublePrecision, .real)
            }
        }

    /// `round(X, N)`: a half goes away from zero.
    ///
    /// The digits that are rounded are those that the double is written with. SQLite's versions differ where the double
    /// is next to a half and not the half itself: before 3.43 they took it for one.
    private static func round(_ use: FunctionUse) throws(Untranslatable) -> TypedExpression {
        let number = try use.number(0)
        var digits: Int64 = 0
        if use.arguments.count == 2 {
            guard case .integer(let text)? = use.arguments[1].literal, let count = Int64(text) else {
                throw use.refuse("the number of digits is no constant")
            }
            digits = min(max(count, 0), 30)
        }
        if number.isNull || number.family == .integer {
            return use.result(number.expression.cast(to: .doublePrecision), .doublePrecision, .real)
        }
        var arguments = [number.decimal]
        if digits > 0 { arguments.append(.integer(digits)) }
        return use.result(
            Expression.call("round", arguments).cast(to: .doublePrecision), .doublePrecision, .real)
    }

    /// An integer is whole already, and stays one.
    private static func whole(_ use: FunctionUse, _ name: String) throws(Untranslatable) -> TypedExpression {
        let number = try use.number(0)
        if number.isNull || number.family == .integer {
            return use.result(number.expression, number.type.name, number.storage)
        }
        return use.result(.call(name, number.expression), number.type.name, number.storage)
    }

    /// The remainder of two doubles, which PostgreSQL has for whole ones.
    private static func modulo(_ use: FunctionUse) throws(Untranslatable) -> TypedExpression {
        let dividend = try wholeDouble(use, 0)
        let divisor = try wholeDouble(use, 1)
        return use.result(
            Expression.call("mod", dividend, .call("nullif", divisor, .integer(0))).cast(to: .doublePrecision),
            .doublePrecision, .real)
    }

    private static func wholeDouble(_ use: FunctionUse, _ position: Int) throws(Untranslatable) -> Expression {
        let number = try use.number(position)
        guard number.isNull || number.family == .integer else {
            throw use.refuse("PostgreSQL has no remainder of numbers that are not whole")
        }
        // Beyond 53 bits an integer is no longer the double that SQLite takes it for.
        guard number.type.name == .bigint, !number.isNull else { return number.expression }
        return number.expression.cast(to: .doublePrecision).cast(to: .bigint)
    }

    private static func power(_ use: FunctionUse) throws(Untranslatable) -> TypedExpression {
        let (base, exponent) = (try use.real(0), try use.real(1))
        let result = Expression.call("power", base, exponent)
        if use.arguments[1].storage == .integer { return use.result(result, .doublePrecision, .real) }
        // A negative number has no root.
        try use.repeats(1)
        return try use.defined(
            result,
            where: base.binary(.greaterOrEqual, .integer(0))
                .binary(.or, exponent.binary(.equal, .call("trunc", exponent))))
    }

    private static func logarithm(_ use: FunctionUse, _ name: String) throws(Untranslatable) -> TypedExpression {
        let real = try use.real(0)
        return try use.defined(.call(name, real), where: real.binary(.greater, .integer(0)))
    }

    /// `log(B, X)`, which SQLite has for bases above 1.
    private static func logarithmToBase(_ use: FunctionUse) throws(Untranslatable) -> TypedExpression {
        let (base, real) = (try use.real(0), try use.real(1))
        try use.repeats(1)
        return try use.defined(
            Expression.call("ln", real).binary(.divide, .call("ln", base)),
            where: base.binary(.greater, .integer(1)).binary(.and, real.binary(.greater, .integer(0))))
    }
}

extension FunctionUse {
    /// An argument as the number that SQLite computes with.
    func number(_ position: Int) throws(Untranslatable) -> TypedExpression {
        try translator.number(of: arguments[position])
    }

    /// An argument as a double.
    func real(_ position: Int) throws(Untranslatable) -> Expression {
        try translator.real(of: arguments[position]).expression
    }

    /// A double, and NULL where it is not defined.
    fileprivate func defined(_ value: Expression, where condition: Expression) throws(Untranslatable) -> TypedExpression
    {
        try repeats(0)
        return result(.when(condition, then: value), .doublePrecision, .real)
    }
}

extension TypedExpression {
    /// A number as an exact decimal: for a double the shortest that stands for it and no other.
    var decimal: Expression {
        family == .real ? expression.cast(to: .text).cast(to: .numeric) : expression.cast(to: .numeric)
    }
}
