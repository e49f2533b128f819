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
