internal import PlanCatalog

/// The search for the rows of a table whose parent does not exist.
struct OrphanSearch {
    private let child: Table
    private let columns: [String]
    private let parent: Table
    private let parentColumns: [String]

    /// Nil where the parent does not exist or the columns are no key of it. SQLite enforces no such foreign key, and the
    /// search would read the parent once for each row.
    init?(child: Table, key: ForeignKey, catalog: Catalog) {
        guard let parent = catalog.table(named: key.parentTable), parent.kind == .ordinary, parent.problem == nil else {
            return nil
        }
        let named = key.parentColumns.isEmpty ? parent.primaryKey?.columns ?? [] : key.parentColumns
        let columns = key.columns.compactMap { child.column(named: $0)?.name }
        let parentColumns = named.compactMap { parent.column(named: $0)?.name }
        guard !columns.isEmpty, columns.count == key.columns.count, parentColumns.count == columns.count,
            parent.isUnique(parentColumns)
        else { return nil }
        self.child = child
        self.columns = columns
        self.parent = parent
        self.parentColumns = parentColumns
    }

    func count<Access>(
        _ connection: borrowing SQLiteConnection<Access>, limit: String
    ) throws(SQLiteError) -> Int {
        let statement = try connection.prepare(sql(limit))
        return try statement.step() ? Int(statement.integer(0)) : 0
    }

    /// A child's value is compared as if it stood in the parent's column, with that column's affinity and collation
    /// (https://www.sqlite.org/foreignkeys.html, section 3): hence the parent on the left, and the unary plus, which
    /// takes the child's own affinity away.
    private func sql(_ limit: String) -> String {
        let keys = columns.indices.map { "c.\(Quoted.name(columns[$0])) AS k\($0)" }.joined(separator: ", ")
        let areThere = columns.indices.map { "c.k\($0) IS NOT NULL" }.joined(separator: " AND ")
        let match = parentColumns.indices.map { "p.\(Quoted.name(parentColumns[$0])) = +c.k\($0)" }
            .joined(separator: " AND ")
        return "SELECT count(*) FROM (SELECT \(keys) FROM main.\(Quoted.name(child.name)) AS c\(limit)) AS c "
            + "WHERE \(areThere) AND NOT EXISTS (SELECT 1 FROM main.\(Quoted.name(parent.name)) AS p WHERE \(match))"
    }
}

extension Table {
    /// Whether the columns, in any order, are the primary key, a unique constraint or a whole unique index.
    fileprivate func isUnique(_ columns: [String]) -> Bool {
        let wanted = Set(columns)
        if let primaryKey, Set(primaryKey.columns) == wanted { return true }
        if uniqueConstraints.contains(where: { Set($0.columns) == wanted }) { return true }
        return indexes.contains { index in
            guard index.isUnique, !index.isPartial else { return false }
            var found: Set<String> = []
            for part in index.parts {
                switch part.key {
                case .column(let name): found.insert(name)
                case .expression, .rowID: return false
                }
            }
            return found == wanted
        }
    }
}
