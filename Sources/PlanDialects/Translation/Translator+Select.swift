internal import PlanCatalog
internal import PlanDiagnostics
package import PlanSQL

/// Queries (<https://sqlite.org/lang_select.html>).
extension Translator {
    /// Translates a query that stands inside a statement.
    package func select(_ source: SelectStatement) throws(Untranslatable) -> TranslatedQuery {
        var inner = self
        let with = try source.with.map { (with) throws(Untranslatable) in try inner.with(with) }
        var query = source.compounds.isEmpty ? try inner.single(source) : try inner.compound(source)
        query.statement = query.statement.prepending(with)
        return query
    }

    /// Translates the query of a view: each column has a name of its own, and truth values that the query computes are
    /// the integers that SQLite gives.
    package func view(_ source: SelectStatement) throws(Untranslatable) -> TranslatedQuery {
        var query = try parted(try select(source).named)
        // A column of a table has the affinity that its type gives it, and stays what the table's column is.
        let isComputed = query.columns.map { $0.value.family == .boolean && $0.value.affinity == nil }
        guard isComputed.contains(true) else { return query }
        if !query.statement.isSimple { query = query.asTable }
        query.setColumns { index, expression in isComputed[index] ? expression.cast(to: .integer) : expression }
        for index in isComputed.indices where isComputed[index] {
            query.columns[index].value.type = PostgresType(.integer)
        }
        return query
    }

    private func single(_ source: SelectStatement) throws(Untranslatable) -> TranslatedQuery {
        let core = try core(source.first, order: source.order)
        let columns = core.columns.map { TranslatedQuery.Column(name: $0.name, value: $0.value) }
        let isSingleRow = core.isSingleRow || source.limit?.isOne == true
        let query = TranslatedQuery(
            statement: SelectStatement(first: core.built), columns: columns, isSingleRow: isSingleRow)
        // PostgreSQL puts distinct rows in order by their columns only.
        if core.isDistinct, !source.order.isEmpty { return try ordered(query, source, [core]) }
        let order = try map(source.order) { (term) throws(Untranslatable) -> OrderingTerm? in
            let index = try position(of: term, among: columns, [])
            var value =
                if let index { columns[index].value } else {
                    core.grouping.apply(to: try core.translator.value(term.expression))
                }
            // A constant would be the position of a column, or an error.
            if value.literal != nil { return nil }
            if let collation = term.collation { value.collation = collation }
            return try orderingTerm(value, term)
        }
        return TranslatedQuery(
            statement: SelectStatement(
                first: core.built, order: order.compactMap { $0 }, limit: try limit(source.limit)),
            columns: columns, isSingleRow: isSingleRow)
    }

    // MARK: ORDER BY

    /// A query whose results are put in order from outside: PostgreSQL takes the names of columns there and nothing else.
    ///
    /// - Parameter cores: of the query, in whose words the source may speak of a column.
    func ordered(
        _ query: TranslatedQuery, _ source: SelectStatement, _ cores: [Core]
    ) throws(Untranslatable) -> TranslatedQuery {
        var result = query.asTable
        let order = try map(source.order) { (term) throws(Untranslatable) in
            guard let index = try position(of: term, among: query.columns, cores) else {
                throw Untranslatable("the query is put in order by something that is no column of it", at: term.range)
            }
            var value = result.columns[index].value
            if let collation = term.collation { value.collation = collation }
            return try orderingTerm(value, term)
        }
        result.statement = SelectStatement(first: result.statement.first, order: order, limit: try limit(source.limit))
        result.isSingleRow = query.isSingleRow || source.limit?.isOne == true
        return result
    }

