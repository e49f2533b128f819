/// What became of what a run had done, after it failed, was interrupted, or was rolled back.
package struct UndoOutcome: Hashable, Sendable, CustomStringConvertible {
    /// An operation whose effects are still in the target.
    package struct Remainder: Hashable, Sendable, CustomStringConvertible {
        package let id: String
        package let reason: String

        package init(id: String, reason: String) {
            self.id = id
            self.reason = reason
        }

        package var description: String { "\(id): \(reason)" }
    }

    /// Whether undoing was asked for.
    package enum Policy: String, Sendable {
        case rollback
        /// What was done stays, by the graph's `on_failure: keep`.
        case keep
    }

    package let policy: Policy
    /// The operations undone, in the order of undoing.
    package let undone: [String]
    /// What is still there, in the order of the graph.
    package let remaining: [Remainder]

    package init(policy: Policy, undone: [String], remaining: [Remainder]) {
        self.policy = policy
        self.undone = undone
        self.remaining = remaining
    }

    /// Nothing was begun, so that there is nothing to undo.
    package static let nothingDone = UndoOutcome(policy: .rollback, undone: [], remaining: [])

    /// Whether the target is as it was found, the ledger apart.
    package var isClean: Bool { remaining.isEmpty }

    package var description: String {
        switch (policy, remaining.isEmpty) {
        case (.rollback, true) where undone.isEmpty: "nothing had been done"
        case (.rollback, true): "what had been done was undone (\(Self.counted(undone.count)))"
        case (.rollback, false):
            "of \(Self.counted(undone.count + remaining.count)) \(undone.count) undone, \(remaining.count) not: "
                + remaining.map(\.description).joined(separator: "; ")
        case (.keep, true): "nothing had been done"
        case (.keep, false):
            "what was done stays (\(Self.counted(remaining.count))); go on with 'plan run --resume', or undo it with "
                + "'plan rollback'"
        }
    }

    private static func counted(_ operations: Int) -> String { "\(operations) operation\(operations == 1 ? "" : "s")" }
}
