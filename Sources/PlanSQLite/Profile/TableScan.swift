internal import PlanCatalog

/// The pass over one table.
struct TableScan {
    let table: Table
    let coverage: DatabaseProfile.Coverage
    /// Rows of all tables, about; 0 where that is not known.
    var expected: Int64 = 0

    /// Rows between two questions whether to go on.
    private static let interval = 1 << 14

    private var columns: [Column] { table.columns.filter { !$0.isHidden } }

    /// The place of the rowid among the selected values.
    private var rowIDPlace: Int? { table.rowIDName == nil ? nil : columns.count }

    func profile<Access>(
        _ connection: borrowing SQLiteConnection<Access>, _ catalog: Catalog,
        progress: (SQLiteProfiler.Progress) -> Void, isCancelled: () -> Bool
    ) throws(SQLiteError) -> TableProfile {
        let columns = self.columns
        var accumulators = columns.map { column in
            ColumnAccumulator(
                declaredType: column.declaredType,
                isInPrimaryKey: table.primaryKey?.columns.contains(column.name) == true)
        }
        let statement = try connection.prepare(select(columns))
        var rows = 0
        while true {
            progress(SQLiteProfiler.Progress(table: table.name, rows: rows, expected: expected))
            guard !isCancelled() else { throw cancelled(connection.path) }
            let added = try add(upTo: Self.interval, from: statement, to: &accumulators)
            rows += added
            if added < Self.interval { break }
        }
        var orphans: [Int] = []
        for key in table.foreignKeys {
            guard !isCancelled() else { throw cancelled(connection.path) }
            orphans.append(
                try OrphanSearch(child: table, key: key, catalog: catalog)?.count(connection, limit: rowLimit) ?? 0)
        }
        progress(SQLiteProfiler.Progress(table: table.name, rows: rows, expected: expected))
        return TableProfile(
            table: table.name, rows: rows,
            columns: zip(columns, accumulators).map { $1.profile(of: $0.name) }, orphans: orphans)
    }

    private var rowLimit: String {
        switch coverage {
        case .full: ""
        case .sample(let rows): " LIMIT \(max(rows, 0))"
        }
    }

    /// Names stand behind the table's alias: without it SQLite would take a name that is gone for a text.
    private func select(_ columns: [Column]) -> String {
        let names = columns.map { "t.\(Quoted.name($0.name))" } + (table.rowIDName.map { ["t.\($0)"] } ?? [])
        let list = names.joined(separator: ", ")
        return "SELECT \(list) FROM main.\(Quoted.name(table.name)) AS t\(rowLimit)"
    }

    /// Adds the cells of some rows; the number of rows is lower than the limit at the end of the table.
    private func add(
        upTo limit: Int, from statement: borrowing SQLiteStatement, to accumulators: inout [ColumnAccumulator]
    ) throws(SQLiteError) -> Int {
        // The buffer is borrowed once for many rows, so that no cell pays for a check of uniqueness.
        var failure: SQLiteError?
        let rows = accumulators.withUnsafeMutableBufferPointer { columns in
            do throws(SQLiteError) {
                return try Self.add(upTo: limit, from: statement, to: columns, rowID: rowIDPlace)
            } catch {
                failure = error
                return 0
            }
        }
        if let failure { throw failure }
        return rows
    }

    private static func add(
        upTo limit: Int, from statement: borrowing SQLiteStatement,
        to columns: UnsafeMutableBufferPointer<ColumnAccumulator>, rowID: Int?
    ) throws(SQLiteError) -> Int {
        var rows = 0
        while rows < limit, try statement.step() {
            rows &+= 1
            let row = rowID.map { statement.integer($0) }
            for index in columns.indices {
                switch statement.storageClass(index) {
                case .null: columns[index].addNull(row: row)
                case .integer: columns[index].add(statement.integer(index), row: row)
                case .real: columns[index].add(statement.real(index), row: row)
                case .text: columns[index].add(text: statement.text(index), row: row)
                case .blob: columns[index].addBlob(bytes: statement.byteCount(index), row: row)
                }
            }
        }
        return rows
    }

    private func cancelled(_ path: String) -> SQLiteError {
        SQLiteError(code: .interrupt, action: .profile, message: "cancelled at table '\(table.name)'", path: path)
    }
}
