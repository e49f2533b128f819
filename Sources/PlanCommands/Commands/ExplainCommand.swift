internal import PlanArguments
internal import PlanCompiler
internal import PlanDiagnostics
internal import PlanDocument
internal import PlanSupport
internal import PlanYAML

/// `plan explain CODE`: what a diagnostic means.
enum ExplainCommand: Command {
    static let spec = CommandSpec(
        "explain", "Explain a diagnostic's code", group: .other,
        discussion: "Prints what the code means, why it is reported and how to resolve it.",
        arguments: [
            ArgumentSpec(
                "CODE", help: "A code such as PLN0301, or its digits", completion: .words(pages.map(\.code.description))
            )
        ],
        examples: [ExampleSpec("What is PLN0301", "plan explain PLN0301")])

    /// The pages of all areas, by code.
    static let pages: [DiagnosticPage] =
        (FileDiagnostics.pages + YAMLDiagnostics.pages + DocumentDiagnostics.pages + NameDiagnostics.pages
        + TypeDiagnostics.pages + ExistingDiagnostics.pages + TranslationDiagnostics.pages + LintDiagnostics.pages
        + RunDiagnostics.pages)
        .sorted { $0.code < $1.code }

    static func run(_ context: CommandContext) throws(CommandFailure) -> ExitCode {
        let wanted = context.arguments.positional("CODE").uppercased()
        let code = wanted.hasPrefix("PLN") ? wanted : "PLN" + wanted
        guard let page = pages.first(where: { $0.code.description == code }) else {
            let nearest = NearestName.of(code, among: pages.map(\.code.description))
            let hint = nearest.map { "; did you mean \($0)?" } ?? ""
            throw CommandFailure(.usage, Diagnostic("PLN0007", .error, "there is no diagnostic \(code)\(hint)"))
        }
        switch context.console.format {
        case .text: context.console.write(page.markdown)
        case .json:
            context.console.write(
                .object([
                    "code": .string(page.code.description), "title": .string(page.title),
                    "explanation": .string(page.explanation),
                ]))
        }
        return .done
    }
}
