/// What the tool's exit tells a script.
package enum ExitCode: Int32, Sendable, CaseIterable {
    case done = 0
    case failed = 1
    case differences = 2
    case refused = 3
    case usage = 64
    case badPlan = 65
    case cannotConnect = 69
    case interrupted = 130

    /// One line for the help.
    var meaning: String {
        switch self {
        case .done: "done"
        case .failed: "failed; what was done was undone unless the plan says otherwise"
        case .differences: "differences, pending work, or done with rejected rows"
        case .refused: "refused: drift, an edited graph, an unmet precondition; nothing was changed"
        case .usage: "the command line is wrong"
        case .badPlan: "the plan is wrong"
        case .cannotConnect: "a database or file cannot be opened"
        case .interrupted: "interrupted"
        }
    }
}
