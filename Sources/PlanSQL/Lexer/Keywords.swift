/// SQLite's keywords (<https://sqlite.org/lang_keywords.html>), by what they may stand for without quotes. Which is in
/// which set was found by asking SQLite 3.40.
enum Keywords {
    /// A word in capital letters, as keywords are written here. Empty for a word with letters outside ASCII, which no
    /// keyword has: SQLite does not fold them, and Unicode would make an S of `ſ`.
    static func spelling(of word: String) -> String {
        word.utf8.allSatisfy { $0 < 0x80 } ? word.uppercased() : ""
    }

    /// Never a name.
    static let reserved: Set<String> = [
        "ADD", "ALL", "ALTER", "AND", "AS", "AUTOINCREMENT", "BETWEEN", "CASE", "CHECK", "COLLATE", "COMMIT",
        "CONSTRAINT", "CREATE", "DEFAULT", "DEFERRABLE", "DELETE", "DISTINCT", "DROP", "ELSE", "ESCAPE", "EXCEPT",
        "EXISTS", "FOREIGN", "FROM", "GROUP", "HAVING", "IN", "INDEX", "INSERT", "INTERSECT", "INTO", "IS", "ISNULL",
        "JOIN", "LIMIT", "NOT", "NOTHING", "NOTNULL", "NULL", "ON", "OR", "ORDER", "PRIMARY", "REFERENCES",
        "RETURNING", "SELECT", "SET", "TABLE", "THEN", "TO", "TRANSACTION", "UNION", "UNIQUE", "UPDATE", "USING",
        "VALUES", "WHEN", "WHERE",
    ]

    /// A name, but not an alias without `AS`: they go on with a join or an operator there.
    static let notAlias: Set<String> = [
        "CROSS", "FULL", "GLOB", "INDEXED", "INNER", "LEFT", "LIKE", "MATCH", "NATURAL", "OUTER", "REGEXP", "RIGHT",
    ]

    /// A name that means something else in some places, and so is printed in quotes.
    static let contextual: Set<String> = [
        "ASC", "BEGIN", "BY", "CAST", "CURRENT", "CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP", "DESC", "DO",
        "END", "FALSE", "FILTER", "FOLLOWING", "FOR", "GENERATED", "GROUPS", "IF", "OFFSET", "OVER", "PARTITION",
        "PRECEDING", "RAISE", "RANGE", "RECURSIVE", "ROLLBACK", "ROWS", "TRUE", "UNBOUNDED", "WINDOW", "WITH",
        "WITHIN", "WITHOUT",
    ]
}
