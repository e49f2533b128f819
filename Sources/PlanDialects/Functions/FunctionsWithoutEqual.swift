/// Functions of SQLite and of its own extensions that PostgreSQL has nothing for.
extension FunctionRules {
    static let withoutEqual: [FunctionRule] =
        reasons(
            "PostgreSQL does not count what a connection changed", ["changes", "total_changes"])
        + reasons(
            "PostgreSQL keeps no key of the row that a connection inserted last", ["last_insert_rowid"])
        + reasons(
            "it tells about the library of SQLite that runs it",
            [
                "sqlite_version", "sqlite_source_id", "sqlite_compileoption_get", "sqlite_compileoption_used",
                "sqlite_offset", "sqlite_log", "load_extension", "subtype",
            ])
        + reasons("PostgreSQL has no soundex() without an extension", ["soundex"])
        + reasons("PostgreSQL reads and writes other escapes", ["unistr", "unistr_quote"])
        + reasons(
            "PostgreSQL writes it with WITHIN GROUP", ["median", "percentile", "percentile_cont", "percentile_disc"])
        + reasons(
            "it belongs to a virtual table",
            [
                "bm25", "highlight", "snippet", "match", "matchinfo", "offsets", "optimize", "fts3_tokenizer", "fts5",
                "fts5_source_id", "fts5_get_locale", "fts5_insttoken", "fts5_locale", "rtreecheck", "rtreedepth",
                "rtreenode", "geopoly_area", "geopoly_bbox", "geopoly_blob", "geopoly_ccw", "geopoly_contains_point",
                "geopoly_debug", "geopoly_group_bbox", "geopoly_json", "geopoly_overlap", "geopoly_regular",
                "geopoly_svg", "geopoly_within", "geopoly_xform",
            ])

    private static func reasons(_ reason: String, _ names: [String]) -> [FunctionRule] {
        names.map { FunctionRule.withoutEqual($0, "'\($0)' is not translated: \(reason)") }
    }
}
