extension Parser {
    /// Reads an expression of any precedence.
    mutating func expression() throws(SyntaxError) -> Expression { try expression(.or) }

    /// Reads operators that bind at least as tightly as `minimum`, by precedence climbing.
    mutating func expression(_ minimum: Precedence, levels: Int = 1) throws(SyntaxError) -> Expression {
        let outer = height
        height = 0
        let result = try nested(levels) { (parser) throws(SyntaxError) in try parser.chain(minimum) }
        height = max(outer, height)
        return result
    }

    private mutating func chain(_ minimum: Precedence) throws(SyntaxError) -> Expression {
        let start = cursor.offset
        var left = try operand(minimum)
        while let kind = try suffix(of: left, minimum) {
            try grow()
            left = Expression(kind, range: range(from: start))
        }
        return left
    }

    /// What an operator after an operand makes of it; nil if none follows that binds tightly enough.
    private mutating func suffix(of left: Expression, _ minimum: Precedence) throws(SyntaxError) -> Expression.Kind? {
        guard let token = cursor.peek else { return nil }
        if token.kind == .symbol {
            guard let symbol = Self.symbols[token.text] else { return nil }
            return try binary(symbol, left, minimum)
        }
        guard token.kind == .word else { return nil }
        switch token.keyword {
        case "OR": return try binary(.or, left, minimum)
        case "AND": return try binary(.and, left, minimum)
        case "COLLATE":
            guard minimum <= .collation else { return nil }
            _ = cursor.take()
            return .collate(left, try name())
        case "IS", "ISNULL", "NOTNULL", "NOT", "LIKE", "GLOB", "REGEXP", "MATCH", "BETWEEN", "IN":
            return minimum <= .equality ? try comparison(of: left) : nil
        default: return nil
        }
    }

    private static let symbols: [String: BinaryOperator] = [
        "=": .equal, "==": .equal, "<>": .notEqual, "!=": .notEqual, "<": .less, "<=": .lessOrEqual, ">": .greater,
        ">=": .greaterOrEqual, "&": .bitAnd, "|": .bitOr, "<<": .shiftLeft, ">>": .shiftRight, "+": .plus,
        "-": .minus, "*": .multiply, "/": .divide, "%": .remainder, "||": .concatenate, "->": .arrow,
        "->>": .longArrow,
    ]

    private mutating func binary(
        _ symbol: BinaryOperator, _ left: Expression, _ minimum: Precedence
    ) throws(SyntaxError) -> Expression.Kind? {
        guard symbol.precedence >= minimum else { return nil }
        _ = cursor.take()
        return .binary(symbol, left, try expression(symbol.precedence.next))
    }

    /// The operators of equality's level that are words. `NOT` is one of them only before another.
    private mutating func comparison(of left: Expression) throws(SyntaxError) -> Expression.Kind? {
        if cursor.accept("ISNULL") { return .isNull(left) }
        if cursor.accept("NOTNULL") || cursor.accept("NOT", "NULL") { return .isNotNull(left) }
        if cursor.accept("IS") { return .binary(try identity(), left, try expression(.comparison)) }
        let isNegated = cursor.peek?.isKeyword("NOT") == true
        if isNegated {
            let next = cursor.peek(ahead: 1)
            guard ["LIKE", "GLOB", "REGEXP", "MATCH", "BETWEEN", "IN"].contains(where: { next?.isKeyword($0) == true })
            else { return nil }
            _ = cursor.take()
        }
        if cursor.accept("BETWEEN") {
            // Only what binds more tightly than AND can stand before the AND.
            let lower = try expression(.not)
            try cursor.expect("AND")
            let upper = try expression(.comparison)
            return .between(Between(operand: left, isNegated: isNegated, lower: lower, upper: upper))
        }
        if cursor.accept("IN") {
            return .membership(Membership(operand: left, isNegated: isNegated, group: try group()))
        }
        for comparison in PatternOperator.allCases where cursor.accept(comparison.rawValue) {
            let pattern = try expression(.comparison)
            let escape = cursor.accept("ESCAPE") ? try expression(.comparison) : nil
            return .pattern(
                PatternMatch(
                    operand: left, isNegated: isNegated, comparison: comparison, pattern: pattern, escape: escape))
        }
        return nil
    }

    /// What follows `IS`.
    private mutating func identity() throws(SyntaxError) -> BinaryOperator {
        let isNegated = cursor.accept("NOT")
        guard cursor.accept("DISTINCT") else { return isNegated ? .isNot : .is }
        try cursor.expect("FROM")
        return isNegated ? .isNotDistinctFrom : .isDistinctFrom
    }

    /// What follows `IN`.
    private mutating func group() throws(SyntaxError) -> Membership.Group {
        if cursor.accept(symbol: "(") {
            let group: Membership.Group =
                startsSelect ? .select(try select()) : .list(try expressionsBeforeParenthesis())
            try cursor.expect(symbol: ")")
            return group
        }
        guard cursor.peek?.isName == true else { throw cursor.failure("expected a list, a query or a table") }
        let name = try relationName()
        guard cursor.accept(symbol: "(") else { return .table(name) }
        let arguments = try expressionsBeforeParenthesis()
        try cursor.expect(symbol: ")")
        return .function(name, arguments)
    }

    /// Whether a query begins here.
    var startsSelect: Bool {
        guard let token = cursor.peek else { return false }
        return token.isKeyword("SELECT") || token.isKeyword("VALUES") || token.isKeyword("WITH")
    }
}
