internal import PlanCatalog
internal import PlanDiagnostics

/// What a starter plan answers to one diagnostic: the first resolution, and in the comment what was found, what else could
/// be written, and the source's SQL where somebody may want to write it anew.
struct StarterChoice {
    let snippet: PlanSnippet
    let comment: [String]

    /// Nil for a diagnostic that offers nothing.
    init?(of diagnostic: Diagnostic, catalog: Catalog) {
        guard let first = diagnostic.resolutions.first else { return nil }
        snippet = first
        let found = ([diagnostic.message] + diagnostic.notes.map(\.message)).map(Self.sentence)
        // A warning tells what the compiler does anyway, unless there is a choice.
        let isChoice = diagnostic.severity == .error || diagnostic.resolutions.count > 1
        let chosen = isChoice ? ["Chosen here: \(first.effect)."] : []
        var comment = [(found + chosen).joined(separator: " ")]
        if let sql = Self.sql(at: first.keys, in: catalog) {
            comment.append("In the source:")
            comment += sql.split(separator: "\n").map { "    " + $0 }
        }
        comment += diagnostic.resolutions.dropFirst().map { other in
            "Or \(other.effect): \(Self.line(other, besides: first))"
        }
        self.comment = comment
    }

    private static func sentence(_ text: String) -> String {
        let first = text.prefix(1).uppercased() + text.dropFirst()
        return first.hasSuffix(".") ? first : first + "."
    }

    /// A resolution on one line, without the keys that it shares with the one that was taken.
    private static func line(_ snippet: PlanSnippet, besides taken: PlanSnippet) -> String {
        let shared = zip(snippet.keys, taken.keys).prefix { $0 == $1 }.count
        let keys = snippet.keys[min(shared, snippet.keys.count - 1)...]
        guard let last = keys.last else { return snippet.value }
        return keys.dropLast().reversed().reduce("\(YAMLText.scalar(last)): \(snippet.value)") { inner, key in
            "\(YAMLText.scalar(key)): { \(inner) }"
        }
    }

    /// The statement, or the expression, of what is left out.
    private static func sql(at keys: [String], in catalog: Catalog) -> String? {
        switch (keys.first, keys.count) {
        case ("views", 2): catalog.view(named: keys[1])?.sql
        case ("triggers", 2): catalog.triggers.first { $0.name == keys[1] }?.sql
        case ("tables", 4) where keys[2] == "indexes":
            catalog.table(named: keys[1])?.indexes.first { $0.name == keys[3] }?.sql
        case ("tables", 5) where keys[4] == "default":
            catalog.table(named: keys[1])?.column(named: keys[3])?.defaultSQL
        default: nil
        }
    }
}
