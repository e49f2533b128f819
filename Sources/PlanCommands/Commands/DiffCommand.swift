internal import PlanArguments
internal import PlanEmitters

/// `plan diff A B`: what changed in meaning between two graphs.
enum DiffCommand: Command {
    enum Format: String, CaseIterable {
        case text
        case markdown
        case json
    }

    static let spec = CommandSpec(
        "diff", "Tell what changed from one graph to another", group: .writing,
        discussion: """
            Compares what two graphs do: the operations that were added, removed or changed, with their statements line \
            by line, and what differs of source, target and execution. Comments and line breaks of a plan, and the places \
            of operations in it, change nothing. A plan is compiled first, in memory. Exits with 2 if they differ.
            """,
        arguments: [
            ArgumentSpec("OLD", help: "A plan or a graph", completion: .file(extensions: ["yml", "yaml", "json"])),
            ArgumentSpec("NEW", help: "A plan or a graph", completion: .file(extensions: ["yml", "yaml", "json"])),
        ],
        options: [
            OptionSpec("format", .choice(of: Format.self), help: "How to tell it", defaultsTo: .value("text"))
        ],
        examples: [
            ExampleSpec(
                "What the plan would do otherwise than what is committed",
                "plan diff plans/shop/graph.json plans/shop.plan.yml"),
            ExampleSpec("For a pull request", "plan diff old/graph.json plans/shop/graph.json --format markdown"),
        ])

    static func run(_ context: CommandContext) throws(CommandFailure) -> ExitCode {
        let loader = GraphLoader(console: context.console)
        let old = try loader.load(context.arguments.positional("OLD"))
        let new = try loader.load(context.arguments.positional("NEW"))
        let diff = GraphDiff(from: old.graph, to: new.graph)
        switch context.arguments.requiredChoice("format", as: Format.self) {
        case .text: context.console.write(diff.text)
        case .markdown: context.console.write(diff.markdown)
        case .json: context.console.write(diff.json)
        }
        return diff.isEmpty ? .done : .differences
    }
}
