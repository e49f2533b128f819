internal import PlanDiagnostics
internal import PlanExecutor
internal import PlanSupport
internal import Synchronization

/// A file of metrics for Prometheus that is replaced as the run goes on, so that whoever reads it reads one moment.
final class MetricsFile: Sendable {
    private let path: String
    private let plan: String
    private let state = Mutex(State())

    private struct State {
        var written: ContinuousClock.Instant?
        var failure: FileFailure?
    }

    /// How every such file begins.
    private static let head = "# HELP plan_"

    /// - Throws: why the file cannot be written, or that it is another's.
    init(_ path: String, plan: String) throws(CommandFailure) {
        self.path = path
        self.plan = plan
        let head: [UInt8]
        do throws(FileFailure) {
            try Files.requireWritable(path)
            head = Files.isRegular(path) ? try Files.readHead(path, bytes: Self.head.utf8.count) : []
        } catch {
            throw CommandFailure(.failed, .file(error))
        }
        guard head.isEmpty || head == Array(Self.head.utf8) else { throw CommandFailure(.failed, .notOurFile(path)) }
    }

    /// Writes the file, at most once a second.
    func update(_ tally: RunTally, _ run: RunState) {
        state.withLock { state in
            if let written = state.written, ContinuousClock.now - written < .seconds(1) { return }
            write(tally, run, &state)
        }
    }

    /// Writes the file a last time.
    func finish(_ tally: RunTally, _ run: RunState) { state.withLock { write(tally, run, &$0) } }

    /// Why the file was last not written; nil if it was.
    var failure: FileFailure? { state.withLock { $0.failure } }

    private func write(_ tally: RunTally, _ run: RunState, _ state: inout State) {
        state.written = .now
        do throws(FileFailure) {
            try Files.writeAtomically(Array(tally.metrics(plan: plan, state: run).utf8), to: path)
            state.failure = nil
        } catch {
            // The run is worth more than its metrics; the failure is told at its end.
            state.failure = error
        }
    }
}
