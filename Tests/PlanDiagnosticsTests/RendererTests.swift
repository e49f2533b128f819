import PlanDiagnostics
import PlanSupport
import Testing

@Suite struct RendererTests {
    let file = SourceFile(path: "a.yml", text: "first: 1\n\tünïcode 漢字: wrong\nlast: 2\n")

    func place(of text: String) throws -> SourcePlace {
        let whole = String(decoding: file.bytes, as: UTF8.self)
        let range = try #require(whole.firstRange(of: text))
        let start = whole.utf8.distance(from: whole.startIndex, to: range.lowerBound)
        return file.place(start..<start + text.utf8.count)
    }

    @Test func `carets stand under exactly the range`() throws {
        let diagnostic = Diagnostic("PLN0000", .error, "no such word", at: try place(of: "wrong"))
        let lines = TerminalRenderer(.plain).render(diagnostic).split(separator: "\n")
        #expect(lines[0] == "a.yml:2:14: error[PLN0000]: no such word")
        #expect(lines[1] == " 2 | \tünïcode 漢字: wrong")
        // Ten characters and two that are twice as wide stand before the word.
        #expect(lines[2] == "   | \t" + String(repeating: " ", count: 14) + "^^^^^")
    }

    @Test func `notes, fixes and resolutions follow`() throws {
        let diagnostic = Diagnostic(
            "PLN0001", .warning, "twice", at: try place(of: "last"),
            notes: [.init("first here", at: try place(of: "first"))],
            fixIts: [.init("did you mean 'least'?", replace: try place(of: "last"), with: "least")],
            resolutions: [PlanSnippet(["tables", "a b", "checks", "x > 3"], "{ drop: true }", effect: "leave it out")])
        let text = TerminalRenderer(.plain).render(diagnostic)
        #expect(
            text == """
                a.yml:3:1: warning[PLN0001]: twice
                 3 | last: 2
                   | ^^^^
                a.yml:1:1: note: first here
                 1 | first: 1
                   | ^^^^^
                fix: did you mean 'least'?: write 'least'
                resolve: leave it out, with
                    tables:
                      "a b":
                        checks:
                          "x > 3": { drop: true }

                """)
    }

    @Test func `the summary counts by severity`() {
        let diagnostics = [
            Diagnostic("PLN0000", .error, "a"), Diagnostic("PLN0000", .error, "b"),
            Diagnostic("PLN0000", .warning, "c"),
        ]
        #expect(TerminalRenderer(.plain).summary(of: diagnostics) == "2 errors, 1 warning")
    }

    @Test func `a range past the line's end is cut to the line`() {
        let diagnostic = Diagnostic("PLN0000", .error, "all", at: file.place(0..<file.bytes.count))
        #expect(TerminalRenderer(.plain).render(diagnostic).contains("\n   | ^^^^^^^^\n"))
    }

    @Test func `what would steer the terminal is seen`() {
        let hostile = SourceFile(path: "a\u{1B}[2J", text: "x\u{202E}y \u{1B}[31m")
        let text = TerminalRenderer(.plain).render(
            Diagnostic("PLN0000", .error, "b\u{7}", at: hostile.place(0..<1), notes: [.init("c\u{1B}")]))
        #expect(!text.unicodeScalars.contains { ["\u{1B}", "\u{7}", "\u{202E}"].contains($0) })
        #expect(text.contains("x\u{FFFD}y"))
    }

    @Test func `a long line is cut around the range`() {
        let long = SourceFile(
            path: "b", text: String(repeating: "a", count: 300) + "X" + String(repeating: "b", count: 300))
        let lines = TerminalRenderer(.plain).render(Diagnostic("PLN0000", .error, "x", at: long.place(300..<301)))
            .split(
                separator: "\n")
        let column = lines[1].firstIndex(of: "X").map { lines[1].distance(from: lines[1].startIndex, to: $0) }
        let caret = lines[2].firstIndex(of: "^").map { lines[2].distance(from: lines[2].startIndex, to: $0) }
        #expect(column != nil && column == caret)
        #expect(lines[1].count < 200)
    }

    @Test func `machines get code, place and resolution`() throws {
        let json = JSONRenderer.render([Diagnostic("PLN0002", .error, "bad", at: try place(of: "wrong"))])
        #expect(json["errors"] == 1)
        guard case .array(let list)? = json["diagnostics"] else { Issue.record("no list"); return }
        #expect(list[0]["place"]?["start"] == .object(["line": 2, "column": 14]))
        #expect(list[0]["place"]?["text"] == "wrong")
    }
}
