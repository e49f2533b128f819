package import PlanGraph
internal import PlanPostgres

/// Runs graphs, and undoes runs.
///
/// Each function blocks its thread until all is over: it must not be called on a thread of Swift's cooperative pool.
package enum Executor {
    /// Runs a graph from admission to its last operation.
    ///
    /// - Throws: why it did not end well; after a failure that is the first one, with what became of what was done.
    package static func run(
        _ graph: OperationGraph, environment: RunEnvironment, events: any RunObserver = SilentObserver()
    ) throws(RunFailure) -> RunReport {
        try GraphRun(graph: graph, environment: environment, events: events).run()
    }

    /// Asks all that a run asks before its first operation, and writes nothing.
    ///
    /// - Throws: what a run would be refused for, or what it could not connect to.
    package static func admit(_ graph: OperationGraph, environment: RunEnvironment) throws(RunFailure) {
        let run = GraphRun(graph: graph, environment: environment, events: SilentObserver())
        try run.whenAsked(warn: { environment.warn(.target($0)) }) { (source, connection, outlook) throws(RunFailure) in
            var refusals = outlook.refusals
            if let refusal = try run.rowRefusal(source, connection) { refusals.append(refusal) }
            if let refusal = AdmissionRefusal.together(refusals) { throw .refused(refusal) }
        }
    }

    /// Asks the target all that a run asks and, where nothing is in its way, tries the graph's statements there, without
    /// rows, in one transaction that is rolled back.
    ///
    /// - Throws: what it could not connect to, and a refusal after which nothing else is worth asking.
    package static func tryOut(
        _ graph: OperationGraph, environment: RunEnvironment
    ) throws(RunFailure) -> TrialOutcome {
        try GraphTrial(graph: graph, environment: environment).run()
    }

    /// Compares the target with the source as they are now, by what the graph says is to be verified. It writes nothing.
    ///
    /// - Parameter limit: how many differences of each table are told.
    /// - Throws: why it could not be done; differences are no failure.
    package static func verify(
        _ graph: OperationGraph, environment: RunEnvironment, limit: Int = 20
    ) throws(RunFailure) -> VerificationReport {
        try GraphVerification(graph: graph, environment: environment, limit: limit).run()
    }

    /// Undoes the newest run of a graph that is finished or broken off, from the ledger, in reverse order.
    ///
    /// - Parameters:
    ///   - scope: whether what others have changed since is dropped too.
    ///   - backup: whether the target is backed up before.
    ///   - reason: why, for the ledger.
    /// - Throws: among others `refused` where there is nothing to undo, the run is in progress or others have changed what it
    ///   made, and `undoIncomplete`.
    package static func rollback(
        _ graph: OperationGraph, environment: RunEnvironment, scope: RollbackScope = .unchanged,
        backup: RollbackBackup = .none, reason: String? = nil,
        events: any RunObserver = SilentObserver()
    ) throws(RunFailure) -> RollbackReport {
        try GraphRollback(
            graph: graph, environment: environment, events: events, scope: scope, backup: backup, reason: reason
        ).run()
    }
}
