internal import PlanDiagnostics

/// Why a command ends without its result: what to tell, and the exit code.
struct CommandFailure: Error {
    let diagnostics: [Diagnostic]
    let exitCode: ExitCode

    init(_ exitCode: ExitCode, _ diagnostics: [Diagnostic]) {
        self.diagnostics = diagnostics
        self.exitCode = exitCode
    }

    init(_ exitCode: ExitCode, _ diagnostic: Diagnostic) { self.init(exitCode, [diagnostic]) }
}
