internal import PlanArguments

/// `plan completions SHELL`: a script for a shell.
enum CompletionsCommand: Command {
    static let spec = CommandSpec(
        "completions", "Print a completion script for a shell", group: .other,
        arguments: [ArgumentSpec("SHELL", .required, .choice(of: CompletionScript.self), help: "The shell")],
        examples: [ExampleSpec("Complete in this bash", "plan completions bash")])

    static func run(_ context: CommandContext) throws(CommandFailure) -> ExitCode {
        let shell = context.arguments.positional("SHELL", as: CompletionScript.self)
        context.console.write(shell.text(for: context.tool))
        return .done
    }
}
