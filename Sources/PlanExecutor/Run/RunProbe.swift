package import PlanPostgres

/// Places in a run at which a fault makes a difference: what is committed before one is not after the other.
package enum FaultPoint: String, Sendable, CaseIterable {
    /// The run is in the ledger; no operation has begun.
    case runBegun = "run_begun"
    /// An operation is in the ledger as running.
    case operationStarted = "operation_started"
    /// All statements of an operation were run, and its entry is written; nothing is committed.
    case operationUncommitted = "operation_uncommitted"
    case operationCommitted = "operation_committed"
    /// A chunk's transaction is open.
    case chunkStarted = "chunk_started"
    /// A part of a chunk's rows is sent.
    case chunkSending = "chunk_sending"
    /// All of a chunk's rows are sent and its entry is written; nothing is committed.
    case chunkUncommitted = "chunk_uncommitted"
    case chunkCommitted = "chunk_committed"
    /// All operations are done, and the run is not yet recorded as done.
    case runEnding = "run_ending"
}

/// Hears that a run has come to a point, and may make it fail there: by throwing, or by whatever it does to the process or
/// the session before it returns. For tests.
package protocol RunProbe: Sendable {
    /// Called on the thread that has come to the point.
    ///
    /// - Parameter backendPID: the server process of its session.
    func reach(_ point: FaultPoint, backendPID: Int32) throws(PostgresError)
}
