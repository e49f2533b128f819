package import PlanSupport

extension RunEvent {
    /// The event as one line of a log, described by `schemas/events.schema.json`; nil for rows in flight, of which there are
    /// too many.
    ///
    /// - Parameter seconds: since the command began to run the graph.
    package func json(at seconds: Double) -> JSONValue? {
        var members = [JSONMember("event", .string(name)), JSONMember("at", .decimal(seconds, places: 3))]
        switch self {
        case .rowsCopied: return nil
        case .admitted(let run, let attempt, let operations, let jobs, _, let done):
            members += [
                JSONMember("run", .integer(run)), JSONMember("attempt", .integer(Int64(attempt))),
                JSONMember("operations", .integer(Int64(operations))), JSONMember("jobs", .integer(Int64(jobs))),
                JSONMember("done", .integer(Int64(done.operations))),
                JSONMember("rows", .integer(done.rows.values.reduce(0, +))),
            ]
        case .finishedBefore(let run): members.append(JSONMember("run", .integer(run.id)))
        case .operationStarted(let id), .operationUndone(let id): members.append(JSONMember("operation", .string(id)))
        case .operationFinished(let report):
            members += [
                JSONMember("operation", .string(report.id)), JSONMember("state", .string(report.state.rawValue)),
                JSONMember("seconds", .decimal(report.seconds, places: 3)),
            ]
            if let rows = report.rows { members.append(JSONMember("rows", .integer(rows))) }
        case .operationFailed(let id, let cause):
            members += [JSONMember("operation", .string(id)), JSONMember("error", .string(cause.description))]
        case .stopping(let urgency):
            members.append(JSONMember("urgency", .string(urgency == .stopNow ? "now" : "safe_point")))
        case .undoStarted(let operations): members.append(JSONMember("operations", .integer(Int64(operations))))
        case .undoFailed(let remainder):
            members += [
                JSONMember("operation", .string(remainder.id)), JSONMember("error", .string(remainder.reason)),
            ]
        case .undoFinished: break
        case .failureHookEnded(let hook, let problem):
            members.append(JSONMember("hook", .string(hook)))
            if let problem { members.append(JSONMember("error", .string(problem))) }
        }
        return .object(members)
    }

    private var name: String {
        switch self {
        case .admitted: "admitted"
        case .finishedBefore: "finished_before"
        case .operationStarted: "operation_started"
        case .rowsCopied: "rows_copied"
        case .operationFinished: "operation_finished"
        case .operationFailed: "operation_failed"
        case .stopping: "stopping"
        case .undoStarted: "undo_started"
        case .operationUndone: "operation_undone"
        case .undoFailed: "undo_failed"
        case .undoFinished: "undo_finished"
        case .failureHookEnded: "failure_hook"
        }
    }
}
