package import PlanDiagnostics

/// A construct of SQLite that cannot be written for PostgreSQL with the same meaning.
package struct Untranslatable: Error, Hashable {
    package enum Cause: Hashable, Sendable {
        /// PostgreSQL has nothing that means the same, or nothing that is known here.
        case noEqual
        /// A function, collation or operator that an application adds to SQLite: what it does stands nowhere in the
        /// database.
        case applicationDefined
        /// A name that the schema does not have, so that SQLite cannot run it either.
        case unresolved
        /// What the construct needs is itself not carried: a table or column that the plan leaves out.
        case leftOut
    }

    package let cause: Cause
    /// A whole clause: "PostgreSQL has no rowid".
    package let reason: String
    /// Its place in the SQL that was translated.
    package let range: SourceRange

    package init(_ reason: String, _ cause: Cause = .noEqual, at range: SourceRange) {
        self.cause = cause
        self.reason = reason
        self.range = range
    }
}
