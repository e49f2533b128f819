internal import PlanArguments
internal import PlanCompiler
internal import PlanDiagnostics
internal import PlanDocument
internal import PlanExecutor

/// `plan validate FILE…`: parse and check.
enum ValidateCommand: Command {
    enum Format: String, CaseIterable {
        case text
        case json
        /// For services that show findings beside code.
        case sarif
        /// For GitHub's runners.
        case github

        /// Whether what is about no place has to stand somewhere: at the plan's name.
        var needsPlaces: Bool {
            switch self {
            case .text, .json: false
            case .sarif, .github: true
            }
        }
    }

    static let spec = CommandSpec(
        "validate", "Check plans, also against their databases", group: .writing,
        discussion: """
            Reads each plan with what it includes and reports everything that is wrong with it, with line and column. \
            Names of tables and columns are checked by 'plan compile', which looks at the source's catalog. With \
            '--online' each plan is also compiled, in memory, and its graph admitted on the target; then the target is \
            asked to take every statement of it, in one transaction that is rolled back. No row is copied. With '--lint' \
            each plan is compiled, in memory, and what a reviewer would ask about is told too: foreign keys without an \
            index, narrow types, names that need quotes, long locks.
            """,
        arguments: [
            ArgumentSpec("FILE", .oneOrMore, help: "Plan files", completion: .file(extensions: ["yml", "yaml"]))
        ],
        options: [
            OptionSpec("online", help: "Try connections, versions, privileges and every statement"),
            OptionSpec("lint", help: "Compile too, and tell what a reviewer would ask about"),
            OptionSpec("format", .choice(of: Format.self), help: "How results are printed", defaultsTo: .value("text")),
        ],
        examples: [
            ExampleSpec("Check one plan", "plan validate plans/shop.plan.yml"),
            ExampleSpec(
                "Beside the lines of a pull request", "plan validate --lint --format github plans/shop.plan.yml"),
            ExampleSpec("Try its SQL on the target", "plan validate --online plans/shop.plan.yml"),
        ])

    static func run(_ context: CommandContext) throws(CommandFailure) -> ExitCode {
        var found: [Diagnostic] = []
        var exitCode = ExitCode.done
        for path in context.arguments.positionals("FILE") {
            var anchor: SourcePlace?
            var diagnostics: [Diagnostic]
            do throws(CommandFailure) {
                let plan = try PlanLoader.look(at: path)
                anchor = plan.document.name.place
                diagnostics = try check(plan, context)
                if diagnostics.count(of: .error) > 0 {
                    exitCode = .badPlan
                } else if context.console.format == .text {
                    context.console.note("\(path): ok")
                }
            } catch {
                diagnostics = error.diagnostics
                exitCode = error.exitCode
            }
            if let anchor, format(context).needsPlaces { diagnostics = diagnostics.map { $0.placed(at: anchor) } }
            found += diagnostics
        }
        report(found, context)
        return exitCode
    }

    private static func check(_ plan: LoadedPlan, _ context: CommandContext) throws(CommandFailure) -> [Diagnostic] {
        var diagnostics = (plan.diagnostics + Compiler.check(plan.document)).inReadingOrder
        if context.arguments.flag("lint"), diagnostics.count(of: .error) == 0 {
            let loaded = try GraphLoader(console: context.console).compile(plan, into: plan.outputDirectory)
            diagnostics = (loaded.warnings + loaded.findings).inReadingOrder
        }
        if context.arguments.flag("online"), diagnostics.count(of: .error) == 0 {
            diagnostics += try tryOnline(plan, context.console, beside: diagnostics)
        }
        return diagnostics
    }

    private static func format(_ context: CommandContext) -> Format {
        context.arguments.requiredChoice("format", as: Format.self)
    }

    private static func report(_ found: [Diagnostic], _ context: CommandContext) {
        switch format(context) {
        case .text: if !found.isEmpty { context.console.report(found) }
        case .json: context.console.report(found)
        case .sarif:
            context.console.write(SARIFRenderer.render(found, version: Tool.version, pages: ExplainCommand.pages))
        case .github: context.console.write(GitHubRenderer.render(found))
        }
    }

    /// What compiling warns of, but for what is told already, and what the target refuses.
    private static func tryOnline(
        _ plan: LoadedPlan, _ console: Console, beside told: [Diagnostic]
    ) throws(CommandFailure) -> [Diagnostic] {
        let loaded = try GraphLoader(console: console).compile(plan, into: plan.outputDirectory)
        let runner = GraphRunner(loaded: loaded, console: console, jobs: nil, reportPath: nil)
        let outcome: TrialOutcome
        do throws(RunFailure) {
            outcome = try Executor.tryOut(loaded.graph, environment: runner.environment())
        } catch {
            throw CommandFailure(error)
        }
        if console.format == .text { for fact in outcome.survey.facts { console.note("\(plan.path): \(fact)") } }
        let warnings = outcome.survey.findings.filter { $0.severity == .warning }.map { Diagnostic($0) }
        guard outcome.refusals.isEmpty else {
            throw CommandFailure(.refused, warnings + outcome.refusals.flatMap(\.diagnostics))
        }
        let others = loaded.warnings.filter { warning in
            !told.contains { $0.code == warning.code && $0.message == warning.message && $0.place == warning.place }
        }
        return others + warnings + outcome.refused.map { .refusedOperation($0, of: plan) }
    }
}
