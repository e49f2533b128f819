internal import PlanArguments

/// `plan manual`: the page that `make install` puts where man(1) looks.
enum ManualCommand: Command {
    static let spec = CommandSpec(
        "manual", "Print the page of the manual, for man(1)", group: .other, visibility: .hidden)

    static func run(_ context: CommandContext) throws(CommandFailure) -> ExitCode {
        context.console.write(ManualPage.text(for: context.tool))
        return .done
    }
}
