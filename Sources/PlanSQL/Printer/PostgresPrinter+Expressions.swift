extension PostgresPrinter {
    func expression(_ expression: Expression) -> String {
        switch expression.kind {
        case .literal(let literal): literal.postgresText
        case .column(let name): column(name)
        case .parameter(let text): text
        case .unary(let symbol, let value): unary(symbol, value)
        case .binary(let symbol, let left, let right): binary(symbol, left, right)
        case .collate(let value, let collation): "\(operand(value, .collation)) COLLATE \(name(collation))"
        case .isNull(let value): "\(operand(value, .comparison)) IS NULL"
        case .isNotNull(let value): "\(operand(value, .comparison)) IS NOT NULL"
        case .pattern(let pattern): self.pattern(pattern)
        case .between(let between): self.between(between)
        case .membership(let membership): self.membership(membership)
        case .conditional(let conditional): self.conditional(conditional)
        case .cast(let value, let type): cast(value, type)
        case .function(let call): function(call)
        case .exists(let query): "EXISTS " + subquery(query)
        case .subquery(let query): subquery(query)
        case .row(let elements): row(elements)
        case .array(let elements): "ARRAY[\(list(elements, self.expression))]"
        case .subscript(let array, let index): element(of: array, index)
        case .raise: preconditionFailure("PostgreSQL has no RAISE in an expression")
        }
    }

    /// An operand, in parentheses if it binds less tightly than its place asks.
    private func operand(_ operand: Expression, _ minimum: PostgresPrecedence) -> String {
        isBare(operand, minimum) ? expression(operand) : "(\(expression(operand)))"
    }

    private func isBare(_ operand: Expression, _ minimum: PostgresPrecedence) -> Bool {
        let precedence = operand.postgresPrecedence
        return precedence == .primary || (parentheses == .whereNeeded && precedence >= minimum)
    }

    func distance(_ expression: Expression) -> String { operand(expression, .identity) }

    private func unary(_ symbol: UnaryOperator, _ value: Expression) -> String {
        // `~a + b` is `~(a + b)` to PostgreSQL and to few readers.
        let text = operand(value, symbol == .not ? .not : .prefix)
        // Two minus signs would begin a comment, and `~-` be one operator.
        let isOperator = text.utf8.first.map("+-~".utf8.contains) == true
        return symbol.rawValue + (symbol == .not || isOperator ? " " : "") + text
    }

    private func binary(_ symbol: BinaryOperator, _ left: Expression, _ right: Expression) -> String {
        if symbol == .is || symbol == .isNot {
            precondition(
                [.literal(.null), .literal(.boolean(true)), .literal(.boolean(false))].contains(right.kind),
                "PostgreSQL compares with IS only NULL, TRUE and FALSE")
        }
        let level = symbol.postgresPrecedence
        return "\(operand(left, level.left)) \(symbol.rawValue) \(operand(right, level.next))"
    }

    /// In the short form a sign would bind less tightly than the cast.
    private func cast(_ value: Expression, _ type: SQLFragment?) -> String {
        guard let type else { preconditionFailure("PostgreSQL casts to a type") }
        let text = expression(value)
        return isBare(value, .cast) ? "\(text)::\(type.text)" : "CAST(\(text) AS \(type.text))"
    }

    private func element(of array: Expression, _ index: Expression) -> String {
        if case .column(let name) = array.kind { return "\(column(name))[\(expression(index))]" }
        return "(\(expression(array)))[\(expression(index))]"
    }

    // MARK: Comparisons

    private func pattern(_ pattern: PatternMatch) -> String {
        precondition(pattern.comparison == .like, "PostgreSQL has no \(pattern.comparison.rawValue)")
        return clauses(
            operand(pattern.operand, .other), pattern.isNegated ? "NOT LIKE" : "LIKE",
            operand(pattern.pattern, .other), pattern.escape.map { "ESCAPE \(operand($0, .other))" })
    }

    private func between(_ between: Between) -> String {
        let lower = endsBounds(between.lower) ? "(\(expression(between.lower)))" : operand(between.lower, .other)
        return clauses(
            operand(between.operand, .other), between.isNegated ? "NOT BETWEEN" : "BETWEEN", lower, "AND",
            operand(between.upper, .other))
    }

    /// Whether a `COLLATE` stands without parentheses among the operators of a lower bound. The grammar
    /// (`b_expr`) has none there, however tightly it binds.
    private func endsBounds(_ lower: Expression) -> Bool {
        guard isBare(lower, .other) else { return false }
        return switch lower.kind {
        case .collate: true
        case .unary(_, let value): endsBounds(value)
        case .binary(_, let left, let right): endsBounds(left) || endsBounds(right)
        case .literal, .column, .parameter, .isNull, .isNotNull, .pattern, .between, .membership, .conditional, .cast,
            .function, .exists, .subquery, .row, .raise, .array, .subscript:
            false
        }
    }

    private func membership(_ membership: Membership) -> String {
        if let query = membership.soleQuery {
            return binary(membership.isNegated ? .notEqual : .equal, membership.operand, query)
        }
        let group: String
        switch membership.group {
        case .list(let elements):
            precondition(!elements.isEmpty, "PostgreSQL has no empty lists")
            group = row(elements)
        case .select(let query): group = subquery(query)
        case .table(let table): group = "(TABLE \(relation(table)))"
        case .function(let function, let arguments):
            group = "(SELECT * FROM \(functionName(function))\(row(arguments)))"
        }
        return clauses(operand(membership.operand, .other), membership.isNegated ? "NOT IN" : "IN", group)
    }
}

extension Literal {
    /// As PostgreSQL reads it; hexadecimal digits are the bits of a signed number, as in SQLite.
    var postgresText: String {
        switch self {
        case .null: return "NULL"
        case .integer(let digits):
            let plain = digits.filter { $0 != "_" }
            guard plain.lowercased().hasPrefix("0x") else { return plain }
            guard let bits = UInt64(plain.dropFirst(2), radix: 16) else {
                preconditionFailure("\(digits) has more than 64 bits")
            }
            return String(Int64(bitPattern: bits))
        case .real(let digits): return digits.filter { $0 != "_" }
        case .string(let text):
            precondition(!text.utf8.contains(0), "PostgreSQL has no texts with NUL")
            return QuotedLiteral(text).description
        case .blob(let digits): return "'\\x\(digits)'::bytea"
        case .boolean(let flag): return flag ? "TRUE" : "FALSE"
        case .currentDate: return "CURRENT_DATE"
        case .currentTime: return "CURRENT_TIME"
        case .currentTimestamp: return "CURRENT_TIMESTAMP"
        }
    }
}
