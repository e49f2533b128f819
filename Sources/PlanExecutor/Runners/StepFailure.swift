internal import PlanPostgres
internal import PlanSQLite

/// Why an operation did not come to its end.
enum StepFailure: PostgresErrorConvertible {
    case failed(OperationFailure)
    /// It was told to.
    case stopped

    init(_ error: PostgresError) { self = .failed(.target(error)) }

    init(_ error: SQLiteError) {
        // Nothing but the coordinator interrupts a reader.
        self = error.code.primary == .interrupt ? .stopped : .failed(.source(SourceFailure(error)))
    }

    /// The failure to report; nil where the only cause is that everything is being stopped.
    func cause(isStopping: Bool) -> OperationFailure? {
        switch self {
        case .stopped: return nil
        case .failed(let failure):
            if isStopping, case .target(let error) = failure, error.code == .queryCanceled { return nil }
            return failure
        }
    }

    /// Whether trying again may succeed: the server has ended the transaction for the sake of another one, or is gone.
    var isTransient: Bool {
        guard case .failed(.target(let error)) = self else { return false }
        return error.code == .deadlockDetected || error.code == .serializationFailure || isLoss
    }

    /// Whether the connection broke. What was asked for last may have been done.
    var isLoss: Bool {
        guard case .failed(.target(let error)) = self else { return false }
        return error.isLoss
    }
}
