internal import PlanDiagnostics
internal import PlanSQL

extension Translator {
    func unary(
        _ symbol: UnaryOperator, _ operand: Expression, at range: SourceRange
    ) throws(Untranslatable) -> TypedExpression {
        switch symbol {
        case .not:
            let truth = try condition(operand)
            return truthValue(truth.expression.negated, truth.volatility)
        case .plus:
            // It changes nothing but that the value is no column any more.
            var value = try value(operand)
            value.affinity = nil
            return value
        case .minus: return try minus(operand)
        case .complement:
            let integer = try wideInteger(of: try value(operand))
            return result(Expression(.unary(.complement, integer.expression)), .bigint, .integer, of: [integer])
        }
    }

    private func minus(_ operand: Expression) throws(Untranslatable) -> TypedExpression {
        // 9223372036854775808 is an integer only with its sign.
        if case .literal(.integer(let digits)) = operand.kind, let value = Int64("-" + digits.filter({ $0 != "_" })) {
            return integer(value)
        }
        let number = try number(of: try value(operand))
        if case .integer(let digits)? = number.literal, let value = Int64(digits), value != .min {
            return integer(-value)
        }
        var negated = result(
            Expression(.unary(.minus, number.expression)), number.type.name, number.storage, of: [number])
        if case .real(let digits)? = number.literal {
            negated.literal = .real(digits.hasPrefix("-") ? String(digits.dropFirst()) : "-" + digits)
        }
        return negated
    }

    func binary(
        _ symbol: BinaryOperator, _ left: Expression, _ right: Expression, at range: SourceRange
    ) throws(Untranslatable) -> TypedExpression {
        switch symbol {
        case .and, .or:
            let (left, right) = (try condition(left), try condition(right))
            return truthValue(
                left.expression.binary(symbol, right.expression), max(left.volatility, right.volatility))
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
            if case .row(let lefts) = left.kind, case .row(let rights) = right.kind {
                return try compareRows(symbol, lefts, rights, at: range)
            }
            return try compare(symbol, try value(left), try value(right), at: range)
        case .is, .isNot, .isDistinctFrom, .isNotDistinctFrom:
            return try compareNullSafely(symbol, left, right, at: range)
        case .plus, .minus, .multiply: return try arithmetic(symbol, left, right)
        case .divide: return try divide(left, right, at: range)
        case .remainder: return try remainder(left, right)
        case .bitAnd, .bitOr:
            let (left, right) = (try wideInteger(of: try value(left)), try wideInteger(of: try value(right)))
            return result(left.expression.binary(symbol, right.expression), .bigint, .integer, of: [left, right])
        case .shiftLeft, .shiftRight: return try shift(symbol, left, right)
        case .concatenate:
            let (left, right) = (try asText(try value(left)), try asText(try value(right)))
            return result(left.expression.binary(symbol, right.expression), .text, .text, of: [left, right])
        case .arrow, .longArrow: return try jsonArrow(symbol, left, right, at: range)
        case .matches, .matchesNot: preconditionFailure("the parser of SQLite makes no operator '\(symbol.rawValue)'")
        }
    }

    /// The result of a computation: no column, no constant any more.
    func result(
        _ expression: Expression, _ type: PostgresTypeName, _ storage: TypedExpression.Storage,
        of operands: [TypedExpression], volatility: TypedExpression.Volatility = .immutable
    ) -> TypedExpression {
        TypedExpression(
            expression, PostgresType(type), storage, collation: .ofComputation(operands),
            volatility: operands.map(\.volatility).reduce(volatility) { max($0, $1) })
    }

    // MARK: Arithmetic

