internal import PlanCatalog

extension Table {
    /// The name under which the rowid can be asked for; nil where there is none, or columns hide all its names.
    var rowIDName: String? {
        guard hasRowID else { return nil }
        return ["rowid", "_rowid_", "oid"].first { column(named: $0) == nil }
    }
}
