/// What a rollback did.
package struct RollbackReport: Hashable, Sendable {
    /// The run as it was before.
    package let run: RunRecord
    package let outcome: UndoOutcome
    package let seconds: Double
    /// Where the target was backed up to before; nil where it was not.
    package let backup: String?

    package init(run: RunRecord, outcome: UndoOutcome, seconds: Double, backup: String? = nil) {
        self.backup = backup
        self.run = run
        self.outcome = outcome
        self.seconds = seconds
    }
}
