package import PlanCatalog

/// Looks at the values of a database: one pass over each ordinary table. Views, virtual tables and their storage are
/// left out.
package enum SQLiteProfiler {
    /// How far the profiler has come.
    package struct Progress: Hashable, Sendable {
        package let table: String
        /// Rows of this table looked at so far.
        package let rows: Int
        /// Rows of all tables, about; 0 where that is not known.
        package let expected: Int64
    }

    /// Profiles the tables of a catalog, all at one moment.
    ///
    /// Rows without a parent are those that SQLite's own `foreign_key_check` finds. A foreign key whose parent does not
    /// exist, or has no key of these columns, counts none: what is wrong with it is not its rows.
    ///
    /// - Parameters:
    ///   - catalog: read from the same database, best in the same transaction.
    ///   - progress: called before each table, now and then within it, and after it.
    ///   - isCancelled: asked now and then; true ends the profiling with `SQLITE_INTERRUPT`. A search for rows without a
    ///     parent is one statement, which only the connection's `interrupt` cuts short.
    package static func profile<Access>(
        _ connection: borrowing SQLiteConnection<Access>, catalog: Catalog, coverage: DatabaseProfile.Coverage,
        progress: (Progress) -> Void = { _ in }, isCancelled: () -> Bool = { false }
    ) throws(SQLiteError) -> DatabaseProfile {
        let tables = try connection.withReadTransaction { () throws(SQLiteError) in
            var profiles: [TableProfile] = []
            for table in catalog.tables where table.kind == .ordinary && table.problem == nil {
                let scan = TableScan(table: table, coverage: coverage)
                profiles.append(try scan.profile(connection, catalog, progress: progress, isCancelled: isCancelled))
            }
            return profiles
        }
        try connection.requireUnchanged()
        return DatabaseProfile(coverage: coverage, tables: tables)
    }
}
