internal import PlanCompiler
internal import PlanDiagnostics
internal import PlanDocument

/// The warnings that a plan accepts, with its reasons.
struct Silences {
    private let settings: LintSettings

    init(_ settings: LintSettings) { self.settings = settings }

    /// Why a warning is accepted; nil if it is not. Errors are not to be silenced.
    func reason(for diagnostic: Diagnostic) -> String? {
        guard diagnostic.severity == .warning else { return nil }
        return settings.silence.first { $0.code.value == diagnostic.code }?.because.value
    }

    /// What to say about silences of codes that are not among the warnings.
    func idle(among diagnostics: [Diagnostic]) -> [Diagnostic] {
        settings.silence.filter { silence in
            !diagnostics.contains { $0.severity == .warning && $0.code == silence.code.value }
        }.map { .idleSilence($0.code) }
    }
}
