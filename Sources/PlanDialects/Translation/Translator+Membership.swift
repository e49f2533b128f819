internal import PlanDiagnostics
internal import PlanSQL

/// `IN`, of lists and of queries (<https://sqlite.org/lang_expr.html#in_op>).
extension Translator {
    func membership(_ membership: Membership, at range: SourceRange) throws(Untranslatable) -> TypedExpression {
        switch membership.group {
        case .list(let elements):
            if elements.isEmpty { return truthValue(.boolean(membership.isNegated), .immutable) }
            return try self.membership(of: membership.operand, isNegated: membership.isNegated, in: elements, at: range)
        case .select(let query): return try self.membership(membership, in: query, at: range)
        case .table(let name):
            let all = SelectStatement(
                first: .select(
                    SimpleSelect(
                        columns: [ResultColumn(kind: .all, range: range)],
                        from: FromClause(first: TableReference(kind: .table(name, nil), range: range)))), range: range)
            return try self.membership(membership, in: all, at: range)
        case .function(let name, _):
            throw Untranslatable("'\(name.name.value)' is a table that a function makes", at: range)
        }
    }

    private func membership(
        of operand: Expression, isNegated: Bool, in elements: [Expression], at range: SourceRange
    ) throws(Untranslatable) -> TypedExpression {
        if case .row = operand.kind { throw Untranslatable("a row is looked for in a list", at: range) }
        let left = try value(operand)
        let rights = try map(elements) { (element) throws(Untranslatable) in
            // Elements have no affinity and no collation of their own here, whatever they are; only where there is one
            // does an operator on it count.
            var right = try value(element)
            right.affinity = nil
            if elements.count > 1 || !right.collation.isExplicit { right.collation = .none }
            return right
        }
        if let membership = try membership(ofPart: left, in: rights, isNegated: isNegated) { return membership }
        var list: [Expression] = []
        var first: Expression?
        var volatility = left.volatility
        for right in rights {
            let operands = try operands(.equal, left, right, at: right.range)
            guard operands.symbol == .equal, first == nil || first == operands.left else {
                throw Untranslatable("the list has values of several types", at: right.range)
            }
            first = operands.left
            list.append(operands.right)
            volatility = max(volatility, right.volatility, operands.volatility)
        }
        return truthValue(
            Expression(
                .membership(Membership(operand: first ?? left.expression, isNegated: isNegated, group: .list(list)))),
            volatility)
    }

    private func membership(
        _ membership: Membership, in query: SelectStatement, at range: SourceRange
    ) throws(Untranslatable) -> TypedExpression {
        let lefts: [Expression]
        if case .row(let elements) = membership.operand.kind { lefts = elements } else { lefts = [membership.operand] }
        var result = try select(query)
        guard lefts.count == result.columns.count else {
            throw Untranslatable(
                "\(lefts.count) columns are looked for among \(result.columns.count)", .unresolved, at: range)
        }
        var values: [Expression] = []
        var changed: [Int: Expression] = [:]
        for (index, (left, column)) in zip(lefts, result.columns).enumerated() {
            let left = try value(left)
            var right = column.value
            // A name that no query has: what the comparison makes of it tells whether the query would have to change.
            right.expression = TranslatedQuery.placeholder
            (right.literal, right.json) = (nil, nil)
            let operands = try operands(.equal, left, right, at: range)
            if operands.right != right.expression, right.storage == .any { changed[index] = operands.right }
            guard operands.right == right.expression || right.storage == .any, operands.symbol == .equal else {
                throw Untranslatable(
                    "\(left.type.name.withArticle) is looked for among values of type \(right.type.name.rawValue)",
                    at: range)
            }
            values.append(operands.left)
        }
        let operand = values.count == 1 ? values[0] : Expression(.row(values))
        result = result.replacing(changed)
        return truthValue(
            Expression(
                .membership(
                    Membership(operand: operand, isNegated: membership.isNegated, group: .select(result.statement)))),
            .stable)
    }
}
