package import PlanGraph
package import PlanPostgres

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
        fatalError("not written yet")
    }

    package static func admit(_ graph: OperationGraph, environment: RunEnvironment) throws(RunFailure) {}

    /// Undoes the newest run of a graph that is finished or broken off, from the ledger, in reverse order.
    ///
    /// - Throws: among others `refused` where there is nothing to undo or the run is in progress, and `undoIncomplete`.
    package static func rollback(
        _ graph: OperationGraph, environment: RunEnvironment, events: any RunObserver = SilentObserver()
    ) throws(RunFailure) -> RollbackReport {
        fatalError("not written yet")
    }
}

/// Reads the ledger of a target, of all graphs.
package enum LedgerReader {
    /// All runs, newest first; empty where there is no ledger. Writes nothing.
    package static func status<Access>(
        _ connection: borrowing PostgresConnection<Access>
    ) throws(PostgresError) -> [RunStatus] {
        fatalError("not written yet")
    }
}

package import PlanSupport
extension RunReport { package var json: JSONValue { .null } }
