/// Hears what a run or a rollback is doing. Called from the threads that do it, several at once; it should return soon.
package protocol RunObserver: Sendable {
    func observe(_ event: RunEvent)
}

/// What is happening in a run or a rollback.
package enum RunEvent: Sendable {
    /// Nothing stands in the way; the run is recorded in the ledger under this number. The rows are those that copies will
    /// read, by the operation's id, about and as far as that can be told. An attempt after the first has work done already.
    case admitted(
        run: Int64, attempt: Int, operations: Int, jobs: Int, expectedRows: [String: Int64], done: EarlierWork)
    /// There is nothing to do: this run of the graph has come to its end before.
    case finishedBefore(RunRecord)
    case operationStarted(id: String)
    /// All rows and bytes of an operation that have been sent so far; not yet committed.
    case rowsCopied(id: String, rows: Int64, bytes: Int64)
    /// The operation is done, or skipped because there was nothing to do.
    case operationFinished(OperationReport)
    /// The first thing that went wrong; the others are being stopped.
    case operationFailed(id: String, cause: OperationFailure)
    /// Asked to stop.
    case stopping(CancellationToken.Urgency)
    case undoStarted(operations: Int)
    case operationUndone(id: String)
    case undoFailed(UndoOutcome.Remainder)
    case undoFinished
    /// A statement or a command that is done after a failure has ended, well or with a problem.
    case failureHookEnded(String, problem: String?)
}

/// What an earlier attempt of a run has done.
package struct EarlierWork: Hashable, Sendable {
    package let operations: Int
    /// Rows of copies, whole or in part, by the operation's id.
    package let rows: [String: Int64]

    package init(operations: Int, rows: [String: Int64]) {
        self.operations = operations
        self.rows = rows
    }
}

/// Hears nothing.
package struct SilentObserver: RunObserver {
    package init() {}
    package func observe(_ event: RunEvent) {}
}
