internal import PlanArguments
internal import PlanCatalog

/// `plan profile FILE`: what the source's columns really hold.
enum ProfileCommand: Command {
    static let spec = CommandSpec(
        "profile", "Show what the source's columns really hold", group: .writing,
        discussion: """
            Reads every row of the source once, or as many as 'source.profile: sample(n)' says, and prints for each column \
            how many values of each storage class it has, their range or length, and the formats that all its texts have. \
            'plan compile' goes by the same figures.
            """,
        arguments: [ArgumentSpec("FILE", help: "The plan", completion: .file(extensions: ["yml", "yaml"]))],
        examples: [
            ExampleSpec("Look at the data before the plan is written", "plan profile plans/shop.plan.yml"),
            ExampleSpec("For a script", "plan profile plans/shop.plan.yml --format json"),
        ])

    static func run(_ context: CommandContext) throws(CommandFailure) -> ExitCode {
        let plan = try PlanLoader.load(context.arguments.positional("FILE"))
        let (catalog, profile) = try SourceCatalog(plan: plan, console: context.console).profiled()
        switch context.console.format {
        case .json: context.console.write(profile.json)
        case .text: context.console.write(ProfileText.render(profile, of: catalog))
        }
        return .done
    }
}
