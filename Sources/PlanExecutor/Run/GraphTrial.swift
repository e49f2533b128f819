package import PlanGraph
internal import PlanPostgres
internal import PlanSQLite

/// An operation whose statements the target did not take.
package struct RefusedOperation: Sendable {
    package let operation: Operation
    package let cause: OperationFailure
}

/// What a target says to a graph that is not run.
package struct TrialOutcome: Sendable {
    package let survey: TargetSurvey
    /// What would keep a run from beginning; where there is any, no statement was tried.
    package let refusals: [AdmissionRefusal]
    /// The operations that the target refuses, in the graph's order; those that build on them are not tried.
    package let refused: [RefusedOperation]
}

/// Tries a graph on the target and leaves nothing there: every statement runs, without rows, in one transaction that is
/// rolled back.
struct GraphTrial {
    let graph: OperationGraph
    let environment: RunEnvironment

    func run() throws(RunFailure) -> TrialOutcome {
        let run = GraphRun(graph: graph, environment: environment, events: SilentObserver())
        return try run.whenAsked { (source, connection, outlook) throws(RunFailure) in
            guard outlook.refusals.isEmpty else {
                return TrialOutcome(survey: outlook.survey, refusals: outlook.refusals, refused: [])
            }
            do throws(PostgresError) {
                return TrialOutcome(
                    survey: outlook.survey, refusals: [],
                    refused: try tryOperations(source.readers[0], &connection))
            } catch {
                throw .ledger(error, undo: nil, report: nil)
            }
        }
    }

    private func tryOperations(
        _ reader: SQLiteReader, _ connection: inout TargetConnection
    ) throws(PostgresError) -> [RefusedOperation] {
        var refused: [RefusedOperation] = []
        var untried: Set<String> = []
        try connection.execute("BEGIN")
        try LedgerSchema.create(connection)
        for operation in graph.operations where environment.cancellation.urgency == .none {
            // What cannot be undone is not tried: no rollback might take it back.
            if case .irreversible = operation.undo { continue }
            // Rows that are there are not touched, and a sequence that was set stays so.
            let touchesRows = graph.inputs.target.tables != nil && [.mergeRows, .setSequence].contains(operation.kind)
            if touchesRows || operation.after.contains(where: untried.contains) {
                untried.insert(operation.id)
            } else if let cause = try refusal(of: operation, reader, &connection) {
                refused.append(RefusedOperation(operation: operation, cause: cause))
                untried.insert(operation.id)
            }
        }
        try connection.execute("ROLLBACK")
        return refused
    }

    private func refusal(
        of operation: Operation, _ reader: SQLiteReader, _ connection: inout TargetConnection
    ) throws(PostgresError) -> OperationFailure? {
        try connection.execute("SAVEPOINT operation")
        let cause = attempt(operation, reader, connection)
        switch connection.transactionStatus {
        case .inTransaction where cause == nil: try connection.execute("RELEASE SAVEPOINT operation")
        case .inTransaction, .failed: try connection.execute("ROLLBACK TO SAVEPOINT operation")
        case .idle, .active, .unknown:
            // The statement has ended the transaction, and what it left no rollback takes back.
            try connection.execute("BEGIN")
        }
        return cause
    }

    /// Why the operation is refused; nil if it is not. Copies and checks have no rows to work on.
    private func attempt(
        _ operation: Operation, _ reader: SQLiteReader, _ connection: borrowing TargetConnection
    ) -> OperationFailure? {
        for instruction in operation.do {
            guard case .sql(let sql) = instruction else { continue }
            do throws(StepFailure) {
                _ = try SQLRunner(sql: sql, reader: reader).run(connection)
            } catch {
                return error.cause(isStopping: false)
            }
            if connection.transactionStatus != .inTransaction {
                return .answer(query: sql.sql, reason: "the statement ended the transaction that it was run in")
            }
        }
        return nil
    }
}
