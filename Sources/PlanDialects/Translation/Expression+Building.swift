internal import PlanSQL

/// Short forms for trees that mean PostgreSQL.
extension Expression {
    static func call(_ name: String, _ arguments: Expression...) -> Expression { call(name, arguments) }

    static func call(_ name: String, _ arguments: [Expression]) -> Expression {
        Expression(.function(FunctionCall(name: Name(name), arguments: .list(arguments))))
    }

    static func string(_ text: String) -> Expression { Expression(.literal(.string(text))) }

    static func integer(_ value: Int64) -> Expression {
        let digits = Expression(.literal(.integer(String(value.magnitude))))
        return value < 0 ? Expression(.unary(.minus, digits)) : digits
    }

    static func boolean(_ value: Bool) -> Expression { Expression(.literal(.boolean(value))) }

    static var null: Expression { Expression(.literal(.null)) }

    func cast(to type: PostgresTypeName) -> Expression { cast(to: PostgresType(type)) }

    func cast(to type: PostgresType) -> Expression { Expression(.cast(self, SQLFragment(type.description))) }

    func binary(_ symbol: BinaryOperator, _ right: Expression) -> Expression {
        Expression(.binary(symbol, self, right))
    }

    func collate(_ name: String) -> Expression { Expression(.collate(self, Name(name))) }

    var negated: Expression { Expression(.unary(.not, self)) }

    var isNull: Expression { Expression(.isNull(self)) }

    var isNotNull: Expression { Expression(.isNotNull(self)) }

    /// `CASE WHEN condition THEN result ELSE otherwise END`.
    static func when(_ condition: Expression, then result: Expression, else otherwise: Expression? = nil) -> Expression
    {
        Expression(
            .conditional(
                CaseExpression(branches: [.init(condition: condition, result: result)], otherwise: otherwise)))
    }
}
