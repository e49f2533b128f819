import PlanDiagnostics
import PlanDocument
import PlanSupport

/// A plan's text, and files that it may include.
struct PlanText {
    var text: String
    var others: [String: String] = [:]

    init(_ text: String, including others: [String: String] = [:]) {
        self.text = text
        self.others = others
    }

    /// The keys that every plan needs, and `rest`.
    static func minimal(_ rest: String = "") -> PlanText {
        PlanText("plan: 1\nname: shop\nsource: { sqlite: shop.db }\ntarget: { postgres: \"${URL}\" }\n" + rest)
    }

    func parse(_ rule: AvailabilityRule = .enforced) -> (document: PlanDocument?, diagnostics: [Diagnostic]) {
        var bag = DiagnosticBag()
        let document = PlanDocument.parse(
            file: SourceFile(path: "plan.yml", text: text),
            include: { path, place in
                let resolved = Path.resolve(path, against: Path.directory(of: place.file.path))
                if resolved == "plan.yml" { return .success(SourceFile(path: resolved, text: text)) }
                guard let other = others[resolved] else { return .failure(IncludeFailure("no such file")) }
                return .success(SourceFile(path: resolved, text: other))
            }, availability: rule, into: &bag)
        // With errors the document is what could be read, which only later phases are to look at.
        return (bag.hasErrors ? nil : document, bag.diagnostics)
    }

    /// Messages, one for each diagnostic, each with its code.
    func messages(_ rule: AvailabilityRule = .enforced) -> [String] {
        parse(rule).diagnostics.map { "\($0.code): \($0.message)" }
    }
}
