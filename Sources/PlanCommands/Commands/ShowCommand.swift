internal import PlanArguments
internal import PlanEmitters
internal import PlanGraph

/// `plan show FILE`: the graph, to read.
enum ShowCommand: Command {
    enum Format: String, CaseIterable {
        case text
        case dot
        case mermaid
        case html
        case json
    }

    static let spec = CommandSpec(
        "show", "Show an operation graph", group: .writing,
        discussion: """
            Prints what a graph will do, operation by operation, with its SQL and its undo; or the graph in the language of \
            Graphviz or Mermaid, to be drawn; or as one page of HTML, which needs no network: the graph drawn, with \
            search, filters and every statement. A plan is compiled first, in memory.
            """,
        arguments: [.planOrGraph],
        options: [
            OptionSpec("format", .choice(of: Format.self), help: "How to show it", defaultsTo: .value("text"))
        ],
        examples: [
            ExampleSpec("Read it", "plan show plans/shop.plan.yml"),
            ExampleSpec("As a page to look at", "plan show plans/shop.plan.yml --format html >shop.html"),
            ExampleSpec("For a page that draws Mermaid", "plan show plans/shop/graph.json --format mermaid"),
        ])

    static func run(_ context: CommandContext) throws(CommandFailure) -> ExitCode {
        let loaded = try GraphLoader(console: context.console).load(context.arguments.positional("FILE"))
        context.console.warn(loaded.warnings)
        switch context.arguments.requiredChoice("format", as: Format.self) {
        case .text: context.console.write(GraphText.render(loaded.graph))
        case .dot: context.console.write(GraphDOT.render(loaded.graph))
        case .mermaid: context.console.write(GraphMermaid.render(loaded.graph))
        case .html: context.console.write(GraphPage.render(loaded.graph, loaded.notes))
        case .json: context.console.write(loaded.graph.json)
        }
        return .done
    }
}
