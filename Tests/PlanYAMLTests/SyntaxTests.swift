import PlanDiagnostics
import PlanYAML
import Testing

@Suite struct SyntaxTests {
    @Test(arguments: [
        ("a: b: c\n", "1:5-6 a ':' cannot stand here"),
        ("a:\n  b: 1\n c: 2\n", "3:2-3 'c' cannot stand here"),
        ("a: 'it's'\n", "1:8-9 's' cannot stand here"),
        ("a:\n\t- 1\n", "2:1-2 a tab where only spaces may indent"),
        ("a: 1\n\tb: 2\n", "2:1-2 a tab where only spaces may indent"),
        ("é: \"x\nb: 1\n", "1:4-5 a quote that is never closed"),
        ("a: @x\n", "1:4-6 a text cannot begin with '@x'"),
        ("a: [1, 2\nb: 3\n", "2:2-3 a list in '[' and ']' is not closed before this"),
        ("a: {b: 1 c: 2}\n", "1:11-12 a mapping in '{' and '}' is not closed before this"),
        ("a: - 1\n", "1:4-5 a list cannot begin here"),
        ("- 1\na: 2\n", "2:1-2 'a' is not an entry of the list above it"),
        ("a: *\n", "1:4-5 a text cannot begin with '*'"),
        ("a: & x\n", "1:4-5 a text cannot begin with '&'"),
        ("a: !foo!bar x\n", "1:4-12 a text cannot begin with '!'"),
        ("a: \"\\q\"\n", "1:5-7 an escape that YAML does not know"),
        ("a: \"\\xZZ\"\n", "1:7-9 an escape without its digits"),
        ("a: >x\n  y\n", "1:5-6 'x' follows '|' or '>' on the same line"),
        ("a: [,]\n", "1:5-6 a value is missing before ','"),
        ("a: ? b\n", "1:4-5 a key cannot stand here"),
        ("%YAML 3.0\n---\na: 1\n", "1:1-6 a version of YAML that is not known"),
        ("%FOO\n---\na: 1\n", "1:5-1 not YAML: found unknown directive name"),
        ("a: 1\n...\nb\n", "3:1-2 'b' stands after the end of the document"),
        ("{a: 1\n\n", "1:5-6 a mapping in '{' and '}' is not closed before this"),
        ("a: 1\n---\nb: 2\n", "2:1-4 a second document begins here"),
        ("", "1:1-1 the file is empty"),
        ("# nothing\n\n", "1:1-1 the file is empty"),
    ])
    func `a mistake is told in words at its place`(text: String, expected: String) {
        let reading = YAMLReading(text)
        #expect(reading.firstMessage == expected)
        #expect(reading.diagnostics.count == 1)
        #expect(reading.root == nil)
    }

    @Test(
        arguments: [
            ([0x61, 0xFF], "1:2-3 not UTF-8"), ([0x61, 0xE2, 0x82], "1:2-3 not UTF-8"),
            ([0xC0, 0x80], "1:1-2 not UTF-8"),
            ([0x61, 0x3A, 0x20, 0x00], "1:4-5 the character U+0000 is not allowed in YAML"),
            ([0x7F], "1:1-2 the character U+007F is not allowed in YAML"),
            ([0x61, 0xEF, 0xBB, 0xBF], "1:2-3 the character U+FEFF is not allowed in YAML"),
        ] as [([UInt8], String)])
    func `bytes that YAML does not allow are refused`(bytes: [UInt8], expected: String) {
        #expect(YAMLReading(bytes).firstMessage == expected)
    }

    @Test func `a byte order mark at the start is skipped`() {
        let reading = YAMLReading([0xEF, 0xBB, 0xBF] + Array("ä: b: c".utf8))
        #expect(reading.firstMessage?.hasSuffix("a ':' cannot stand here") == true)
        let place = reading.diagnostics.first?.place
        #expect(place.map { $0.file[$0.range] } == ":")
        #expect(place?.range == 8..<9)
        #expect(YAMLReading([0xEF, 0xBB, 0xBF] + Array("a: 1".utf8)).places == ["a: 1", "a", "1"])
    }

    @Test func `a large file is refused`() {
        var limits = YAMLLimits()
        limits.fileBytes = 10
        #expect(YAMLReading("a: 12345678", limits: limits).diagnostics.map(\.code) == ["PLN0103"])
        #expect(YAMLReading("a: 1234567", limits: limits).diagnostics.isEmpty)
    }
}
