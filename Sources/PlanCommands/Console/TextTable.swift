/// Rows of text in aligned columns.
struct TextTable {
    enum Alignment {
        case left
        case right
    }

    private let alignments: [Alignment]
    private var rows: [[String]]

    /// A table with a heading; numbers are best aligned right.
    init(_ heading: [(title: String, alignment: Alignment)]) {
        alignments = heading.map(\.alignment)
        rows = [heading.map(\.title)]
    }

    mutating func add(_ cells: String...) { rows.append(cells) }

    /// The rows as lines, each ending in a line feed, with two blanks between columns.
    var text: String {
        let widths = alignments.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                line += (column > 0 ? "  " : "") + (alignments[column] == .left ? cell + padding : padding + cell)
            }
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }
}
