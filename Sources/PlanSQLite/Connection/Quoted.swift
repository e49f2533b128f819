/// Names in SQL.
enum Quoted {
    /// A name between double quotes, quotes in it doubled.
    static func name(_ name: String) -> String {
        "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
