/// Terms with their meanings, in two aligned columns.
struct TermList {
    struct Row {
        let term: String
        let meaning: String
    }

    private static let indentation = 2
    private static let gap = 2
    /// A longer term stands on a line of its own, so that one of them does not push all meanings to the right.
    private static let widestTerm = 26
    /// Meanings narrower than this are no longer readable.
    private static let narrowestMeaning = 20

    let rows: [Row]
    /// The columns of a whole line.
    let width: Int

    /// Rows of other lists whose meanings shall stand in the same column.
    var alignedWith: [Row] = []

    var lines: [String] {
        let widestTerm = min(Self.widestTerm, width - Self.indentation - Self.gap - Self.narrowestMeaning)
        let fitting = (rows + alignedWith).map(\.term.count).filter { $0 <= widestTerm }
        let column = Self.indentation + (fitting.max() ?? 0) + Self.gap
        return rows.flatMap { row -> [String] in
            let term = String(repeating: " ", count: Self.indentation) + row.term
            let meaning = TextWrapper.lines(row.meaning, width: max(Self.narrowestMeaning, width - column))
            guard let first = meaning.first else { return [term] }
            let margin = String(repeating: " ", count: column)
            if term.count + Self.gap > column { return [term] + meaning.map { margin + $0 } }
            let padding = String(repeating: " ", count: column - term.count)
            return [term + padding + first] + meaning.dropFirst().map { margin + $0 }
        }
    }
}
