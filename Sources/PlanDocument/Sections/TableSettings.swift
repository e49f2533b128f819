package import PlanDiagnostics

/// One entry of `tables`.
package struct TableEntry: Sendable {
    /// The table's name in the source.
    package var name: Located<String>
    package var settings: TableSettings
}

/// What a plan says about one table.
package struct TableSettings: Sendable {
    /// The table's name in the target.
    package var rename: Located<String>?
    /// A filter in the source's SQL.
    package var rowFilter: Located<String>?
    /// Columns that identify a row, for a table without a primary key.
    package var key: [Located<String>]?
    package var columns: [ColumnEntry] = []
    package var indexes: [IndexEntry] = []
    /// By constraint name, or by the check's text where it has none.
    package var checks: [NamedReplacement] = []
    package var foreignKeys = ForeignKeySettings()
    package var values = ValuePolicies()

    package init() {}
}

/// One entry of `indexes`.
package struct IndexEntry: Sendable {
    package var name: Located<String>
    package var change: IndexChange
}

/// What becomes of an index.
package enum IndexChange: Sendable {
    /// The source's index is left out; the place is that of `drop`'s value.
    case drop(SourcePlace)
    /// A new index: what follows the table's name in CREATE INDEX, in the target's SQL.
    case add(Located<String>)
}

/// One entry of `checks`, `views` or `triggers`.
package struct NamedReplacement: Sendable {
    package var name: Located<String>
    package var replacement: Replacement
}

/// What stands in the place of an object of the source.
package enum Replacement: Sendable {
    /// Nothing; the place is that of `drop`'s value.
    case drop(SourcePlace)
    /// This, in the target's SQL.
    case sql(Located<String>)
}

/// `foreign_keys` of a table.
package struct ForeignKeySettings: Sendable {
    package var orphans: Located<OrphanPolicy>?
    package var drop: Located<ForeignKeyDrop>?

    package init() {}

    /// For rows whose parent is missing.
    package enum OrphanPolicy: String, CaseIterable, Sendable {
        case fail
        case notValid = "not_valid"
        case reject
        case null
    }
}

/// Which foreign keys of a table are left out.
package enum ForeignKeyDrop: Sendable {
    case all
    /// Each by its columns, in the key's order.
    case keys([Located<[String]>])
}
