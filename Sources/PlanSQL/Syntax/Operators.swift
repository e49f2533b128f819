/// An operator before its operand.
package enum UnaryOperator: String, CaseIterable, Hashable, Sendable {
    case not = "NOT"
    case minus = "-"
    case plus = "+"
    case complement = "~"
}

/// An operator between two operands; the raw value is its preferred spelling.
package enum BinaryOperator: String, CaseIterable, Hashable, Sendable {
    case or = "OR"
    case and = "AND"
    /// `=` and `==`.
    case equal = "="
    /// `<>` and `!=`.
    case notEqual = "<>"
    case `is` = "IS"
    case isNot = "IS NOT"
    case isDistinctFrom = "IS DISTINCT FROM"
    case isNotDistinctFrom = "IS NOT DISTINCT FROM"
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case bitAnd = "&"
    case bitOr = "|"
    case shiftLeft = "<<"
    case shiftRight = ">>"
    case plus = "+"
    case minus = "-"
    case multiply = "*"
    case divide = "/"
    case remainder = "%"
    case concatenate = "||"
    /// JSON's part as JSON.
    case arrow = "->"
    /// JSON's part as an SQL value.
    case longArrow = "->>"
    /// PostgreSQL's part of a JSON document at a path, as text.
    case pathText = "#>>"
    /// PostgreSQL's JSON document without what is at a path.
    case withoutPath = "#-"
    /// PostgreSQL's match with a regular expression.
    case matches = "~"
    case matchesNot = "!~"
}

/// The operators that compare a text with a pattern.
package enum PatternOperator: String, CaseIterable, Hashable, Sendable {
    case like = "LIKE"
    case glob = "GLOB"
    case regexp = "REGEXP"
    case match = "MATCH"
}

/// How tightly SQLite's operators bind, loosest first (<https://sqlite.org/lang_expr.html>, "Operators, and Parse-Affecting
/// Attributes").
enum Precedence: Int, Comparable {
    case or, and, not
    /// `=`, `<>`, `IS`, `IN`, `LIKE`, `BETWEEN`, `ISNULL` and their kin.
    case equality
    case comparison, bits, sum, product, concatenation, collation, prefix
    /// What needs no parentheses anywhere.
    case primary

    static func < (left: Precedence, right: Precedence) -> Bool { left.rawValue < right.rawValue }

    /// The level that the right operand of a left-associative operator needs.
    var next: Precedence { Precedence(rawValue: rawValue + 1) ?? .primary }
}

extension BinaryOperator {
    var precedence: Precedence {
        switch self {
        case .or: .or
        case .and: .and
        case .equal, .notEqual, .is, .isNot, .isDistinctFrom, .isNotDistinctFrom: .equality
        case .less, .lessOrEqual, .greater, .greaterOrEqual: .comparison
        case .bitAnd, .bitOr, .shiftLeft, .shiftRight: .bits
        case .plus, .minus: .sum
        case .multiply, .divide, .remainder: .product
        case .concatenate, .arrow, .longArrow: .concatenation
        case .pathText, .withoutPath, .matches, .matchesNot: preconditionFailure("SQLite has no operator \(rawValue)")
        }
    }
}

extension UnaryOperator {
    var precedence: Precedence {
        switch self {
        case .not: .not
        case .minus, .plus, .complement: .prefix
        }
    }
}
