/// What `plan explain CODE` says, and what the code's page in the documentation holds.
///
/// Pages stand beside the factories of their area, so that a code, its wording and its explanation change together.
package struct DiagnosticPage: Sendable {
    package let code: DiagnosticCode
    /// A few words, without a full stop.
    package let title: String
    /// What it means, why it is refused or reported, and how to resolve it. Markdown.
    package let explanation: String

    package init(_ code: DiagnosticCode, _ title: String, _ explanation: String) {
        self.code = code
        self.title = title
        self.explanation = explanation
    }

    /// The page as Markdown.
    package var markdown: String { "# \(code): \(title)\n\n\(explanation)\n" }
}