    private func arithmetic(
        _ symbol: BinaryOperator, _ left: Expression, _ right: Expression
    ) throws(Untranslatable) -> TypedExpression {
        var (left, right) = (try number(of: try value(left)), try number(of: try value(right)))
        if left.family == .real || right.family == .real {
            (left, right) = (try real(of: left), try real(of: right))
            return result(
                left.expression.binary(symbol, right.expression), .doublePrecision, .real, of: [left, right])
        }
        if left.family == .numeric || right.family == .numeric {
            return result(left.expression.binary(symbol, right.expression), .numeric, .number, of: [left, right])
        }
        // One operand of 64 bits makes the result one.
        if left.type.name != .bigint, right.type.name != .bigint { left = try wideInteger(of: left) }
        return result(left.expression.binary(symbol, right.expression), .bigint, .integer, of: [left, right])
    }

    /// The quotient; NULL where the divisor is 0, as SQLite has it.
    private func divide(
        _ left: Expression, _ right: Expression, at range: SourceRange
    ) throws(Untranslatable) -> TypedExpression {
        var (left, right) = (try number(of: try value(left)), try number(of: try value(right)))
        if left.family == .real || right.family == .real {
            (left, right) = (try real(of: left), try real(of: right))
            return result(
                left.expression.binary(.divide, divisor(right)), .doublePrecision, .real, of: [left, right])
        }
        guard left.family == .integer, right.family == .integer else {
            throw Untranslatable(
                "SQLite divides these as integers in the rows where both are whole numbers", at: range)
        }
        left = try wideInteger(of: left)
        return result(left.expression.binary(.divide, divisor(right)), .bigint, .integer, of: [left, right])
    }

    private func remainder(_ left: Expression, _ right: Expression) throws(Untranslatable) -> TypedExpression {
        let (left, right) = (try wideInteger(of: try value(left)), try integer(of: try value(right)))
        return result(left.expression.binary(.remainder, divisor(right)), .bigint, .integer, of: [left, right])
    }

    private func divisor(_ value: TypedExpression) -> Expression {
        switch value.literal {
        case .integer(let digits)? where Int64(digits) != 0: value.expression
        case .real(let digits)? where Double(digits) != 0: value.expression
        default: .call("nullif", value.expression, .integer(0))
        }
    }

    private func shift(
        _ symbol: BinaryOperator, _ left: Expression, _ right: Expression
    ) throws(Untranslatable) -> TypedExpression {
        let (value, count) = (try wideInteger(of: try self.value(left)), try integer(of: try self.value(right)))
        guard case .integer(let digits)? = count.literal, let number = Int64(digits), (0...63).contains(number) else {
            throw Untranslatable("a shift by other than 0 to 63 means something else in PostgreSQL", at: right.range)
        }
        return result(value.expression.binary(symbol, .integer(number)), .bigint, .integer, of: [value])
    }

    // MARK: CASE and CAST

    func conditional(
        _ conditional: CaseExpression, at range: SourceRange
    ) throws(Untranslatable) -> TypedExpression {
        let operand = try conditional.operand.map { (operand) throws(Untranslatable) in try value(operand) }
        var conditions: [TypedExpression] = []
        var results: [TypedExpression] = []
        for branch in conditional.branches {
            if let operand {
                conditions.append(try compare(.equal, operand, try value(branch.condition), at: branch.condition.range))
            } else {
                conditions.append(try condition(branch.condition))
            }
            results.append(try value(branch.result))
        }
        if let otherwise = conditional.otherwise { results.append(try value(otherwise)) }
        let unified = try unify(results, at: range)
        let branches = zip(conditions, unified).map {
            CaseExpression.Branch(condition: $0.expression, result: $1.expression)
        }
        let otherwise = conditional.otherwise == nil ? nil : unified.last?.expression
        return combined(
            Expression(.conditional(CaseExpression(branches: branches, otherwise: otherwise))), unified,
            volatility: conditions.map(\.volatility).max() ?? .immutable)
    }

    /// The result of choosing one of several values that have been unified.
    func combined(
        _ expression: Expression, _ values: [TypedExpression],
        volatility: TypedExpression.Volatility = .immutable
    ) -> TypedExpression {
        let known = values.filter { !$0.isNull }
        let storage = Set(known.map(\.storage))
        return TypedExpression(
            expression, Self.commonType(known.map(\.type)),
            storage.count == 1 ? storage.first ?? .null : known.isEmpty ? .null : .number,
            collation: .ofComputation(values), volatility: values.map(\.volatility).reduce(volatility) { max($0, $1) },
            timeFormat: known.first?.timeFormat)
    }

