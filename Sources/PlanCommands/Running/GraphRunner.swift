internal import Glibc
internal import PlanArguments
internal import PlanExecutor
internal import PlanGraph
internal import PlanSupport

/// What `run`, `rehearse` and `rollback` share: the environment of a run, its progress and its report.
struct GraphRunner {
    let loaded: LoadedGraph
    let console: Console
    let jobs: Int?
    /// Where the report is written as JSON.
    let reportPath: String?
    let cancellation = CancellationToken()

    func environment(target: Secret? = nil) -> RunEnvironment {
        RunEnvironment(
            baseDirectory: loaded.baseDirectory, variable: CommandContext.variable, jobs: jobs, target: target,
            toolVersion: Tool.version, userName: Self.userName, cancellation: cancellation)
    }

    /// Runs the graph and writes its report, also of a run that failed.
    func run(_ environment: RunEnvironment) throws(CommandFailure) -> ExitCode {
        let progress = RunProgress(console)
        do throws(RunFailure) {
            let report = try Executor.run(loaded.graph, environment: environment, events: progress)
            progress.finish()
            try? write(report)
            switch console.format {
            case .text: if console.level != .quiet { console.write(RunReportText.render(report, console.style)) }
            case .json: console.write(report.json)
            }
            return .done
        } catch {
            progress.finish()
            if let report = error.report { try? write(report) }
            throw CommandFailure(error)
        }
    }

    private func write(_ report: RunReport) throws(CommandFailure) {
        guard let reportPath else { return }
        do throws(FileFailure) {
            try Files.writeAtomically(JSONWriter.pretty(report.json), to: reportPath)
        } catch {
            throw CommandFailure(.failed, .file(error))
        }
    }

    /// The name of who runs the command, as the system knows it.
    private static var userName: String {
        if let entry = getpwuid(getuid()) { return String(cString: entry.pointee.pw_name) }
        return String(getuid())
    }
}
