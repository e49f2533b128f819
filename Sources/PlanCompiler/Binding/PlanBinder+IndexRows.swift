internal import PlanCatalog
internal import PlanDiagnostics
internal import PlanDialects
internal import PlanSQL

extension PlanBinder {
    /// What a row of a B-tree may have (`BTMaxItemSize` of pages of 8 KiB), in bytes, after compression.
    private static let largestIndexRow = 2704

    /// Finds keys and indexes whose rows may be too large. How far texts compress is known to the server alone, so that it is
    /// a warning.
    mutating func noteLargeIndexRows(_ table: BoundTable) {
        guard let found = profile?.table(named: table.source.name) else { return }
        let keys = ([table.primaryKey].compactMap { $0 } + table.uniqueConstraints).map {
            (what: "key \($0.name)", columns: $0.columns)
        }
        let indexes = table.indexes.filter { !$0.servesKey }.compactMap { index -> (what: String, columns: [String])? in
            guard case .parts(let parts, _) = index.definition else { return nil }
            return ("index \(index.name)", parts.compactMap(\.column))
        }
        for one in keys + indexes {
            let bytes = one.columns.reduce(0) { sum, name in
                guard let column = table.columns.first(where: { $0.name == name }), column.sourceSQL == nil,
                    [.text, .varchar, .char, .citext, .bytea].contains(column.decision.type.name),
                    let profile = found.column(named: column.source.name)
                else { return sum }
                return sum + max(profile.longestTextBytes, profile.longestBlobBytes)
            }
            guard bytes > Self.largestIndexRow else { continue }
            diagnostics.add(
                .largeIndexRow(
                    one.what, table: table.source.name, bytes: bytes, limit: Self.largestIndexRow,
                    at: text.statement("table", table.source.name, sql: table.source.sql)))
        }
    }
}
