package import PlanCatalog
package import PlanDiagnostics
package import PlanDocument
internal import PlanSupport

/// The plan that a careful engineer would begin with: the few lines that every plan has, and for each thing in the source
/// that cannot be taken as it is, the choice that loses nothing, with the reason as a comment.
///
/// The choices are those of the compiler: the plan is compiled, and what each diagnostic offers first is written into it,
/// until no error is left. Equal catalogs give equal bytes.
package struct StarterPlan: Sendable {
    /// The plan as a file.
    package let text: String
    /// Errors that nothing in a plan can settle.
    package let unsettled: [Diagnostic]

    /// What a starter plan is asked for.
    package struct Request: Sendable {
        /// `[a-z][a-z0-9-]*`.
        package let name: String
        /// The database as the plan names it, and its last component for people.
        package let source: String
        package let preset: TypeSettings.Preset
        /// Globs over tables and views; empty for all.
        package let tables: [String]

        package init(name: String, source: String, preset: TypeSettings.Preset, tables: [String]) {
            self.name = name
            self.source = source
            self.preset = preset
            self.tables = tables
        }

        /// What every plan has: enough to look at the source.
        package var minimalText: String { outline.text(heading: []) }

        fileprivate var outline: PlanOutline {
            var outline = PlanOutline()
            let lines: [(keys: [String], value: String)] = [
                (["plan"], "\(PlanFormat.version)"), (["name"], YAMLText.scalar(name)),
                (["source", "sqlite"], YAMLText.scalar(source)), (["target", "postgres"], "${DATABASE_URL}"),
            ]
            for line in lines { outline.add(PlanSnippet(line.keys, line.value, effect: "")) }
            if preset != .exact {
                outline.add(PlanSnippet(["types", "preset"], preset.rawValue, effect: ""))
            }
            if !tables.isEmpty {
                let globs = tables.map(YAMLText.quoted).joined(separator: ", ")
                outline.add(PlanSnippet(["select", "include"], "[\(globs)]", effect: ""))
            }
            return outline
        }
    }

    /// Compiles and settles until nothing is left to settle.
    package init(_ request: Request, snapshot: CatalogSnapshot) {
        var outline = request.outline
        var diagnostics = Self.diagnostics(of: outline, snapshot)
        while true {
            let before = outline.text(heading: [])
            for diagnostic in diagnostics where diagnostic.isSettledByStarter {
                let choice = StarterChoice(of: diagnostic, catalog: snapshot.catalog)
                if let choice { outline.add(choice.snippet, because: choice.comment) }
            }
            if outline.text(heading: []) == before { break }
            diagnostics = Self.diagnostics(of: outline, snapshot)
        }
        unsettled = diagnostics.filter { $0.severity == .error }
        let warnings = diagnostics.filter { $0.severity == .warning }
        text = outline.text(heading: StarterHeading(request, snapshot, warnings: warnings).paragraphs)
    }

    private static func diagnostics(of outline: PlanOutline, _ snapshot: CatalogSnapshot) -> [Diagnostic] {
        let bytes = Array(outline.text(heading: []).utf8)
        var bag = DiagnosticBag()
        let document = PlanDocument.parse(
            file: SourceFile(path: "starter.plan.yml", bytes: bytes),
            include: { _, _ in .failure(IncludeFailure("a starter plan includes nothing")) }, into: &bag)
        guard let document, !bag.hasErrors else { return bag.diagnostics }
        return Compiler.compile(
            CompilerInput(
                document: document, snapshot: snapshot, planPath: "starter.plan.yml",
                planDigest: ContentDigest(of: bytes))
        ).diagnostics
    }
}

extension Diagnostic {
    /// Errors, and warnings of a type that was taken in the place of the declared one: the plan states it.
    fileprivate var isSettledByStarter: Bool {
        let ofTypes = [Self.widenedCode, Self.convertedCode, Self.truthValuesCode, Self.storedAsRealCode]
        return severity == .error || ofTypes.contains(code)
    }
}
