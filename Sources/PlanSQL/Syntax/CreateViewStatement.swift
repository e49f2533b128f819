package import PlanDiagnostics

/// The structure of a `CREATE VIEW` statement of SQLite.
package struct CreateViewStatement: Hashable, Sendable {
    package let isTemporary: Bool
    package let ifNotExists: Bool
    package let name: RelationName
    package let columns: [Name]
    package let query: SelectStatement
    @Uncompared package var range: SourceRange

    package init(
        isTemporary: Bool = false, ifNotExists: Bool = false, name: RelationName, columns: [Name] = [],
        query: SelectStatement, range: SourceRange = 0..<0
    ) {
        self.isTemporary = isTemporary
        self.ifNotExists = ifNotExists
        self.name = name
        self.columns = columns
        self.query = query
        _range = Uncompared(wrappedValue: range)
    }
}

/// The structure of a `CREATE VIRTUAL TABLE` statement of SQLite.
package struct CreateVirtualTableStatement: Hashable, Sendable {
    package let ifNotExists: Bool
    package let name: RelationName
    package let module: Name
    /// Each module reads its arguments in its own way.
    package let arguments: [SQLFragment]
    @Uncompared package var range: SourceRange

    package init(
        ifNotExists: Bool = false, name: RelationName, module: Name, arguments: [SQLFragment] = [],
        range: SourceRange = 0..<0
    ) {
        self.ifNotExists = ifNotExists
        self.name = name
        self.module = module
        self.arguments = arguments
        _range = Uncompared(wrappedValue: range)
    }
}
