internal import PlanDiagnostics
internal import PlanSQL

/// Comparisons by SQLite's rules (<https://sqlite.org/datatype3.html#comparison_expressions>).
extension Translator {
    func compare(
        _ symbol: BinaryOperator, _ left: TypedExpression, _ right: TypedExpression, at range: SourceRange
    ) throws(Untranslatable) -> TypedExpression {
        let volatility = max(left.volatility, right.volatility)
        // A truth value compared with a constant is that value or its opposite.
        if symbol == .equal || symbol == .notEqual, left.family == .boolean, left.storage == .integer,
            left.literal == nil, let truth = right.truthConstant
        {
            return truthValue(truth == (symbol == .equal) ? left.expression : left.expression.negated, volatility)
        }
        if let order = try comparePart(symbol, left, right, at: range) { return order }
        let operands = try operands(symbol, left, right, at: range)
        return truthValue(
            operands.left.binary(operands.symbol, operands.right), max(volatility, operands.volatility))
    }

    /// `IS`, which treats NULL as a value.
    func compareNullSafely(
        _ symbol: BinaryOperator, _ left: Expression, _ right: Expression, at range: SourceRange
    ) throws(Untranslatable) -> TypedExpression {
        let isEqual = symbol == .is || symbol == .isNotDistinctFrom
        if case .literal(let literal) = right.kind {
            switch literal {
            case .null:
                let value = try value(left)
                let asked = value.askedForNull
                return truthValue(isEqual ? asked.isNull : asked.isNotNull, value.volatility)
            case .boolean where symbol == .is || symbol == .isNot:
                let truth = try condition(left)
                return truthValue(truth.expression.binary(symbol, right.withoutRange), truth.volatility)
            case .integer, .real, .string, .blob, .boolean, .currentDate, .currentTime, .currentTimestamp: break
            }
        }
        let (left, right) = (try value(left), try value(right))
        let operands = try operands(.equal, left, right, at: range)
        return truthValue(
            operands.left.binary(isEqual ? .isNotDistinctFrom : .isDistinctFrom, operands.right),
            max(left.volatility, right.volatility, operands.volatility))
    }

    func compareRows(
        _ symbol: BinaryOperator, _ lefts: [Expression], _ rights: [Expression], at range: SourceRange
    ) throws(Untranslatable) -> TypedExpression {
        guard lefts.count == rights.count else {
            throw Untranslatable("rows of different lengths are compared", .unresolved, at: range)
        }
        var (left, right): ([Expression], [Expression]) = ([], [])
        var volatility = TypedExpression.Volatility.immutable
        for (first, second) in zip(lefts, rights) {
            let (first, second) = (try value(first), try value(second))
            let operands = try operands(symbol, first, second, at: range)
            guard operands.symbol == symbol else {
                throw Untranslatable("a row with a time is compared with one with a date", at: range)
            }
            left.append(operands.left)
            right.append(operands.right)
            volatility = max(volatility, first.volatility, second.volatility, operands.volatility)
        }
        return truthValue(Expression(.row(left)).binary(symbol, Expression(.row(right))), volatility)
    }

    func between(_ between: Between, at range: SourceRange) throws(Untranslatable) -> TypedExpression {
        let operand = try value(between.operand)
        let (lower, upper) = (try value(between.lower), try value(between.upper))
        if [operand, lower, upper].contains(where: Self.isPart) {
            let above = try compare(.greaterOrEqual, operand, lower, at: range)
            let below = try compare(.lessOrEqual, operand, upper, at: range)
            let both = above.expression.binary(.and, below.expression)
            return truthValue(
                between.isNegated ? both.negated : both, max(above.volatility, below.volatility))
        }
        let above = try operands(.greaterOrEqual, operand, lower, at: range)
        let below = try operands(.lessOrEqual, operand, upper, at: range)
        let volatility = max(operand.volatility, lower.volatility, upper.volatility)
        if above.left == below.left, above.symbol == .greaterOrEqual, below.symbol == .lessOrEqual {
            let range = Between(
                operand: above.left, isNegated: between.isNegated, lower: above.right, upper: below.right)
            return truthValue(Expression(.between(range)), volatility)
        }
        let both = above.left.binary(above.symbol, above.right)
            .binary(.and, below.left.binary(below.symbol, below.right))
        return truthValue(between.isNegated ? both.negated : both, volatility)
    }
}

extension TypedExpression {
    /// The constants 0, 1, TRUE and FALSE.
    var truthConstant: Bool? {
        switch literal {
        case .boolean(let flag)?: flag
        case .integer("0")?: false
        case .integer("1")?: true
        default: nil
        }
    }
}

extension Expression {
    /// A copy that stands nowhere.
    var withoutRange: Expression { Expression(kind) }
}
