internal import PlanGraph
internal import PlanPostgres
internal import PlanSQLite

/// Runs one operation on one session.
struct OperationRunner {
    let operation: Operation
    let position: Int
    let schedule: Schedule
    let ledger: RunLedger
    let plan: CopyPlan
    let context: RunContext

    private var stop: StopSignal { schedule.stopSignal }
    private var persistence: Persistence {
        Persistence(stop: stop, ledger: ledger, operation: operation, position: position)
    }

    /// Runs the operation, and tells the schedule when it is done; a copy may be finished by another worker. `result` tells
    /// what was done where it throws.
    func run(_ session: inout WorkerSession, _ result: inout OperationResult) throws(StepFailure) {
        if stop.isSet { throw .stopped }
        try persistence.run(&session) { (connection: inout TargetConnection) throws(StepFailure) in
            do throws(PostgresError) {
                try ledger.start(operation, position: position, connection)
            } catch {
                throw StepFailure(error)
            }
            try context.reach(.operationStarted, connection.backendPID)
        }
        if case .copy(let copy)? = operation.do.first {
            schedule.open(position, try plan.progress(copy, id: operation.id))
            try copyRunner(copy).run(&session)
            return
        }
        let start = ContinuousClock.now
        let reader = session.reader
        // Once, whatever becomes of the connection.
        let alone = try runWithoutTransaction(session.target)
        result.output = alone.output
        var mayBeDone = false
        try persistence.run(&session) { (connection: inout TargetConnection) throws(StepFailure) in
            if mayBeDone, let state = try unheardEnding(connection) {
                result.state = state
                return
            }
            mayBeDone = true
            switch operation.do.first {
            case .verify(let instruction)?: try verify(instruction, reader, &connection, &result)
            case .run?, .http?, .backup?: try finishAlone(alone.state, &connection, &result)
            case .sql?, .copy?, .check?, nil: try runInOneTransaction(reader, &connection, &result)
            }
        }
        result.seconds = start.duration(to: .now).seconds
        schedule.finish(position, result)
        context.events.observe(.operationFinished(OperationReport(operation, result)))
    }

    /// Does what is no part of a transaction of the target's: with what a command wrote, an address answered or where a
    /// backup is. Nothing is done of all else.
    private func runWithoutTransaction(
        _ target: TargetSession
    ) throws(StepFailure) -> (state: OperationState, output: String?) {
        switch operation.do.first {
        case .run(let command)?:
            return (.done, try CommandRunner(instruction: command, directory: context.directory, stop: stop).run())
        case .http(let http)?:
            return (.done, try HTTPRunner(instruction: http, variable: context.variable, stop: stop).run())
        case .backup(let backup)?:
            let runner = BackupRunner(
                instruction: backup, target: target, location: context.backups, toolVersion: context.toolVersion,
                stop: stop)
            switch try runner.run() {
            case .made(let path): return (.done, path)
            case .skipped(let reason): return (.skipped, reason)
            }
        case .sql?, .copy?, .check?, .verify?, nil: return (.done, nil)
        }
    }

    /// Helps with a copy that another worker has begun.
    func help(_ session: inout WorkerSession) throws(StepFailure) {
        guard case .copy(let copy)? = operation.do.first else { return }
        try copyRunner(copy).run(&session)
    }

    private func copyRunner(_ copy: CopyInstruction) -> CopyRunner {
        CopyRunner(
            copy: copy, operation: operation, index: position, schedule: schedule, ledger: ledger, context: context)
    }

    /// The end that a try has come to of which nobody has heard, because its connection was lost.
    private func unheardEnding(_ connection: borrowing TargetConnection) throws(StepFailure) -> OperationState? {
        do throws(PostgresError) { return try ledger.ending(of: operation.id, connection) } catch {
            throw StepFailure(error)
        }
    }

    private func verify(
        _ verify: VerifyInstruction, _ reader: SQLiteReader, _ connection: inout TargetConnection,
        _ result: inout OperationResult
    ) throws(StepFailure) {
        guard let copy = schedule.copies[verify.copy] else { preconditionFailure("admission knows what is verified") }
        let comparison = TableComparison(
            copy: copy, verify: verify, table: operation.name.description, reader: reader, stop: stop,
            variable: context.variable, limit: VerifyRunner.toldDifferences)
        let verification = try VerifyRunner(comparison: comparison).run(&connection)
        result.verified = verification
        guard verification.isEqual else { throw .failed(.differences(verification)) }
        try finishAlone(.done, &connection, &result)
    }

    /// Records the end of what was not part of a transaction.
    private func finishAlone(
        _ state: OperationState, _ connection: inout TargetConnection, _ result: inout OperationResult
    ) throws(StepFailure) {
        result.state = state
        let output = result.output
        try Transaction.run(&connection) { (connection: inout TargetConnection) throws(StepFailure) in
            try finish(state, output: output, connection)
            try context.reach(.operationUncommitted, connection.backendPID)
        }
        try context.reach(.operationCommitted, connection.backendPID)
    }

    private func runInOneTransaction(
        _ reader: SQLiteReader, _ connection: inout TargetConnection, _ result: inout OperationResult
    ) throws(StepFailure) {
        var state = OperationState.done
        var answer: String?
        try Transaction.run(&connection) { (connection: inout TargetConnection) throws(StepFailure) in
            var statements = 0
            var skipped = 0
            for instruction in operation.do {
                if stop.isSet { throw .stopped }
                switch instruction {
                case .sql(let sql):
                    statements += 1
                    switch try SQLRunner(sql: sql, reader: reader).run(connection) {
                    case .done(let found): answer = found ?? answer
                    case .skipped: skipped += 1
                    }
                    try requireTransaction(after: sql, connection)
                case .check(let check):
                    try CheckRunner(check: check, reader: reader, rejects: .run(ledger.run)).run(connection)
                case .copy, .verify, .run, .http, .backup:
                    preconditionFailure("admission lets none of these stand beside another instruction")
                }
            }
            state = statements > 0 && skipped == statements ? .skipped : .done
            try finish(state, connection)
            try context.reach(.operationUncommitted, connection.backendPID)
        }
        result.state = state
        result.answer = answer
        try context.reach(.operationCommitted, connection.backendPID)
    }

    /// A statement that ends the operation's transaction leaves what no rollback takes back. It is recorded as done, so
    /// that it is undone, and with the error, so that nobody goes on from there; and the operation fails.
    private func requireTransaction(
        after sql: SQLInstruction, _ connection: borrowing TargetConnection
    ) throws(StepFailure) {
        if connection.transactionStatus == .inTransaction { return }
        let reason = "the statement ended the transaction that it was run in"
        do throws(PostgresError) {
            try ledger.finish(operation.id, .done, rows: nil, error: reason, connection)
        } catch {
            throw StepFailure(error)
        }
        throw .failed(.answer(query: sql.sql, reason: reason))
    }

    private func finish(
        _ state: OperationState, output: String? = nil, _ connection: borrowing TargetConnection
    ) throws(StepFailure) {
        do throws(PostgresError) {
            try ledger.finish(operation.id, state, rows: nil, output: output, connection)
        } catch {
            throw StepFailure(error)
        }
    }
}
