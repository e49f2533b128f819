package import PlanGraph
package import PlanPostgres

/// Why a run or a rollback did not end well. No text of it holds a secret.
package enum RunFailure: Error, Sendable, CustomStringConvertible {
    /// A variable in the source's location or the target's connection string is not set.
    case missingVariable(name: String, side: Effect.Side)
    /// The source's location or the target's connection string is no text with `${NAME}` in it.
    case malformedTemplate(side: Effect.Side)
    case cannotConnectSource(SourceFailure)
    case cannotConnectTarget(PostgresError)
    /// Nothing was written in the target.
    case refused(AdmissionRefusal)
    /// A thread could not be started.
    case cannotStart(reason: String)
    /// A question of admission, or an entry in the ledger, was refused by the target. Nothing of the graph was done, or
    /// what was done is in `report`.
    case ledger(PostgresError, undo: UndoOutcome?, report: RunReport?)
    case operationFailed(id: String, cause: OperationFailure, undo: UndoOutcome, report: RunReport)
    /// A verification that could not be done.
    case verificationFailed(id: String, cause: OperationFailure)
    /// It was asked to stop. Without a report nothing had been begun.
    case interrupted(undo: UndoOutcome, report: RunReport?)
    /// A rollback before which the target was to be backed up, which failed; nothing was undone.
    case noBackup(BackupFailure)
    /// A rollback that could not undo everything.
    case undoIncomplete(RollbackReport)

    /// What was done before it went wrong, if anything was begun.
    package var report: RunReport? {
        switch self {
        case .missingVariable, .malformedTemplate, .cannotConnectSource, .cannotConnectTarget, .cannotStart, .refused,
            .undoIncomplete, .verificationFailed, .noBackup:
            nil
        case .ledger(_, _, let report), .interrupted(_, let report): report
        case .operationFailed(_, _, _, let report): report
        }
    }

    package var description: String {
        switch self {
        case .missingVariable(let name, let side):
            "the \(side.rawValue) is named by the variable \(name), which is not set; set it in the environment"
        case .malformedTemplate(let side): "the graph's \(side.rawValue) has a '${' that does not begin a variable"
        case .cannotConnectSource(let failure): "cannot read the source: \(failure)"
        case .cannotConnectTarget(let error): "cannot connect to the target: \(error)"
        case .cannotStart(let reason): reason
        case .refused(let refusal): "refused: \(refusal)"
        case .ledger(let error, let undo, _):
            "the target refused what the executor asked of it: \(error)" + (undo.map { "; \($0)" } ?? "")
        case .operationFailed(let id, let cause, let undo, _): "\(id) failed: \(cause); \(undo)"
        case .verificationFailed(let id, let cause): "\(id) failed: \(cause)"
        case .interrupted(let undo, _): "interrupted; \(undo)"
        case .noBackup(let failure): "nothing was undone: \(failure)"
        case .undoIncomplete(let report):
            "run \(report.run.id) could not be undone completely: \(report.outcome); run 'plan rollback' again when the "
                + "cause is gone"
        }
    }
}
