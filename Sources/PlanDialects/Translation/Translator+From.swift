internal import PlanCatalog
internal import PlanDiagnostics
internal import PlanSQL

/// FROM clauses: tables come into scope from left to right.
extension Translator {
    mutating func from(_ clause: FromClause) throws(Untranslatable) -> FromClause {
        let start = tables.count
        let first = try table(clause.first)
        var joins: [Join] = []
        for join in clause.joins { joins.append(try self.join(join, to: start..<tables.count)) }
        return FromClause(first: first, joins: joins)
    }

    /// The tables of the query that are in scope so far.
    private var tables: [Scope.Table] {
        get { scope.frames[scope.frames.count - 1].tables }
        set { scope.frames[scope.frames.count - 1].tables = newValue }
    }

    /// - Parameter left: the tables that are joined with the next one.
    private mutating func join(_ join: Join, to left: Range<Int>) throws(Untranslatable) -> Join {
        let table = try table(join.table)
        let (direction, isNatural): (Join.Direction, Bool) =
            switch join.kind {
            case .comma: (.cross, false)
            case .natural(let direction): (direction, true)
            case .plain(let direction): (direction, false)
            }
        var condition: Expression?
        switch join.constraint {
        case .on(let source)?: condition = try self.condition(source).expression
        case .using(let names)?: condition = try merge(names, of: left, direction, at: join)
        case nil where isNatural: condition = try merge(commonNames(left), of: left, direction, at: join)
        case nil: break
        }
        // Without a condition only CROSS JOIN stands in PostgreSQL; with one it does not.
        switch (direction, condition) {
        case (.inner, nil), (.cross, nil): return Join(kind: .plain(.cross), table: table)
        case (.cross, let condition?): return Join(kind: .plain(.inner), table: table, constraint: .on(condition))
        case (_, let condition):
            return Join(kind: .plain(direction), table: table, constraint: .on(condition ?? .boolean(true)))
        }
    }

    // MARK: Merged columns

    /// Names that the tables to the left and the newest one have in common, in the order of the left.
    private func commonNames(_ left: Range<Int>) -> [Name] {
        let right = tables[left.upperBound...]
        var names: [Name] = []
        for table in tables[left] {
            for column in table.columns where right.contains(where: { $0.column(column.name) != nil }) {
                let isKnown = names.contains { $0.value.asciiLowercased == column.name.asciiLowercased }
                if !isKnown { names.append(Name(column.name)) }
            }
        }
        return names
    }

    /// Joins by columns of the same name, which become one.
    private mutating func merge(
        _ names: [Name], of left: Range<Int>, _ direction: Join.Direction, at join: Join
    ) throws(Untranslatable) -> Expression? {
        var conditions: [Expression] = []
        for name in names {
            let range = name.range.isEmpty ? join.range : name.range
            let first = try column(name, of: left, at: range)
            let second = try column(name, of: left.upperBound..<tables.count, at: range)
            conditions.append(try compare(.equal, first, second, at: range).expression)
            guard direction == .right || direction == .full else { continue }
            // A row of the right without a partner has nothing on the left.
            let values = try unify([first, second], at: range)
            let key = name.value.asciiLowercased
            for index in left where tables[index].column(name.value) != nil && !tables[index].merged.contains(key) {
                var joined = combined(.call("coalesce", values.map(\.expression)), values)
                (joined.affinity, joined.collation) = (first.affinity, first.collation)
                tables[index].joined[key] = joined
            }
        }
        for index in left.upperBound..<tables.count {
            for name in names { tables[index].merged.insert(name.value.asciiLowercased) }
        }
        return conditions.conjunction
    }

    /// What a name means among some of the tables.
    private func column(
        _ name: Name, of indices: Range<Int>, at range: SourceRange
    ) throws(Untranslatable) -> TypedExpression {
        var part = self
        part.tables = Array(tables[indices])
        return try part.value(Expression(.column(ColumnName(name)), range: range))
    }

    // MARK: Operands

    private mutating func table(_ reference: TableReference) throws(Untranslatable) -> TableReference {
        switch reference.kind {
        case .table(let name, _):
            let shape = try relations.shape(name)
            let alias = reference.alias
            let qualifier = Name(alias?.value ?? shape.target.name.value)
            tables.append(Scope.Table(shape, name: alias?.value ?? name.name.value, qualifier: qualifier))
            return TableReference(kind: .table(shape.target, nil), alias: alias.map { Name($0.value) })
        case .subquery(let source):
            // A query in FROM sees the queries around, not the tables beside it.
            var outer = self
            outer.scope.frames.removeLast()
            let query = try outer.select(source).named
            let alias = reference.alias?.value ?? "query\(tables.count + 1)"
            let shape = RelationShape(
                name: alias, target: RelationName(Name(alias)),
                columns: query.columns.map { RelationShape.Column(name: $0.name, target: $0.name, $0.value) })
            tables.append(Scope.Table(shape, name: alias, qualifier: Name(alias)))
            return TableReference(kind: .subquery(query.statement), alias: Name(alias))
        case .join(let clause):
            guard reference.alias == nil else {
                throw Untranslatable("a join in parentheses has a name", at: reference.range)
            }
            return TableReference(kind: .join(try from(clause)))
        case .function(let name, let arguments):
            return try tableFunction(name, arguments, alias: reference.alias, at: reference.range)
        case .numberedFunction, .lateral: preconditionFailure("the parser of SQLite makes no such table")
        }
    }
}
