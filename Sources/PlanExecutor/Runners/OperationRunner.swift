internal import PlanGraph
internal import PlanPostgres
internal import PlanSQLite

/// Runs one operation on one session.
struct OperationRunner {
    let operation: Operation
    let position: Int
    /// All copies of the graph, by the operation's id.
    let copies: [String: CopyInstruction]
    let reader: SQLiteReader
    let ledger: RunLedger
    let stop: StopSignal
    let events: any RunObserver
    /// Where rows that are set aside are written.
    let rejects: RejectsLocation
    /// The value of a variable that holds a key.
    let variable: @Sendable (String) -> String?

    /// Runs the operation. `result` tells what was done also where it throws.
    func run(
        _ connection: inout TargetConnection, _ result: inout OperationResult
    ) throws(StepFailure) {
        if stop.isSet { throw .stopped }
        do throws(PostgresError) {
            try ledger.start(operation, position: position, connection)
        } catch {
            throw StepFailure(error)
        }
        if case .copy(let copy)? = operation.do.first {
            let runner = CopyRunner(
                copy: copy, id: operation.id, reader: reader, ledger: ledger, stop: stop, events: events,
                rejectsDirectory: rejects.directory(run: ledger.run), variable: variable)
            var copied = CopiedRows(table: copy.table)
            defer { result.copied = copied }
            try runner.run(&connection, &copied)
            result.state = .done
            return
        }
        if case .verify(let verify)? = operation.do.first {
            try self.verify(verify, &connection, &result)
            return
        }
        // Two sessions that alter tables which reference each other may lock them in opposite orders; the server then
        // ends one of the two transactions, which has done nothing.
        var attempts = 5
        while true {
            do throws(StepFailure) {
                return try runInOneTransaction(&connection, &result)
            } catch {
                attempts -= 1
                guard error.isTransient, attempts > 0, !stop.isSet else { throw error }
            }
        }
    }

    private func verify(
        _ verify: VerifyInstruction, _ connection: inout TargetConnection, _ result: inout OperationResult
    ) throws(StepFailure) {
        guard let copy = copies[verify.copy] else { preconditionFailure("admission knows what is verified") }
        let comparison = TableComparison(
            copy: copy, verify: verify, table: operation.name.description, reader: reader, stop: stop,
            variable: variable, limit: VerifyRunner.toldDifferences)
        result.verified = try VerifyRunner(comparison: comparison).run(&connection)
        result.state = .done
        try Transaction.run(&connection) { (connection: inout TargetConnection) throws(StepFailure) in
            try finish(.done, connection)
        }
    }

    private func runInOneTransaction(
        _ connection: inout TargetConnection, _ result: inout OperationResult
    ) throws(StepFailure) {
        try Transaction.run(&connection) { (connection: inout TargetConnection) throws(StepFailure) in
            var statements = 0
            var skipped = 0
            for instruction in operation.do {
                if stop.isSet { throw .stopped }
                switch instruction {
                case .sql(let sql):
                    statements += 1
                    switch try SQLRunner(sql: sql, reader: reader).run(connection) {
                    case .done(let answer): result.answer = answer
                    case .skipped: skipped += 1
                    }
                    try requireTransaction(after: sql, connection)
                case .check(let check):
                    try CheckRunner(check: check, reader: reader, rejects: .run(ledger.run)).run(connection)
                case .copy, .verify:
                    preconditionFailure("admission lets no copy or verification stand beside another instruction")
                }
            }
            result.state = statements > 0 && skipped == statements ? .skipped : .done
            try finish(result.state, connection)
        }
    }

    /// A statement that ends the operation's transaction leaves what no rollback takes back. It is recorded as done, so
    /// that it is undone, and the operation fails.
    private func requireTransaction(
        after sql: SQLInstruction, _ connection: borrowing TargetConnection
    ) throws(StepFailure) {
        if connection.transactionStatus == .inTransaction { return }
        try finish(.done, connection)
        throw .failed(.answer(query: sql.sql, reason: "the statement ended the transaction that it was run in"))
    }

    private func finish(
        _ state: OperationState, _ connection: borrowing TargetConnection
    ) throws(StepFailure) {
        do throws(PostgresError) {
            try ledger.finish(operation.id, state, rows: nil, connection)
        } catch {
            throw StepFailure(error)
        }
    }
}

/// A transaction around a closure.
enum Transaction {
    /// Commits what `body` does, or rolls it back if it throws.
    static func run(
        _ connection: inout TargetConnection,
        _ body: (inout TargetConnection) throws(StepFailure) -> Void
    ) throws(StepFailure) {
        do throws(PostgresError) { try connection.execute("BEGIN") } catch { throw StepFailure(error) }
        do throws(StepFailure) {
            try body(&connection)
        } catch {
            // The first error is the one to tell; a lost connection rolls back by itself.
            _ = try? connection.execute("ROLLBACK")
            throw error
        }
        do throws(PostgresError) { try connection.execute("COMMIT") } catch { throw StepFailure(error) }
    }
}
