internal import Glibc
internal import PlanDiagnostics
internal import PlanEmitters
internal import PlanExecutor
internal import PlanGraph
internal import PlanSupport

/// What `run`, `rehearse` and `rollback` share: the environment of a run, its progress and its report.
struct GraphRunner {
    let loaded: LoadedGraph
    let console: Console
    let jobs: Int?
    /// Where the report is written: as a page where the path ends in `.html`, as JSON otherwise.
    let reportPath: String?
    /// Where rows that are set aside are written, if that was said.
    var rejectsPath: String? = nil
    /// Where metrics are written while it runs, if that was said.
    var metricsPath: String? = nil
    /// Where the target is backed up to, if that was said.
    var backupsPath: String? = nil
    let cancellation = CancellationToken()

    func environment(target: Secret? = nil, mode: RunMode = .begin) -> RunEnvironment {
        RunEnvironment(
            baseDirectory: loaded.baseDirectory, variable: CommandContext.variable, jobs: jobs, target: target,
            rejects: rejects, backups: target == nil ? backupsPath.map { .directory($0) } : .nowhere, mode: mode,
            toolVersion: Tool.version, userName: Self.userName,
            warn: { [console] warning in console.warn([Diagnostic(warning)]) }, cancellation: cancellation)
    }

    /// As it was said; otherwise beside the report, if there is one, or beside the graph.
    private var rejects: RejectsLocation {
        if let rejectsPath { return .directory(rejectsPath) }
        return .runsUnder(Path.resolve("rejects", against: reportPath.map(Path.directory(of:)) ?? loaded.directory))
    }

    /// Runs the graph and writes its report, also of a run that failed.
    func run(_ environment: RunEnvironment) throws(CommandFailure) -> ExitCode {
        // A report that cannot be written is better known before the run than after it.
        if let reportPath { try OutputFile.require(reportPath, replacing: reportKind) }
        var metrics: MetricsFile?
        if let metricsPath { metrics = try MetricsFile(metricsPath, plan: loaded.graph.inputs.plan.name) }
        let progress = RunProgress(console, metrics: metrics)
        let report: RunReport
        do throws(RunFailure) {
            report = try Executor.run(loaded.graph, environment: environment, events: progress)
            progress.finish(.done)
        } catch {
            progress.finish(error.report?.state ?? .failed)
            let failure = CommandFailure(error)
            let unwritten = error.report.flatMap(write).map { [$0] } ?? []
            throw CommandFailure(failure.exitCode, failure.diagnostics + unwritten)
        }
        switch console.format {
        case .text:
            if console.level != .quiet, !report.wasDone { console.write(RunReportText.render(report, console.style)) }
        case .json: console.write(report.json)
        }
        if let unwritten = write(report) { throw CommandFailure(.failed, unwritten) }
        if let failure = metrics?.failure { throw CommandFailure(.failed, .file(failure)) }
        return report.rowsRejected > 0 ? .differences : .done
    }

    /// Whether the report is to be looked at, by its path's ending.
    private var isPage: Bool { reportPath?.hasSuffix(".html") == true }

    private var reportKind: OutputFile.Kind { isPage ? .text("<!DOCTYPE html>") : .json }

    /// Writes the report where it is asked for; why it could not be written, if it could not.
    private func write(_ report: RunReport) -> Diagnostic? {
        guard let reportPath else { return nil }
        do throws(FileFailure) {
            let page = isPage ? Array(ReportPage.render(report.json).utf8) : report.file
            try Files.writeAtomically(page, to: reportPath)
            return nil
        } catch {
            return .file(error)
        }
    }

    /// Names what the run cannot take back.
    func tellIrreversible() {
        for operation in loaded.graph.operations {
            switch operation.undo {
            case .irreversible(let reason): console.note("cannot be undone: \(operation.id): \(reason)")
            case .instructions:
                if operation.risk.isDestructive { console.note("destroys what it did not make: \(operation.id)") }
            }
        }
    }

    /// The name of who runs the command, as the system knows it.
    private static var userName: String {
        if let entry = getpwuid(getuid()) { return String(cString: entry.pointee.pw_name) }
        return String(getuid())
    }
}

extension Diagnostic {
    fileprivate init(_ warning: RunWarning) {
        switch warning {
        case .plainConnection: self.init("PLN0714", .warning, warning.description)
        case .target(let finding): self.init(finding)
        }
    }
}
