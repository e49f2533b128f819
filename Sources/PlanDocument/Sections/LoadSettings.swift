/// `load`: how rows are moved.
package struct LoadSettings: Sendable {
    package var jobs = Setting(default: Jobs.auto)
    /// Rows in a unit of commit and resume.
    package var chunkRows = Setting(default: 500_000)
    package var existing = Setting(default: ExistingPolicy.fail)
    package var indexes = Setting(default: IndexOrder.after)
    package var onFailure = Setting(default: FailurePolicy.rollback)

    package init() {}

    /// Streams that run side by side.
    package enum Jobs: Hashable, Sendable {
        case auto
        case count(Int)
    }

    /// For a table that the target already has.
    package enum ExistingPolicy: String, CaseIterable, Sendable {
        case fail
        case append
        case truncate
        case replace
        case skip
        case update
    }

    /// When indexes are built, as seen from the rows.
    package enum IndexOrder: String, CaseIterable, Sendable {
        case after
        case before
    }

    /// What becomes of the target after a failed run.
    package enum FailurePolicy: String, CaseIterable, Sendable {
        case rollback
        case keep
    }
}
