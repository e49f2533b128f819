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
}
