package import PlanDiagnostics

/// A query, whole (<https://sqlite.org/lang_select.html>).
package struct SelectStatement: Hashable, Sendable {
    package let with: WithClause?
    package let first: SelectCore
    /// What follows the first core, in order; all operators bind alike, to the left.
    package let compounds: [Compound]
    package let order: [OrderingTerm]
    package let limit: LimitClause?
    @Uncompared package var range: SourceRange

    /// An operator between two cores, with the second.
    package struct Compound: Hashable, Sendable {
        package enum Operator: String, CaseIterable, Hashable, Sendable {
            case union = "UNION"
            case unionAll = "UNION ALL"
            case intersect = "INTERSECT"
            case except = "EXCEPT"
        }

        package let `operator`: Operator
        package let core: SelectCore
        @Uncompared package var range: SourceRange
    }
}

/// One member of a compound.
package indirect enum SelectCore: Hashable, Sendable {
    case select(SimpleSelect)
    case values([[Expression]])
}

/// `SELECT … FROM … WHERE … GROUP BY … HAVING … WINDOW …`.
package struct SimpleSelect: Hashable, Sendable {
    package let isDistinct: Bool
    package let columns: [ResultColumn]
    package let from: FromClause?
    package let condition: Expression?
    package let groups: [Expression]
    package let having: Expression?
    package let windows: [NamedWindow]
    @Uncompared package var range: SourceRange
}

/// A column of a result, also of `RETURNING`.
package struct ResultColumn: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case all
        /// `t.*`.
        case allOf(Name)
        case expression(Expression, alias: Name?)
    }

    package let kind: Kind
    @Uncompared package var range: SourceRange
}

/// `name AS (…)` in a `WINDOW` clause.
package struct NamedWindow: Hashable, Sendable {
    package let name: Name
    package let definition: WindowDefinition
}

/// `WITH [RECURSIVE] …`.
package struct WithClause: Hashable, Sendable {
    package let isRecursive: Bool
    package let tables: [CommonTable]
    @Uncompared package var range: SourceRange
}

/// `name (columns) AS [NOT] MATERIALIZED (query)`.
package struct CommonTable: Hashable, Sendable {
    package enum Materialization: String, CaseIterable, Hashable, Sendable {
        case always = "MATERIALIZED"
        case never = "NOT MATERIALIZED"
    }

    package let name: Name
    package let columns: [Name]
    package let materialization: Materialization?
    package let query: SelectStatement
    @Uncompared package var range: SourceRange
}

/// A term of `ORDER BY`, or a column of an index or a key.
package struct OrderingTerm: Hashable, Sendable {
    package enum Nulls: String, CaseIterable, Hashable, Sendable {
        case first = "FIRST"
        case last = "LAST"
    }

    package let expression: Expression
    /// `ASC` says nothing, and is not kept.
    package let isDescending: Bool
    package let nulls: Nulls?
    @Uncompared package var range: SourceRange
}

/// `LIMIT count OFFSET offset`, or `LIMIT offset, count`.
package struct LimitClause: Hashable, Sendable {
    package let count: Expression
    package let offset: Expression?
    @Uncompared package var range: SourceRange
}
