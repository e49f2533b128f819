/// What a page shows of a command's output. `…` on a line of its own stands for any lines, inside a line for any text.
struct OutputPattern {
    private let lines: [String]

    init(_ lines: [String]) { self.lines = Self.comparable(lines) }

    func matches(_ output: String) -> Bool {
        var found = output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if found.last == "" { found.removeLast() }
        return Self.matches(lines[...], Self.comparable(found)[...])
    }

    private static func matches(_ pattern: ArraySlice<String>, _ found: ArraySlice<String>) -> Bool {
        guard let first = pattern.first else { return found.isEmpty }
        if first.trimmedText == "…" {
            return (found.startIndex...found.endIndex).contains { matches(pattern.dropFirst(), found[$0...]) }
        }
        guard let line = found.first, matches(first, line) else { return false }
        return matches(pattern.dropFirst(), found.dropFirst())
    }

    private static func matches(_ pattern: String, _ line: String) -> Bool {
        if pattern == line { return true }
        let pieces = pattern.split(separator: "…", omittingEmptySubsequences: false)
        guard pieces.count > 1, line.hasPrefix(pieces[0]) else { return false }
        var rest = line.dropFirst(pieces[0].count)
        for piece in pieces.dropFirst().dropLast() {
            guard let range = rest.firstRange(of: piece) else { return false }
            rest = rest[range.upperBound...]
        }
        return rest.hasSuffix(pieces[pieces.count - 1])
    }

    /// Lines in which what differs from run to run is replaced, and operations that run side by side are sorted.
    private static func comparable(_ lines: [String]) -> [String] {
        var result: [String] = []
        var group: [String] = []
        for line in lines.map(normalised) {
            if line.firstMatch(of: #/^[a-z_]+/\S+: /#) != nil {
                group.append(line)
            } else {
                result += group.sorted() + [line]
                group = []
            }
        }
        return result + group.sorted()
    }

    private static func normalised(_ line: String) -> String {
        line.replacing(/sha256:[0-9a-f]{12,64}…?/, with: "DIGEST")
            .replacing(/\b[0-9a-f]{12}\b/, with: "DIGEST")
            .replacing(/\b[0-9]+\.[0-9]+ s\b/, with: "SECONDS")
            .replacing(/\([0-9,]+ rows\/s\)/, with: "(RATE)")
            .replacing(/\b[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z  \S+$/, with: "TIME  USER")
            .replacing(/\b[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z/, with: "TIME")
            .replacing(/\b[0-9]+ streams/, with: "STREAMS")
            .replacing(/"(seconds|rows_per_second|jobs)": [0-9.]+/) { "\"\($0.1)\": NUMBER" }
            .replacing(/"by": "[^"]*"/, with: "\"by\": USER")
    }
}

extension String {
    fileprivate var trimmedText: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
