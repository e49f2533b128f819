internal import CSQLite
internal import PlanCatalog

/// What no pragma tells of a column: its collation, and whether it is declared AUTOINCREMENT.
struct StoredColumn {
    let collation: String
    let isAutoincrement: Bool

    init<Access>(
        _ entry: TableListEntry, _ column: String, _ connection: borrowing SQLiteConnection<Access>
    ) throws(SQLiteError) {
        // A virtual table has neither.
        guard entry.kind != .virtual else {
            collation = Collation.binary
            isAutoincrement = false
            return
        }
        var name: UnsafePointer<CChar>?
        var autoincrement: Int32 = 0
        let code = sqlite3_table_column_metadata(
            connection.handle, "main", entry.name, column, nil, &name, nil, nil, &autoincrement)
        guard code == SQLITE_OK else {
            throw SQLiteError(code, .run, handle: connection.handle, path: connection.path)
        }
        collation = Collation.canonical(name.map { String(cString: $0) })
        isAutoincrement = autoincrement != 0
    }
}
