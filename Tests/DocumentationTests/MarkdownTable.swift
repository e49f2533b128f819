/// A table of Markdown.
struct MarkdownTable {
    private(set) var lines: [String]

    init(_ heading: [String]) {
        lines = [Self.row(heading), Self.row(heading.map { _ in "---" })]
    }

    mutating func add(_ cells: [String]) { lines.append(Self.row(cells)) }

    private static func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
}
