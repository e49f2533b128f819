internal import PlanCatalog

/// The statements that the database keeps of its objects (`sqlite_schema`).
struct StoredSchema {
    private struct Key: Hashable {
        let type: String
        let name: String
    }

    private var statements: [Key: String] = [:]
    /// In the order in which they were made.
    private(set) var triggers: [Trigger] = []

    init<Access>(_ connection: borrowing SQLiteConnection<Access>) throws(SQLiteError) {
        let rows = try connection.prepare("SELECT type, name, tbl_name, sql FROM main.sqlite_schema ORDER BY rowid")
        while try rows.step() {
            // Indexes that serve a constraint have no statement.
            guard let type = rows.string(0), let name = rows.string(1), let sql = rows.string(3) else { continue }
            statements[Key(type: type, name: name)] = sql
            if type == "trigger" { triggers.append(Trigger(name: name, table: rows.string(2) ?? "", sql: sql)) }
        }
    }

    /// The statement that made a table, a view or an index; empty if none is kept.
    func sql(_ type: String, _ name: String) -> String { statements[Key(type: type, name: name)] ?? "" }
}
