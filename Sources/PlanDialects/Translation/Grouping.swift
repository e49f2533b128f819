internal import PlanCatalog
internal import PlanSQL

/// How a query with aggregates treats columns that it neither groups by nor aggregates. SQLite takes them of one row of
/// the group (<https://sqlite.org/lang_select.html#bareagg>); PostgreSQL refuses them.
struct Grouping {
    let isGrouped: Bool
    let groups: [Expression]
    let tables: [Scope.Table]
    /// Puts the row that the columns are taken of first; empty where no table has a key.
    let order: [OrderingTerm]

    static let none = Grouping(isGrouped: false, groups: [], tables: [], order: [])

    func apply(to value: TypedExpression) -> TypedExpression {
        guard isGrouped else { return value }
        return value.mapping(rewritten)
    }

    func apply(to window: WindowDefinition) -> WindowDefinition {
        guard isGrouped else { return window }
        return WindowDefinition(
            base: window.base, partition: window.partition.map(rewritten),
            order: window.order.map { term in
                OrderingTerm(
                    expression: rewritten(term.expression), isDescending: term.isDescending, nulls: term.nulls)
            }, frame: window.frame)
    }

    private func rewritten(_ expression: Expression) -> Expression {
        if groups.contains(expression) { return expression }
        switch expression.kind {
        case .function(let call) where Self.aggregates.contains(call.name.value) && call.window == nil:
            return expression
        case .column(let column) where isBare(column):
            let all = FunctionCall(name: Name("array_agg"), arguments: .list([expression]), order: order)
            return Expression(.subscript(Expression(.function(all)), .integer(1)))
        default: return expression.mappingChildren { rewritten($0) }
        }
    }

    /// Whether a column is of this query and not decided by what is grouped by.
    private func isBare(_ column: ColumnName) -> Bool {
        guard let qualifier = column.table, let table = tables.first(where: { $0.qualifier == qualifier }) else {
            return false
        }
        let key = table.primaryKey.map { Expression(.column(ColumnName(table: qualifier, Name($0)))) }
        return key.isEmpty || !key.allSatisfy(groups.contains)
    }

    /// Aggregates of PostgreSQL that translations use.
    private static let aggregates: Set<String> = [
        "count", "sum", "avg", "min", "max", "string_agg", "array_agg", "json_agg", "jsonb_agg", "json_object_agg",
        "jsonb_object_agg", "bool_and", "bool_or",
    ]
}

extension SimpleSelect {
    /// The calls of aggregates that belong to this query: not those over a window, nor those of queries inside it.
    ///
    /// - Parameter order: what the query's results are put in order by.
    func aggregates(_ order: [OrderingTerm]) -> [FunctionCall] {
        var found: [FunctionCall] = []
        for column in columns {
            if case .expression(let expression, _) = column.kind { expression.collectAggregates(into: &found) }
        }
        having?.collectAggregates(into: &found)
        for term in order { term.expression.collectAggregates(into: &found) }
        return found
    }
}

extension [FunctionCall] {
    /// The min() or max() among aggregates if there is one of them only, maybe written several times: the columns
    /// beside it are those of its row.
    var soleExtreme: FunctionCall? {
        let extremes = filter { ["min", "max"].contains($0.name.value.asciiLowercased) }
        guard let first = extremes.first else { return nil }
        let areSame = extremes.allSatisfy { call in
            call.name.value.asciiLowercased == first.name.value.asciiLowercased
                && call.argumentList == first.argumentList && call.filter == first.filter
        }
        return areSame ? first : nil
    }
}

extension Expression {
    fileprivate func collectAggregates(into found: inout [FunctionCall]) {
        if case .function(let call) = kind, call.window == nil,
            FunctionRules.rule(call.name.value.asciiLowercased, count: call.argumentList.count)?.kind == .aggregate
        {
            found.append(call)
        }
        for child in children { child.collectAggregates(into: &found) }
    }
}
