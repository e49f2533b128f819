package import PlanDiagnostics

/// What a translation does otherwise than SQLite in some statements, so that whoever relies on it has to know.
package struct TranslationNote: Hashable, Sendable {
    /// A whole clause: "PostgreSQL undoes the statement".
    package let text: String
    /// Its place in the SQL that was translated.
    package let range: SourceRange

    package init(_ text: String, at range: SourceRange) {
        self.text = text
        self.range = range
    }
}
