internal import PlanDiagnostics
internal import PlanExecutor
internal import PlanPostgres

extension Diagnostic {
    init(_ failure: BackupFailure, _ severity: Severity) {
        self.init(failure.code, severity, failure.description)
    }

    static func malformedAge(_ text: String) -> Diagnostic {
        Diagnostic("PLN0012", .error, "'\(text)' is no age: write a number and m, h, d or w, such as 30d")
    }

    static let missingRetention = Diagnostic(
        "PLN0012", .error, "what is to be removed is not said: give --keep, --older-than or both")
}

extension CommandFailure {
    /// - Parameter told: what went wrong where more is to be said than the failure says.
    init(_ failure: BackupFailure, told: String? = nil) {
        self.init(failure.exitCode, Diagnostic(failure.code, .error, told ?? failure.description))
    }
}

extension BackupFailure {
    fileprivate var code: DiagnosticCode {
        switch self {
        case .cannotConnect(let error) where error.connectionFailure == .notEncrypted: "PLN0715"
        case .cannotConnect: "PLN0701"
        case .notEmpty: "PLN0721"
        case .unusable, .otherEngine: "PLN0810"
        case .serverTooOld, .standby, .restore: "PLN0809"
        case .programs, .server, .database, .file, .program, .throwawayServer: "PLN0808"
        case .stopped: "PLN0804"
        }
    }

    fileprivate var exitCode: ExitCode {
        switch self {
        case .cannotConnect(let error): error.connectionFailure == .notEncrypted ? .refused : .cannotConnect
        case .notEmpty, .serverTooOld, .standby, .otherEngine: .refused
        case .stopped: .interrupted
        case .unusable, .programs, .server, .database, .file, .program, .throwawayServer, .restore: .failed
        }
    }
}
