package import PlanDiagnostics

/// The structure of a `CREATE VIEW` statement of SQLite.
package struct CreateViewStatement: Hashable, Sendable {
    package let isTemporary: Bool
    package let ifNotExists: Bool
    package let name: RelationName
    package let columns: [Name]
    package let query: SelectStatement
    @Uncompared package var range: SourceRange
}

/// The structure of a `CREATE VIRTUAL TABLE` statement of SQLite.
package struct CreateVirtualTableStatement: Hashable, Sendable {
    package let ifNotExists: Bool
    package let name: RelationName
    package let module: Name
    /// Each module reads its arguments in its own way.
    package let arguments: [SQLFragment]
    @Uncompared package var range: SourceRange
}
