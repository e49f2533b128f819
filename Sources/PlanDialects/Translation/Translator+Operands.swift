internal import PlanCatalog
internal import PlanDiagnostics
internal import PlanSQL

/// What the two sides of a comparison become, so that PostgreSQL compares them as SQLite does.
extension Translator {
    /// Two values as PostgreSQL compares them.
    struct Operands {
        var left: Expression
        var right: Expression
        /// How to compare them where that is not what is written: a point in time with the date that it begins with.
        var symbol: BinaryOperator
        /// Of what the conversions add.
        var volatility: TypedExpression.Volatility = .immutable

        var mirrored: Operands {
            Operands(left: right, right: left, symbol: symbol.mirrored, volatility: volatility)
        }
    }

    /// Two values brought to types that PostgreSQL compares as SQLite compares the values.
    func operands(
        _ symbol: BinaryOperator, _ left: TypedExpression, _ right: TypedExpression, at range: SourceRange
    ) throws(Untranslatable) -> Operands {
        if left.isNull || right.isNull {
            return Operands(left: left.expression, right: right.expression, symbol: symbol)
        }
        if left.storage == .any || right.storage == .any {
            return try partOperands(symbol, left, right, at: range)
        }
        let (left, right) = (try asNumber(left, against: right), try asNumber(right, against: left))
        if right.literal != nil, left.literal == nil, let operands = try operands(symbol, left, constant: right) {
            return operands
        }
        if left.literal != nil, right.literal == nil,
            let operands = try operands(symbol.mirrored, right, constant: left)
        {
            return operands.mirrored
        }
        if let same = try sameFamily(symbol, left, right, at: range) { return same }
        switch (left.family, right.family) {
        case (let first, let second) where first.isNumeric && second.isNumeric:
            return Operands(left: left.expression, right: right.expression, symbol: symbol)
        case (.boolean, let other) where other.isNumeric, (let other, .boolean) where other.isNumeric:
            return Operands(
                left: try number(of: left).expression, right: try number(of: right).expression, symbol: symbol)
        case (.timestamp, .timestamptz) where left.timeFormat?.text != nil && right.timeFormat?.text != nil,
            (.timestamptz, .timestamp) where left.timeFormat?.text != nil && right.timeFormat?.text != nil:
            // One has a zone in its text and the other has none.
            return try textOperands(symbol, try asText(left), try asText(right))
        case (.timestamp, .timestamptz):
            return Operands(left: Self.inUTC(left.expression), right: right.expression, symbol: symbol)
        case (.timestamptz, .timestamp):
            return Operands(left: left.expression, right: Self.inUTC(right.expression), symbol: symbol)
        case (.timestamp, .date), (.timestamptz, .date):
            if let operands = datedOperands(symbol, time: left, date: right) { return operands }
            throw Untranslatable("a time is compared with a date", at: range)
        case (.date, .timestamp), (.date, .timestamptz):
            guard let operands = datedOperands(symbol.mirrored, time: right, date: left) else {
                throw Untranslatable("a date is compared with a time", at: range)
            }
            return Operands(left: operands.right, right: operands.left, symbol: operands.symbol.mirrored)
        case (.text, let other) where other.isTemporal && symbol.isOrdering && Self.isNumber(right.affinity),
            (let other, .text) where other.isTemporal && symbol.isOrdering && Self.isNumber(left.affinity):
            throw Untranslatable(
                "a time is compared with a text, which SQLite puts before every time if it is a number", at: range)
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
                "\(left.type.name.withArticle) is compared with \(right.type.name.withArticle)", at: range)
        }
    }

    /// A text that is a number, compared with what has the affinity of numbers, as the number; a time that SQLite holds
    /// as a number, as that number unless it is compared with another such time.
    private func asNumber(
        _ value: TypedExpression, against other: TypedExpression
    ) throws(Untranslatable) -> TypedExpression {
        switch value.family {
        case .text where value.leadingNumber == .integer || value.leadingNumber == .real:
            return Self.isNumber(other.affinity) ? try number(of: value) : value
        case .date, .time, .timestamp, .timestamptz:
            guard let format = value.timeFormat, format.text == nil, format != other.timeFormat else { return value }
            var number = try number(of: value)
            number.affinity = value.affinity
            return number
        case .boolean, .integer, .real, .numeric, .text, .blob, .json, .jsonb, .uuid, .other: return value
        }
    }

    /// A date and a time, as SQLite compares their texts: the date begins the text of every time of its day, and so
    /// stands before all of them. Nil where they are equal in no row.
    private func datedOperands(
        _ symbol: BinaryOperator, time: TypedExpression, date: TypedExpression
    ) -> Operands? {
        guard time.storage == .text, date.storage == .text else { return nil }
        var day = date.expression.cast(to: .timestamp)
        if time.family == .timestamptz { day = Self.inUTC(day) }
        switch symbol {
        case .greater, .greaterOrEqual: return Operands(left: time.expression, right: day, symbol: .greaterOrEqual)
        case .less, .lessOrEqual: return Operands(left: time.expression, right: day, symbol: .less)
        default: return nil
        }
    }

    private static func isNumber(_ affinity: DeclaredType.Affinity?) -> Bool {
        affinity == .integer || affinity == .real || affinity == .numeric
    }

    static func inUTC(_ value: Expression) -> Expression { .call("timezone", .string("UTC"), value) }

    private func sameFamily(
        _ symbol: BinaryOperator, _ left: TypedExpression, _ right: TypedExpression, at range: SourceRange
    ) throws(Untranslatable) -> Operands? {
        guard left.family == right.family else { return nil }
        switch left.family {
        case .text: return try textOperands(symbol, left, right)
        case .boolean where left.storage != right.storage:
            throw Untranslatable("SQLite compares the words of one truth value with the number of another", at: range)
        case .json, .jsonb, .other:
            throw Untranslatable("SQLite compares the texts of \(left.type.name.withArticle)", at: range)
        case .boolean, .integer, .real, .numeric, .blob, .date, .time, .timestamp, .timestamptz, .uuid:
            // Texts are put in another order than what they stand for only by their form, which the type has unified.
            if let first = left.timeFormat, let second = right.timeFormat, first != second, first.text != nil,
                second.text != nil
            {
                return try textOperands(symbol, try asText(left), try asText(right))
            }
            return Operands(left: left.expression, right: right.expression, symbol: symbol)
        }
    }

    /// Texts, which SQLite orders by their bytes.
    func textOperands(
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
    static func folded(_ text: Expression) -> Expression {
        // PostgreSQL 15 does not take a call with constants alone in a generated column.
        if case .literal(.string(let constant)) = text.kind { return .string(constant.asciiLowercased).collate("C") }
        return .call("lower", text.collate("C"))
    }

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
            guard value.storage == .integer else {
                throw Untranslatable(
                    "SQLite compares the word for the truth value, which PostgreSQL has not kept", at: constant.range)
            }
            if case .string(let text) = literal, !Self.isNumber(value.affinity) || Int64(text) == nil {
                throw Untranslatable(
                    "a number is compared with a text, which SQLite puts after every number", at: constant.range)
            }
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
        let isInstant = value.family == .timestamp || value.family == .timestamptz
        let isDate = CalendarText.date(text.utf8.span) != nil
        // The affinity of the column makes a number of a text that is one.
        let isText = !Self.isNumber(value.affinity) || Double(text.filter { $0 != " " }) == nil
        if isInstant, isText, value.timeFormat?.text != nil, !MomentFormat.writes(text, as: value.timeFormat),
            !isDate || !symbol.isOrdering
        {
            return try textOperands(
                symbol, try asText(value), TypedExpression(.string(text), PostgresType(.text), .text))
        }
        if let constant = constant(literal, as: value.type) {
            guard isInstant, isDate else {
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
            "\(value.type.name.withArticle) is compared with the text '\(text)'", at: range)
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
            .pathText, .withoutPath, .matches, .matchesNot:
            self
        }
    }
}
