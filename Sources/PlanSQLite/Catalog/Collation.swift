internal import PlanCatalog

/// Names of collations.
enum Collation {
    static let binary = "BINARY"

    /// A built-in collation in upper case, as names do not depend on letter case; `BINARY` where there is none.
    static func canonical(_ name: String?) -> String {
        guard let name else { return binary }
        for builtIn in [binary, "NOCASE", "RTRIM"] where builtIn.asciiLowercased == name.asciiLowercased {
            return builtIn
        }
        return name
    }
}
