/// Backs the target up, to a file outside of it.
package struct BackupInstruction: Hashable, Sendable {
    /// When there is something to back up.
    package enum Condition: String, Sendable, CaseIterable {
        case always
        /// Where the target has anything besides the ledger.
        case notEmpty = "not_empty"
    }

    package let condition: Condition

    package init(when condition: Condition) { self.condition = condition }
}
