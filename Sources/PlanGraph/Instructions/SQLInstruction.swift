/// Runs a statement in the target.
package struct SQLInstruction: Hashable, Sendable {
    /// The statement, complete. `$1`, `$2`, … stand for the columns of `with`.
    package let sql: String
    /// A query in the target with one boolean answer: true leaves the statement undone, and then there is nothing to undo.
    package let unless: String?
    /// A query in the source whose one row gives the statement's parameters, as text; no row gives NULLs.
    package let with: String?

    package init(_ sql: String, unless: String? = nil, with: String? = nil) {
        self.sql = sql
        self.unless = unless
        self.with = with
    }
}
