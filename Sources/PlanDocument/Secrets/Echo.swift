/// Text of a plan inside a message: without passwords, on one line, and not too long.
enum Echo {
    private static let limit = 60

    static func text(_ text: String) -> String {
        let masked = SecretMask.text(text)
        let line = String(masked.map { $0.isNewline ? " " : $0 })
        return line.count > limit ? line.prefix(limit) + "…" : line
    }

    /// `'a', 'b'`, for words that are not the user's.
    static func list(_ words: [String]) -> String { words.map { "'\($0)'" }.joined(separator: ", ") }
}
