internal import PlanCatalog
internal import PlanDiagnostics
internal import PlanSQL

/// Queries of several parts: compounds and those after WITH.
extension Translator {
    func compound(_ source: SelectStatement) throws(Untranslatable) -> TranslatedQuery {
        var cores = [try core(source.first)]
        for compound in source.compounds { cores.append(try core(compound.core)) }
        let written = cores
        let width = cores[0].columns.count
        guard cores.allSatisfy({ $0.columns.count == width }) else {
            throw Untranslatable(
                "the parts of the query differ in their number of columns", .unresolved, at: source.range)
        }
        let isCompared = source.compounds.contains { $0.operator != .unionAll }
        var columns: [TranslatedQuery.Column] = []
        for column in 0..<width {
            let unified = try unify(cores.map { $0.columns[column].value }, at: source.range)
            var value = combined(unified[0].expression, unified)
            (value.affinity, value.collation, value.json) = (unified[0].affinity, unified[0].collation, nil)
            for index in cores.indices {
                var part = unified[index]
                // Alone, NULL would make the column a text.
                if part.isNull { part.expression = Expression.null.cast(to: value.type) }
                if isCompared { part = try distinct(part) }
                if !cores[index].rows.isEmpty, part.expression != cores[index].columns[column].value.expression {
                    throw Untranslatable(
                        "VALUES of several rows has another type than what it is joined with", at: source.range)
                }
                cores[index].columns[column].value.expression = part.expression
            }
            if isCompared {
                _ = try grouped(value)
                guard !value.isFolded else {
                    throw Untranslatable("texts that differ count as one in the column's collation", at: source.range)
                }
            }
            columns.append(TranslatedQuery.Column(name: cores[0].columns[column].name, value: value))
        }
        let all = SelectStatement(
            first: cores[0].built,
            compounds: zip(source.compounds, cores.dropFirst()).map { .init(operator: $0.operator, core: $1.built) })
        let query = TranslatedQuery(statement: all, columns: columns, isSingleRow: false)
        guard !source.order.isEmpty || source.limit != nil else { return query }
        return try ordered(query, source, written)
    }

    // MARK: WITH

    mutating func with(_ clause: WithClause) throws(Untranslatable) -> WithClause {
        var tables: [CommonTable] = []
        // SQLite does not ask for the word RECURSIVE.
        var isRecursive = false
        for table in clause.tables {
            let readsItself = table.query.compounds.contains { $0.core.reads(table.name.value) }
            isRecursive = isRecursive || readsItself
            let query = readsItself ? try recursive(table) : try select(table.query).named
            relations.add(Self.shape(of: table, query))
            tables.append(
                CommonTable(
                    name: table.name, columns: table.columns, materialization: table.materialization,
                    query: query.statement))
        }
        return WithClause(isRecursive: isRecursive, tables: tables)
    }

    /// A table that reads itself. Its columns are first taken for those of the parts that do not read it, and then for
    /// what all parts make of them, until nothing changes.
    private func recursive(_ table: CommonTable) throws(Untranslatable) -> TranslatedQuery {
        let source = table.query
        guard source.order.isEmpty, source.limit == nil else {
            throw Untranslatable(
                "PostgreSQL has no ORDER BY and no LIMIT in a query that reads itself", at: source.range)
        }
        let others = source.compounds.dropLast()
        guard let last = source.compounds.last, last.operator == .union || last.operator == .unionAll,
            !source.first.reads(table.name.value), !others.contains(where: { $0.core.reads(table.name.value) })
        else {
            throw Untranslatable(
                "only the last part of a query may read the query itself in PostgreSQL", at: source.range)
        }
        let start = try select(
            SelectStatement(with: source.with, first: source.first, compounds: Array(others), range: source.range))
        var shape = Self.shape(of: table, start)
        for _ in 0..<4 {
            var inner = self
            inner.relations.add(shape)
            var query = try inner.select(source).named
            let next = Self.shape(of: table, query)
            if zip(shape.columns, next.columns).allSatisfy({ $0.isLike($1) }) {
                // PostgreSQL takes the types of the first part for those of all.
                let types = query.columns.map(\.value.type)
                query.setColumns { index, expression in
                    start.columns[index].value.type == types[index] ? expression : expression.cast(to: types[index])
                }
                return query
            }
            shape = next
        }
        throw Untranslatable("the types of the columns change from row to row", at: source.range)
    }

    private static func shape(of table: CommonTable, _ query: TranslatedQuery) -> RelationShape {
        RelationShape(
            name: table.name.value, target: RelationName(table.name),
            columns: query.columns.enumerated().map { index, column in
                let name = index < table.columns.count ? table.columns[index].value : column.name
                return RelationShape.Column(name: name, target: name, column.value)
            })
    }
}

extension SelectCore {
    /// Whether its FROM clause names a table, as a recursive query does.
    fileprivate func reads(_ table: String) -> Bool {
        guard case .select(let select) = self, let from = select.from else { return false }
        return from.tables.contains { reference in
            guard case .table(let name, _) = reference.kind else { return false }
            return name.schema == nil && name.name.value.asciiLowercased == table.asciiLowercased
        }
    }
}

extension FromClause {
    /// The operands of all joins, those in parentheses included.
    fileprivate var tables: [TableReference] {
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

    /// Whether expressions see no difference between this column and another.
    fileprivate func isLike(_ other: RelationShape.Column) -> Bool {
        type == other.type && storage == other.storage && affinity == other.affinity && collation == other.collation
            && timeFormat == other.timeFormat
    }
}
