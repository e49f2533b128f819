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
