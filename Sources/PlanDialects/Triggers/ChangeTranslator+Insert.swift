internal import PlanCatalog
internal import PlanDiagnostics
internal import PlanSQL

extension ChangeTranslator {
    /// The values of an INSERT for the columns that it names.
    struct Insertion {
        enum Values {
            /// In SQLite's form, with what each is in PostgreSQL.
            case rows([[TypedExpression]])
            case query(TranslatedQuery)
            case defaults
        }

        let source: InsertStatement
        let shape: RelationShape
        var columns: [RelationShape.Column]
        var values: Values

        /// What the values are, for each column; empty for defaults.
        func values(of column: Int) -> [TypedExpression] {
            switch values {
            case .rows(let rows): rows.map { $0[column] }
            case .query(let query): [query.columns[column].value]
            case .defaults: []
            }
        }

        func position(of target: String) -> Int? { columns.firstIndex { $0.target == target } }
    }

    /// One statement, or several where SQLite does with one what PostgreSQL does not.
    mutating func insert(_ source: InsertStatement) throws(Untranslatable) -> [Statement] {
        try refuse(source.with, source.returning, [], nil, at: source.range)
        var insertion = try self.insertion(source)
        try leaveNumbersToPostgres(&insertion)
        guard source.upserts.isEmpty || source.conflict == nil || source.conflict == .abort else {
            throw Untranslatable("the statement says twice what a conflict leads to", at: source.range)
        }
        switch source.conflict {
        case .ignore?: return try inserts(ignoring: insertion)
        case .replace?: return try inserts(replacing: insertion)
        case nil, .abort?, .fail?, .rollback?:
            try resolve(source.conflict, of: "INSERT", at: source.range)
            return [.insert(try insert(insertion, try upsert(insertion)))]
        }
    }

    private func insertion(_ source: InsertStatement) throws(Untranslatable) -> Insertion {
        let shape = try translator.relations.shape(source.table)
        let columns: [RelationShape.Column]
        if source.columns.isEmpty {
            if let name = shape.leftOut.first {
                throw Untranslatable("the column '\(name)' is not carried over", .leftOut, at: source.table.range)
            }
            columns = shape.columns.filter { !$0.isGenerated }
        } else {
            columns = try translator.map(source.columns) { (name) throws(Untranslatable) in
                try column(name, of: shape)
            }
        }
        let values: Insertion.Values
        let width: [Int]
        switch source.source {
        case .defaultValues:
            return Insertion(source: source, shape: shape, columns: [], values: .defaults)
        case .query(let query):
            if case .values(let sources) = query.first, query.compounds.isEmpty, query.with == nil {
                // Each value is brought to its column's type by itself.
                let rows = try translator.map(sources) { (row) throws(Untranslatable) in
                    try translator.map(row) { (value) throws(Untranslatable) in try translator.value(value) }
                }
                (values, width) = (.rows(rows), rows.map(\.count))
            } else {
                let result = try translator.select(query)
                (values, width) = (.query(result), [result.columns.count])
            }
        }
        guard width.allSatisfy({ $0 == columns.count }) else {
            throw Untranslatable(
                "the values are not as many as the columns of '\(shape.name)'", .unresolved, at: source.range)
        }
        return Insertion(source: source, shape: shape, columns: columns, values: values)
    }

    /// NULL for the rowid's column asks SQLite for the next number; PostgreSQL gives it where the column is not named.
    private func leaveNumbersToPostgres(_ insertion: inout Insertion) throws(Untranslatable) {
        guard let name = insertion.shape.rowIDColumn,
            let index = insertion.columns.firstIndex(where: { $0.name.asciiLowercased == name.asciiLowercased })
        else { return }
        let values = insertion.values(of: index)
        guard values.contains(where: \.isNull) else { return }
        guard values.allSatisfy(\.isNull) else {
            throw Untranslatable("'\(name)' is given in some of the rows only", at: insertion.source.range)
        }
        insertion.columns.remove(at: index)
        switch insertion.values {
        case .rows(var rows):
            for row in rows.indices { rows[row].remove(at: index) }
            if insertion.columns.isEmpty, rows.count > 1 {
                throw Untranslatable("several rows have no value at all", at: insertion.source.range)
            }
            insertion.values = insertion.columns.isEmpty ? .defaults : .rows(rows)
        case .query(var query):
            guard case .select(let core) = query.statement.first, query.statement.compounds.isEmpty,
                core.columns.count == query.columns.count, !core.isDistinct, query.columns.count > 1
            else { throw Untranslatable("'\(name)' is NULL in a query", at: insertion.source.range) }
            query.columns.remove(at: index)
            var columns = core.columns
            columns.remove(at: index)
            query.statement = SelectStatement(
                with: query.statement.with,
                first: .select(
                    SimpleSelect(
                        columns: columns, from: core.from, condition: core.condition, groups: core.groups,
                        having: core.having, windows: core.windows)), order: query.statement.order,
                limit: query.statement.limit)
            insertion.values = .query(query)
        case .defaults: break
        }
    }

