internal import PlanCatalog
internal import PlanDiagnostics
internal import PlanSQL

/// INSERT OR IGNORE and INSERT OR REPLACE (<https://sqlite.org/lang_conflict.html>).
extension ChangeTranslator {
    // MARK: IGNORE

    /// Rows that violate a key, NOT NULL or CHECK are passed over; ON CONFLICT knows of keys alone.
    mutating func inserts(ignoring insertion: Insertion) throws(Untranslatable) -> [Statement] {
        let shape = insertion.shape
        for column in shape.columns
        where column.isNotNull && !column.hasDefault && !column.isGenerated && !isNumbered(column, shape)
            && insertion.position(of: column.target) == nil
        {
            throw Untranslatable(
                "SQLite inserts nothing, since '\(column.name)' has no value", at: insertion.source.range)
        }
        if shape.hasChecks {
            note("PostgreSQL fails where a row violates a CHECK; SQLite passes it over", at: insertion.source.range)
        }
        let nothing = UpsertClause(action: .nothing)
        let doubtful = insertion.columns.indices.filter { index in
            insertion.columns[index].isNotNull && !insertion.values(of: index).allSatisfy(isNeverNull)
        }
        if doubtful.isEmpty { return [.insert(try insert(insertion, [nothing]))] }
        switch insertion.values {
        case .defaults: return [.insert(try insert(insertion, [nothing]))]
        case .rows(let rows):
            // One statement for each row, so that each has a condition of its own.
            return try translator.map(try coerced(rows, insertion)) { (row) throws(Untranslatable) in
                let select = SimpleSelect(
                    columns: row.map { ResultColumn(kind: .expression($0, alias: nil)) },
                    condition: Self.all(doubtful.map { row[$0].isNotNull }))
                return .insert(statement(insertion, .query(SelectStatement(first: .select(select))), [nothing]))
            }
        case .query(let query):
            let label = Name("source")
            let column = { (index: Int) in
                Expression(.column(ColumnName(table: label, Name(insertion.columns[index].target))))
            }
            let select = SimpleSelect(
                columns: insertion.columns.indices.map { ResultColumn(kind: .expression(column($0), alias: nil)) },
                from: FromClause(
                    first: TableReference(
                        kind: .subquery(try labelled(try self.query(query, as: insertion.columns), insertion)),
                        alias: label)), condition: Self.all(doubtful.map { column($0).isNotNull }))
            return [.insert(statement(insertion, .query(SelectStatement(first: .select(select))), [nothing]))]
        }
    }

    private func isNumbered(_ column: RelationShape.Column, _ shape: RelationShape) -> Bool {
        column.name.asciiLowercased == shape.rowIDColumn?.asciiLowercased
    }

    private func isNeverNull(_ value: TypedExpression) -> Bool {
        if let literal = value.literal { return literal != .null }
        return false
    }

    private static func all(_ conditions: [Expression]) -> Expression? {
        conditions.dropFirst().reduce(conditions.first) { $0?.binary(.and, $1) }
    }

    /// A query of values for columns, its results called as the columns are. NULL alone would be a text there.
    private func labelled(_ query: SelectStatement, _ insertion: Insertion) throws(Untranslatable) -> SelectStatement {
        guard case .select(let core) = query.first, core.columns.count == insertion.columns.count else {
            throw Untranslatable("the rows are those of VALUES beside a query", at: insertion.source.range)
        }
        let columns = zip(core.columns, insertion.columns).map { result, column -> ResultColumn in
            guard case .expression(let value, _) = result.kind else { return result }
            let typed = value == .null ? value.cast(to: column.type) : value
            return ResultColumn(kind: .expression(typed, alias: Name(column.target)))
        }
        return SelectStatement(
            with: query.with,
            first: .select(
                SimpleSelect(
                    columns: columns, from: core.from, condition: core.condition, groups: core.groups,
                    having: core.having, windows: core.windows)), order: query.order, limit: query.limit)
    }

    // MARK: REPLACE

    /// A row takes the place of all that are in conflict with it. SQLite deletes those without firing triggers, and
    /// fires those of INSERT: an UPDATE in place does the same if nobody sees the difference, else a DELETE does.
    mutating func inserts(replacing insertion: Insertion) throws(Untranslatable) -> [Statement] {
        let shape = insertion.shape
        let range = insertion.source.range
        for (index, column) in insertion.columns.enumerated()
        where column.isNotNull && column.hasDefault && !insertion.values(of: index).allSatisfy(isNeverNull) {
            note("PostgreSQL fails where '\(column.name)' would be NULL; REPLACE takes the default of it", at: range)
        }
        if shape.hasOtherUniqueIndexes {
            throw Untranslatable(
                "REPLACE asks for conflicts with a unique index that has a condition or an expression", at: range)
        }
        let keys = shape.keys.filter { key in
            // What has no value at all is NULL, or a new number, and equals nothing.
            key.allSatisfy { name in
                insertion.position(of: name) != nil
                    || shape.columns.contains { $0.target == name && $0.hasDefault && !isNumbered($0, shape) }
            }
        }
        if keys.isEmpty { return [.insert(try insert(insertion, []))] }
        let references = schema.references(to: shape.name)
        let isSeen =
            !schema.triggers(on: shape.name, .insert, .after).isEmpty
            || !schema.triggers(on: shape.name, .update).isEmpty
            || references.contains { $0.key.onDelete != .noAction }
        if keys.count == 1, !isSeen { return [.insert(try insert(insertion, [try replacement(keys[0], insertion)]))] }
        if !schema.triggers(on: shape.name, .delete).isEmpty {
            throw Untranslatable(
                "REPLACE deletes rows of '\(shape.name)' without firing the triggers of DELETE", at: range)
        }
        if schema.triggers(on: shape.name, .insert, .before).contains(where: {
            schema.reach(of: $0).contains(shape.name.asciiLowercased)
        }) {
            throw Untranslatable(
                "a trigger before INSERT sees the rows of '\(shape.name)' that REPLACE deletes after it", at: range)
        }
        if references.contains(where: { $0.key.onDelete == .noAction }) {
            throw Untranslatable("other tables refer to the rows of '\(shape.name)' that REPLACE deletes", at: range)
        }
        return try deletions(keys, insertion)
    }

