internal import PlanArguments
internal import PlanSupport

/// What a command is run with.
struct CommandContext {
    let tool: ToolSpec
    /// Of the command, below the tool's name.
    let path: CommandPath
    let arguments: ParsedArguments
    let console: Console

    /// The value of an environment variable, nil if it is not set.
    static func variable(_ name: String) -> String? { Subprocess.variable(name) }
}

/// A command: what its command line is, and what it does.
protocol Command: Sendable {
    static var spec: CommandSpec { get }
    /// Does it all; the exit code is `done` or `differences`.
    static func run(_ context: CommandContext) throws(CommandFailure) -> ExitCode
}
