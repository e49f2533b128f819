internal import PlanGraph
internal import PlanPostgres

/// Undoes what a run has left in the target, from the ledger, in reverse order.
struct Undoer {
    let keeper: RunKeeper
    /// From which urgency on no further operation is undone.
    let stopsAt: CancellationToken.Urgency
    /// What others have made that stands in the way, and goes first.
    let drops: Dependents
    let commands: UndoCommands
    let events: any RunObserver

    private var ledger: RunLedger { keeper.ledger }
    private var cancellation: CancellationToken { keeper.cancellation }

    /// Undoes each operation in a transaction of its own, with its entry. One that cannot be undone does not keep the
    /// others from being undone.
    func undo(_ connection: inout TargetConnection) throws(PostgresError) -> UndoOutcome {
        var leftovers: [Leftover] = []
        try keeper.persistently(&connection) { connection throws(PostgresError) in
            for statement in drops.statements { try connection.execute(statement) }
            leftovers = try LedgerReader.leftovers(of: ledger.run, connection)
        }
        events.observe(.undoStarted(operations: leftovers.count))
        defer { events.observe(.undoFinished) }
        let statement = connection.cancellation
        let stop = StopSignal()
        return cancellation.observing { [stopsAt] urgency in
            events.observe(.stopping(urgency))
            if urgency >= stopsAt { stop.raise() }
            if urgency == .stopNow { statement.cancel() }
        } during: {
            undo(leftovers, stop, &connection)
        }
    }

    private func undo(
        _ leftovers: [Leftover], _ stop: StopSignal, _ connection: inout TargetConnection
    ) -> UndoOutcome {
        var undone: [String] = []
        var remaining: [UndoOutcome.Remainder] = []
        for leftover in leftovers.reversed() {
            if cancellation.urgency >= stopsAt {
                remaining.append(UndoOutcome.Remainder(id: leftover.id, reason: "it was not begun to be undone"))
                continue
            }
            do throws(StepFailure) {
                try undo(leftover, stop, &connection)
                undone.append(leftover.id)
                events.observe(.operationUndone(id: leftover.id))
            } catch {
                let remainder = UndoOutcome.Remainder(id: leftover.id, reason: Self.reason(error))
                remaining.append(remainder)
                events.observe(.undoFailed(remainder))
            }
        }
        return UndoOutcome(policy: .rollback, undone: undone, remaining: remaining.reversed())
    }

    private func undo(
        _ leftover: Leftover, _ stop: StopSignal, _ connection: inout TargetConnection
    ) throws(StepFailure) {
        var instructions: [Instruction]
        do throws(GraphRefusal) {
            instructions = try InstructionList.parse(leftover.undo)
        } catch {
            throw .failed(.answer(query: leftover.undo, reason: "the ledger's entry cannot be read: \(error)"))
        }
        // Once, whatever becomes of the connection.
        if case .run(let command)? = instructions.first {
            try commands.run(command, of: leftover.id, stop: stop)
            instructions.removeFirst()
        }
        var backoff = Backoff.forTransactions
        while true {
            do throws(StepFailure) {
                return try Transaction.run(&connection) { connection throws(StepFailure) in
                    for instruction in instructions { try run(instruction, connection) }
                    do throws(PostgresError) {
                        try ledger.markUndone(leftover.id, connection)
                    } catch {
                        throw StepFailure(error)
                    }
                }
            } catch {
                // What was committed although nobody heard of it is gone, which is no failure the second time.
                guard case .failed(.target(let cause)) = error, error.isTransient,
                    backoff.wait(unless: { cancellation.urgency >= stopsAt })
                else { throw error }
                if error.isLoss {
                    do throws(PostgresError) {
                        try keeper.reconnect(&connection, after: cause)
                    } catch {
                        throw StepFailure(error)
                    }
                }
            }
        }
    }

    /// Runs one instruction. What it would remove may be gone already, by the hand of somebody else: that is no failure.
    private func run(
        _ instruction: Instruction, _ connection: borrowing TargetConnection
    ) throws(StepFailure) {
        try Self.execute("SAVEPOINT instruction", connection)
        do throws(StepFailure) {
            switch instruction {
            case .sql(let sql): _ = try SQLRunner(sql: sql, reader: nil).run(connection)
            case .check(let check): try CheckRunner(check: check, reader: nil, rejects: .none).run(connection)
            case .copy(let copy): throw .failed(.answer(query: copy.read, reason: "an undo cannot copy rows"))
            case .run(let run):
                throw .failed(
                    .answer(query: run.command.joined(separator: " "), reason: "a command is the whole of its undo"))
            case .http(let http): throw .failed(.answer(query: http.url, reason: "an undo asks no address"))
            case .backup: throw .failed(.answer(query: "backup", reason: "an undo takes no backup"))
            case .verify(let verify):
                throw .failed(.answer(query: verify.from, reason: "there is no source to compare with here"))
            }
            try Self.execute("RELEASE SAVEPOINT instruction", connection)
        } catch {
            guard error.isAbsence else { throw error }
            try Self.execute("ROLLBACK TO SAVEPOINT instruction", connection)
        }
    }

    private static func execute(
        _ sql: String, _ connection: borrowing TargetConnection
    ) throws(StepFailure) {
        do throws(PostgresError) { try connection.execute(sql) } catch { throw StepFailure(error) }
    }

    private static func reason(_ failure: StepFailure) -> String {
        switch failure {
        case .failed(let cause): cause.description
        case .stopped: "it was stopped"
        }
    }
}

extension StepFailure {
    /// Whether the server does not know the object that a statement names.
    fileprivate var isAbsence: Bool {
        guard case .failed(.target(let error)) = self else { return false }
        return [.undefinedTable, .undefinedObject, .undefinedFunction, .invalidSchemaName].contains(error.code)
    }
}
