/// Where a run stands.
package enum RunState: String, Sendable, CaseIterable {
    case running
    case done
    /// It failed; its operations tell whether anything is left.
    case failed
    /// It was finished or broken off, and all it had done was undone by `rollback`.
    case undone
    /// It was asked to stop; its operations tell whether anything is left.
    case interrupted
}

/// Where an operation of a run stands.
package enum OperationState: String, Sendable, CaseIterable {
    /// Not begun. Never in the ledger.
    case pending
    case running
    case done
    /// There was nothing to do, so there is nothing to undo.
    case skipped
    /// It did not end well. A copy may have committed chunks.
    case failed
    case undone
}

/// A run as the ledger records it. Times are ISO 8601 in UTC.
package struct RunRecord: Hashable, Sendable {
    package let id: Int64
    package let graphDigest: String
    package let planName: String
    package let state: RunState
    package let startedAt: String
    package let finishedAt: String?
    package let toolVersion: String
    package let userName: String
    package let hostName: String
    package let processID: Int32
    package let operationCount: Int
    package let error: String?

    package init(
        id: Int64, graphDigest: String, planName: String, state: RunState, startedAt: String, finishedAt: String?,
        toolVersion: String, userName: String, hostName: String, processID: Int32, operationCount: Int, error: String?
    ) {
        self.id = id
        self.graphDigest = graphDigest
        self.planName = planName
        self.state = state
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.toolVersion = toolVersion
        self.userName = userName
        self.hostName = hostName
        self.processID = processID
        self.operationCount = operationCount
        self.error = error
    }
}
