internal import PlanDiagnostics
internal import PlanSQL
internal import PlanSupport

/// Comparisons with parts of JSON documents, which are numbers or texts, row by row. To SQLite every number stands before
/// every text, and what json_each() gives has the affinity BLOB, with which a text column does not make texts of numbers.
extension Translator {
    /// Whether the operand is a part that PostgreSQL has as jsonb.
    static func isPart(_ value: TypedExpression) -> Bool { value.storage == .any && value.family == .jsonb }

    func partOperands(
        _ symbol: BinaryOperator, _ left: TypedExpression, _ right: TypedExpression, at range: SourceRange
    ) throws(Untranslatable) -> Operands {
        if left.storage == .any, right.storage == .any {
            guard Self.isPart(left), Self.isPart(right), !symbol.isOrdering else {
                throw Untranslatable("two values are compared that are numbers or texts, row by row", at: range)
            }
            return Operands(left: scalar(left), right: scalar(right), symbol: symbol, volatility: .stable)
        }
        if right.storage == .any {
            let operands = try partOperands(symbol.mirrored, right, left, at: range)
            return operands.mirrored
        }
        if let literal = right.literal {
            guard !symbol.isOrdering else {
                throw Untranslatable("a part of a JSON document is ordered among other values", at: range)
            }
            return try partOperands(symbol, left, literal, right, at: range)
        }
        switch right.family {
        case .integer where Self.isPart(left), .real where Self.isPart(left), .numeric where Self.isPart(left),
            .boolean where Self.isPart(left):
            return Operands(
                left: try number(of: left).expression, right: try number(of: right).expression, symbol: symbol)
        case .text where right.affinity == .text && left.affinity != .blob:
            // The column's affinity makes texts of numbers.
            return try textOperands(symbol, try asText(left), right)
        case .text
        where Self.isPart(left) && !symbol.isOrdering && right.storage == .text
            && Collation.ofComparison(left.collation, right.collation).kind == .binary:
            return Operands(
                left: scalar(left), right: .call("to_jsonb", right.expression), symbol: symbol, volatility: .stable)
        case .boolean, .text, .blob, .date, .time, .timestamp, .timestamptz, .json, .jsonb, .uuid, .other, .integer,
            .real, .numeric:
            throw Untranslatable(
                "a value that is a number or a text, row by row, is compared with \(right.type.name.withArticle)",
                at: range)
        }
    }

    /// A part as JSON that equals others as SQLite's numbers and texts do: an array or object is the string of its text.
    private func scalar(_ value: TypedExpression) -> Expression {
        .when(
            Self.type(of: value.part, isOneOf: "array", "object"), then: .call("to_jsonb", text(ofContainer: value)),
            else: Self.withoutBooleans(value))
    }

    /// A part and a constant, for equality.
    private func partOperands(
        _ symbol: BinaryOperator, _ value: TypedExpression, _ literal: Literal, _ constant: TypedExpression,
        at range: SourceRange
    ) throws(Untranslatable) -> Operands {
        if case .string(let text) = literal, Self.isNoOtherText(text) {
            var left = value
            left.expression = Self.isPart(value) ? value.textOfPart : value.expression
            return try textOperands(symbol, left, constant)
        }
        let collation = Collation.ofComparison(value.collation, constant.collation)
        guard Self.isPart(value), collation.kind == .binary, let json = try partConstant(literal, at: range) else {
            throw Untranslatable("a value that is a number or a text, row by row, is compared with this", at: range)
        }
        let isTruth = json == .integer(0) || json == .integer(1)
        return Operands(
            left: isTruth ? Self.withoutBooleans(value) : value.expression, right: JSONConstant.expression(json),
            symbol: symbol)
    }

    /// A constant as the JSON that it equals.
    private func partConstant(_ literal: Literal, at range: SourceRange) throws(Untranslatable) -> JSONValue? {
        if case .string(let text) = literal, text.hasPrefix("{") || text.hasPrefix("[") {
            throw Untranslatable(
                "the text of a part of a JSON document is compared, in which SQLite keeps the order and the spelling",
                at: range)
        }
        return JSONConstant.value(literal)
    }

    /// Whether nothing else in a document has the text than a string: no number, no truth value, no array, no object.
    private static func isNoOtherText(_ text: String) -> Bool {
        let word = text.lowercased()
        return Double(text) == nil && word != "true" && word != "false" && !text.hasPrefix("{") && !text.hasPrefix("[")
    }

    // MARK: Order

    /// Whether a part stands before or behind a constant; nil for other comparisons.
    func comparePart(
        _ symbol: BinaryOperator, _ left: TypedExpression, _ right: TypedExpression, at range: SourceRange
    ) throws(Untranslatable) -> TypedExpression? {
        guard symbol.isOrdering else { return nil }
        if Self.isPart(right), !Self.isPart(left) { return try comparePart(symbol.mirrored, right, left, at: range) }
        guard Self.isPart(left), !right.isNull, let literal = right.literal,
            let constant = try partConstant(literal, at: range)
        else { return nil }
        let isGreater = symbol == .greater || symbol == .greaterOrEqual
        let comparison: Expression
        switch constant {
        case .string:
            let operands = try textOperands(symbol, try asText(left), right)
            comparison = .when(
                Self.type(of: left.part, isOneOf: "number", "boolean"), then: .boolean(!isGreater),
                else: operands.left.binary(symbol, operands.right))
        case .null, .boolean, .integer, .decimal, .array, .object:
            comparison = .when(
                Self.type(of: left.part, isOneOf: "string", "array", "object"), then: .boolean(isGreater),
                else: Self.withoutBooleans(left).binary(symbol, JSONConstant.expression(constant)))
        }
        return truthValue(comparison, left.volatility)
    }

    // MARK: IN

    /// A part in a list; nil where the general rules do, which compare with texts.
    func membership(
        ofPart left: TypedExpression, in elements: [TypedExpression], isNegated: Bool
    ) throws(Untranslatable) -> TypedExpression? {
        guard Self.isPart(left) else { return nil }
        var constants: [Expression] = []
        var areTexts = true
        for element in elements {
            guard left.collation.kind == .binary, let literal = element.literal,
                let constant = try partConstant(literal, at: element.range)
            else { return try disjunction(of: left, elements, isNegated: isNegated) }
            if case .string(let text) = literal, Self.isNoOtherText(text) {} else { areTexts = false }
            constants.append(element.isNull ? .null : JSONConstant.expression(constant))
        }
        guard !areTexts else { return nil }
        return truthValue(
            Expression(
                .membership(
                    Membership(operand: Self.withoutBooleans(left), isNegated: isNegated, group: .list(constants)))),
            left.volatility)
    }

    private func disjunction(
        of left: TypedExpression, _ elements: [TypedExpression], isNegated: Bool
    ) throws(Untranslatable) -> TypedExpression? {
        let equalities = try map(elements) { (element) throws(Untranslatable) in
            try compare(.equal, left, element, at: element.range)
        }
        guard let first = equalities.first else { return nil }
        let any = equalities.dropFirst().reduce(first.expression) { $0.binary(.or, $1.expression) }
        return truthValue(isNegated ? any.negated : any, equalities.map(\.volatility).max() ?? first.volatility)
    }
}
