internal import PlanCatalog
internal import PlanDocument
internal import PlanSQLite
internal import PlanSupport
internal import Synchronization

extension SourceCatalog {
    /// How much the plan asks to be looked at; nil for nothing.
    var coverage: DatabaseProfile.Coverage? {
        switch plan.document.source.profile.value {
        case .none: nil
        case .full: .full
        case .sample(let rows): .sample(rowsPerTable: rows)
        }
    }

    /// What the columns hold, looked at by several readers side by side.
    func profile(
        of catalog: Catalog, _ coverage: DatabaseProfile.Coverage, _ readers: [SQLiteReader]
    ) throws(SQLiteError) -> DatabaseProfile {
        let line = StatusLine(console)
        defer { line.clear() }
        let progress = ProfileProgress()
        return try SQLiteProfiler.profile(readers, catalog: catalog, coverage: coverage) { step in
            line.show(progress.text(after: step))
        }
    }
}

/// How far all readers have come together.
private final class ProfileProgress: Sendable {
    private let rows = Mutex<[String: Int]>([:])

    func text(after step: SQLiteProfiler.Progress) -> String {
        let seen = rows.withLock { rows in
            rows[step.table] = step.rows
            return rows.values.reduce(0, +)
        }
        let bar = step.expected > 0 ? ProgressBar.text(seen, of: step.expected) + " " : ""
        return "\(bar)\(Quantity.grouped(seen)) rows looked at, now in \(step.table)"
    }
}
