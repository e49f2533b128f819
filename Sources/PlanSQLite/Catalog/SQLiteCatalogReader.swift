package import PlanCatalog

/// Reads what a database contains, in the engine's own words: its pragmas and the statements it keeps.
///
/// Only the main schema is read, in one transaction. SQLite's own tables (`sqlite_…`) are left out. A virtual table whose
/// module is not there and a view that does not compile come with a problem and without columns; they stop nothing.
package enum SQLiteCatalogReader {
    package static func read<Access>(
        _ connection: borrowing SQLiteConnection<Access>
    ) throws(SQLiteError) -> Catalog {
        let catalog = try connection.withReadTransaction { () throws(SQLiteError) in
            try readInTransaction(connection)
        }
        try connection.requireUnchanged()
        return catalog
    }

    private static func readInTransaction<Access>(
        _ connection: borrowing SQLiteConnection<Access>
    ) throws(SQLiteError) -> Catalog {
        let stored = try StoredSchema(connection)
        let entries = try TableListEntry.all(connection)
        let virtualNames = entries.filter { $0.kind == .virtual }.map(\.name)
        let reader = try TableReader(connection)
        var tables: [Table] = []
        var views: [View] = []
        for entry in entries {
            switch entry.kind {
            case .view: views.append(try reader.view(entry, stored))
            case .ordinary, .virtual, .shadow:
                tables.append(try reader.table(entry, stored, virtualNames: virtualNames, connection))
            }
        }
        return Catalog(engine: .sqlite, tables: tables, views: views, triggers: stored.triggers)
    }
}
