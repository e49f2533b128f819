internal import PlanCatalog
internal import PlanDiagnostics
internal import PlanSQL

extension Translator {
    /// One `SELECT` or `VALUES` of a query, before its columns are written down.
    struct Core {
        /// With the query's tables and aliases in scope.
        let translator: Translator
        var columns: [TranslatedQuery.Column]
        let grouping: Grouping
        let isDistinct: Bool
        let isSingleRow: Bool
        /// All but the columns; nil for VALUES.
        let select: SimpleSelect?
        /// Rows of VALUES after the first, as the columns are.
        let rows: [[Expression]]

        var built: SelectCore {
            guard let select else { return .values([columns.map(\.value.expression)] + rows) }
            let columns = columns.map { column in
                let expression = column.value.expression
                return ResultColumn(
                    kind: .expression(expression, alias: expression.isNamed(column.name) ? nil : Name(column.name)))
            }
            return .select(
                SimpleSelect(
                    isDistinct: select.isDistinct, columns: columns, from: select.from, condition: select.condition,
                    groups: select.groups, having: select.having, windows: select.windows))
        }
    }

    func core(_ source: SelectCore) throws(Untranslatable) -> Core {
        switch source {
        case .select(let select): return try core(select)
        case .values(let rows): return try values(rows)
        }
    }

    private func core(_ source: SimpleSelect) throws(Untranslatable) -> Core {
        var inner = self
        inner.scope.frames.append(Scope.Frame())
        let from = try source.from.map { (from) throws(Untranslatable) in try inner.from(from) }
        var columns = try inner.resultColumns(source.columns)
        inner.addAliases(source.columns, columns)
        let condition = try source.condition.map { (condition) throws(Untranslatable) in
            try inner.condition(condition)
        }
        let groups = try map(source.groups) { (group) throws(Untranslatable) in try inner.group(group, columns) }
        let having = try source.having.map { (having) throws(Untranslatable) in try inner.condition(having) }
        let aggregates = source.aggregates
        let grouping = Grouping(
            isGrouped: !groups.isEmpty || !aggregates.isEmpty, groups: groups.map(inner.grouped),
            tables: inner.scope.frames.last?.tables ?? [],
            extreme: try inner.extreme(aggregates))
        for index in columns.indices { columns[index].value = grouping.apply(to: columns[index].value) }
        let windows = try map(source.windows) { (window) throws(Untranslatable) in
            NamedWindow(name: window.name, definition: try inner.window(window.definition))
        }
        if source.isDistinct {
            for index in columns.indices { columns[index].value = try inner.distinct(columns[index].value) }
        }
        if source.isDistinct, let json = columns.first(where: { $0.value.family == .json }) {
            throw Untranslatable("DISTINCT compares the texts of '\(json.name)', which is json", at: source.range)
        }
        return Core(
            translator: inner, columns: columns, grouping: grouping, isDistinct: source.isDistinct,
            isSingleRow: groups.isEmpty && !aggregates.isEmpty || source.from == nil,
            select: SimpleSelect(
                isDistinct: source.isDistinct, columns: [], from: from, condition: condition?.expression,
                groups: groups.map(inner.grouped), having: having.map { grouping.apply(to: $0).expression },
                windows: windows), rows: [])
    }

    private func values(_ rows: [[Expression]]) throws(Untranslatable) -> Core {
        let values = try map(rows) { (row) throws(Untranslatable) in
            try map(row) { (value) throws(Untranslatable) in try self.value(value) }
        }
        var columns: [TranslatedQuery.Column] = []
        var rest: [[Expression]] = Array(repeating: [], count: max(0, rows.count - 1))
        for index in values.first?.indices ?? 0..<0 {
            let unified = try unify(
                try map(values) { (row) throws(Untranslatable) in
                    guard index < row.count else {
                        throw Untranslatable("the rows of VALUES differ in length", .unresolved, at: rows[0][0].range)
                    }
                    return row[index]
                }, at: rows[0][index].range)
            var value = combined(unified[0].expression, unified)
            value.literal = rows.count == 1 ? unified[0].literal : nil
            columns.append(TranslatedQuery.Column(name: "column\(index + 1)", value: value))
            for row in rest.indices { rest[row].append(unified[row + 1].expression) }
        }
        return Core(
            translator: self, columns: columns, grouping: .none, isDistinct: false, isSingleRow: rows.count == 1,
            select: nil, rows: rest)
    }

    // MARK: Results

