internal import PlanCatalog
internal import PlanDiagnostics
internal import PlanSQL

/// FROM clauses: tables come into scope from left to right.
extension Translator {
    mutating func from(_ clause: FromClause) throws(Untranslatable) -> FromClause {
        let first = try table(clause.first)
        var joins: [Join] = []
        for join in clause.joins { joins.append(try self.join(join)) }
        return FromClause(first: first, joins: joins)
    }

    private mutating func join(_ join: Join) throws(Untranslatable) -> Join {
        let left = scope.frames[scope.frames.count - 1].tables
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
        case .using(let names)?: condition = try merge(names, with: left, direction, at: join)
        case nil where isNatural: condition = try merge(commonNames(left), with: left, direction, at: join)
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

    /// Names that a table to the left and the newest table have in common, in the order of the left.
    private func commonNames(_ left: [Scope.Table]) -> [Name] {
        guard let right = scope.frames.last?.tables.dropFirst(left.count) else { return [] }
        return left.flatMap { table in
            table.columns.filter { column in
                !table.merged.contains(column.name.asciiLowercased) && right.contains { $0.column(column.name) != nil }
            }
        }.map { Name($0.name) }
    }

    /// Joins by columns of the same name, which become one: the left table's.
    private mutating func merge(
        _ names: [Name], with left: [Scope.Table], _ direction: Join.Direction, at join: Join
    ) throws(Untranslatable) -> Expression? {
        guard direction != .right, direction != .full else {
            throw Untranslatable("a RIGHT or FULL JOIN merges columns", at: join.range)
        }
        var condition: Expression?
        let frame = scope.frames.count - 1
        for name in names {
            var leftScope = self
            leftScope.scope.frames[frame].tables = left
            var rightScope = self
            rightScope.scope.frames[frame].tables = Array(scope.frames[frame].tables.dropFirst(left.count))
            let range = name.range.isEmpty ? join.range : name.range
            let column = Expression(.column(ColumnName(name)), range: range)
            let pair = try compare(.equal, try leftScope.value(column), try rightScope.value(column), at: range)
            condition = condition.map { $0.binary(.and, pair.expression) } ?? pair.expression
        }
        for index in left.count..<scope.frames[frame].tables.count {
            for name in names { scope.frames[frame].tables[index].merged.insert(name.value.asciiLowercased) }
        }
        return condition
    }

    private mutating func table(_ reference: TableReference) throws(Untranslatable) -> TableReference {
        let frame = scope.frames.count - 1
        switch reference.kind {
        case .table(let name, _):
            let shape = try relations.shape(name)
            let alias = reference.alias
            let qualifier = Name(alias?.value ?? shape.target.name.value)
            scope.frames[frame].tables.append(
                Scope.Table(shape, name: alias?.value ?? name.name.value, qualifier: qualifier))
            return TableReference(kind: .table(shape.target, nil), alias: alias.map { Name($0.value) })
        case .subquery(let source):
            // A query in FROM sees the queries around, not the tables beside it.
            var outer = self
            outer.scope.frames.removeLast()
            let query = try outer.select(source).named
            let alias = reference.alias?.value ?? "query\(scope.frames[frame].tables.count + 1)"
            let shape = RelationShape(
                name: alias, target: RelationName(Name(alias)),
                columns: query.columns.map { RelationShape.Column(name: $0.name, target: $0.name, $0.value) })
            scope.frames[frame].tables.append(Scope.Table(shape, name: alias, qualifier: Name(alias)))
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
