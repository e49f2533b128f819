internal import PlanExecutor
internal import PlanSupport

extension OperationOutput {
    /// One line: which operation said what, the first line of it.
    var line: String {
        let first = text.split(separator: "\n", omittingEmptySubsequences: false).first ?? ""
        return "run \(run), \(operation): \(first)\(first.count < text.count ? " …" : "")"
    }

    var json: JSONValue {
        .object([
            "run": .integer(run), "operation": .string(operation), "state": .string(state),
            "finished_at": .string(finishedAt), "output": .string(text),
        ])
    }
}
