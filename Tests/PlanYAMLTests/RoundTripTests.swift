import PlanDiagnostics
import PlanYAML
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
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededRandom(seed: seed)
        for _ in 0..<3000 {
            let text = (0..<Int.random(in: 0...8, using: &random))
                .map { _ in Self.pieces.randomElement(using: &random) ?? "" }.joined()
            let snippet = PlanSnippet(["tables", text, "rename"], YAMLText.scalar(text), effect: "")
            let reading = YAMLReading(snippet.yaml)
            let expected = "{tables: {\(text): {rename: \(text)}}}"
            #expect(
                Array(reading.outline.utf8) == Array(expected.utf8), "seed \(seed): \(text.debugDescription)")
            guard reading.diagnostics.isEmpty else { return }
        }
    }
}

/// A generator whose sequence is known by its seed.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    // SplitMix64, as its authors describe it.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
