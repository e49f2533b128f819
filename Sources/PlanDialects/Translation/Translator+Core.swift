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
            return .select(select.with(columns: columns))
        }
    }

    /// - Parameter order: what the query's results are put in order by, where that may hold aggregates.
    func core(_ source: SelectCore, order: [OrderingTerm] = []) throws(Untranslatable) -> Core {
        switch source {
        case .select(let select): return try core(select, order)
        case .values(let rows): return try values(rows)
        }
    }

    private func core(_ source: SimpleSelect, _ order: [OrderingTerm]) throws(Untranslatable) -> Core {
        var inner = self
        inner.scope.frames.append(Scope.Frame())
        let from = try source.from.map { (from) throws(Untranslatable) in try inner.from(from) }
        var columns = try inner.resultColumns(source.columns)
        inner.addAliases(source.columns, columns)
        let condition = try source.condition.map { (condition) throws(Untranslatable) in
            try inner.condition(condition)
        }
        var groups = try map(source.groups) { (group) throws(Untranslatable) in try inner.group(group, columns) }
        let having = try source.having.map { (having) throws(Untranslatable) in try inner.condition(having) }
        let aggregates = source.aggregates(order)
        for call in aggregates where inner.belongsOutside(call) {
            throw Untranslatable(
                "'\(call.name.value)' is computed over rows of the query around this one", at: call.name.range)
        }
        var isDistinct = source.isDistinct
        if isDistinct {
            let keys = try map(columns) { (column) throws(Untranslatable) in try inner.key(column.value) }
            // Texts that differ and count as one: to group by them is what finds one of each.
            if columns.contains(where: { $0.value.isFolded }) {
                guard groups.isEmpty, aggregates.isEmpty, !keys.contains(where: { $0.contains(where: \.isOverWindow) })
                else {
                    throw Untranslatable("DISTINCT is asked of groups or windows, in a collation", at: source.range)
                }
                groups = keys
                isDistinct = false
            }
        }
        let grouping = Grouping(
            isGrouped: !groups.isEmpty || !aggregates.isEmpty, groups: groups,
            tables: inner.scope.frames.last?.tables ?? [], order: try inner.representative(aggregates))
        for index in columns.indices {
            columns[index].value = grouping.apply(to: columns[index].value)
            if source.isDistinct { columns[index].value = try inner.distinct(columns[index].value) }
        }
        let windows = try map(source.windows) { (window) throws(Untranslatable) in
            NamedWindow(name: window.name, definition: grouping.apply(to: try inner.window(window.definition)))
        }
        return Core(
            translator: inner, columns: columns, grouping: grouping, isDistinct: isDistinct,
            isSingleRow: groups.isEmpty && !aggregates.isEmpty || source.from == nil,
            select: SimpleSelect(
                isDistinct: isDistinct, columns: [], from: from, condition: condition?.expression, groups: groups,
                having: having.map { grouping.apply(to: $0).expression }, windows: windows), rows: [])
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
                    for column in table.columns {
                        let key = column.name.asciiLowercased
                        if table.merged.contains(key) { continue }
                        let value = table.joined[key].map { .success($0) } ?? column.value
                        if let value = try carried(value, at: source) {
                            result.append(.init(name: column.name, value: value))
                        }
                    }
                }
            case .allOf(let name):
                guard
                    let table = scope.frames.last?.tables.first(where: {
                        $0.name.asciiLowercased == name.value.asciiLowercased
                    })
                else { throw Untranslatable("there is no table '\(name.value)'", .unresolved, at: source.range) }
                for column in table.columns {
                    if let value = try carried(column.value, at: source) {
                        result.append(.init(name: column.name, value: value))
                    }
                }
            case .expression(let expression, let alias):
                let name = alias?.value ?? expression.resultName ?? "column\(result.count + 1)"
                result.append(TranslatedQuery.Column(name: name, value: try value(expression)))
            }
        }
        return result
    }

    /// A column that a star stands for; nil if the plan leaves it out, and so a star too.
    private func carried(
        _ value: Result<TypedExpression, Untranslatable>, at source: ResultColumn
    ) throws(Untranslatable) -> TypedExpression? {
        switch value {
        case .success(let value): return value
        case .failure(let failure) where failure.cause == .leftOut: return nil
        case .failure(let failure): throw Untranslatable(failure.reason, failure.cause, at: source.range)
        }
    }

    /// Makes the results known by their aliases, which SQLite allows in WHERE, GROUP BY and HAVING too.
    private mutating func addAliases(_ sources: [ResultColumn], _ columns: [TranslatedQuery.Column]) {
        let frame = scope.frames.count - 1
        for source in sources {
            guard case .expression(_, let alias?) = source.kind else { continue }
            let key = alias.value.asciiLowercased
            // The last of that name: a star before it may have a column of the name, which names that column anyway.
            scope.frames[frame].aliases[key] = columns.last { $0.name.asciiLowercased == key }?.value
        }
    }

    // MARK: Groups

    /// A term of GROUP BY: an expression, or the number of a result.
    private func group(
        _ source: Expression, _ columns: [TranslatedQuery.Column]
    ) throws(Untranslatable) -> Expression {
        guard case .literal(.integer(let digits)) = source.kind else { return try key(try value(source)) }
        guard let number = Int(digits), columns.indices.contains(number - 1) else {
            throw Untranslatable("the query has no column \(digits)", .unresolved, at: source.range)
        }
        return try key(columns[number - 1].value)
    }

    /// Whether an aggregate has columns, and all are of queries around this one: it is then an aggregate of those.
    private func belongsOutside(_ call: FunctionCall) -> Bool {
        let names = (call.argumentList + [call.filter].compactMap { $0 }).flatMap(\.columnNames)
        guard let own = scope.frames.last, !names.isEmpty else { return false }
        let outside = scope.frames.dropLast().map { frame in
            Scope.Frame(tables: frame.tables.filter { !$0.needsItsName }, aliases: frame.aliases)
        }
        func has(_ frames: [Scope.Frame], _ name: ColumnName) -> Bool {
            // A column that cannot be used is one nevertheless.
            do throws(Untranslatable) { return try Scope(frames: frames).lookUp(name, at: 0..<0) != nil } catch {
                return true
            }
        }
        return names.allSatisfy { !has([own], $0) && has(Array(outside), $0) }
    }

    private func key(_ value: TypedExpression) throws(Untranslatable) -> Expression {
        // A constant alone would be the position of a column, or an error.
        value.literal == nil ? try grouped(value) : value.expression.cast(to: value.type)
    }

    /// What puts the row first that columns beside aggregates are taken of. Where SQLite takes any, it is the one with
    /// the least keys, so that the same data gives the same answer each time.
    private func representative(_ aggregates: [FunctionCall]) throws(Untranslatable) -> [OrderingTerm] {
        let keys = (scope.frames.last?.tables ?? []).flatMap { table in
            table.qualifier == nil
                ? [] : table.primaryKey.map { ColumnName(table: table.qualifier, Name($0)) }
        }
        return try extreme(aggregates) + keys.map { OrderingTerm(expression: Expression(.column($0))) }
    }

    /// What puts the row of the only min() or max() first.
    private func extreme(_ aggregates: [FunctionCall]) throws(Untranslatable) -> [OrderingTerm] {
        guard let call = aggregates.soleExtreme, let source = call.argumentList.first else { return [] }
        var order: [OrderingTerm] = []
        if let filter = call.filter {
            let isCounted = Expression(.binary(.is, try condition(filter).expression, .boolean(true)))
            order.append(OrderingTerm(expression: isCounted, isDescending: true))
        }
        let isGreatest = call.name.value.asciiLowercased == "max"
        let term = OrderingTerm(expression: source, isDescending: isGreatest, nulls: .last, range: source.range)
        return order + [try orderingTerm(term)]
    }
}

extension TypedExpression {
    /// Whether several texts count as one.
    var isFolded: Bool { family == .text && collation.kind != .binary }
}

extension SimpleSelect {
    /// The same with other columns.
    func with(columns: [ResultColumn]) -> SimpleSelect {
        SimpleSelect(
            isDistinct: isDistinct, columns: columns, from: from, condition: condition, groups: groups,
            having: having, windows: windows)
    }
}

extension Expression {
    /// The names of columns in it, those inside queries apart.
    fileprivate var columnNames: [ColumnName] {
        if case .column(let name) = kind { return [name] }
        return children.flatMap(\.columnNames)
    }

    fileprivate var isOverWindow: Bool {
        if case .function(let call) = kind { return call.window != nil }
        return false
    }

    /// What SQLite calls a result without an alias, where that is a column.
    fileprivate var resultName: String? {
        if case .column(let column) = kind { return column.name.value }
        return nil
    }
}
