internal import PlanCatalog
internal import PlanSQL

/// What a virtual table serves, as far as its module comes with SQLite.
package enum VirtualTable: Sendable {
    /// fts3, fts4 and fts5 (<https://sqlite.org/fts5.html>, <https://sqlite.org/fts3.html>).
    case fullText(FullTextTable)
    /// rtree and rtree_i32, with the names of their columns (<https://sqlite.org/rtree.html>).
    case boxes(columns: [String])
    case other

    package init(sql: String) {
        guard case .createVirtualTable(let statement)? = try? Statement(parsing: sql) else {
            self = .other
            return
        }
        switch statement.module.value.asciiLowercased {
        case "fts3", "fts4", "fts5": self = .fullText(FullTextTable(statement))
        case "rtree", "rtree_i32":
            self = .boxes(columns: statement.arguments.compactMap { ModuleArgument($0)?.name })
        default: self = .other
        }
    }
}

/// A table for searches of words.
package struct FullTextTable: Sendable {
    /// Where the texts are kept.
    package enum Content: Sendable {
        /// In the table's own shadow tables, and nowhere else.
        case own
        case table(String)
        /// Nowhere: the texts cannot be read back.
        case none
    }

    package let columns: [String]
    package let content: Content
    /// Whether words are looked for by their stems, of English.
    package let hasStems: Bool

    init(_ statement: CreateVirtualTableStatement) {
        var columns: [String] = []
        var content = Content.own
        var hasStems = false
        for argument in statement.arguments.compactMap({ ModuleArgument($0) }) {
            switch (argument.name.asciiLowercased, argument.value) {
            case ("content", ""?): content = .none
            case ("content", let name?): content = .table(name)
            case ("tokenize", let tokenizer?): hasStems = tokenizer.asciiLowercased.contains("porter")
            case (_, _?): break
            case (_, nil): if !argument.isUnindexed { columns.append(argument.name) }
            }
        }
        self.columns = columns
        self.content = content
        self.hasStems = hasStems
    }

    /// What follows the name of the content table in `CREATE INDEX`: an index for searches of words in its columns.
    ///
    /// - Parameter columns: the target's names, and whether each is a text.
    package func index(over columns: [(name: String, isText: Bool)]) -> String { "USING gin (\(document(columns)))" }

    /// A condition that such an index serves.
    package func condition(over columns: [(name: String, isText: Bool)]) -> String {
        "\(document(columns)) @@ websearch_to_tsquery(\(configuration), 'words')"
    }

    private var configuration: QuotedLiteral { QuotedLiteral(hasStems ? "english" : "simple") }

    private func document(_ columns: [(name: String, isText: Bool)]) -> String {
        let texts = columns.map { "coalesce(\(QuotedIdentifier($0.name))\($0.isText ? "" : "::text"), '')" }
        return "to_tsvector(\(configuration), \(texts.joined(separator: " || ' ' || ")))"
    }
}

/// `name`, `name TYPE` or `name = value`.
private struct ModuleArgument {
    let name: String
    /// Nil for a column.
    let value: String?
    let isUnindexed: Bool

    init?(_ fragment: SQLFragment) {
        let tokens = (try? Lexer.tokens(of: fragment.text)) ?? []
        guard let first = tokens.first else { return nil }
        name = first.value
        isUnindexed = tokens.dropFirst().contains { $0.isKeyword("UNINDEXED") }
        let isOption = tokens.count > 1 && tokens[1].isSymbol("=")
        value = isOption ? tokens.dropFirst(2).map(\.value).joined(separator: " ") : nil
    }
}
