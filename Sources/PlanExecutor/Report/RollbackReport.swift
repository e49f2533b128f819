/// What a rollback did.
package struct RollbackReport: Hashable, Sendable {
    /// The run as it was before.
    package let run: RunRecord
    package let outcome: UndoOutcome
    package let seconds: Double

    package init(run: RunRecord, outcome: UndoOutcome, seconds: Double) {
        self.run = run
        self.outcome = outcome
        self.seconds = seconds
    }
}
