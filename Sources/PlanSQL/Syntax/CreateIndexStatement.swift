package import PlanDiagnostics

/// The structure of a `CREATE INDEX` statement of SQLite.
package struct CreateIndexStatement: Hashable, Sendable {
    package let isUnique: Bool
    package let ifNotExists: Bool
    package let name: RelationName
    package let table: Name
    /// Each with its collation, as an expression, and its order.
    package let parts: [OrderingTerm]
    package let condition: Expression?
    @Uncompared package var range: SourceRange

    package init(
        isUnique: Bool = false, ifNotExists: Bool = false, name: RelationName, table: Name, parts: [OrderingTerm],
        condition: Expression? = nil, range: SourceRange = 0..<0
    ) {
        self.isUnique = isUnique
        self.ifNotExists = ifNotExists
        self.name = name
        self.table = table
        self.parts = parts
        self.condition = condition
        _range = Uncompared(wrappedValue: range)
    }
}
