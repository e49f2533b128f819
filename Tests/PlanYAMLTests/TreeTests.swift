import PlanDiagnostics
import PlanYAML
import Testing

@Suite struct TreeTests {
    @Test func `each key and value has exactly its own place`() {
        let text = """
            # 漢字 before
            naïve: "zwölf" # after
            list:
              - eins
              -   { a: b, 'c': [1,2] }

            # a comment that belongs to nothing
            text: |
              erste
              zweite

            empty:
            last: plain text  # end

            """
        let expected = [
            String(text.drop { $0 != "n" }.prefix(text.drop { $0 != "n" }.count - "  # end\n".count)),
            "naïve", "\"zwölf\"", "list", "- eins\n  -   { a: b, 'c': [1,2] }", "eins", "{ a: b, 'c': [1,2] }", "a",
            "b", "'c'", "[1,2]", "1", "2", "text", "|\n  erste\n  zweite", "empty", "", "last", "plain text",
        ]
        #expect(YAMLReading(text).places == expected)
    }

    @Test func `anchors and tags are not part of a value's place`() {
        let text = "a: &x !!str 1\nb: !!map &y\n  # why\n  c: *x\nd: !!seq [ ]\ne: &z\n"
        #expect(
            YAMLReading(text).places == [
                String(text.dropLast(1)), "a", "1", "b", "c: *x", "c", "*x", "d", "[ ]", "e", "",
            ])
    }

    @Test func `marks count scalars and places count bytes, far into a file too`() {
        let lead = String(repeating: "😀é", count: 1000)
        let reading = YAMLReading("# \(lead)\n- \"\(lead)\"\n- [ünï, x]\n")
        #expect(reading.places.suffix(2) == ["ünï", "x"])
    }

    @Test func `windows line ends are line ends`() {
        let reading = YAMLReading("a: 1\r\nb:\r\n  - c\r\n")
        #expect(reading.places == ["a: 1\r\nb:\r\n  - c", "a", "1", "b", "- c", "c"])
    }

    @Test func `a part of a scalar has a place where the file spells it out`() throws {
        func part(_ text: String) throws -> String {
            let reading = YAMLReading("k: " + text)
            guard case .mapping(let entries)? = reading.root?.content else { return "" }
            let place = try #require(entries.first).value.place(ofText: 2..<4)
            return place.file[place.range]
        }
        #expect(try part("abcdef") == "cd")
        #expect(try part("\"abcdef\"") == "cd")
        #expect(try part("'abcdef'") == "cd")
        #expect(try part("'a''bcdef'") == "'a''bcdef'")
        #expect(try part("\"a\\nbcdef\"") == "\"a\\nbcdef\"")
        #expect(try part("abc\n def") == "abc\n def")
        #expect(try part("|\n abcdef") == "|\n abcdef")
    }

    @Test func `aliases stand for their anchors, with the place of the alias and the place of the text`() throws {
        let reading = YAMLReading("a: &x [1, 2]\nb: *x\n")
        #expect(reading.outline == "{a: [1, 2], b: [1, 2]}")
        guard case .mapping(let entries)? = reading.root?.content else { return #expect(Bool(false)) }
        #expect(entries[1].value.place.range == 16..<18)
        #expect(entries[1].value.definition.range == 6..<12)
    }

    @Test(arguments: [
        ("a: &a { x: 1, y: 2 }\nb: { <<: *a, y: 3, z: 4 }", "{a: {x: 1, y: 2}, b: {x: 1, y: 3, z: 4}}"),
        ("a: &a { x: 1 }\nb: &b { x: 2, y: 3 }\nc: { w: 0, <<: [*a, *b] }", "c: {w: 0, x: 1, y: 3}}"),
        ("a: { \"<<\": 1 }", "{a: {<<: 1}}"),
        ("a: { <<: { b: &x 1 }, c: *x }", "{a: {b: 1, c: 1}}"),
        ("a: &x 1\nb: &x 2\nc: *x", "c: 2}"),
    ])
    func `merges bring in what the mapping does not say itself`(text: String, expected: String) {
        #expect(YAMLReading(text).outline.hasSuffix(expected))
    }

    @Test func `duplicates are told all at once, each with its first place`() {
        let reading = YAMLReading(
            "a: 1\nb: { c: 1, c: 2, 'c': 3 }\na: 2\n\u{E9}: 1\n\u{65}\u{301}: 2\n<<: {}\n<<: {}\n")
        #expect(reading.diagnostics.map(\.code) == ["PLN0105", "PLN0105", "PLN0105", "PLN0105"])
        #expect(reading.diagnostics.map { $0.place?.range.lowerBound } == [16, 22, 31, 56])
        #expect(reading.diagnostics.map { $0.notes.first?.place?.range.lowerBound } == [10, 10, 0, 49])
    }

    @Test func `expansion is counted, not performed`() {
        var limits = YAMLLimits()
        limits.expandedBytes = 100
        let text = "a: &a [1234567890, 1234567890]\nb: [*a, *a]\n"
        #expect(YAMLReading(text, limits: limits).diagnostics.isEmpty)
        #expect(YAMLReading(text + "c: *a\n", limits: limits).diagnostics.map(\.code) == ["PLN0103"])
        let nothing =
            "a: &a []\n" + (0..<60).map { "b\($0): &b\($0) [*\($0 == 0 ? "a" : "b\($0 - 1)"), *a]\n" }.joined()
        #expect(YAMLReading(nothing).diagnostics.isEmpty)
    }

    @Test func `depth counts through aliases`() {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(YAMLReading(nested(64)).diagnostics.isEmpty)
        #expect(YAMLReading(nested(65)).diagnostics.map(\.code) == ["PLN0104"])
        #expect(YAMLReading("a: &a \(nested(62))\nb: [*a]").diagnostics.isEmpty)
        #expect(YAMLReading("a: &a \(nested(63))\nb: [*a]").diagnostics.map(\.code) == ["PLN0104"])
        #expect(YAMLReading(String(repeating: "[", count: 200_000)).diagnostics.map(\.code) == ["PLN0104"])
    }
}
