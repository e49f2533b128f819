/// Writes diagnostics for people: location, message, the line with carets under the range, notes, and what to write.
package struct TerminalRenderer: Sendable {
    package enum Style: Sendable {
        case plain
        case colored
    }

    private let style: Style

    package init(_ style: Style) { self.style = style }

    /// One diagnostic, ending in a line feed.
    package func render(_ diagnostic: Diagnostic) -> String {
        let label = "\(diagnostic.severity.rawValue)[\(diagnostic.code)]"
        let color = diagnostic.severity == .error ? "31" : "33"
        var text =
            location(diagnostic.place) + painted(label, "1;" + color)
            + painted(": " + Self.visible(diagnostic.message), "1") + "\n"
        text += excerpt(diagnostic.place, color: color)
        for note in diagnostic.notes {
            text += location(note.place) + painted("note", "1;36") + ": " + Self.visible(note.message) + "\n"
            text += excerpt(note.place, color: "36")
        }
        for fixIt in diagnostic.fixIts {
            text += painted("fix", "1;32") + ": \(fixIt.message): write '\(fixIt.replacement)'\n"
        }
        for (index, snippet) in diagnostic.resolutions.enumerated() {
            text += painted(index == 0 ? "resolve" : "or", "1;32") + ": \(snippet.effect), with\n"
            for line in snippet.yaml.split(separator: "\n") { text += "    \(line)\n" }
        }
        return text
    }

    /// The closing line: `2 errors, 1 warning`; empty for no diagnostics.
    package func summary(of diagnostics: [Diagnostic]) -> String {
        let parts = Diagnostic.Severity.allCases.compactMap { severity -> String? in
            let count = diagnostics.count(of: severity)
            return count == 0 ? nil : "\(count) \(severity.rawValue)\(count == 1 ? "" : "s")"
        }
        return parts.joined(separator: ", ")
    }

    private func location(_ place: SourcePlace?) -> String {
        guard let place else { return "" }
        return "\(Self.visible(place.file.path)):\(place.start.line):\(place.start.column): "
    }

    /// The line that holds the start of the place, and carets under the part of the place that is on it.
    private func excerpt(_ place: SourcePlace?, color: String) -> String {
        guard let place else { return "" }
        let start = place.start
        let lineRange = place.file.lineRange(start.line)
        let line = place.file.line(start.line)
        let end = min(place.range.upperBound, lineRange.upperBound)
        let lead = place.file[lineRange.lowerBound..<max(lineRange.lowerBound, min(place.range.lowerBound, end))]
        let marked = place.file[min(place.range.lowerBound, end)..<end]
        let skipped = Self.skippedCharacters(of: line, before: lead.count)
        let visibleLead = lead.dropFirst(skipped)
        let padding = visibleLead.map { $0 == "\t" ? "\t" : " " }.joined()
        let number = String(start.line)
        let gutter = String(repeating: " ", count: number.utf8.count)
        let indent = (skipped > 0 ? "    " : "") + padding + String(repeating: " ", count: extraWidth(of: visibleLead))
        let carets = String(
            repeating: "^", count: max(1, min(marked.count + extraWidth(of: marked[...]), Self.maximumLine)))
        return """
             \(number) | \(Self.clipped(line, skipping: skipped))
             \(gutter) | \(indent)\(painted(carets, "1;" + color))

            """
    }

    private static let maximumLine = 160

    /// A text in which what would steer the terminal, or turn the direction of writing, is seen as a replacement mark.
    private static func visible(_ text: some StringProtocol) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x09: result.append(scalar)
            case 0..<0x20, 0x7F...0x9F, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069: result.append("\u{FFFD}")
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    /// How many characters of a long line to leave out before its marked part.
    private static func skippedCharacters(of line: String, before start: Int) -> Int {
        line.count > maximumLine && start > 40 ? start - 40 : 0
    }

    private static func clipped(_ line: String, skipping skipped: Int) -> String {
        let part = visible(line.dropFirst(skipped).prefix(maximumLine))
        return (skipped > 0 ? "... " : "") + part + (line.count > skipped + maximumLine ? " ..." : "")
    }

    /// Terminal columns that a text takes beyond one a character: East Asian wide characters and emoji take two.
    private func extraWidth(of text: Substring) -> Int {
        text.reduce(0) { count, character in
            guard let scalar = character.unicodeScalars.first else { return count }
            switch scalar.value {
            case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
                0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
                return count + 1
            default: return count
            }
        }
    }

    private func painted(_ text: String, _ color: String) -> String {
        switch style {
        case .plain: text
        case .colored: "\u{1B}[\(color)m\(text)\u{1B}[0m"
        }
    }
}
