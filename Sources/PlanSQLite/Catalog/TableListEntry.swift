internal import PlanCatalog

/// A row of `PRAGMA table_list`: https://www.sqlite.org/pragma.html#pragma_table_list
struct TableListEntry {
    enum Kind: String {
        case ordinary = "table"
        case view
        case virtual
        case shadow
    }

    let name: String
    let kind: Kind
    let isWithoutRowID: Bool
    let isStrict: Bool

    /// The tables and views of the main schema but SQLite's own.
    static func all<Access>(_ connection: borrowing SQLiteConnection<Access>) throws(SQLiteError) -> [TableListEntry] {
        let rows = try connection.prepare(
            "SELECT name, type, wr, strict FROM pragma_table_list WHERE schema = 'main' ORDER BY name")
        var entries: [TableListEntry] = []
        while try rows.step() {
            // No name that a user gives may begin so.
            guard let name = rows.string(0), !name.asciiLowercased.hasPrefix("sqlite_"), let type = rows.string(1)
            else {
                continue
            }
            // A kind that a later SQLite might add is read as a table.
            let kind = Kind(rawValue: type) ?? .ordinary
            entries.append(
                TableListEntry(
                    name: name, kind: kind, isWithoutRowID: rows.integer(2) != 0, isStrict: rows.integer(3) != 0))
        }
        return entries
    }

    /// The virtual table that a shadow table stores for: the longest whose name, and `_`, it begins with.
    func owner(among virtualNames: [String]) -> String? {
        let name = name.asciiLowercased
        return virtualNames.filter { name.hasPrefix($0.asciiLowercased + "_") }.max { $0.utf8.count < $1.utf8.count }
    }
}
