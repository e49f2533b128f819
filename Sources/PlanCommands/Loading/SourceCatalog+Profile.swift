internal import PlanCatalog
internal import PlanDocument
internal import PlanSQLite
internal import PlanSupport

extension SourceCatalog {
    /// What the columns hold, as far as the plan asks; nil if it asks for nothing.
    func profile(
        of catalog: Catalog, _ connection: borrowing SQLiteConnection<ReadOnly>
    ) throws(SQLiteError) -> DatabaseProfile? {
        let coverage: DatabaseProfile.Coverage
        switch plan.document.source.profile.value {
        case .none: return nil
        case .full: coverage = .full
        case .sample(let rows): coverage = .sample(rowsPerTable: rows)
        }
        return try profile(of: catalog, coverage, connection)
    }

    func profile(
        of catalog: Catalog, _ coverage: DatabaseProfile.Coverage, _ connection: borrowing SQLiteConnection<ReadOnly>
    ) throws(SQLiteError) -> DatabaseProfile {
        let line = StatusLine(console)
        defer { line.clear() }
        return try SQLiteProfiler.profile(connection, catalog: catalog, coverage: coverage) { progress in
            line.show("looking at \(progress.table): \(Quantity.grouped(progress.rows)) rows")
        }
    }
}
