internal import PlanCatalog
internal import PlanDiagnostics
package import PlanSQL

/// Queries (<https://sqlite.org/lang_select.html>).
extension Translator {
    /// Translates a query that stands inside a statement.
    package func select(_ source: SelectStatement) throws(Untranslatable) -> TranslatedQuery {
        var inner = self
        let with = try source.with.map { (with) throws(Untranslatable) in try inner.with(with) }
        var query =
            source.compounds.isEmpty ? try inner.single(source) : try inner.compound(source)
        query.statement = query.statement.prepending(with)
        return query
    }

    /// Translates the query of a view: truth values that it computes are the integers that SQLite gives.
    package func view(_ source: SelectStatement) throws(Untranslatable) -> TranslatedQuery {
        let query = try parted(try select(source))
        let isComputed = query.columns.contains { $0.value.family == .boolean && !$0.value.expression.isColumn }
        guard isComputed, source.compounds.isEmpty, case .select(let core) = query.statement.first,
            core.columns.count == query.columns.count
        else { return query }
        var result = query
        var columns: [ResultColumn] = []
        for (index, column) in core.columns.enumerated() {
            guard result.columns[index].value.family == .boolean, !result.columns[index].value.expression.isColumn,
                case .expression(let expression, let alias) = column.kind
            else {
                columns.append(column)
                continue
            }
            columns.append(ResultColumn(kind: .expression(expression.cast(to: .integer), alias: alias)))
            result.columns[index].value.type = PostgresType(.integer)
        }
        result.statement = SelectStatement(
            with: query.statement.with,
            first: .select(
                SimpleSelect(
                    isDistinct: core.isDistinct, columns: columns, from: core.from, condition: core.condition,
                    groups: core.groups, having: core.having, windows: core.windows)), order: query.statement.order,
            limit: query.statement.limit)
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

    // MARK: WITH

    private mutating func with(_ clause: WithClause) throws(Untranslatable) -> WithClause {
        var tables: [CommonTable] = []
        for table in clause.tables {
            let query =
                clause.isRecursive && table.query.reads(table.name.value)
                ? try recursive(table) : try named(table, in: self)
            relations.add(Self.shape(of: table, query))
            tables.append(
                CommonTable(
                    name: table.name, columns: table.columns, materialization: table.materialization,
                    query: query.statement))
        }
        return WithClause(isRecursive: clause.isRecursive, tables: tables)
    }

    private func named(_ table: CommonTable, in translator: Translator) throws(Untranslatable) -> TranslatedQuery {
        try translator.select(table.query).named
    }

    /// A table that reads itself has the columns of its first part.
    private func recursive(_ table: CommonTable) throws(Untranslatable) -> TranslatedQuery {
        let start = SelectStatement(with: table.query.with, first: table.query.first, range: table.query.range)
        var inner = self
        inner.relations.add(Self.shape(of: table, try named(CommonTable(name: table.name, query: start), in: self)))
        return try named(table, in: inner)
    }

    private static func shape(of table: CommonTable, _ query: TranslatedQuery) -> RelationShape {
        RelationShape(
            name: table.name.value, target: RelationName(table.name),
            columns: query.columns.enumerated().map { index, column in
                let name = index < table.columns.count ? table.columns[index].value : column.name
                return RelationShape.Column(name: name, target: name, column.value)
            })
    }

    // MARK: Compounds

    private func compound(_ source: SelectStatement) throws(Untranslatable) -> TranslatedQuery {
        var cores = [try core(source.first)]
        for compound in source.compounds { cores.append(try core(compound.core)) }
        let width = cores[0].columns.count
        guard cores.allSatisfy({ $0.columns.count == width }) else {
            throw Untranslatable(
                "the parts of the query differ in their number of columns", .unresolved, at: source.range)
        }
        for column in 0..<width {
            let unified = try unify(cores.map { $0.columns[column].value }, at: source.range)
            for index in cores.indices {
                // Alone, NULL would make the column a text.
                if unified[index].isNull, let known = unified.first(where: { !$0.isNull }) {
                    cores[index].columns[column].value.expression = Expression.null.cast(to: known.type)
                } else {
                    cores[index].columns[column].value.expression = unified[index].expression
                }
            }
            if source.compounds.contains(where: { $0.operator != .unionAll }) {
                for index in cores.indices {
                    cores[index].columns[column].value = try distinct(cores[index].columns[column].value)
                }
            }
            let result = combined(cores[0].columns[column].value.expression, unified)
            cores[0].columns[column].value.type = result.type
            cores[0].columns[column].value.storage = result.storage
            cores[0].columns[column].value.timeFormat = result.timeFormat
        }
        let columns = cores[0].columns.map { column in
            var value = column.value
            (value.literal, value.affinity, value.json) = (nil, nil, nil)
            return TranslatedQuery.Column(name: column.name, value: value)
        }
        let all = SelectStatement(
            first: cores[0].built,
            compounds: zip(source.compounds, cores.dropFirst()).map { .init(operator: $0.operator, core: $1.built) })
        let query = TranslatedQuery(statement: all, columns: columns, isSingleRow: false)
        guard !source.order.isEmpty || source.limit != nil else { return query }
        return try ordered(query.named, source)
    }

    /// A query whose results are put in order from outside: PostgreSQL takes the names of columns there and nothing else.
    private func ordered(_ query: TranslatedQuery, _ source: SelectStatement) throws(Untranslatable) -> TranslatedQuery
    {
        let label = Name("rows")
        let values = query.columns.map { column in
            var value = column.value
            value.expression = Expression(.column(ColumnName(table: label, Name(column.name))))
            (value.literal, value.json) = (nil, nil)
            return TranslatedQuery.Column(name: column.name, value: value)
        }
        var order: [OrderingTerm] = []
        for term in source.order {
            guard let column = try resultColumn(term, among: values) else {
                throw Untranslatable("the query is put in order by something that is no column of it", at: term.range)
            }
            order.append(orderingTerm(try distinguishable(column), term))
        }
        let outer = SimpleSelect(
            columns: values.map {
                ResultColumn(kind: .expression($0.value.expression, alias: nil))
            }, from: FromClause(first: TableReference(kind: .subquery(query.statement), alias: label)))
        return TranslatedQuery(
            statement: SelectStatement(first: .select(outer), order: order, limit: try limit(source.limit)),
            columns: values, isSingleRow: source.limit?.isOne == true)
    }

    // MARK: One core

    private func single(_ source: SelectStatement) throws(Untranslatable) -> TranslatedQuery {
        let core = try core(source.first)
        let columns = core.columns.map { TranslatedQuery.Column(name: $0.name, value: $0.value) }
        let query = TranslatedQuery(
            statement: SelectStatement(first: core.built), columns: columns,
            isSingleRow: core.isSingleRow || source.limit?.isOne == true)
        if core.isDistinct, !source.order.isEmpty { return try ordered(query.named, source) }
        var order: [OrderingTerm] = []
        for term in source.order {
            let value =
                if let column = try resultColumn(term, among: columns) { column } else {
                    core.grouping.apply(to: try core.translator.value(term.expression))
                }
            if value.literal == nil { order.append(orderingTerm(try distinguishable(value), term)) }
        }
        return TranslatedQuery(
            statement: SelectStatement(first: core.built, order: order, limit: try limit(source.limit)),
            columns: columns, isSingleRow: query.isSingleRow)
    }

    /// The column of the result that a term of ORDER BY means: by its number, its alias or its text.
    private func resultColumn(
        _ term: OrderingTerm, among columns: [TranslatedQuery.Column]
    ) throws(Untranslatable) -> TypedExpression? {
        var (expression, collation): (Expression, Collation?) = (term.expression, nil)
        if case .collate(let inner, let name) = expression.kind {
            (expression, collation) = (inner, Collation(operator: name.value))
        }
        var found: TypedExpression?
        switch expression.kind {
        case .literal(.integer(let digits)):
            guard let number = Int(digits), columns.indices.contains(number - 1) else {
                throw Untranslatable("the query has no column \(digits)", .unresolved, at: term.range)
            }
            found = columns[number - 1].value
        case .column(let name) where name.table == nil:
            found = columns.first { $0.name.asciiLowercased == name.name.value.asciiLowercased }?.value
        default: break
        }
        if let collation { found?.collation = collation }
        found?.literal = nil
        return found
    }

    private func limit(_ clause: LimitClause?) throws(Untranslatable) -> LimitClause? {
        guard let clause else { return nil }
        let count = try integer(of: try value(clause.count))
        let offset = try clause.offset.map { (offset) throws(Untranslatable) in
            try integer(of: try value(offset)).expression
        }
        // A negative count is no limit to SQLite, and an error to PostgreSQL.
        guard case .integer(let digits)? = count.literal else {
            throw Untranslatable("LIMIT is no constant", at: clause.count.range)
        }
        if digits.hasPrefix("-") {
            return offset.map { LimitClause(count: .null, offset: $0) }
        }
        return LimitClause(count: count.expression, offset: offset)
    }
}

extension TranslatedQuery {
    /// The same with a name of its own for each column, so that a query around it can speak of them.
    var named: TranslatedQuery {
        guard case .select(let core) = statement.first, core.columns.count == columns.count else { return self }
        var taken: Set<String> = []
        var names: [String] = []
        for column in columns {
            var name = column.name
            var number = 0
            while !taken.insert(name.asciiLowercased).inserted {
                number += 1
                name = "\(column.name):\(number)"
            }
            names.append(name)
        }
        var result = self
        result.columns = zip(names, columns).map { Column(name: $0, value: $1.value) }
        let aliased = zip(core.columns, names).map { column, name in
            guard case .expression(let expression, _) = column.kind else { return column }
            return ResultColumn(kind: .expression(expression, alias: expression.isNamed(name) ? nil : Name(name)))
        }
        result.statement = SelectStatement(
            with: statement.with,
            first: .select(
                SimpleSelect(
                    isDistinct: core.isDistinct, columns: aliased, from: core.from, condition: core.condition,
                    groups: core.groups, having: core.having, windows: core.windows)),
            compounds: statement.compounds, order: statement.order, limit: statement.limit)
        return result
    }
}

extension Expression {
    var isColumn: Bool {
        if case .column = kind { return true }
        return false
    }

    /// Whether it is a column that a result calls so without an alias.
    func isNamed(_ name: String) -> Bool {
        if case .column(let column) = kind { return column.name.value == name }
        return false
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

    /// Whether a FROM clause of one of its parts names a table, as a recursive query does.
    fileprivate func reads(_ table: String) -> Bool {
        ([first] + compounds.map(\.core)).contains { core in
            guard case .select(let select) = core else { return false }
            return select.from?.tables.contains { reference in
                if case .table(let name, _) = reference.kind {
                    return name.schema == nil && name.name.value.asciiLowercased == table.asciiLowercased
                }
                return false
            } ?? false
        }
    }
}

extension FromClause {
    /// The operands of all joins, those in parentheses included.
    var tables: [TableReference] {
        ([first] + joins.map(\.table)).flatMap { reference in
            if case .join(let clause) = reference.kind { return clause.tables }
            return [reference]
        }
    }
}

extension RelationShape.Column {
    /// The column that a query's result is.
    package init(name: String, target: String, _ value: TypedExpression) {
        self.init(
            name: name, target: target, type: value.type, storage: value.storage, affinity: value.affinity,
            collation: value.collation, timeFormat: value.timeFormat)
    }
}
