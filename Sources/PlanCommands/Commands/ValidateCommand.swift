internal import PlanArguments
internal import PlanCompiler
internal import PlanDiagnostics
internal import PlanExecutor

/// `plan validate FILE…`: parse and check.
enum ValidateCommand: Command {
    static let spec = CommandSpec(
        "validate", "Check plans, also against their databases", group: .writing,
        discussion: """
            Reads each plan with what it includes and reports everything that is wrong with it, with line and column. \
            Names of tables and columns are checked by 'plan compile', which looks at the source's catalog. With \
            '--online' each plan is also compiled, in memory, and its graph admitted on the target; then the target is \
            asked to take every statement of it, in one transaction that is rolled back. No row is copied.
            """,
        arguments: [
            ArgumentSpec("FILE", .oneOrMore, help: "Plan files", completion: .file(extensions: ["yml", "yaml"]))
        ],
        options: [OptionSpec("online", help: "Try connections, versions, privileges and every statement")],
        examples: [
            ExampleSpec("Check one plan", "plan validate plans/shop.plan.yml"),
            ExampleSpec("Try its SQL on the target", "plan validate --online plans/shop.plan.yml"),
        ])

    static func run(_ context: CommandContext) throws(CommandFailure) -> ExitCode {
        var found: [Diagnostic] = []
        var exitCode = ExitCode.done
        for path in context.arguments.positionals("FILE") {
            do throws(CommandFailure) {
                let plan = try PlanLoader.look(at: path)
                var diagnostics = (plan.diagnostics + Compiler.check(plan.document)).inReadingOrder
                if context.arguments.flag("online"), diagnostics.count(of: .error) == 0 {
                    diagnostics = try tryOnline(plan, context.console)
                }
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

    /// What compiling warns of, and what the target refuses.
    private static func tryOnline(_ plan: LoadedPlan, _ console: Console) throws(CommandFailure) -> [Diagnostic] {
        let loaded = try GraphLoader(console: console).compile(plan, into: plan.outputDirectory)
        let runner = GraphRunner(loaded: loaded, console: console, jobs: nil, reportPath: nil)
        do throws(RunFailure) {
            let refused = try Executor.refusedOperations(of: loaded.graph, environment: runner.environment())
            return loaded.warnings + refused.map { .refusedOperation($0, of: plan) }
        } catch {
            throw CommandFailure(error)
        }
    }
}
