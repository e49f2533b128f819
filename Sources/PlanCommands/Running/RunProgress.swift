internal import PlanExecutor
internal import PlanSupport
internal import Synchronization

/// Shows a run as it goes: a bar on a terminal, plain lines elsewhere, or one JSON event a line; and keeps a file of metrics.
final class RunProgress: RunObserver {
    private struct State {
        var tally = RunTally()
        /// When it was last said how far the run is.
        var said = ContinuousClock.now
    }

    private let console: Console
    private let line: StatusLine
    private let metrics: MetricsFile?
    private let state = Mutex(State())

    /// How often it is said how far the run is, where no line can be redrawn.
    private var interval: Duration { console.logFormat == .json ? .seconds(1) : .seconds(10) }

    init(_ console: Console, metrics: MetricsFile? = nil) {
        self.console = console
        self.metrics = metrics
        line = StatusLine(console)
    }

    func observe(_ event: RunEvent) {
        state.withLock { state in
            state.tally.add(event)
            metrics?.update(state.tally, .running)
            switch console.logFormat {
            case .json: log(event, &state)
            case .text: show(event, &state)
            }
        }
    }

    /// Takes the bar away, and writes the metrics a last time.
    func finish(_ end: RunState) {
        line.clear()
        state.withLock { metrics?.finish($0.tally, end) }
    }

    private func log(_ event: RunEvent, _ state: inout State) {
        if let json = event.json(at: state.tally.seconds) { write(json) }
        if isDue(event, &state) { write(state.tally.json) }
    }

    private func write(_ json: JSONValue) {
        console.note(String(decoding: JSONWriter.compact(json), as: UTF8.self))
    }

    private func show(_ event: RunEvent, _ state: inout State) {
        if let text = Self.line(for: event), !console.redrawsLines || event.isNews {
            line.clear()
            if event.isNews || console.level == .verbose || !event.isDetail { console.note(text) }
        }
        let tally = state.tally
        if console.redrawsLines {
            line.show(ProgressText.bar(tally))
        } else if isDue(event, &state) {
            console.note(ProgressText.sentence(tally))
        }
    }

    /// Whether it is time to say how far the run is.
    private func isDue(_ event: RunEvent, _ state: inout State) -> Bool {
        guard case .rowsCopied = event, ContinuousClock.now - state.said >= interval else { return false }
        state.said = .now
        return true
    }

    private static func line(for event: RunEvent) -> String? {
        switch event {
        case .admitted(let run, let attempt, let operations, let jobs, _, let done):
            let start = "run \(run): \(Quantity.counted(operations, "operation")), \(Quantity.counted(jobs, "stream"))"
            guard attempt > 1 else { return start }
            let rows = Quantity.counted(done.rows.values.reduce(0, +), "row")
            return start + "; resumed after \(Quantity.counted(done.operations, "operation")) and \(rows)"
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
}
