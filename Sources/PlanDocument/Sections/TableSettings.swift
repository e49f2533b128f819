/// One entry of `tables`.
package struct TableEntry: Sendable {
    /// The table's name in the source.
    package var name: Located<String>
    package var settings: TableSettings
}

/// What a plan says about one table.
package struct TableSettings: PlanSection {
    /// The table's name in the target.
    package var rename: Located<String>?
    /// A filter in the source's SQL.
    package var rowFilter: Located<String>?
    /// Columns that identify a row, for a table without a primary key.
    package var key: [Located<String>]?
    package var primaryKey = Setting(default: PrimaryKeyForm.primary)
    /// What becomes of the rows that the target's table has already; nil where `load.existing` says it.
    package var existing: Located<LoadSettings.ExistingPolicy>?
    package var columns: [ColumnEntry] = []
    package var indexes: [IndexEntry] = []
    /// By constraint name, or by the check's text where it has none.
    package var checks: [NamedReplacement] = []
    package var foreignKeys = ForeignKeySettings()
    package var values = ValuePolicies()

    package init() {}

    /// What the source's primary key becomes.
    package enum PrimaryKeyForm: String, CaseIterable, Sendable {
        case primary
        case unique
    }
}

extension TableSettings {
    static let shape = ObjectShape<TableSettings>(
        "a table",
        [
            .optional("rename", .text("name"), \.rename, "The table's name in the target."),
            .optional(
                "where", .text("SQL"), \.rowFilter, "A filter in the source's SQL: only rows for which it holds move."),
            .optionalSection(
                "key", .list(of: .locatedText("column"), minimum: 1), \.key,
                "Columns that identify a row, for a table without a primary key."),
            .setting(
                "primary_key", .word(), \.primaryKey,
                "What the source's primary key becomes. `unique` is for a key that is NULL in some rows, which SQLite lets "
                    + "in, as a unique constraint does."),
            .optional(
                "existing", .word(), \.existing, "As `load.existing`, for this table."),
            .section(
                "columns", .entries("column", of: .section) { ColumnEntry(name: $0, settings: $1) }, \.columns,
                "What differs for single columns."),
            .section(
                "indexes", .entries("index", of: IndexChange.shape) { IndexEntry(name: $0, change: $1) }, \.indexes,
                "Indexes to leave out, and new ones."),
            .section(
                "checks",
                .entries("check", of: Replacement.shape(sql: .now)) { NamedReplacement(name: $0, replacement: $1) },
                \.checks, "Checks to leave out or to replace, by name, or by their text where they have none."),
            .section("foreign_keys", .section, \.foreignKeys, "What becomes of the table's foreign keys."),
            .section("values", .section, \.values, "Policies for the values of this table."),
        ])
}
