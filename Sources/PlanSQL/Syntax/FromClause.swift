package import PlanDiagnostics

/// What a query reads: tables joined from left to right.
package struct FromClause: Hashable, Sendable {
    package let first: TableReference
    package let joins: [Join]
    @Uncompared package var range: SourceRange

    package init(first: TableReference, joins: [Join] = [], range: SourceRange = 0..<0) {
        self.first = first
        self.joins = joins
        _range = Uncompared(wrappedValue: range)
    }
}

/// An operator of a join, with the table to its right.
package struct Join: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case comma
        case natural(Direction)
        case plain(Direction)
    }

    /// Which rows without a partner are kept; `CROSS` also keeps SQLite from changing the order of the tables.
    package enum Direction: String, CaseIterable, Hashable, Sendable {
        case inner = "JOIN"
        case cross = "CROSS JOIN"
        case left = "LEFT JOIN"
        case right = "RIGHT JOIN"
        case full = "FULL JOIN"
    }

    package enum Constraint: Hashable, Sendable {
        case on(Expression)
        case using([Name])
    }

    package let kind: Kind
    package let table: TableReference
    package let constraint: Constraint?
    @Uncompared package var range: SourceRange

    package init(kind: Kind, table: TableReference, constraint: Constraint? = nil, range: SourceRange = 0..<0) {
        self.kind = kind
        self.table = table
        self.constraint = constraint
        _range = Uncompared(wrappedValue: range)
    }
}

/// One operand of a join.
package struct TableReference: Hashable, Sendable {
    package indirect enum Kind: Hashable, Sendable {
        case table(RelationName, IndexHint?)
        case function(RelationName, [Expression])
        case subquery(SelectStatement)
        /// A join in parentheses.
        case join(FromClause)
        /// PostgreSQL's `f(…) WITH ORDINALITY`, whose last column counts the rows.
        case numberedFunction(RelationName, [Expression])
        /// PostgreSQL's `LATERAL (…)`, a query that may use what stands to its left.
        case lateral(SelectStatement)
    }

    package let kind: Kind
    package let alias: Name?
    /// The names that PostgreSQL's `AS alias(a, b)` gives to the columns.
    package let columns: [Name]
    @Uncompared package var range: SourceRange

    package init(kind: Kind, alias: Name? = nil, columns: [Name] = [], range: SourceRange = 0..<0) {
        self.kind = kind
        self.alias = alias
        self.columns = columns
        _range = Uncompared(wrappedValue: range)
    }
}

/// Which index a table is to be read by.
package enum IndexHint: Hashable, Sendable {
    case indexedBy(Name)
    case notIndexed
}
