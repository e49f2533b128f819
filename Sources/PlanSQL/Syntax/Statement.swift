package import PlanDiagnostics

/// A statement of SQLite's schema, or one that a trigger's body may hold.
package indirect enum Statement: Hashable, Sendable {
    case select(SelectStatement)
    case insert(InsertStatement)
    case update(UpdateStatement)
    case delete(DeleteStatement)
    case createTable(CreateTableStatement)
    case createVirtualTable(CreateVirtualTableStatement)
    case createIndex(CreateIndexStatement)
    case createView(CreateViewStatement)
    case createTrigger(CreateTriggerStatement)

    /// Where it stands in its text.
    package var range: SourceRange {
        switch self {
        case .select(let statement): statement.range
        case .insert(let statement): statement.range
        case .update(let statement): statement.range
        case .delete(let statement): statement.range
        case .createTable(let statement): statement.range
        case .createVirtualTable(let statement): statement.range
        case .createIndex(let statement): statement.range
        case .createView(let statement): statement.range
        case .createTrigger(let statement): statement.range
        }
    }
}
