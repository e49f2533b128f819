internal import PlanArguments
internal import PlanCompiler
internal import PlanDiagnostics

/// `plan validate FILE…`: parse and check.
enum ValidateCommand: Command {
    static let spec = CommandSpec(
        "validate", "Check plans without a database", group: .writing,
        discussion: """
            Reads each plan with what it includes and reports everything that is wrong with it, with line and column. \
            Names of tables and columns are checked by 'plan compile', which looks at the source's catalog.
            """,
        arguments: [
            ArgumentSpec("FILE", .oneOrMore, help: "Plan files", completion: .file(extensions: ["yml", "yaml"]))
        ],
        examples: [ExampleSpec("Check one plan", "plan validate plans/shop.plan.yml")])

    static func run(_ context: CommandContext) throws(CommandFailure) -> ExitCode {
        var found: [Diagnostic] = []
        var exitCode = ExitCode.done
        for path in context.arguments.positionals("FILE") {
            do throws(CommandFailure) {
                let plan = try PlanLoader.look(at: path)
                let diagnostics = (plan.diagnostics + Compiler.check(plan.document)).inReadingOrder
                found += diagnostics
                if diagnostics.count(of: .error) > 0 {
                    exitCode = .badPlan
                } else if context.console.format == .text {
                    context.console.note("\(path): ok")
                }
            } catch {
                found += error.diagnostics
                exitCode = error.exitCode
            }
        }
        if exitCode != .done { throw CommandFailure(exitCode, found) }
        if !found.isEmpty || context.console.format == .json { context.console.report(found) }
        return .done
    }
}