    /// `ON CONFLICT (key) DO UPDATE SET` every other column.
    private func replacement(_ key: [String], _ insertion: Insertion) throws(Untranslatable) -> UpsertClause {
        let shape = insertion.shape
        let columns = key.compactMap { name in shape.columns.first { $0.target == name } }
        try requireBytes(columns, at: insertion.source.range)
        let others = shape.columns.filter { !$0.isGenerated && !key.contains($0.target) }
        let assignments = (others.isEmpty ? columns : others).map { column in
            Assignment(
                columns: [Name(column.target)],
                value: Expression(.column(ColumnName(table: Name("excluded"), Name(column.target)))))
        }
        return UpsertClause(target: columns.map(conflict), action: .update(assignments, condition: nil))
    }

    /// `DELETE` of what is in conflict before each `INSERT`.
    private func deletions(_ keys: [[String]], _ insertion: Insertion) throws(Untranslatable) -> [Statement] {
        let (shape, range) = (insertion.shape, insertion.source.range)
        if keys.joined().contains(where: { insertion.position(of: $0) == nil }) {
            throw Untranslatable("a key of '\(shape.name)' is its default", at: range)
        }
        let target = shape.target(alias: insertion.source.alias)
        let deletion = { (condition: Expression) in
            Statement.delete(
                DeleteStatement(table: shape.target, alias: insertion.source.alias, condition: condition))
        }
        switch insertion.values {
        case .defaults: return [.insert(try insert(insertion, []))]
        case .rows(let rows):
            var statements: [Statement] = []
            for row in rows {
                if row.contains(where: { $0.volatility == .volatile }) {
                    throw Untranslatable("REPLACE needs its values twice, and one is another each time", at: range)
                }
                statements.append(
                    deletion(
                        try conflicts(keys, in: target, insertion) { (index) throws(Untranslatable) in row[index] }))
                var single = insertion
                single.values = .rows([row])
                statements.append(.insert(try insert(single, [])))
            }
            return statements
        case .query(let query):
            var readsItself = false
            if case .query(let source) = insertion.source.source {
                source.forEachPart { part in
                    if case .relation(let name) = part,
                        name.name.value.asciiLowercased == shape.name.asciiLowercased
                    {
                        readsItself = true
                    }
                }
            }
            if readsItself || query.columns.contains(where: { $0.value.volatility == .volatile }) {
                throw Untranslatable("REPLACE needs its rows twice, and they may be others then", at: range)
            }
            let values = try self.query(query, as: insertion.columns)
            let label = Name("source")
            let source = Scope.Table(shape, name: label.value, qualifier: label)
            let matches = try conflicts(keys, in: target, insertion) { (index) throws(Untranslatable) in
                try source.value(of: insertion.columns[index])
            }
            let select = SimpleSelect(
                columns: [ResultColumn(kind: .expression(.integer(1), alias: nil))],
                from: FromClause(
                    first: TableReference(kind: .subquery(try labelled(values, insertion)), alias: label)),
                condition: matches)
            return [
                deletion(Expression(.exists(SelectStatement(first: .select(select))))),
                .insert(statement(insertion, .query(values), [])),
            ]
        }
    }

    /// Whether a row of the table equals the new one in one of the keys.
    private func conflicts(
        _ keys: [[String]], in target: Scope.Table, _ insertion: Insertion,
        _ value: (Int) throws(Untranslatable) -> TypedExpression
    ) throws(Untranslatable) -> Expression {
        var result: Expression?
        for key in keys {
            var same: Expression?
            for name in key {
                guard let index = insertion.position(of: name) else { continue }
                let equal = try translator.compare(
                    .equal, try target.value(of: insertion.columns[index]), try value(index),
                    at: insertion.source.range
                ).expression
                same = same.map { $0.binary(.and, equal) } ?? equal
            }
            if let same { result = result.map { $0.binary(.or, same) } ?? same }
        }
        return result ?? .boolean(false)
    }
}

extension Scope.Table {
    /// The value of a column of the table's shape.
    fileprivate func value(of column: RelationShape.Column) throws(Untranslatable) -> TypedExpression {
        switch self.column(column.name)?.value {
        case .success(let value)?: return value
        case .failure(let failure)?: throw failure
        case nil: throw Untranslatable("there is no column '\(column.name)'", .unresolved, at: 0..<0)
        }
    }
}
