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

    package init(
        with: WithClause? = nil, first: SelectCore, compounds: [Compound] = [], order: [OrderingTerm] = [],
        limit: LimitClause? = nil, range: SourceRange = 0..<0
    ) {
        self.with = with
        self.first = first
        self.compounds = compounds
        self.order = order
        self.limit = limit
        _range = Uncompared(wrappedValue: range)
    }

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

        package init(operator: Operator, core: SelectCore, range: SourceRange = 0..<0) {
            self.operator = `operator`
            self.core = core
            _range = Uncompared(wrappedValue: range)
        }
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

    package init(
        isDistinct: Bool = false, columns: [ResultColumn], from: FromClause? = nil, condition: Expression? = nil,
        groups: [Expression] = [], having: Expression? = nil, windows: [NamedWindow] = [], range: SourceRange = 0..<0
    ) {
        self.isDistinct = isDistinct
        self.columns = columns
        self.from = from
        self.condition = condition
        self.groups = groups
        self.having = having
        self.windows = windows
        _range = Uncompared(wrappedValue: range)
    }
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

    package init(kind: Kind, range: SourceRange = 0..<0) {
        self.kind = kind
        _range = Uncompared(wrappedValue: range)
    }
}

/// `name AS (…)` in a `WINDOW` clause.
package struct NamedWindow: Hashable, Sendable {
    package let name: Name
    package let definition: WindowDefinition

    package init(name: Name, definition: WindowDefinition) {
        self.name = name
        self.definition = definition
    }
}

/// `WITH [RECURSIVE] …`.
package struct WithClause: Hashable, Sendable {
    package let isRecursive: Bool
    package let tables: [CommonTable]
    @Uncompared package var range: SourceRange

    package init(isRecursive: Bool = false, tables: [CommonTable], range: SourceRange = 0..<0) {
        self.isRecursive = isRecursive
        self.tables = tables
        _range = Uncompared(wrappedValue: range)
    }
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

    package init(
        name: Name, columns: [Name] = [], materialization: Materialization? = nil, query: SelectStatement,
        range: SourceRange = 0..<0
    ) {
        self.name = name
        self.columns = columns
        self.materialization = materialization
        self.query = query
        _range = Uncompared(wrappedValue: range)
    }
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

    package init(expression: Expression, isDescending: Bool = false, nulls: Nulls? = nil, range: SourceRange = 0..<0) {
        self.expression = expression
        self.isDescending = isDescending
        self.nulls = nulls
        _range = Uncompared(wrappedValue: range)
    }
}

/// `LIMIT count OFFSET offset`, or `LIMIT offset, count`.
package struct LimitClause: Hashable, Sendable {
    package let count: Expression
    package let offset: Expression?
    @Uncompared package var range: SourceRange

    package init(count: Expression, offset: Expression? = nil, range: SourceRange = 0..<0) {
        self.count = count
        self.offset = offset
        _range = Uncompared(wrappedValue: range)
    }
}
