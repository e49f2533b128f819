internal import PlanGraph
internal import PlanPostgres
internal import PlanSupport

/// What a rollback may undo.
package enum RollbackScope: Sendable {
    /// Only what is as the run left it.
    case unchanged
    /// Also what others have changed since, with what they have made to depend on it.
    case everything
}

/// Whether the target is backed up before a run is undone.
package enum RollbackBackup: Sendable {
    case none
    case taken
}

/// One rollback, from its connection to its report.
struct GraphRollback {
    let graph: OperationGraph
    let environment: RunEnvironment
    let events: any RunObserver
    let scope: RollbackScope
    var backup = RollbackBackup.none
    /// Why, in the words of who does it; recorded in the ledger.
    let reason: String?

    private var lock: RunLock { RunLock(graph: graph.digest.description) }

    func run() throws(RunFailure) -> RollbackReport {
        let session = try TargetSession(graph, environment)
        var connection: TargetConnection
        do throws(PostgresError) { connection = try session.open() } catch { throw .cannotConnectTarget(error) }
        environment.judge(connection.security)
        return try undo(try find(connection), session, &connection)
    }

    /// Undoes a run whose lock is held.
    func undo(
        _ run: RunRecord, _ session: TargetSession, _ connection: inout TargetConnection
    ) throws(RunFailure) -> RollbackReport {
        let start = ContinuousClock.now
        let outcome: UndoOutcome
        let changes: TableChanges
        do throws(PostgresError) {
            try LedgerSchema.create(connection)
            changes = try TableChanges(since: run, graph, connection)
        } catch {
            throw .ledger(error, undo: nil, report: nil)
        }
        switch scope {
        case .unchanged: guard changes.texts.isEmpty else { throw .refused(.changedSince(run, changes.texts)) }
        case .everything: break
        }
        let backup = try takeBackup(session)
        do throws(PostgresError) {
            outcome = try undo(run, changes.dependents, session, &connection)
        } catch {
            throw .ledger(error, undo: nil, report: nil)
        }
        let report = RollbackReport(
            run: run, outcome: outcome, seconds: start.duration(to: .now).seconds, backup: backup)
        if outcome.isClean { return report }
        if environment.cancellation.urgency != .none { throw .interrupted(undo: outcome, report: nil) }
        throw .undoIncomplete(report)
    }

    /// - Returns: the path of the backup, if one is to be taken.
    private func takeBackup(_ session: TargetSession) throws(RunFailure) -> String? {
        switch (backup, environment.backups) {
        case (.none, _), (_, .nowhere): return nil
        case (.taken, .directory(let directory)):
            let cancellation = environment.cancellation
            let maker = BackupMaker(
                store: BackupStore(directory), toolVersion: environment.toolVersion, occasion: .rollback,
                isStopped: { cancellation.urgency != .none })
            do throws(BackupFailure) {
                return try maker.make(of: .postgres(session.settings)).path
            } catch {
                if case .stopped = error { throw .interrupted(undo: .nothingDone, report: nil) }
                throw .noBackup(error)
            }
        }
    }

    /// The run to undo. On success the lock is held.
    private func find(_ connection: borrowing TargetConnection) throws(RunFailure) -> RunRecord {
        let digest = graph.digest.description
        let refusal: AdmissionRefusal?
        var found: RunRecord?
        do throws(PostgresError) {
            refusal = try LockAdmission(graph: graph).refusal(connection)
            if refusal == nil, let run = try LedgerReader.newestRun(ofGraph: digest, connection),
                try isUndoable(run, connection)
            {
                found = run
            }
        } catch {
            throw .ledger(error, undo: nil, report: nil)
        }
        if let refusal { throw .refused(refusal) }
        guard let found else { throw .refused(.nothingToUndo(graph: graph.digest.short)) }
        return found
    }

    private func isUndoable(
        _ run: RunRecord, _ connection: borrowing TargetConnection
    ) throws(PostgresError) -> Bool {
        switch run.state {
        case .undone: false
        // The lock is ours, so a run that is still called running was cut off.
        case .done, .running: true
        case .failed, .interrupted: try !LedgerReader.leftovers(of: run.id, connection).isEmpty
        }
    }

    private func undo(
        _ run: RunRecord, _ dependents: Dependents, _ session: TargetSession, _ connection: inout TargetConnection
    ) throws(PostgresError) -> UndoOutcome {
        let ledger = try RunLedger.takeOver(run.id, by: .rollback, reason: reason, environment, lock, connection)
        let keeper = RunKeeper(
            session: session, lock: lock, ledger: ledger, cancellation: environment.cancellation)
        try ledger.settle(failed: nil, connection)
        let outcome = try Undoer(
            keeper: keeper, stopsAt: .stop, drops: dependents, commands: UndoCommands(graph, environment),
            events: events
        ).undo(&connection)
        let wasStopped = environment.cancellation.urgency != .none
        try keeper.persistently(&connection) { connection throws(PostgresError) in
            try ledger.end(
                outcome.isClean ? .undone : wasStopped ? .interrupted : .failed, rows: 0,
                error: outcome.isClean ? run.error : "rollback: \(outcome)", connection)
        }
        return outcome
    }
}
