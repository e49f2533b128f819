internal import PlanExecutor
internal import PlanSupport
internal import Synchronization

/// Shows a run as it goes: a bar on a terminal, plain lines elsewhere, or one JSON event a line.
final class RunProgress: RunObserver {
    private struct State {
        var operations = 0
        var finished = 0
        var rows: [String: Int64] = [:]
        /// Of copies, as far as it can be told; of those that are done, what they were.
        var expectedRows: [String: Int64] = [:]
        var current = ""
        let start = ContinuousClock.now
    }

    private let console: Console
    private let line: StatusLine
    private let state = Mutex(State())

    init(_ console: Console) {
        self.console = console
        line = StatusLine(console)
    }

    func observe(_ event: RunEvent) {
        state.withLock { state in
            switch event {
            case .admitted(_, _, let operations, _, let expectedRows, let done):
                state.operations = operations
                state.finished = done.operations
                state.rows = done.rows
                state.expectedRows = expectedRows
            case .operationStarted(let id): state.current = id
            case .rowsCopied(let id, let rows, _):
                state.rows[id] = rows
                state.current = id
            case .operationFinished(let report):
                state.finished += 1
                if report.kind == "copy_rows", let rows = report.rows {
                    state.rows[report.id] = rows
                    state.expectedRows[report.id] = rows
                }
            case .finishedBefore, .operationFailed, .stopping, .undoStarted, .operationUndone, .undoFailed,
                .undoFinished, .failureHookEnded:
                break
            }
            switch console.logFormat {
            case .json:
                if let json = event.json { console.note(String(decoding: JSONWriter.compact(json), as: UTF8.self)) }
            case .text: show(event, state)
            }
        }
    }

    /// Takes the bar away.
    func finish() { line.clear() }

    private func show(_ event: RunEvent, _ state: State) {
        if let text = Self.line(for: event), !console.redrawsLines || event.isNews {
            line.clear()
            if event.isNews || console.level == .verbose || !event.isDetail { console.note(text) }
        }
        line.show(Self.bar(state))
    }

    /// `[#######·············] 12/34  1,234,567 rows  350,000/s  copy_rows/public.orders`.
    private static func bar(_ state: State) -> String {
        let width = 20
        let filled = Int(share(state) * Double(width))
        let rows = state.rows.values.reduce(0, +)
        let (seconds, attoseconds) = (ContinuousClock.now - state.start).components
        let elapsed = Double(seconds) + Double(attoseconds) / 1e18
        let rate = elapsed > 0.5 ? "  \(Quantity.grouped(Int64(Double(rows) / elapsed)))/s" : ""
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
        return "[\(bar)] \(state.finished)/\(state.operations)  \(Quantity.grouped(rows)) rows\(rate)  \(state.current)"
    }

    /// How much of the bar is filled: the rows of those expected, and all of it only when the last operation is done.
    private static func share(_ state: State) -> Double {
        guard state.finished < state.operations else { return 1 }
        let expected = state.expectedRows.values.reduce(0, +)
        guard expected > 0 else { return Double(state.finished) / Double(state.operations) }
        // An estimate may be too low.
        let arrived = state.expectedRows.reduce(0) { $0 + min(state.rows[$1.key] ?? 0, $1.value) }
        return min(Double(arrived) / Double(expected), 0.95)
    }

    private static func line(for event: RunEvent) -> String? {
        switch event {
        case .admitted(let run, let attempt, let operations, let jobs, _, let done):
            let start = "run \(run): \(Quantity.counted(operations, "operation")), \(Quantity.counted(jobs, "stream"))"
            guard attempt > 1 else { return start }
            let rows = Quantity.counted(done.rows.values.reduce(0, +), "row")
            return start + "; resumed after \(done.operations) operations and \(rows)"
        case .finishedBefore(let run):
            return "nothing to do: run \(run.id) of this graph was done on \(run.finishedAt ?? run.startedAt)"
        case .operationStarted, .rowsCopied, .operationUndone: return nil
        case .operationFinished(let report):
            let rows = report.rows.map { ", " + Quantity.counted($0, "row") } ?? ""
            return "\(report.id): \(report.state.rawValue)\(rows), \(Quantity.seconds(report.seconds))"
        case .operationFailed(let id, let cause): return "\(id): failed: \(cause)"
        case .stopping(let urgency):
            return urgency == .stopNow
                ? "stopping at once" : "stopping at the next safe point; once more to stop at once"
        case .undoStarted(let operations): return "undoing \(Quantity.counted(operations, "operation"))"
        case .undoFailed(let remainder): return "cannot be undone: \(remainder)"
        case .undoFinished: return nil
        case .failureHookEnded(let hook, nil): return "after the failure: \(hook): done"
        case .failureHookEnded(let hook, let problem?): return "after the failure: \(hook): \(problem)"
        }
    }
}

extension RunEvent {
    /// Whether a person at a terminal wants a line of its own for it.
    fileprivate var isNews: Bool {
        switch self {
        case .finishedBefore, .stopping, .undoStarted, .undoFailed, .failureHookEnded: true
        case .admitted, .operationStarted, .rowsCopied, .operationFinished, .operationFailed, .operationUndone,
            .undoFinished:
            false
        }
    }

    /// Whether it is worth a line in a log only where details are asked for: what takes no time and moves no row.
    fileprivate var isDetail: Bool {
        switch self {
        case .operationFinished(let report): report.rows == nil
        // The error itself is told when all is over.
        case .operationFailed: true
        case .admitted, .finishedBefore, .operationStarted, .rowsCopied, .stopping, .undoStarted, .operationUndone,
            .undoFailed, .undoFinished, .failureHookEnded:
            false
        }
    }

    /// The event as one line of a log; rows in flight are not worth one.
    fileprivate var json: JSONValue? {
        switch self {
        case .admitted(let run, let attempt, let operations, let jobs, _, _):
            .object([
                "event": "admitted", "run": .integer(run), "attempt": .integer(Int64(attempt)),
                "operations": .integer(Int64(operations)), "jobs": .integer(Int64(jobs)),
            ])
        case .finishedBefore(let run): .object(["event": "finished_before", "run": .integer(run.id)])
        case .operationStarted(let id): .object(["event": "operation_started", "operation": .string(id)])
        case .rowsCopied: nil
        case .operationFinished(let report):
            .object([
                "event": "operation_finished", "operation": .string(report.id),
                "state": .string(report.state.rawValue), "seconds": .decimal(report.seconds, places: 3),
                "rows": report.rows.map { .integer($0) },
            ])
        case .operationFailed(let id, let cause):
            .object(["event": "operation_failed", "operation": .string(id), "error": .string(cause.description)])
        case .stopping(let urgency):
            .object(["event": "stopping", "urgency": urgency == .stopNow ? "now" : "safe_point"])
        case .undoStarted(let operations):
            .object(["event": "undo_started", "operations": .integer(Int64(operations))])
        case .operationUndone(let id): .object(["event": "operation_undone", "operation": .string(id)])
        case .undoFailed(let remainder):
            .object([
                "event": "undo_failed", "operation": .string(remainder.id), "error": .string(remainder.reason),
            ])
        case .undoFinished: .object(["event": "undo_finished"])
        case .failureHookEnded(let hook, let problem):
            .object(["event": "failure_hook", "hook": .string(hook), "error": problem.map { .string($0) }])
        }
    }
}
