/// How tightly PostgreSQL's operators bind, loosest first
/// (<https://www.postgresql.org/docs/current/sql-syntax-lexical.html>, "Operator Precedence").
enum PostgresPrecedence: Int, Comparable {
    case or, and, not
    /// `IS …`, one only.
    case identity
    /// `=`, `<` and their kin, one only.
    case comparison
    /// `BETWEEN`, `IN` and `LIKE`, one only.
    case membership
    /// Every operator that has no other level, before an operand too: `||`, `->`, `&`, `~`.
    case other
    case sum, product, collation
    /// A sign.
    case prefix
    /// `x::type`.
    case cast
    /// What needs no parentheses anywhere.
    case primary

    static func < (left: PostgresPrecedence, right: PostgresPrecedence) -> Bool { left.rawValue < right.rawValue }

    /// The level that an operand needs on the side to which the operator does not associate.
    var next: PostgresPrecedence { PostgresPrecedence(rawValue: rawValue + 1) ?? .primary }

    /// The level that the left operand needs; to the right it is always the next.
    var left: PostgresPrecedence {
        switch self {
        case .identity, .comparison, .membership: next
        case .or, .and, .not, .other, .sum, .product, .collation, .prefix, .cast, .primary: self
        }
    }
}

extension Expression {
    /// How tightly the outermost operator binds as PostgreSQL's printer writes it.
    var postgresPrecedence: PostgresPrecedence {
        switch kind {
        case .literal(let literal): literal.postgresPrecedence
        case .unary(let symbol, _): symbol.postgresPrecedence
        case .binary(let symbol, _, _): symbol.postgresPrecedence
        case .isNull, .isNotNull: .identity
        case .pattern, .between: .membership
        case .membership(let membership): membership.soleQuery == nil ? .membership : .comparison
        case .collate: .collation
        case .cast(let value, _): value.postgresPrecedence >= .cast ? .cast : .primary
        case .column, .parameter, .conditional, .function, .exists, .subquery, .row, .raise, .array, .subscript:
            .primary
        }
    }
}

extension Membership {
    /// The only element of a list if it is a query for one value. In PostgreSQL `x IN ((SELECT …))` is about the
    /// query's rows, and so this membership is written as the comparison that it is.
    var soleQuery: Expression? {
        guard case .list(let elements) = group, elements.count == 1, case .subquery = elements[0].kind else {
            return nil
        }
        return elements[0]
    }
}

extension Literal {
    /// A number with a sign binds as a sign does, and a blob is written as a cast.
    fileprivate var postgresPrecedence: PostgresPrecedence {
        switch self {
        case .integer, .real: postgresText.hasPrefix("-") ? .prefix : .primary
        case .blob: .cast
        case .null, .string, .boolean, .currentDate, .currentTime, .currentTimestamp: .primary
        }
    }
}

extension BinaryOperator {
    var postgresPrecedence: PostgresPrecedence {
        switch self {
        case .or: .or
        case .and: .and
        case .is, .isNot, .isDistinctFrom, .isNotDistinctFrom: .identity
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: .comparison
        case .bitAnd, .bitOr, .shiftLeft, .shiftRight, .concatenate, .arrow, .longArrow, .pathText, .withoutPath,
            .matches, .matchesNot:
            .other
        case .plus, .minus: .sum
        case .multiply, .divide, .remainder: .product
        }
    }
}

extension UnaryOperator {
    fileprivate var postgresPrecedence: PostgresPrecedence {
        switch self {
        case .not: .not
        case .complement: .other
        case .minus, .plus: .prefix
        }
    }
}