    // MARK: Writing

    func insert(_ insertion: Insertion, _ upserts: [UpsertClause]) throws(Untranslatable) -> InsertStatement {
        let source: InsertStatement.Source
        switch insertion.values {
        case .defaults: source = .defaultValues
        case .rows(let rows): source = .query(SelectStatement(first: .values(try coerced(rows, insertion))))
        case .query(let query): source = .query(try self.query(query, as: insertion.columns))
        }
        return statement(insertion, source, upserts)
    }

    func statement(
        _ insertion: Insertion, _ source: InsertStatement.Source, _ upserts: [UpsertClause]
    ) -> InsertStatement {
        InsertStatement(
            table: insertion.shape.target, alias: insertion.source.alias.map { Name($0.value) },
            columns: insertion.columns.map { Name($0.target) }, source: source, upserts: upserts)
    }

    func coerced(_ rows: [[TypedExpression]], _ insertion: Insertion) throws(Untranslatable) -> [[Expression]] {
        try translator.map(rows) { (row) throws(Untranslatable) in
            try translator.map(Array(zip(row, insertion.columns))) { (pair) throws(Untranslatable) in
                try translator.coerce(pair.0, to: pair.1.type)
            }
        }
    }

    // MARK: ON CONFLICT

    private func upsert(_ insertion: Insertion) throws(Untranslatable) -> [UpsertClause] {
        guard let clause = insertion.source.upserts.first else { return [] }
        if insertion.source.upserts.count > 1 {
            throw Untranslatable("PostgreSQL takes one ON CONFLICT", at: insertion.source.upserts[1].range)
        }
        let shape = insertion.shape
        var target = try translator.map(clause.target) { (term) throws(Untranslatable) in
            guard case .column(let name) = term.expression.kind else {
                throw Untranslatable("the conflict is one of an expression", at: term.range)
            }
            return conflict(try column(name.name, of: shape))
        }
        for term in clause.target {
            guard case .column(let name) = term.expression.kind else { continue }
            try requireBytes([try column(name.name, of: shape)], at: term.range)
        }
        var inner = translator
        inner.scope = .columns(of: shape)
        let targetCondition = try clause.targetCondition.map { (condition) throws(Untranslatable) in
            try inner.condition(condition).expression
        }
        switch clause.action {
        case .nothing: return [UpsertClause(target: target, targetCondition: targetCondition, action: .nothing)]
        case .update(let sources, let condition):
            if target.isEmpty {
                guard shape.keys.count == 1, !shape.hasOtherUniqueIndexes else {
                    throw Untranslatable("PostgreSQL has to know which key is in conflict", at: clause.range)
                }
                let columns = shape.columns.filter { shape.keys[0].contains($0.target) }
                try requireBytes(columns, at: clause.range)
                target = columns.map(conflict)
            }
            inner = translator
            var excluded = Scope.Table(shape, name: "excluded", qualifier: Name("excluded"))
            excluded.needsItsName = true
            inner.scope.frames.append(Scope.Frame(tables: [shape.target(alias: insertion.source.alias), excluded]))
            var assignments: [Assignment] = []
            for source in sources { assignments += try self.assignments(source, in: shape, inner) }
            let condition = try condition.map { (condition) throws(Untranslatable) in
                try inner.condition(condition).expression
            }
            return [
                UpsertClause(
                    target: target, targetCondition: targetCondition,
                    action: .update(assignments, condition: condition))
            ]
        }
    }

    func conflict(_ column: RelationShape.Column) -> OrderingTerm {
        OrderingTerm(expression: Expression(.column(ColumnName(Name(column.target)))))
    }

    /// A key that folds letters is an index of expressions in PostgreSQL, which the column's name does not mean.
    func requireBytes(_ columns: [RelationShape.Column], at range: SourceRange) throws(Untranslatable) {
        for column in columns where column.collation?.kind != .binary {
            throw Untranslatable("the key '\(column.name)' takes different texts for the same", at: range)
        }
    }
}
