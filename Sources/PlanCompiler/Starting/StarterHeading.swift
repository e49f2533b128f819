internal import PlanCatalog
internal import PlanDiagnostics

/// The comment at the top of a starter plan: what was looked at, how to read the rest, and what is carried with a
/// difference.
struct StarterHeading {
    let paragraphs: [String]

    init(_ request: StarterPlan.Request, _ snapshot: CatalogSnapshot, warnings: [Diagnostic]) {
        let catalog = snapshot.catalog
        let tables = catalog.tables.count { $0.kind == .ordinary }
        let rows = snapshot.profile?.tables.reduce(0) { $0 + $1.rows } ?? 0
        let found = [
            Self.counted(tables, "table"), Self.counted(rows, "row"), Self.counted(catalog.views.count, "view"),
            Self.counted(catalog.triggers.count, "trigger"),
        ]
        var paragraphs = [
            "A plan to begin with, written by 'plan init' from \(request.source): "
                + "\(found.dropLast().joined(separator: ", ")) and \(found[found.count - 1]).",
            "Every row was looked at. A column that is not named below gets the type of its declaration, and that type "
                + "holds all its values; what is named could not be taken as it is. Nothing is lost by what is chosen "
                + "here, but for what is said to be left out.",
            "Read it, change it, then: plan compile, plan rehearse, plan run.",
        ]
        if !warnings.isEmpty {
            paragraphs += [
                "", "Carried with a difference, or not carried; 'plan compile' prints what to write to change it:",
            ]
            paragraphs += warnings.map { warning in
                "- " + ([warning.message] + warning.notes.map(\.message)).joined(separator: "; ")
            }
        }
        self.paragraphs = paragraphs + [""]
    }

    private static func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}
