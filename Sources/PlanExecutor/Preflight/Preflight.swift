internal import PlanGraph
internal import PlanSQLite
internal import PlanSupport

/// The look at the source's rows before anything is written in the target: every value that would end the run is found
/// at once, and not one by one at the end of long copies. What the graph knows to be sound is not looked at.
struct Preflight {
    let graph: OperationGraph
    let environment: RunEnvironment

    private struct State {
        /// Those that nobody has begun, in the order of the graph.
        var waiting: [(position: Int, copy: CopyInstruction)]
        var working: Int
        var findings: [(position: Int, findings: [SourceFinding])] = []
        var failure: (id: Int, failure: StepFailure)?
    }

    /// - Throws: what was found; that the source could not be read; that it was told to stop.
    func run(_ source: Source, serverVersion: Int) throws(RunFailure) {
        let copies = graph.operations.enumerated().compactMap { position, operation in
            if case .copy(let copy)? = operation.do.first, copy.needsScan { (position, copy) } else { nil }
        }
        guard !copies.isEmpty else { return }
        let readers = source.readers.prefix(copies.count)
        let state = Monitor(State(waiting: copies, working: 0))
        let (cancellation, variable) = (environment.cancellation, environment.variable)
        do throws(WorkerThread.StartFailure) {
            for reader in readers {
                state.update { $0.working += 1 }
                do throws(WorkerThread.StartFailure) {
                    _ = try WorkerThread {
                        Self.work(state, reader, serverVersion: serverVersion, variable, cancellation)
                    }
                } catch {
                    state.update { state in
                        state.working -= 1
                        state.waiting = []
                    }
                    throw error
                }
            }
        } catch {
            waitUntilDone(state)
            throw .cannotStart(reason: error.description)
        }
        cancellation.observing { _ in
            for reader in readers { reader.connection.interrupt.fire() }
        } during: {
            waitUntilDone(state)
        }
        try judge(state)
    }

    private func waitUntilDone(_ state: Monitor<State>) { state.wait { $0.working == 0 ? () : nil } }

    /// The body of a thread: scans copies until there are none.
    private static func work(
        _ state: Monitor<State>, _ reader: SQLiteReader, serverVersion: Int,
        _ variable: @escaping @Sendable (String) -> String?, _ cancellation: CancellationToken
    ) {
        defer { state.update { $0.working -= 1 } }
        while let next = state.update({ $0.failure == nil && !$0.waiting.isEmpty ? $0.waiting.removeFirst() : nil }) {
            do throws(StepFailure) {
                let scan = PreflightScan(
                    copy: next.copy, reader: reader, variable: variable, isStopped: { cancellation.urgency != .none })
                let findings = try scan.findings(serverVersion: serverVersion)
                state.update { $0.findings.append((next.position, findings)) }
            } catch {
                state.update { if $0.failure == nil { $0.failure = (next.position, error) } }
            }
        }
    }

    private func judge(_ state: Monitor<State>) throws(RunFailure) {
        if environment.cancellation.urgency != .none {
            throw .interrupted(undo: UndoOutcome(policy: .rollback, undone: [], remaining: []), report: nil)
        }
        let (failure, found) = state.read { ($0.failure, $0.findings) }
        if let failure {
            let id = graph.operations[failure.id].id
            switch failure.failure {
            case .failed(.source(let source)): throw .cannotConnectSource(source)
            case .failed(.conversion(let conversion)): throw .refused(.conversion(id: id, conversion))
            case .failed(let cause): throw .refused(.unsupported(id: id, reason: cause.description))
            case .stopped:
                throw .interrupted(undo: UndoOutcome(policy: .rollback, undone: [], remaining: []), report: nil)
            }
        }
        let findings = found.sorted { $0.position < $1.position }.flatMap(\.findings)
        if !findings.isEmpty { throw .refused(.sourceRows(findings)) }
    }
}

extension CopyInstruction {
    /// Whether its rows have to be looked at before the run.
    fileprivate var needsScan: Bool { !scan.isEmpty || !requirements.isEmpty }
}
