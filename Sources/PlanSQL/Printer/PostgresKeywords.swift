/// PostgreSQL's keywords (<https://www.postgresql.org/docs/current/sql-keywords-appendix.html>), those of versions 13
/// to 17 together, by what they may stand for without quotes.
enum PostgresKeywords {
    /// Names that are printed in quotes.
    static let quoted = reserved.union(columnNames).union(functionNames).union(contextual)

    /// Never a name.
    static let reserved: Set<String> = [
        "all", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric", "both", "case", "cast", "check",
        "collate", "column", "constraint", "create", "current_catalog", "current_date", "current_role",
        "current_time", "current_timestamp", "current_user", "default", "deferrable", "desc", "distinct", "do", "else",
        "end", "except", "false", "fetch", "for", "foreign", "from", "grant", "group", "having", "in", "initially",
        "intersect", "into", "lateral", "leading", "limit", "localtime", "localtimestamp", "not", "null", "offset",
        "on", "only", "or", "order", "placing", "primary", "references", "returning", "select", "session_user",
        "some", "symmetric", "system_user", "table", "then", "to", "trailing", "true", "union", "unique", "user",
        "using", "variadic", "when", "where", "window", "with",
    ]

    /// A column's or a table's name, but no function's and no type's.
    static let columnNames: Set<String> = [
        "between", "bigint", "bit", "boolean", "char", "character", "coalesce", "dec", "decimal", "exists", "extract",
        "float", "greatest", "grouping", "inout", "int", "integer", "interval", "json", "json_array", "json_arrayagg",
        "json_exists", "json_object", "json_objectagg", "json_query", "json_scalar", "json_serialize", "json_table",
        "json_value", "least", "merge_action", "national", "nchar", "none", "normalize", "nullif", "numeric", "out",
        "overlay", "position", "precision", "real", "row", "setof", "smallint", "substring", "time", "timestamp",
        "treat", "trim", "values", "varchar", "xmlattributes", "xmlconcat", "xmlelement", "xmlexists", "xmlforest",
        "xmlnamespaces", "xmlparse", "xmlpi", "xmlroot", "xmlserialize", "xmltable",
    ]

    /// A function's or a type's name, but no column's and no table's.
    static let functionNames: Set<String> = [
        "authorization", "binary", "collation", "concurrently", "cross", "current_schema", "freeze", "full", "ilike",
        "inner", "is", "isnull", "join", "left", "like", "natural", "notnull", "outer", "overlaps", "right",
        "similar", "tablesample", "verbose",
    ]

    /// Not reserved, but something else where a name could stand: `OVER (partition …)`, `GROUP BY cube (…)`,
    /// `operator (…)`.
    static let contextual: Set<String> = [
        "cube", "groups", "operator", "partition", "range", "rollup", "rows",
    ]

    /// Words of the language that read as functions before a parenthesis, with expressions alone inside it.
    static let functions: Set<String> = [
        "coalesce", "greatest", "grouping", "least", "left", "nullif", "right", "substring", "trim",
    ]
}
