internal import PlanCatalog
internal import PlanDiagnostics
internal import PlanSQL

/// Comparisons by SQLite's rules (<https://sqlite.org/datatype3.html#comparison_expressions>).
extension Translator {
    /// Two values as PostgreSQL compares them.
    struct Operands {
        var left: Expression
        var right: Expression
        /// How to compare them where that is not what is written: a point in time with the date that it begins with.
        var symbol: BinaryOperator
    }

    func compare(
        _ symbol: BinaryOperator, _ left: TypedExpression, _ right: TypedExpression, at range: SourceRange
    ) throws(Untranslatable) -> TypedExpression {
        let volatility = max(left.volatility, right.volatility)
        // A truth value compared with a constant is that value or its opposite.
        if symbol == .equal || symbol == .notEqual, left.family == .boolean, let truth = right.truthConstant,
            left.literal == nil
        {
            return truthValue(truth == (symbol == .equal) ? left.expression : left.expression.negated, volatility)
        }
        let operands = try operands(symbol, left, right, at: range)
        return truthValue(operands.left.binary(operands.symbol, operands.right), volatility)
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
                return truthValue(isEqual ? value.expression.isNull : value.expression.isNotNull, value.volatility)
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
            max(left.volatility, right.volatility))
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
            volatility = max(volatility, first.volatility, second.volatility)
        }
        return truthValue(Expression(.row(left)).binary(symbol, Expression(.row(right))), volatility)
    }

    func between(_ between: Between, at range: SourceRange) throws(Untranslatable) -> TypedExpression {
        let operand = try value(between.operand)
        let (lower, upper) = (try value(between.lower), try value(between.upper))
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

    func membership(_ membership: Membership, at range: SourceRange) throws(Untranslatable) -> TypedExpression {
        switch membership.group {
        case .list(let elements):
            if elements.isEmpty { return truthValue(.boolean(membership.isNegated), .immutable) }
            return try self.membership(of: membership.operand, isNegated: membership.isNegated, in: elements, at: range)
        case .select(let query): return try self.membership(membership, in: query, at: range)
        case .table(let name):
            let all = SelectStatement(
                first: .select(
                    SimpleSelect(
                        columns: [ResultColumn(kind: .all, range: range)],
                        from: FromClause(first: TableReference(kind: .table(name, nil), range: range)))), range: range)
            return try self.membership(membership, in: all, at: range)
        case .function(let name, _):
            throw Untranslatable("'\(name.name.value)' is a table that a function makes", at: range)
        }
    }

    private func membership(
        of operand: Expression, isNegated: Bool, in elements: [Expression], at range: SourceRange
    ) throws(Untranslatable) -> TypedExpression {
        if case .row = operand.kind { throw Untranslatable("a row is looked for in a list", at: range) }
        let left = try value(operand)
        var list: [Expression] = []
        var first: Expression?
        var volatility = left.volatility
        for element in elements {
            // Elements have no affinity and no collation of their own here, whatever they are; only where there is one
            // does an operator on it count.
            var right = try value(element)
            right.affinity = nil
            if elements.count > 1 || !right.collation.isExplicit { right.collation = .none }
            let operands = try operands(.equal, left, right, at: element.range)
            guard operands.symbol == .equal, first == nil || first == operands.left else {
                throw Untranslatable("the list has values of several types", at: element.range)
            }
            first = operands.left
            list.append(operands.right)
            volatility = max(volatility, right.volatility)
        }
        return truthValue(
            Expression(
                .membership(Membership(operand: first ?? left.expression, isNegated: isNegated, group: .list(list)))),
            volatility)
    }

    private func membership(
        _ membership: Membership, in query: SelectStatement, at range: SourceRange
    ) throws(Untranslatable) -> TypedExpression {
        let lefts: [Expression]
        if case .row(let elements) = membership.operand.kind { lefts = elements } else { lefts = [membership.operand] }
        let result = try select(query)
        guard lefts.count == result.columns.count else {
            throw Untranslatable(
                "\(lefts.count) columns are looked for among \(result.columns.count)", .unresolved, at: range)
        }
        var values: [Expression] = []
        for (left, column) in zip(lefts, result.columns) {
            let left = try value(left)
            var right = column.value
            // A name that no query has: what the comparison makes of it tells whether the query would have to change.
            right.expression = Expression(.column(ColumnName(Name("\u{0}"))))
            right.literal = nil
            let operands = try operands(.equal, left, right, at: range)
            guard operands.right == right.expression, operands.symbol == .equal else {
                throw Untranslatable(
                    "a \(left.type.name.rawValue) is looked for among values of type \(right.type.name.rawValue)",
                    at: range)
            }
            values.append(operands.left)
        }
        let operand = values.count == 1 ? values[0] : Expression(.row(values))
        return truthValue(
            Expression(
                .membership(
                    Membership(operand: operand, isNegated: membership.isNegated, group: .select(result.statement)))),
            .stable)
    }

    // MARK: Operands

    /// Two values brought to types that PostgreSQL compares as SQLite compares the values.
    func operands(
        _ symbol: BinaryOperator, _ left: TypedExpression, _ right: TypedExpression, at range: SourceRange
    ) throws(Untranslatable) -> Operands {
        if left.isNull || right.isNull {
            return Operands(left: left.expression, right: right.expression, symbol: symbol)
        }
        if right.literal != nil, left.literal == nil, let operands = try operands(symbol, left, constant: right) {
            return operands
        }
        if left.literal != nil, right.literal == nil,
            let operands = try operands(symbol.mirrored, right, constant: left)
        {
            return Operands(left: operands.right, right: operands.left, symbol: operands.symbol.mirrored)
        }
        if let same = try sameFamily(symbol, left, right, at: range) { return same }
        switch (left.family, right.family) {
        case (let first, let second) where first.isNumeric && second.isNumeric:
            return Operands(left: left.expression, right: right.expression, symbol: symbol)
        case (.boolean, let other) where other.isNumeric, (let other, .boolean) where other.isNumeric:
            return Operands(
                left: try number(of: left).expression, right: try number(of: right).expression, symbol: symbol)
        case (.timestamp, .timestamptz):
            return Operands(left: Self.inUTC(left.expression), right: right.expression, symbol: symbol)
        case (.timestamptz, .timestamp):
            return Operands(left: left.expression, right: Self.inUTC(right.expression), symbol: symbol)
        case (.text, let other) where other.isTemporal && right.timeFormat != nil:
            return try textOperands(symbol, left, try asText(right))
        case (let other, .text) where other.isTemporal && left.timeFormat != nil:
            return try textOperands(symbol, try asText(left), right)
        case (.text, .integer) where left.affinity == .text && !Self.isNumber(right.affinity):
            return try textOperands(symbol, left, try asText(right))
        case (.integer, .text) where right.affinity == .text && !Self.isNumber(left.affinity):
            return try textOperands(symbol, try asText(left), right)
        default:
            throw Untranslatable(
                "a \(left.type.name.rawValue) is compared with a \(right.type.name.rawValue)", at: range)
        }
    }

    private static func isNumber(_ affinity: DeclaredType.Affinity?) -> Bool {
        affinity == .integer || affinity == .real || affinity == .numeric
    }

    private static func inUTC(_ value: Expression) -> Expression { .call("timezone", .string("UTC"), value) }

    private func sameFamily(
        _ symbol: BinaryOperator, _ left: TypedExpression, _ right: TypedExpression, at range: SourceRange
    ) throws(Untranslatable) -> Operands? {
        guard left.family == right.family else { return nil }
        switch left.family {
        case .text: return try textOperands(symbol, left, right)
        case .json, .jsonb, .other:
            throw Untranslatable("SQLite compares the texts of a \(left.type.name.rawValue)", at: range)
        case .boolean, .integer, .real, .numeric, .blob, .date, .time, .timestamp, .timestamptz, .uuid:
            // Texts are put in another order than what they stand for only by their form, which the type has unified.
            return Operands(left: left.expression, right: right.expression, symbol: symbol)
        }
    }

    /// Texts, which SQLite orders by their bytes.
    private func textOperands(
        _ symbol: BinaryOperator, _ left: TypedExpression, _ right: TypedExpression
    ) throws(Untranslatable) -> Operands {
        let collation = Collation.ofComparison(left.collation, right.collation)
        var (first, second) = (left.expression, right.expression)
        switch collation.kind {
        case .binary: if symbol.isOrdering { first = first.collate("C") }
        case .noCase: (first, second) = (Self.folded(first), Self.folded(second))
        case .rightTrim:
            (first, second) = (.call("rtrim", first, .string(" ")), .call("rtrim", second, .string(" ")))
            if symbol.isOrdering { first = first.collate("C") }
        }
        return Operands(left: first, right: second, symbol: symbol)
    }

    /// A text with A–Z in lower case, ordered by its bytes: what NOCASE compares.
    static func folded(_ text: Expression) -> Expression { .call("lower", text.collate("C")) }

    /// A value and a constant, which takes the value's type; nil where the general rules do.
    private func operands(
        _ symbol: BinaryOperator, _ value: TypedExpression, constant: TypedExpression
    ) throws(Untranslatable) -> Operands? {
        guard let literal = constant.literal else { return nil }
        let expected = { (expression: Expression) in
            Operands(left: value.expression, right: expression, symbol: symbol)
        }
        switch value.family {
        case .boolean:
            if !symbol.isOrdering || constant.family == .boolean, let truth = self.constant(literal, as: value.type) {
                return expected(truth)
            }
            return nil
        case .integer, .real, .numeric:
            switch literal {
            case .real(let digits) where value.family != .real:
                // An exact decimal compares exactly with an integer; a double would round it.
                return expected(
                    digits.hasPrefix("-")
                        ? Expression(.unary(.minus, Expression(.literal(.real(String(digits.dropFirst()))))))
                        : Expression(.literal(.real(digits))))
            case .string:
                guard Self.isNumber(value.affinity), let number = self.constant(literal, as: value.type) else {
                    throw Untranslatable(
                        "a number is compared with a text, which SQLite puts after every number", at: constant.range)
                }
                return expected(number)
            case .null, .integer, .real, .blob, .boolean, .currentDate, .currentTime, .currentTimestamp: return nil
            }
        case .text:
            switch literal {
            case .integer, .boolean:
                guard value.affinity == .text else {
                    throw Untranslatable(
                        "a text is compared with a number, which SQLite puts before every text", at: constant.range)
                }
                return try textOperands(symbol, value, try asText(constant))
            case .null, .real, .string, .blob, .currentDate, .currentTime, .currentTimestamp: return nil
            }
        case .date, .time, .timestamp, .timestamptz: return try timeOperands(symbol, value, literal, at: constant.range)
        case .uuid:
            guard let uuid = self.constant(literal, as: value.type), !symbol.isOrdering else { return nil }
            return expected(uuid)
        case .blob, .json, .jsonb, .other: return nil
        }
    }

    /// A point in time and a text. A date begins the text of every time of that day, and so stands before all of them.
    private func timeOperands(
        _ symbol: BinaryOperator, _ value: TypedExpression, _ literal: Literal, at range: SourceRange
    ) throws(Untranslatable) -> Operands? {
        guard case .string(let text) = literal, value.storage == .text else { return nil }
        if let constant = constant(literal, as: value.type) {
            let isDateOnly = CalendarText.date(text.utf8.span) != nil
            guard value.family == .timestamp || value.family == .timestamptz, isDateOnly else {
                return Operands(left: value.expression, right: constant, symbol: symbol)
            }
            switch symbol {
            case .greater, .greaterOrEqual:
                return Operands(left: value.expression, right: constant, symbol: .greaterOrEqual)
            case .less, .lessOrEqual: return Operands(left: value.expression, right: constant, symbol: .less)
            default: break
            }
        }
        throw Untranslatable(
            "a \(value.type.name.rawValue) is compared with the text '\(text)'", at: range)
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

extension BinaryOperator {
    /// Whether it asks which of two values comes first.
    var isOrdering: Bool {
        [.less, .lessOrEqual, .greater, .greaterOrEqual].contains(self)
    }

    /// The operator that says the same with its operands the other way round.
    var mirrored: BinaryOperator {
        switch self {
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        case .or, .and, .equal, .notEqual, .is, .isNot, .isDistinctFrom, .isNotDistinctFrom, .bitAnd, .bitOr,
            .shiftLeft, .shiftRight, .plus, .minus, .multiply, .divide, .remainder, .concatenate, .arrow, .longArrow,
            .matches, .matchesNot:
            self
        }
    }
}

extension Expression {
    /// A copy that stands nowhere.
    var withoutRange: Expression { Expression(kind) }
}
