import PlanSupport
import PlanTestSupport
import Testing

/// A page of the documentation, and what is in it.
struct Document: Sendable, CustomTestStringConvertible {
    /// Relative to the repository.
    let path: String
    let lines: [String]

    init(path: String) throws {
        self.init(path: path, text: try Repository.text(of: path))
    }

    init(path: String, text: String) {
        self.path = path
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    var testDescription: String { path }

    var text: String { lines.joined(separator: "\n") }

    /// A fenced block.
    struct Block {
        let language: String
        /// Of the first line inside the fence, from 1.
        let line: Int
        let lines: [String]

        var text: String { lines.map { $0 + "\n" }.joined() }
    }

    var blocks: [Block] {
        var blocks: [Block] = []
        var open: (language: String, line: Int, lines: [String])?
        for (index, line) in lines.enumerated() {
            if line.hasPrefix("```") {
                if let block = open {
                    blocks.append(Block(language: block.language, line: block.line, lines: block.lines))
                    open = nil
                } else {
                    open = (String(line.dropFirst(3)), index + 2, [])
                }
            } else {
                open?.lines.append(line)
            }
        }
        return blocks
    }

    /// The lines outside fenced blocks, with their numbers.
    var prose: [(number: Int, text: String)] {
        var isInside = false
        return lines.enumerated().compactMap { index, line in
            if line.hasPrefix("```") {
                isInside.toggle()
                return nil
            }
            return isInside ? nil : (index + 1, line)
        }
    }

    /// The lines between two that mark a part compared with code, `<!-- name: …` and `<!-- end of name -->`.
    func part(_ name: String) -> Range<Int>? {
        Repository.part(name, of: lines)
    }

    /// The cells of the table in such a part, without its heading.
    func tableRows(in name: String) -> [[String]]? {
        guard let part = part(name) else { return nil }
        return lines[part].filter { $0.hasPrefix("| ") }.dropFirst(2).map { line in
            line.dropFirst(2).dropLast(2).split(separator: " | ").map(String.init)
        }
    }
}

extension Document {
    /// Every page.
    static let all: [Document] = paths.compactMap { try? Document(path: $0) }

    static let paths = ["README.md", "CONTRIBUTING.md"] + Repository.allFiles(under: "docs", ending: ".md")
}