    /// The type that PostgreSQL gives to a choice among values of one family: of numbers the widest.
    private static func commonType(_ types: [PostgresType]) -> PostgresType {
        let widest = [PostgresTypeName.bigint, .doublePrecision, .numeric, .integer]
            .first { name in types.contains { $0.name == name && !$0.isArray } }
        if let widest { return PostgresType(widest) }
        return withoutModifiers(types.first ?? PostgresType(.text))
    }

    /// A computed text has no length, a computed number no precision.
    private static func withoutModifiers(_ type: PostgresType) -> PostgresType {
        switch type.family {
        case .text: PostgresType(.text)
        case .numeric: PostgresType(.numeric)
        case .boolean, .integer, .real, .blob, .date, .time, .timestamp, .timestamptz, .json, .jsonb, .uuid, .other:
            type
        }
    }

    func cast(
        _ operand: Expression, _ type: SQLFragment?, at range: SourceRange
    ) throws(Untranslatable) -> TypedExpression {
        let affinity = DeclaredType(type?.text ?? "").affinity
        let value = try value(operand)
        var result: TypedExpression
        switch affinity {
        case .text: result = try asText(value)
        case .integer: result = try castToInteger(value)
        case .real: result = try castToReal(value)
        case .numeric:
            guard value.isNull || value.family.isNumeric || value.family == .boolean else {
                throw Untranslatable("a cast to NUMERIC gives integers or reals, row by row", at: range)
            }
            result = try number(of: value)
        case .blob:
            if value.family == .blob {
                result = value
            } else {
                result = self.result(
                    .call("convert_to", try text(of: value), .string("UTF8")), .bytea, .blob, of: [value],
                    // It depends on the database's encoding, which does not change.
                    volatility: .stable)
            }
        }
        result.affinity = affinity
        result.literal = nil
        result.collation = value.collation
        return result
    }

    private func castToInteger(_ value: TypedExpression) throws(Untranslatable) -> TypedExpression {
        switch value.family {
        case .integer, .boolean: return try number(of: value)
        case .real, .numeric:
            let whole = Expression.call("trunc", value.expression)
            return result(whole.cast(to: .bigint), .bigint, .integer, of: [value])
        case .text where !value.isNull, .date where value.timeFormat != nil:
            let text = try text(of: value)
            // SQLite takes the digits at the beginning; without any it takes 0, and beyond 64 bits the nearest integer.
            let digits = Expression.call("substring", text, .string("^\\s*([+-]?[0-9]{1,100})")).cast(to: .numeric)
            let bounded = Expression.call(
                "least", .call("greatest", .call("coalesce", digits, .integer(0)), Self.lowest),
                Expression(.literal(.integer(String(Int64.max)))))
            return result(.when(text.isNotNull, then: bounded.cast(to: .bigint)), .bigint, .integer, of: [value])
        case .text: return try number(of: value)
        case .blob, .date, .time, .timestamp, .timestamptz, .json, .jsonb, .uuid, .other:
            throw Untranslatable(
                "SQLite casts the text of the \(value.type.name.rawValue) to an integer", at: value.range)
        }
    }

    /// The least integer of 64 bits.
    static let lowest = Expression(.unary(.minus, Expression(.literal(.integer("9223372036854775808")))))

    private func castToReal(_ value: TypedExpression) throws(Untranslatable) -> TypedExpression {
        if value.family == .text, !value.isNull {
            let pattern = "^\\s*([+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?)"
            let number = Expression.call("substring", value.expression, .string(pattern)).cast(to: .doublePrecision)
            return result(
                .when(value.expression.isNotNull, then: .call("coalesce", number, .integer(0))), .doublePrecision,
                .real,
                of: [value])
        }
        var real = try real(of: value)
        real.storage = value.isNull ? .null : .real
        return real
    }
}
