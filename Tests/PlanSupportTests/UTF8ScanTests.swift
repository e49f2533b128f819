import PlanSupport
import PlanTestSupport
import Testing

@Suite struct UTF8ScanTests {
    private func scan(_ bytes: [UInt8]) -> UTF8Scan { bytes.withUnsafeBytes { UTF8Scan($0) } }

    @Test(arguments: [
        "", "a", "12345678", "123456789abcdefgh", "é", "日本語", "😀", "1234567é", "12345678é12345678", "a\u{301}",
    ])
    func `valid text is counted in characters`(text: String) {
        let found = scan(Array(text.utf8))
        #expect(found.isValid && !found.hasNUL)
        #expect(found.characters == text.unicodeScalars.count)
    }

    @Test(arguments: 0..<20) func `a NUL is found at any place`(place: Int) {
        for filler in [UInt8(ascii: "a"), 0x01, 0x7F] {
            var bytes = [UInt8](repeating: filler, count: 20)
            #expect(!scan(bytes).hasNUL)
            bytes[place] = 0
            #expect(scan(bytes).hasNUL && scan(bytes).isValid)
        }
        #expect(scan([0xFF] + [UInt8](repeating: 1, count: place) + [0]).hasNUL)
    }

    /// The boundaries of table 3-7 of the Unicode standard, on both sides.
    @Test(
        arguments: [
            ([0x80], false), ([0xC1, 0xBF], false), ([0xC2, 0x80], true), ([0xDF, 0xBF], true), ([0xC3], false),
            ([0xE0, 0x9F, 0xBF], false), ([0xE0, 0xA0, 0x80], true), ([0xED, 0x9F, 0xBF], true),
            ([0xED, 0xA0, 0x80], false),
            ([0xEE, 0x80, 0x80], true), ([0xEF, 0xBF, 0xBF], true), ([0xE2, 0x82], false), ([0xE2, 0x82, 0x41], false),
            ([0xF0, 0x8F, 0xBF, 0xBF], false), ([0xF0, 0x90, 0x80, 0x80], true), ([0xF4, 0x8F, 0xBF, 0xBF], true),
            ([0xF4, 0x90, 0x80, 0x80], false), ([0xF5, 0x80, 0x80, 0x80], false), ([0xF0, 0x9F, 0x98], false),
            ([0xFF], false),
            ([0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80], false),
        ] as [([UInt8], Bool)]) func `what is valid is what the standard says`(bytes: [UInt8], isValid: Bool)
    {
        #expect(scan(bytes).isValid == isValid)
        #expect(scan(Array("12345678".utf8) + bytes + Array("12345678".utf8)).isValid == isValid)
    }

    @Test func `it agrees with the standard library on random bytes`() {
        var random = SeededGenerator()
        // Bytes near the boundaries come often.
        let likely: [UInt8] = [
            0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC2, 0xE0, 0xE2, 0xED, 0xEF, 0xF0, 0xF4,
        ]
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0..<16, using: &random)).compactMap { _ in
                likely.randomElement(using: &random)
            }
            let text = String(validating: bytes, as: UTF8.self)
            let found = scan(bytes)
            #expect(found.isValid == (text != nil), "\(bytes), seed \(random.seed)")
            if let text { #expect(found.characters == text.unicodeScalars.count) }
        }
    }
}
