internal import PlanCatalog
package import PlanSQL

/// A query of PostgreSQL, with what is known of its results.
package struct TranslatedQuery: Sendable {
    /// A column of the result.
    package struct Column: Sendable {
        /// What the source calls it.
        package let name: String
        package var value: TypedExpression
    }

    package var statement: SelectStatement
    package var columns: [Column]
    /// Whether it has one row at most, whatever the data.
    package var isSingleRow: Bool

    /// Stands for a column's value in an expression that replaces it.
    static let placeholder = Expression(.column(ColumnName(Name("\u{0}"))))

    /// The same rows with some columns replaced by expressions of their values.
    func replacing(_ columns: [Int: Expression]) -> TranslatedQuery {
        guard !columns.isEmpty else { return self }
        let inner = named
        let label = Name("rows")
        let results = inner.columns.enumerated().map { index, column in
            let value = Expression(.column(ColumnName(table: label, Name(column.name))))
            let replaced = columns[index]?.replacing(Self.placeholder, with: value) ?? value
            return ResultColumn(
                kind: .expression(replaced, alias: replaced.isNamed(column.name) ? nil : Name(column.name)))
        }
        var result = inner
        result.statement = SelectStatement(
            first: .select(
                SimpleSelect(
                    columns: results,
                    from: FromClause(first: TableReference(kind: .subquery(inner.statement), alias: label)))))
        return result
    }
}

extension Expression {
    /// A copy in which every occurrence of a part is another.
    func replacing(_ part: Expression, with other: Expression) -> Expression {
        self == part ? other : mappingChildren { $0.replacing(part, with: other) }
    }
}

extension TranslatedQuery {
    /// The same with a name of its own for each column, so that a query around it can speak of them.
    var named: TranslatedQuery {
        guard case .select(let core) = statement.first, core.columns.count == columns.count else { return self }
        var taken: Set<String> = []
        var result = self
        result.columns = columns.map { column in
            var name = column.name
            var number = 0
            while !taken.insert(name.asciiLowercased).inserted {
                number += 1
                name = "\(column.name):\(number)"
            }
            return Column(name: name, value: column.value)
        }
        result.setColumns { _, expression in expression }
        return result
    }

    /// A query of all that this one gives.
    var asTable: TranslatedQuery {
        let inner = named
        let label = Name("rows")
        var result = inner
        for index in inner.columns.indices {
            let name = ColumnName(table: label, Name(inner.columns[index].name))
            result.columns[index].value.expression = Expression(.column(name))
            (result.columns[index].value.literal, result.columns[index].value.json) = (nil, nil)
        }
        result.statement = SelectStatement(
            first: .select(
                SimpleSelect(
                    columns: result.columns.map { .init(kind: .expression($0.value.expression, alias: nil)) },
                    from: FromClause(first: TableReference(kind: .subquery(inner.statement), alias: label)))))
        return result
    }

    /// Replaces what its first part computes, under the names of the columns.
    mutating func setColumns(_ transform: (Int, Expression) -> Expression) {
        let first: SelectCore
        switch statement.first {
        case .values(let rows): first = .values(rows.map { row in row.enumerated().map(transform) })
        case .select(let core):
            let results = core.columns.enumerated().map { index, column in
                guard case .expression(let source, _) = column.kind else { return column }
                let (expression, name) = (transform(index, source), columns[index].name)
                return ResultColumn(
                    kind: .expression(expression, alias: expression.isNamed(name) ? nil : Name(name)))
            }
            first = .select(core.with(columns: results))
        }
        statement = SelectStatement(
            with: statement.with, first: first, compounds: statement.compounds, order: statement.order,
            limit: statement.limit)
    }
}

extension Expression {
    /// Whether it is a column that a result calls so without an alias.
    func isNamed(_ name: String) -> Bool {
        if case .column(let column) = kind { return column.name.value == name }
        return false
    }
}

extension SelectStatement {
    /// The same with its first row only.
    var limitedToOne: SelectStatement {
        let one = LimitClause(count: .integer(1))
        guard limit != nil else {
            return SelectStatement(with: with, first: first, compounds: compounds, order: order, limit: one)
        }
        let all = FromClause(first: TableReference(kind: .subquery(self), alias: Name("rows")))
        return SelectStatement(
            first: .select(SimpleSelect(columns: [ResultColumn(kind: .all)], from: all)), limit: one)
    }
}
