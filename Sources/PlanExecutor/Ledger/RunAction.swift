/// What somebody did with a run: began it, went on with it, or undid it. Times are ISO 8601 in UTC.
package struct RunAction: Hashable, Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case run
        case resume
        case rollback
    }

    package let run: Int64
    package let planName: String
    package let graphDigest: String
    package let kind: Kind
    package let startedAt: String
    package let finishedAt: String?
    /// From begin to end; nil where there is no end.
    package let seconds: Double?
    /// The run's state afterwards; `running` while it goes on, and `broken off` where the process came to no end that it
    /// could record.
    package let outcome: String
    /// Rows written by it.
    package let rows: Int64
    package let error: String?
    /// Why it was done, in the words of who did it.
    package let reason: String?
    /// What was done after a failure: a line for each hook of it; nil where there was none.
    package let afterFailure: String?
    package let toolVersion: String
    package let userName: String
    package let hostName: String
}