    /// The parts of JSON documents among the results as the texts that they are.
    private func parted(_ query: TranslatedQuery) throws(Untranslatable) -> TranslatedQuery {
        var changed: [Int: Expression] = [:]
        var result = query
        for (index, column) in query.columns.enumerated() where Self.isPart(column.value) {
            var value = column.value
            (value.expression, value.json) = (TranslatedQuery.placeholder, nil)
            changed[index] = text(ofPart: value)
            result.columns[index].value.type = PostgresType(.text)
            result.columns[index].value.json = nil
        }
        guard !changed.isEmpty else { return query }
        guard query.statement.compounds.isEmpty, case .select(let core) = query.statement.first, !core.isDistinct,
            core.columns.count == query.columns.count
        else {
            result.statement = query.replacing(changed).statement
            return result
        }
        let columns = zip(core.columns, query.columns).enumerated().map { index, pair in
            guard changed[index] != nil, case .expression = pair.0.kind else { return pair.0 }
            return ResultColumn(kind: .expression(text(ofPart: pair.1.value), alias: Name(pair.1.name)))
        }
        result.statement = SelectStatement(
            with: query.statement.with,
            first: .select(
                SimpleSelect(
                    columns: columns, from: core.from, condition: core.condition, groups: core.groups,
                    having: core.having, windows: core.windows)), order: query.statement.order,
            limit: query.statement.limit)
        return result
    }

    /// Which column of the result a term of ORDER BY means: by its number, its alias or as the same expression.
    private func position(
        of term: OrderingTerm, among columns: [TranslatedQuery.Column], _ cores: [Core]
    ) throws(Untranslatable) -> Int? {
        let expression = term.expressionAlone
        switch expression.kind {
        case .literal(.integer(let digits)):
            guard let number = Int(digits), columns.indices.contains(number - 1) else {
                throw Untranslatable("the query has no column \(digits)", .unresolved, at: term.range)
            }
            return number - 1
        case .column(let name) where name.table == nil:
            let index = columns.firstIndex { $0.name.asciiLowercased == name.name.value.asciiLowercased }
            if let index { return index }
        default: break
        }
        for core in cores {
            guard let value = try? core.translator.value(expression) else { continue }
            let wanted = core.grouping.apply(to: value).expression
            if let index = core.columns.firstIndex(where: { $0.value.expression == wanted }) { return index }
        }
        return nil
    }

    // MARK: LIMIT

    private func limit(_ clause: LimitClause?) throws(Untranslatable) -> LimitClause? {
        guard let clause else { return nil }
        let count = try integer(of: try value(clause.count))
        var offset = try clause.offset.map { (offset) throws(Untranslatable) in try integer(of: try value(offset)) }
        // A negative offset is none to SQLite, and a negative count no limit; both are errors to PostgreSQL.
        if offset?.isNegativeConstant == true { offset = nil }
        guard case .integer? = count.literal else {
            throw Untranslatable("LIMIT is no constant", at: clause.count.range)
        }
        if count.isNegativeConstant { return offset.map { LimitClause(count: .null, offset: $0.expression) } }
        return LimitClause(count: count.expression, offset: offset?.expression)
    }
}

extension TypedExpression {
    fileprivate var isNegativeConstant: Bool {
        if case .integer(let digits)? = literal { return digits.hasPrefix("-") }
        return false
    }
}

extension OrderingTerm {
    /// What a COLLATE around the whole term names.
    fileprivate var collation: Collation? {
        if case .collate(_, let name) = expression.kind { return Collation(operator: name.value) }
        return nil
    }

    /// The term without a COLLATE around it.
    fileprivate var expressionAlone: Expression {
        if case .collate(let inner, _) = expression.kind { return inner }
        return expression
    }
}

extension LimitClause {
    fileprivate var isOne: Bool { count.kind == .literal(.integer("1")) }
}

extension SelectStatement {
    fileprivate func prepending(_ clause: WithClause?) -> SelectStatement {
        guard let clause else { return self }
        return SelectStatement(with: clause, first: first, compounds: compounds, order: order, limit: limit)
    }

    /// Whether it is one SELECT.
    fileprivate var isSimple: Bool {
        guard compounds.isEmpty, case .select = first else { return false }
        return true
    }
}
