package import PlanDiagnostics

/// An expression (<https://sqlite.org/lang_expr.html>), of which the parser makes those that SQLite has. Parentheses
/// around it are in its range and not in its shape, which says what they said.
package struct Expression: Hashable, Sendable {
    package let kind: Kind
    @Uncompared package var range: SourceRange

    package init(_ kind: Kind, range: SourceRange = 0..<0) {
        self.kind = kind
        _range = Uncompared(wrappedValue: range)
    }

    package indirect enum Kind: Hashable, Sendable {
        case literal(Literal)
        case column(ColumnName)
        /// As written: `?1`, `:name`.
        case parameter(String)
        case unary(UnaryOperator, Expression)
        case binary(BinaryOperator, Expression, Expression)
        case collate(Expression, Name)
        /// `x ISNULL`.
        case isNull(Expression)
        /// `x NOTNULL`, `x NOT NULL`.
        case isNotNull(Expression)
        case pattern(PatternMatch)
        case between(Between)
        case membership(Membership)
        case conditional(CaseExpression)
        /// Without a type, as SQLite allows, the value has none to be cast to.
        case cast(Expression, SQLFragment?)
        case function(FunctionCall)
        case exists(SelectStatement)
        case subquery(SelectStatement)
        /// `(a, b)`: at least two.
        case row([Expression])
        case raise(Raise)
        /// PostgreSQL's `ARRAY[a, b]`.
        case array([Expression])
        /// PostgreSQL's `array[index]`.
        case `subscript`(Expression, Expression)
    }
}

/// A column's name in an expression.
package struct ColumnName: Hashable, Sendable {
    package let schema: Name?
    package let table: Name?
    package let name: Name
    /// Whether it is `"x"` standing alone, which SQLite takes for a string where no column has the name.
    package let mayBeString: Bool

    package init(schema: Name? = nil, table: Name? = nil, _ name: Name, mayBeString: Bool = false) {
        self.schema = schema
        self.table = table
        self.name = name
        self.mayBeString = mayBeString
    }
}

/// `operand [NOT] LIKE pattern ESCAPE escape` and its like.
package struct PatternMatch: Hashable, Sendable {
    package let operand: Expression
    package let isNegated: Bool
    package let comparison: PatternOperator
    package let pattern: Expression
    package let escape: Expression?

    package init(
        operand: Expression, isNegated: Bool = false, comparison: PatternOperator, pattern: Expression,
        escape: Expression? = nil
    ) {
        self.operand = operand
        self.isNegated = isNegated
        self.comparison = comparison
        self.pattern = pattern
        self.escape = escape
    }
}

/// `operand [NOT] BETWEEN lower AND upper`.
package struct Between: Hashable, Sendable {
    package let operand: Expression
    package let isNegated: Bool
    package let lower: Expression
    package let upper: Expression

    package init(operand: Expression, isNegated: Bool = false, lower: Expression, upper: Expression) {
        self.operand = operand
        self.isNegated = isNegated
        self.lower = lower
        self.upper = upper
    }
}

/// `operand [NOT] IN …`.
package struct Membership: Hashable, Sendable {
    package enum Group: Hashable, Sendable {
        /// Possibly empty.
        case list([Expression])
        case select(SelectStatement)
        case table(RelationName)
        case function(RelationName, [Expression])
    }

    package let operand: Expression
    package let isNegated: Bool
    package let group: Group

    package init(operand: Expression, isNegated: Bool = false, group: Group) {
        self.operand = operand
        self.isNegated = isNegated
        self.group = group
    }
}

/// `CASE operand WHEN … THEN … ELSE … END`.
package struct CaseExpression: Hashable, Sendable {
    package struct Branch: Hashable, Sendable {
        package let condition: Expression
        package let result: Expression
        @Uncompared package var range: SourceRange

        package init(condition: Expression, result: Expression, range: SourceRange = 0..<0) {
            self.condition = condition
            self.result = result
            _range = Uncompared(wrappedValue: range)
        }
    }

    package let operand: Expression?
    package let branches: [Branch]
    package let otherwise: Expression?

    package init(operand: Expression? = nil, branches: [Branch], otherwise: Expression? = nil) {
        self.operand = operand
        self.branches = branches
        self.otherwise = otherwise
    }
}

/// `RAISE(…)` of a trigger.
package enum Raise: Hashable, Sendable {
    case ignore
    case failure(RaiseAction, message: Expression)
}

/// What a `RAISE` with a message ends.
package enum RaiseAction: String, CaseIterable, Hashable, Sendable {
    case rollback = "ROLLBACK"
    case abort = "ABORT"
    case fail = "FAIL"
}
