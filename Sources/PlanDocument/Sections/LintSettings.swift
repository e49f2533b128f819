package import PlanDiagnostics

/// `lint`: warnings that are known and accepted.
package struct LintSettings: PlanSection {
    package var silence: [Silence] = []

    package init() {}

    /// One accepted warning.
    package struct Silence: Sendable {
        package var code: Located<DiagnosticCode>
        package var because: Located<String>
    }
}

extension LintSettings {
    static let shape = ObjectShape<LintSettings>(
        "'lint'",
        [.section("silence", .list(of: Silence.shape), \.silence, "Warnings that are known and accepted.")])
}

extension LintSettings.Silence {
    struct Draft: PlanSection {
        var code: Located<DiagnosticCode>?
        var because: Located<String>?

        static let shape = ObjectShape<Draft>(
            "an entry of 'lint.silence'",
            [
                .required("code", .diagnosticCode, \.code, "The warning's code."),
                .required("because", .text, \.because, "Why it does not matter here."),
            ])
    }

    static let shape = Shape<Draft>.section.refined { draft, _, _ -> LintSettings.Silence? in
        guard let code = draft.code, let because = draft.because else { return nil }
        return LintSettings.Silence(code: code, because: because)
    }
}
