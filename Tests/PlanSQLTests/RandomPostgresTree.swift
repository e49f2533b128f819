import PlanSQL
import PlanTestSupport

/// Makes random expressions that PostgreSQL accepts: over `t (b boolean, i bigint, n numeric, s text, j jsonb,
/// a bigint[])` and constants, each operand of a type that its operator takes.
struct RandomPostgresTree {
    var random: SeededGenerator

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &random)]
    }

    mutating func chance(_ part: Int) -> Bool { Int.random(in: 0..<part, using: &random) == 0 }

    private enum ValueType: CaseIterable {
        case boolean, integer, numeric, text

        /// What BETWEEN and casts take.
        static let ordered: [ValueType] = [.integer, .numeric, .text]
    }

    /// An expression of any type that a view can have.
    mutating func expression(_ depth: Int) -> Expression { expression(pick(ValueType.allCases), depth) }

    private mutating func expression(_ type: ValueType, _ depth: Int) -> Expression {
        switch type {
        case .boolean: boolean(depth)
        case .integer: integer(depth)
        case .numeric: numeric(depth)
        case .text: text(depth)
        }
    }

    private func column(_ name: String) -> Expression { Expression(.column(ColumnName(Name(name)))) }

    private func call(_ name: String, _ arguments: [Expression]) -> Expression {
        Expression(.function(FunctionCall(name: Name(name), arguments: .list(arguments))))
    }

    private func cast(_ value: Expression, _ type: String) -> Expression {
        Expression(.cast(value, SQLFragment(type)))
    }

    // MARK: Booleans

    mutating func boolean(_ depth: Int) -> Expression {
        guard depth > 0 else {
            return pick([column("b"), Expression(.literal(.boolean(true))), cast(column("s"), "boolean")])
        }
        let less = depth - 1
        switch Int.random(in: 0..<14, using: &random) {
        case 0, 1: return Expression(.unary(.not, boolean(less)))
        case 2, 3: return Expression(.binary(pick([.and, .or]), boolean(less), boolean(less)))
        case 4: return Expression(pick([Expression.Kind.isNull, Expression.Kind.isNotNull])(expression(less)))
        case 5:
            let truth = Expression(.literal(pick([.boolean(true), .boolean(false), .null])))
            return Expression(.binary(pick([.is, .isNot]), boolean(less), truth))
        case 6:
            let type = pick(ValueType.allCases)
            return Expression(
                .binary(pick([.isDistinctFrom, .isNotDistinctFrom]), expression(type, less), expression(type, less)))
        case 7: return between(less)
        case 8: return membership(less)
        case 9:
            let escape = chance(3) ? cast(text(less), "text") : nil
            return Expression(
                .pattern(
                    PatternMatch(
                        operand: text(less), isNegated: chance(2), comparison: .like, pattern: text(less),
                        escape: escape)))
        case 10: return Expression(.binary(pick([.matches, .matchesNot]), text(less), text(less)))
        case 11: return conditional(.boolean, less)
        case 12:
            let type = pick(ValueType.allCases)
            let rows = (0..<2).map { _ in Expression(.row([expression(type, less), integer(less)])) }
            return Expression(.binary(pick([.equal, .less]), rows[0], rows[1]))
        default:
            let type = pick(ValueType.allCases)
            let symbol = pick([BinaryOperator.equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual])
            return Expression(.binary(symbol, expression(type, less), expression(type, less)))
        }
    }

    private mutating func between(_ depth: Int) -> Expression {
        let type = pick(ValueType.ordered)
        return Expression(
            .between(
                Between(
                    operand: expression(type, depth), isNegated: chance(2), lower: expression(type, depth),
                    upper: expression(type, depth))))
    }

    private mutating func membership(_ depth: Int) -> Expression {
        let type = pick(ValueType.allCases)
        let group: Membership.Group
        switch Int.random(in: 0..<4, using: &random) {
        case 0: group = .select(query(expression(type, depth)))
        case 1: group = .list([Expression(.subquery(query(expression(type, depth))))])
        default: group = .list((0...Int.random(in: 0...2, using: &random)).map { _ in expression(type, depth) })
        }
        return Expression(
            .membership(Membership(operand: expression(type, depth), isNegated: chance(2), group: group)))
    }

    private func query(_ value: Expression) -> SelectStatement {
        SelectStatement(
            first: .select(SimpleSelect(columns: [ResultColumn(kind: .expression(value, alias: nil))])),
            limit: LimitClause(count: Expression(.literal(.integer("1")))))
    }

    private mutating func conditional(_ type: ValueType, _ depth: Int) -> Expression {
        let operand = chance(2) ? integer(depth) : nil
        let branches = (0...Int.random(in: 0...1, using: &random)).map { _ in
            CaseExpression.Branch(
                condition: operand == nil ? boolean(depth) : integer(depth), result: expression(type, depth))
        }
        return Expression(
            .conditional(CaseExpression(operand: operand, branches: branches, otherwise: expression(type, depth))))
    }

    // MARK: Numbers

    mutating func integer(_ depth: Int) -> Expression {
        guard depth > 0 else {
            return pick([
                column("i"), Expression(.literal(.integer(pick(["0", "7", "-3", "0xF0"])))),
                cast(Expression(.literal(.integer("5"))), "bigint"), Expression(.subscript(column("a"), number("1"))),
            ])
        }
        let less = depth - 1
        switch Int.random(in: 0..<12, using: &random) {
        case 0: return Expression(.unary(pick([.minus, .plus, .complement]), integer(less)))
        case 1: return cast(chance(4) ? column("s") : numeric(less), "bigint")
        case 2: return Expression(.binary(pick([.bitAnd, .bitOr]), integer(less), integer(less)))
        case 3:
            return Expression(.binary(pick([.shiftLeft, .shiftRight]), integer(less), cast(integer(less), "integer")))
        case 4: return call("length", [text(less)])
        case 5: return conditional(.integer, less)
        case 6: return Expression(.subquery(query(integer(less))))
        case 7:
            let array = Expression(.array([integer(less), cast(integer(less), "bigint")]))
            return Expression(.subscript(array, cast(integer(less), "integer")))
        case 8: return windowed()
        default: return arithmetic(integer(less), integer(less))
        }
    }

    private func number(_ digits: String) -> Expression { Expression(.literal(.integer(digits))) }

    private mutating func arithmetic(_ left: Expression, _ right: Expression) -> Expression {
        Expression(.binary(pick([.plus, .minus, .multiply, .divide, .remainder]), left, right))
    }

    /// A call of a window function, whose operands call none.
    private mutating func windowed() -> Expression {
        let one = number("1")
        let frame = WindowFrame(unit: .rows, start: .preceding(arithmetic(one, one)), end: .following(one))
        let window = WindowDefinition(
            partition: [boolean(0)], order: [OrderingTerm(expression: integer(0), isDescending: chance(2))],
            frame: chance(2) ? frame : nil)
        let filter = Expression(.binary(.less, integer(0), integer(0)))
        let call = FunctionCall(name: Name("count"), arguments: .star, filter: filter, window: .defined(window))
        return Expression(.function(call))
    }

    mutating func numeric(_ depth: Int) -> Expression {
        guard depth > 0 else {
            return pick([column("n"), Expression(.literal(.real(pick(["1.5", "-2.25", ".5", "1e3"]))))])
        }
        let less = depth - 1
        switch Int.random(in: 0..<7, using: &random) {
        case 0: return Expression(.unary(pick([.minus, .plus]), numeric(less)))
        case 1: return cast(chance(4) ? column("s") : integer(less), "numeric(10, 2)")
        case 2: return conditional(.numeric, less)
        case 3: return call("coalesce", [numeric(less), numeric(less)])
        default: return arithmetic(numeric(less), numeric(less))
        }
    }

    // MARK: Texts

    mutating func text(_ depth: Int) -> Expression {
        guard depth > 0 else {
            return pick([
                column("s"), Expression(.literal(.string(pick(["a", "it's", "\\"])))),
                cast(Expression(.literal(.blob("00ff"))), "text"),
            ])
        }
        let less = depth - 1
        switch Int.random(in: 0..<9, using: &random) {
        case 0, 1: return Expression(.collate(text(less), Name("C")))
        case 2: return cast(expression(less), "text")
        case 3: return conditional(.text, less)
        case 4:
            let part = chance(2) ? column("j") : Expression(.binary(.arrow, column("j"), text(less)))
            return Expression(.binary(.longArrow, part, text(less)))
        case 5: return call("left", [text(less), cast(integer(less), "integer")])
        default: return Expression(.binary(.concatenate, text(less), text(less)))
        }
    }
}
