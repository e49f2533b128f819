extension Expression {
    /// A copy in which every direct part that is an expression is replaced. Queries inside it are left as they are.
    package func mappingChildren<Failure>(
        _ transform: (Expression) throws(Failure) -> Expression
    ) throws(Failure) -> Expression {
        func map(_ list: [Expression]) throws(Failure) -> [Expression] {
            var result: [Expression] = []
            for element in list { result.append(try transform(element)) }
            return result
        }
        func map(_ value: Expression?) throws(Failure) -> Expression? {
            guard let value else { return nil }
            return try transform(value)
        }
        let mapped: Kind
        switch kind {
        case .literal, .column, .parameter, .exists, .subquery, .raise: return self
        case .unary(let symbol, let value): mapped = .unary(symbol, try transform(value))
        case .binary(let symbol, let left, let right):
            mapped = .binary(symbol, try transform(left), try transform(right))
        case .collate(let value, let name): mapped = .collate(try transform(value), name)
        case .isNull(let value): mapped = .isNull(try transform(value))
        case .isNotNull(let value): mapped = .isNotNull(try transform(value))
        case .pattern(let match):
            mapped = .pattern(
                PatternMatch(
                    operand: try transform(match.operand), isNegated: match.isNegated, comparison: match.comparison,
                    pattern: try transform(match.pattern), escape: try map(match.escape)))
        case .between(let between):
            mapped = .between(
                Between(
                    operand: try transform(between.operand), isNegated: between.isNegated,
                    lower: try transform(between.lower), upper: try transform(between.upper)))
        case .membership(let membership):
            let group: Membership.Group =
                switch membership.group {
                case .list(let elements): .list(try map(elements))
                case .select, .table: membership.group
                case .function(let name, let arguments): .function(name, try map(arguments))
                }
            mapped = .membership(
                Membership(
                    operand: try transform(membership.operand), isNegated: membership.isNegated, group: group))
        case .conditional(let conditional):
            var branches: [CaseExpression.Branch] = []
            for branch in conditional.branches {
                branches.append(
                    .init(condition: try transform(branch.condition), result: try transform(branch.result)))
            }
            mapped = .conditional(
                CaseExpression(
                    operand: try map(conditional.operand), branches: branches,
                    otherwise: try map(conditional.otherwise)))
        case .cast(let value, let type): mapped = .cast(try transform(value), type)
        case .function(let call): mapped = .function(try call.mappingChildren(transform))
        case .row(let elements): mapped = .row(try map(elements))
        case .array(let elements): mapped = .array(try map(elements))
        case .subscript(let value, let index): mapped = .subscript(try transform(value), try transform(index))
        }
        return Expression(mapped, range: range)
    }

    /// The direct parts that are expressions.
    package var children: [Expression] {
        var result: [Expression] = []
        _ = mappingChildren { child in
            result.append(child)
            return child
        }
        return result
    }

    /// Whether the expression or one inside it is such a one; queries inside it are not looked into.
    package func contains(where predicate: (Expression) -> Bool) -> Bool {
        predicate(self) || children.contains { $0.contains(where: predicate) }
    }
}

extension FunctionCall {
    /// A copy in which every argument, and every expression of its clauses, is replaced.
    func mappingChildren<Failure>(
        _ transform: (Expression) throws(Failure) -> Expression
    ) throws(Failure) -> FunctionCall {
        func map(_ list: [Expression]) throws(Failure) -> [Expression] {
            var result: [Expression] = []
            for element in list { result.append(try transform(element)) }
            return result
        }
        func map(_ terms: [OrderingTerm]) throws(Failure) -> [OrderingTerm] {
            var result: [OrderingTerm] = []
            for term in terms {
                result.append(
                    OrderingTerm(
                        expression: try transform(term.expression), isDescending: term.isDescending, nulls: term.nulls))
            }
            return result
        }
        let arguments: Arguments =
            switch arguments {
            case .star: .star
            case .list(let list): .list(try map(list))
            case .distinct(let list): .distinct(try map(list))
            }
        let window: Window?
        switch self.window {
        case nil: window = nil
        case .named(let name)?: window = .named(name)
        case .defined(let definition)?:
            window = .defined(
                WindowDefinition(
                    base: definition.base, partition: try map(definition.partition), order: try map(definition.order),
                    frame: definition.frame))
        }
        var filter: Expression?
        if let condition = self.filter { filter = try transform(condition) }
        return FunctionCall(
            schema: schema, name: name, arguments: arguments, order: try map(order), filter: filter, window: window)
    }
}