    private func resultColumns(_ sources: [ResultColumn]) throws(Untranslatable) -> [TranslatedQuery.Column] {
        var result: [TranslatedQuery.Column] = []
        for source in sources {
            switch source.kind {
            case .all:
                for table in scope.frames.last?.tables ?? [] {
                    result += try columns(of: table, at: source, named: nil)
                }
            case .allOf(let name):
                guard
                    let table = scope.frames.last?.tables.first(where: {
                        $0.name.asciiLowercased == name.value.asciiLowercased
                    })
                else { throw Untranslatable("there is no table '\(name.value)'", .unresolved, at: source.range) }
                result += try columns(of: table, at: source, named: name)
            case .expression(let expression, let alias):
                let value = try value(expression)
                result.append(
                    TranslatedQuery.Column(
                        name: alias?.value ?? expression.resultName ?? "column\(result.count + 1)", value: value))
            }
        }
        return result
    }

    /// The columns that `*` or `t.*` stands for. What the plan leaves out is left out here too.
    private func columns(
        of table: Scope.Table, at source: ResultColumn, named: Name?
    ) throws(Untranslatable) -> [TranslatedQuery.Column] {
        var result: [TranslatedQuery.Column] = []
        for column in table.columns {
            if named == nil, table.merged.contains(column.name.asciiLowercased) { continue }
            switch column.value {
            case .success(let value): result.append(TranslatedQuery.Column(name: column.name, value: value))
            case .failure(let failure) where failure.cause == .leftOut: continue
            case .failure(let failure): throw Untranslatable(failure.reason, failure.cause, at: source.range)
            }
        }
        return result
    }

    /// Makes the results known by their aliases, which SQLite allows in WHERE, GROUP BY and HAVING too.
    private mutating func addAliases(_ sources: [ResultColumn], _ columns: [TranslatedQuery.Column]) {
        guard sources.allSatisfy(\.isExpression), sources.count == columns.count else {
            // With a star among them, count from both ends would be needed; names do as well.
            for source in sources {
                if case .expression(_, let alias?) = source.kind,
                    let column = columns.first(where: { $0.name == alias.value })
                {
                    scope.frames[scope.frames.count - 1].aliases[alias.value.asciiLowercased] = column.value
                }
            }
            return
        }
        for (source, column) in zip(sources, columns) {
            if case .expression(_, let alias?) = source.kind {
                scope.frames[scope.frames.count - 1].aliases[alias.value.asciiLowercased] = column.value
            }
        }
    }

    /// A term of GROUP BY: an expression, or the number of a result.
    private func group(
        _ source: Expression, _ columns: [TranslatedQuery.Column]
    ) throws(Untranslatable) -> TypedExpression {
        guard case .literal(.integer(let digits)) = source.kind else { return try distinguishable(try value(source)) }
        guard let number = Int(digits), columns.indices.contains(number - 1) else {
            throw Untranslatable("the query has no column \(digits)", .unresolved, at: source.range)
        }
        return try distinguishable(columns[number - 1].value)
    }

    /// If the only aggregate is one min() or max(), its argument: the other columns are those of its row.
    private func extreme(_ aggregates: [FunctionCall]) throws(Untranslatable) -> Grouping.Extreme? {
        guard aggregates.count == 1, let call = aggregates.first, call.argumentList.count == 1,
            let source = call.argumentList.first
        else { return nil }
        let name = call.name.value.asciiLowercased
        guard name == "min" || name == "max" else { return nil }
        return Grouping.Extreme(
            order: orderingTerm(
                try value(source),
                OrderingTerm(expression: source, isDescending: name == "max", nulls: .last)))
    }
}

/// How a query with aggregates treats columns that it neither groups by nor aggregates. SQLite takes them of one row of
/// the group (<https://sqlite.org/lang_select.html#bareagg>); PostgreSQL refuses them.
struct Grouping {
    struct Extreme {
        /// Puts the row that the columns are taken of first.
        let order: OrderingTerm
    }

    let isGrouped: Bool
    let groups: [Expression]
    let tables: [Scope.Table]
    let extreme: Extreme?

    static let none = Grouping(isGrouped: false, groups: [], tables: [], extreme: nil)

    func apply(to value: TypedExpression) -> TypedExpression {
        guard isGrouped else { return value }
        return value.mapping(rewritten)
    }

    private func rewritten(_ expression: Expression) -> Expression {
        if groups.contains(expression) { return expression }
        switch expression.kind {
        case .function(let call) where Self.aggregates.contains(call.name.value) && call.window == nil:
            return expression
        case .column(let column) where isBare(column):
            let order = extreme.map { [$0.order] } ?? []
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

extension ResultColumn {
    fileprivate var isExpression: Bool {
        if case .expression = kind { return true }
        return false
    }
}

extension Expression {
    /// What SQLite calls a result without an alias, where that is a column.
    fileprivate var resultName: String? {
        if case .column(let column) = kind { return column.name.value }
        return nil
    }
}

extension SimpleSelect {
    /// The calls of aggregates that belong to this query: not those over a window, nor those of queries inside it.
    fileprivate var aggregates: [FunctionCall] {
        var found: [FunctionCall] = []
        for column in columns {
            if case .expression(let expression, _) = column.kind { expression.collectAggregates(into: &found) }
        }
        having?.collectAggregates(into: &found)
        return found
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
