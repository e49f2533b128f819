extension SQLitePrinter {
    func expression(_ expression: Expression) -> String {
        switch expression.kind {
        case .literal(let literal): self.literal(literal)
        case .column(let name): column(name)
        case .parameter(let text): text
        case .unary(let symbol, let value): unary(symbol, value)
        case .binary(let symbol, let left, let right): binary(symbol, left, right)
        case .collate(let value, let collation): suffixed(value, .collation, "COLLATE \(name(collation))")
        case .isNull(let value): suffixed(value, .equality, "ISNULL")
        case .isNotNull(let value): suffixed(value, .equality, "NOTNULL")
        case .pattern(let pattern): self.pattern(pattern)
        case .between(let between): self.between(between)
        case .membership(let membership): self.membership(membership)
        case .conditional(let conditional): self.conditional(conditional)
        case .cast(let value, let type): cast(value, type)
        case .function(let call): function(call)
        case .exists(let query): "EXISTS " + subquery(query)
        case .subquery(let query): subquery(query)
        case .row(let elements): row(elements)
        case .raise(let raise): self.raise(raise)
        case .array, .subscript: preconditionFailure("SQLite has no arrays")
        }
    }

    /// An operand, in parentheses if it binds less tightly than its place asks.
    func operand(_ operand: Expression, _ minimum: Precedence) -> String {
        let precedence = operand.kind.precedence
        let isBare = precedence == .primary || (parentheses == .whereNeeded && precedence >= minimum)
        return isBare ? expression(operand) : "(\(expression(operand)))"
    }

    private func literal(_ literal: Literal) -> String {
        switch literal {
        case .null: "NULL"
        case .integer(let digits), .real(let digits): digits
        case .string(let text): QuotedLiteral(text).description
        case .blob(let digits): "x'\(digits)'"
        case .boolean(let flag): flag ? "TRUE" : "FALSE"
        case .currentDate: "CURRENT_DATE"
        case .currentTime: "CURRENT_TIME"
        case .currentTimestamp: "CURRENT_TIMESTAMP"
        }
    }

    private func binary(_ symbol: BinaryOperator, _ left: Expression, _ right: Expression) -> String {
        "\(operand(left, symbol.precedence)) \(symbol.rawValue) \(operand(right, symbol.precedence.next))"
    }

    private func suffixed(_ value: Expression, _ precedence: Precedence, _ suffix: String) -> String {
        "\(operand(value, precedence)) \(suffix)"
    }

    private func cast(_ value: Expression, _ type: SQLFragment?) -> String {
        "CAST(\(clauses(expression(value), "AS", type?.text)))"
    }

    private func raise(_ raise: Raise) -> String {
        switch raise {
        case .ignore: "RAISE(IGNORE)"
        case .failure(let action, let message): "RAISE(\(action.rawValue), \(expression(message)))"
        }
    }

    private func unary(_ symbol: UnaryOperator, _ value: Expression) -> String {
        let text = operand(value, symbol.precedence)
        // Two minus signs would begin a comment.
        let blank = symbol == .not || (symbol == .minus && text.utf8.first == UInt8(ascii: "-")) ? " " : ""
        return symbol.rawValue + blank + text
    }

    private func pattern(_ pattern: PatternMatch) -> String {
        clauses(
            operand(pattern.operand, .equality), pattern.isNegated ? "NOT" : nil, pattern.comparison.rawValue,
            operand(pattern.pattern, .comparison), pattern.escape.map { "ESCAPE \(operand($0, .comparison))" })
    }

    private func between(_ between: Between) -> String {
        clauses(
            operand(between.operand, .equality), between.isNegated ? "NOT" : nil, "BETWEEN",
            operand(between.lower, .not), "AND", operand(between.upper, .comparison))
    }

    private func membership(_ membership: Membership) -> String {
        let group =
            switch membership.group {
            case .list(let elements): row(elements)
            case .select(let query): subquery(query)
            case .table(let table): relation(table)
            case .function(let name, let arguments): "\(relation(name))(\(list(arguments, expression)))"
            }
        return clauses(
            operand(membership.operand, .equality), membership.isNegated ? "NOT" : nil, "IN", group)
    }

    func distance(_ expression: Expression) -> String { operand(expression, .not) }
}

extension Expression.Kind {
    /// How tightly SQLite's outermost operator binds.
    var precedence: Precedence {
        switch self {
        case .unary(let symbol, _): symbol.precedence
        case .binary(let symbol, _, _): symbol.precedence
        case .collate: .collation
        case .isNull, .isNotNull, .pattern, .between, .membership: .equality
        case .literal, .column, .parameter, .conditional, .cast, .function, .exists, .subquery, .row, .raise, .array,
            .subscript:
            .primary
        }
    }
}
