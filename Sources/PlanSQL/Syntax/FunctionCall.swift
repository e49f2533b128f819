package import PlanDiagnostics

/// A call of a scalar, aggregate or window function.
package struct FunctionCall: Hashable, Sendable {
    package enum Arguments: Hashable, Sendable {
        /// `count(*)`.
        case star
        case list([Expression])
        case distinct([Expression])
    }

    /// The schema of a function of PostgreSQL; SQLite's functions have none.
    package let schema: Name?
    package let name: Name
    package let arguments: Arguments
    /// The order in which an aggregate sees its rows.
    package let order: [OrderingTerm]
    package let filter: Expression?
    package let window: Window?

    package init(
        schema: Name? = nil, name: Name, arguments: Arguments, order: [OrderingTerm] = [], filter: Expression? = nil,
        window: Window? = nil
    ) {
        self.schema = schema
        self.name = name
        self.arguments = arguments
        self.order = order
        self.filter = filter
        self.window = window
    }

    /// The window that a function is called over.
    package enum Window: Hashable, Sendable {
        case named(Name)
        case defined(WindowDefinition)
    }
}

/// What stands in the parentheses of `OVER (…)` and `WINDOW w AS (…)`.
package struct WindowDefinition: Hashable, Sendable {
    package let base: Name?
    package let partition: [Expression]
    package let order: [OrderingTerm]
    package let frame: WindowFrame?
    @Uncompared package var range: SourceRange

    package init(
        base: Name? = nil, partition: [Expression] = [], order: [OrderingTerm] = [], frame: WindowFrame? = nil,
        range: SourceRange = 0..<0
    ) {
        self.base = base
        self.partition = partition
        self.order = order
        self.frame = frame
        _range = Uncompared(wrappedValue: range)
    }
}

/// The rows around the current one that a window function sees.
package struct WindowFrame: Hashable, Sendable {
    package enum Unit: String, CaseIterable, Hashable, Sendable {
        case range = "RANGE"
        case rows = "ROWS"
        case groups = "GROUPS"
    }

    package enum Bound: Hashable, Sendable {
        case unboundedPreceding
        case preceding(Expression)
        case currentRow
        case following(Expression)
        case unboundedFollowing
    }

    package enum Exclusion: String, CaseIterable, Hashable, Sendable {
        case noOthers = "NO OTHERS"
        case currentRow = "CURRENT ROW"
        case group = "GROUP"
        case ties = "TIES"
    }

    package let unit: Unit
    package let start: Bound
    /// Nil where only the start is written.
    package let end: Bound?
    package let exclusion: Exclusion?
    @Uncompared package var range: SourceRange

    package init(unit: Unit, start: Bound, end: Bound? = nil, exclusion: Exclusion? = nil, range: SourceRange = 0..<0) {
        self.unit = unit
        self.start = start
        self.end = end
        self.exclusion = exclusion
        _range = Uncompared(wrappedValue: range)
    }
}
