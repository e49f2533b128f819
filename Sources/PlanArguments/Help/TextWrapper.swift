/// Breaks text into lines of a width. A word longer than the width stands on a line of its own.
package enum TextWrapper {
    /// Lines of a discussion that begin with it are kept as they are.
    static let verbatimIndentation = "    "

    /// One paragraph as lines.
    ///
    /// - Parameter hanging: the columns by which lines after the first are indented.
    package static func lines(_ text: String, width: Int, hanging: Int = 0) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(whereSeparator: \.isWhitespace) {
            if line.allSatisfy(\.isWhitespace) {
                line += word
            } else if line.count + 1 + word.count <= width {
                line += " \(word)"
            } else {
                lines.append(line)
                line = String(repeating: " ", count: hanging) + word
            }
        }
        return line.isEmpty ? lines : lines + [line]
    }

    /// A discussion as lines: paragraphs are reflowed and stay apart, items hang by their dash, lines indented by four
    /// spaces are kept as they are.
    package static func discussion(_ text: String, width: Int) -> [String] {
        var lines: [String] = []
        var paragraph: [Substring] = []
        if text.isEmpty { return [] }
        func finishParagraph() {
            let text = paragraph.joined(separator: " ")
            lines += TextWrapper.lines(text, width: width, hanging: text.hasPrefix("- ") ? 2 : 0)
            paragraph = []
        }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.allSatisfy(\.isWhitespace) {
                finishParagraph()
                lines.append("")
            } else if line.hasPrefix(verbatimIndentation), paragraph.isEmpty {
                lines.append(String(line))
            } else {
                if line.hasPrefix("- ") { finishParagraph() }
                paragraph.append(line)
            }
        }
        finishParagraph()
        return lines
    }
}
