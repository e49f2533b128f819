package import PlanDiagnostics

/// The structure of a `CREATE TABLE` statement of SQLite. Expressions are kept as text.
package struct CreateTableStatement: Hashable, Sendable {
    package let name: Name
    package let columns: [ColumnDefinition]
    package let constraints: [TableConstraint]

    /// The definition of a column, names compared as SQLite does.
    package func column(named name: String) -> ColumnDefinition? {
        columns.first { $0.name.value.lowercased() == name.lowercased() }
    }
}

/// A column of a `CREATE TABLE`.
package struct ColumnDefinition: Hashable, Sendable {
    package let name: Name
    /// The declared type; nil where there is none.
    package let type: SQLFragment?
    package let constraints: [ColumnConstraint]
    package let range: SourceRange
}

/// What is declared after a column's type.
package struct ColumnConstraint: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case primaryKey(conflict: String?)
        case notNull(conflict: String?)
        case null
        case unique(conflict: String?)
        case check(SQLFragment)
        /// The expression, without the parentheses around it.
        case defaultValue(SQLFragment)
        case collate(Name)
        case references(ReferencesClause)
        case generated(SQLFragment)
    }

    /// The name given by `CONSTRAINT`.
    package let name: Name?
    package let kind: Kind
    package let range: SourceRange
}

/// What is declared after the columns.
package struct TableConstraint: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case primaryKey(columns: [SQLFragment], conflict: String?)
        case unique(columns: [SQLFragment], conflict: String?)
        case check(SQLFragment)
        case foreignKey(columns: [Name], ReferencesClause)
    }

    package let name: Name?
    package let kind: Kind
    package let range: SourceRange
}

/// `REFERENCES parent (columns) …`.
package struct ReferencesClause: Hashable, Sendable {
    package let parent: Name
    package let parentColumns: [Name]
    package let isDeferrable: Bool
    package let isInitiallyDeferred: Bool
}
