package import PlanDiagnostics

/// `lint`: warnings that are known and accepted.
package struct LintSettings: Sendable {
    package var silence: [Silence] = []

    package init() {}

    /// One accepted warning.
    package struct Silence: Sendable {
        package var code: Located<DiagnosticCode>
        package var because: Located<String>
    }
}
