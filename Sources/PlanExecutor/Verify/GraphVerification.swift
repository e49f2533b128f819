internal import PlanGraph
internal import PlanPostgres
internal import PlanSQLite
internal import PlanSupport

/// Compares a target with its source as they are now, by what the graph says is to be verified. It reads both at one
/// moment each, and writes nothing.
struct GraphVerification {
    let graph: OperationGraph
    let environment: RunEnvironment
    /// How many differences of each table are told.
    let limit: Int

    func run() throws(RunFailure) -> VerificationReport {
        let start = ContinuousClock.now
        if let refusal = GraphAdmission.refusal(graph) { throw .refused(refusal) }
        let session = try TargetSession(graph, environment)
        let items = VerificationItem.all(of: graph)
        let jobs = max(1, min(environment.jobs ?? graph.execution.jobs ?? Processors.count, items.count, 64))
        let source = try Source(graph, environment, readers: jobs)
        let snapshot: TargetSnapshot
        do throws(PostgresError) {
            snapshot = try TargetSnapshot(session)
        } catch {
            throw .cannotConnectTarget(error)
        }
        environment.judge(snapshot.security)
        let required = graph.inputs.target.version
        if snapshot.majorVersion < required {
            throw .refused(.serverTooOld(found: snapshot.majorVersion, required: required))
        }

        let rows = source.estimates(of: graph).mapValues(\.rows)
        let queue = VerificationQueue(items.sorted { $0.expectedRows(rows) > $1.expectedRows(rows) })
        let name = snapshot.name
        environment.cancellation.observing { _ in
            queue.stop()
        } during: {
            if environment.cancellation.urgency != .none { queue.stop() }
            for reader in source.readers { queue.start { worker(reader, session, name, queue) } }
            queue.waitUntilLeft()
        }
        if let failure = queue.failure { throw failure }
        if environment.cancellation.urgency != .none { throw .interrupted(undo: .nothingDone, report: nil) }
        do throws(SourceFailure) { try source.close() } catch { throw .cannotConnectSource(error) }
        return report(queue.outcomes, items, seconds: start.duration(to: .now).seconds)
    }

    private func report(
        _ outcomes: [Int: VerificationQueue.Outcome], _ items: [VerificationItem], seconds: Double
    ) -> VerificationReport {
        var tables: [VerificationReport.TableOutcome] = []
        var checks: [VerificationReport.CheckOutcome] = []
        for item in items {
            switch outcomes[item.place] {
            case .table(let outcome)?: tables.append(outcome)
            case .check(let outcome)?: checks.append(outcome)
            case nil: preconditionFailure("every item has an outcome unless something failed")
            }
        }
        return VerificationReport(
            planName: graph.inputs.plan.name, graphDigest: graph.digest, tables: tables, checks: checks,
            seconds: seconds)
    }

    // MARK: Workers

    /// The body of a thread: a session that sees the snapshot, and a reader.
    private func worker(
        _ reader: SQLiteReader, _ session: TargetSession, _ snapshot: String, _ queue: VerificationQueue
    ) {
        do throws(PostgresError) {
            var connection = try session.openForReading()
            try connection.beginSnapshot(named: snapshot)
            queue.join(Schedule.WorkerHandles(target: connection.cancellation, source: reader.connection.interrupt))
            while let item = queue.next() {
                do throws(StepFailure) {
                    queue.finish(item, try outcome(of: item, reader, &connection, queue.stopSignal))
                } catch {
                    if let cause = error.cause(isStopping: queue.stopSignal.isSet) {
                        queue.fail(.verificationFailed(id: item.operation.id, cause: cause))
                    }
                    return
                }
            }
        } catch {
            queue.fail(.cannotConnectTarget(error))
        }
    }

    private func outcome(
        of item: VerificationItem, _ reader: SQLiteReader, _ connection: inout PostgresConnection<ReadOnly>,
        _ stop: StopSignal
    ) throws(StepFailure) -> VerificationQueue.Outcome {
        try Self.query("SAVEPOINT item", connection)
        do throws(StepFailure) {
            let outcome: VerificationQueue.Outcome
            switch item.question {
            case .rows(let verify, let copy):
                let comparison = TableComparison(
                    copy: copy, verify: verify, table: item.operation.name.description, reader: reader, stop: stop,
                    variable: environment.variable, limit: limit)
                outcome = .table(.compared(try comparison.run(&connection)))
            case .check(let check):
                try CheckRunner(check: check, reader: reader, rejects: .newestRun(graph: graph.digest.description)).run(
                    connection)
                outcome = .check(.init(operation: item.operation.id, problem: nil))
            }
            try Self.query("RELEASE SAVEPOINT item", connection)
            return outcome
        } catch {
            guard case .failed(let cause) = error, let problem = cause.difference else { throw error }
            try Self.query("ROLLBACK TO SAVEPOINT item", connection)
            switch item.question {
            case .rows: return .table(.missing(table: item.operation.name.description, problem: problem))
            case .check: return .check(.init(operation: item.operation.id, problem: problem))
            }
        }
    }

    private static func query(
        _ sql: String, _ connection: borrowing PostgresConnection<ReadOnly>
    ) throws(StepFailure) {
        do throws(PostgresError) { _ = try connection.query(sql) } catch { throw StepFailure(error) }
    }
}

extension OperationFailure {
    /// What is wrong, where the target lacks what is asked about or answers otherwise; nil for what could not be asked.
    fileprivate var difference: String? {
        switch self {
        case .check: return description
        case .target(let error):
            let absences: [PostgresError.Code] = [
                .undefinedTable, .undefinedColumn, .undefinedObject, .undefinedFunction, .invalidSchemaName,
            ]
            return absences.contains(error.code) ? error.message : nil
        case .source, .invalidValue, .differences, .command, .health, .answer, .rowCount, .rowOrder, .columnCount,
            .conversion, .rejectFile, .backup:
            return nil
        }
    }
}
