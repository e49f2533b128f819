import PlanDiagnostics
import PlanYAML
import PlanTestSupport
import Testing

@Suite struct RoundTripTests {
    /// Pieces that have meaning in YAML, SQL or nowhere.
    static let pieces = [
        "a", "B", "_", "7", ".", "-", " ", "  ", ":", ": ", " #", "#", "\"", "'", "\\", "\\x41", "\n", "\r", "\t", "{",
        "}",
        "[", "]", ",", "&", "*", "!", "|", ">", "%", "@", "`", "?", "~", "=", "<<", "${X}", "$$", "null", "true", "no",
        "é",
        "漢", "😀", "e\u{301}", "\u{1}", "\u{7F}", "\u{85}", "\u{A0}", "\u{200B}", "\u{FFFD}", "\u{10FFFF}", "\u{FEFF}",
        "\u{FFFE}", "\u{FFFF}", "\u{2028}", "\u{2029}", "\u{1FFFE}", "--- ",
        "...",
    ]

    @Test func `a name or value that a snippet quotes is read back as it was`() throws {
        var random = SeededGenerator()
        for _ in 0..<3000 {
            let text = (0..<Int.random(in: 0...8, using: &random))
                .map { _ in Self.pieces.randomElement(using: &random) ?? "" }.joined()
            let snippet = PlanSnippet(["tables", text, "rename"], YAMLText.scalar(text), effect: "")
            let reading = YAMLReading(snippet.yaml)
            let expected = "{tables: {\(text): {rename: \(text)}}}"
            #expect(
                Array(reading.outline.utf8) == Array(expected.utf8), "seed \(random.seed): \(text.debugDescription)")
            guard reading.diagnostics.isEmpty else { return }
        }
    }
}
