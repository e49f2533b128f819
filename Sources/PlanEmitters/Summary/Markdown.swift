/// Pieces of Markdown, as pages of repositories show it.
enum Markdown {
    /// A text that is shown as it is.
    static func text(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\", "`", "*", "_", "[", "]", "<", "|", "#": result += "\\\(scalar)"
            case "\n", "\r": result += " "
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// A text as code, which may hold backticks.
    static func code(_ text: String) -> String {
        var longest = 0
        var current = 0
        for character in text {
            current = character == "`" ? current + 1 : 0
            longest = max(longest, current)
        }
        let fence = String(repeating: "`", count: longest + 1)
        let pad = text.hasPrefix("`") || text.hasSuffix("`") ? " " : ""
        let line = text.split { $0.isNewline }.joined(separator: " ")
        return fence + pad + line + pad + fence
    }

    /// The same in a cell of a table, where a bar ends the cell even inside code.
    static func cell(code text: String) -> String {
        code(text).split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }

    /// A table; empty without rows.
    static func table(_ head: [String], _ rows: [[String]]) -> [String] {
        guard !rows.isEmpty else { return [] }
        return
            (["| " + head.joined(separator: " | ") + " |", "|" + head.map { _ in " --- |" }.joined()]
            + rows.map { "| " + $0.joined(separator: " | ") + " |" })
    }

    /// Lines between fences that they do not hold themselves.
    static func block(_ language: String, _ text: String) -> [String] {
        var fence = "```"
        while text.contains(fence) { fence += "`" }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        return ["\(fence)\(language)"] + (lines.last == "" ? lines.dropLast() : lines) + [fence]
    }
}
