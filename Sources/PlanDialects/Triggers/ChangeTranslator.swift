internal import PlanCatalog
internal import PlanDiagnostics
internal import PlanSQL

/// Translates the statements that change rows (<https://sqlite.org/lang_insert.html> and its like).
struct ChangeTranslator {
    /// With NEW and OLD in scope.
    let translator: Translator
    /// What the rows' tables set off.
    let schema: TriggerSchema
    private(set) var notes: [TranslationNote] = []

    init(_ translator: Translator, _ schema: TriggerSchema) {
        self.translator = translator
        self.schema = schema
    }

    mutating func note(_ text: String, at range: SourceRange) { notes.append(TranslationNote(text, at: range)) }

    // MARK: UPDATE and DELETE

    mutating func update(_ source: UpdateStatement) throws(Untranslatable) -> UpdateStatement {
        try refuse(source.with, source.returning, source.order, source.limit, at: source.range)
        try resolve(source.conflict, of: "UPDATE", at: source.range)
        let shape = try translator.relations.shape(source.table)
        var inner = translator
        inner.scope.frames.append(Scope.Frame())
        // The table itself is not in sight of the conditions between other tables, so they are translated without it.
        let from = try source.from.map { (from) throws(Untranslatable) in try inner.from(from) }
        inner.scope.frames[inner.scope.frames.count - 1].tables.insert(shape.target(alias: source.alias), at: 0)
        var assignments: [Assignment] = []
        for assignment in source.assignments {
            assignments += try self.assignments(assignment, in: shape, inner)
        }
        let condition = try source.condition.map { (condition) throws(Untranslatable) in
            try inner.condition(condition).expression
        }
        return UpdateStatement(
            table: shape.target, alias: source.alias.map { Name($0.value) }, assignments: assignments, from: from,
            condition: condition)
    }

    mutating func delete(_ source: DeleteStatement) throws(Untranslatable) -> DeleteStatement {
        try refuse(source.with, source.returning, source.order, source.limit, at: source.range)
        let shape = try translator.relations.shape(source.table)
        var inner = translator
        inner.scope.frames.append(Scope.Frame(tables: [shape.target(alias: source.alias)]))
        let condition = try source.condition.map { (condition) throws(Untranslatable) in
            try inner.condition(condition).expression
        }
        return DeleteStatement(
            table: shape.target, alias: source.alias.map { Name($0.value) }, condition: condition)
    }

    func refuse(
        _ with: WithClause?, _ returning: [ResultColumn], _ order: [OrderingTerm], _ limit: LimitClause?,
        at range: SourceRange
    ) throws(Untranslatable) {
        if with != nil { throw Untranslatable("SQLite takes no WITH before a statement of a trigger", at: range) }
        if !returning.isEmpty { throw Untranslatable("SQLite takes no RETURNING in a trigger", at: range) }
        if let first = order.first {
            throw Untranslatable("PostgreSQL changes rows in no order and up to no limit", at: first.range)
        }
        if let limit { throw Untranslatable("PostgreSQL changes rows up to no limit", at: limit.range) }
    }

    /// What a statement does with rows that violate a constraint, where PostgreSQL has an equal without saying it.
    mutating func resolve(
        _ conflict: ConflictResolution?, of statement: String, at range: SourceRange
    ) throws(Untranslatable) {
        switch conflict {
        case nil, .abort?, .rollback?: break
        case .fail?:
            note("PostgreSQL undoes what the statement has done before it fails, which SQLite keeps", at: range)
        case .ignore?, .replace?:
            throw Untranslatable("PostgreSQL has no \(statement) OR \(conflict?.rawValue ?? "")", at: range)
        }
    }

    // MARK: Assignments

    func assignments(
        _ source: Assignment, in shape: RelationShape, _ translator: Translator
    ) throws(Untranslatable) -> [Assignment] {
        let columns = try translator.map(source.columns) { (name) throws(Untranslatable) in
            try column(name, of: shape)
        }
        if columns.count == 1 {
            let value = try translator.coerce(try translator.value(source.value), to: columns[0].type)
            return [Assignment(columns: [Name(columns[0].target)], value: value)]
        }
        switch source.value.kind {
        case .row(let values) where values.count == columns.count:
            return try translator.map(Array(zip(columns, values))) { (pair) throws(Untranslatable) in
                let value = try translator.coerce(try translator.value(pair.1), to: pair.0.type)
                return Assignment(columns: [Name(pair.0.target)], value: value)
            }
        case .subquery(let query):
            let result = try translator.select(query)
            guard result.columns.count == columns.count else { break }
            let values = try self.query(result, as: columns)
            return [
                Assignment(
                    columns: columns.map { Name($0.target) },
                    value: Expression(.subquery(result.isSingleRow ? values : values.limitedToOne)))
            ]
        default: break
        }
        throw Untranslatable(
            "\(columns.count) columns are set to another number of values", .unresolved, at: source.range)
    }

    /// A column that a statement gives a value.
    func column(_ name: Name, of shape: RelationShape) throws(Untranslatable) -> RelationShape.Column {
        let wanted = name.value.asciiLowercased
        if let column = shape.column(name.value) {
            if column.isGenerated {
                throw Untranslatable("the value of '\(column.name)' is computed", .unresolved, at: name.range)
            }
            return column
        }
        if shape.leftOut.contains(where: { $0.asciiLowercased == wanted }) {
            throw Untranslatable("the column '\(name.value)' is not carried over", .leftOut, at: name.range)
        }
        if Scope.rowIDNames.contains(wanted) {
            throw Untranslatable(
                "PostgreSQL has no rowid, and no column of '\(shape.name)' stands for it", at: name.range)
        }
        throw Untranslatable("there is no column '\(shape.name).\(name.value)'", .unresolved, at: name.range)
    }

    /// A query whose results are put into columns.
    func query(
        _ query: TranslatedQuery, as columns: [RelationShape.Column]
    ) throws(Untranslatable) -> SelectStatement {
        // Where the results are compared with one another or put in order, they have to stay what they are.
        if case .select(let core) = query.statement.first, !core.isDistinct, query.statement.compounds.isEmpty,
            core.columns.count == columns.count
        {
            let values = try translator.map(Array(zip(query.columns, columns))) { (pair) throws(Untranslatable) in
                ResultColumn(
                    kind: .expression(try translator.coerce(pair.0.value, to: pair.1.type), alias: nil))
            }
            let select = SimpleSelect(
                columns: values, from: core.from, condition: core.condition, groups: core.groups, having: core.having,
                windows: core.windows)
            return SelectStatement(
                with: query.statement.with, first: .select(select), order: query.statement.order,
                limit: query.statement.limit)
        }
        let label = Name("source")
        let named = query.named
        guard case .select = named.statement.first else {
            throw Untranslatable("rows of VALUES stand beside another query", at: 0..<0)
        }
        let values = try translator.map(Array(zip(named.columns, columns))) { (pair) throws(Untranslatable) in
            var value = pair.0.value
            value.expression = Expression(.column(ColumnName(table: label, Name(pair.0.name))))
            value.literal = nil
            return ResultColumn(kind: .expression(try translator.coerce(value, to: pair.1.type), alias: nil))
        }
        return SelectStatement(
            first: .select(
                SimpleSelect(
                    columns: values,
                    from: FromClause(first: TableReference(kind: .subquery(named.statement), alias: label)))))
    }
}

extension RelationShape {
    /// The table as the one that a statement changes.
    func target(alias: Name?) -> Scope.Table {
        Scope.Table(self, name: alias?.value ?? name, qualifier: Name(alias?.value ?? target.name.value))
    }
}
