import PlanSQL
import PlanSupport
import PlanTestSupport
import Synchronization
import Testing

/// What fuzzing has found, and the inputs that it begins with.
@Suite struct FuzzingTests {
    /// The inputs of `Fuzz/SQLParser/corpus.txt`, one a line, with bytes written as `\xHH`.
    private func corpus() throws -> [[UInt8]] {
        try Repository.text(of: "Fuzz/SQLParser/corpus.txt").split(separator: "\n").map { line in
            let pieces = line.split(separator: #"\x"#, omittingEmptySubsequences: false)
            return try pieces.dropFirst().reduce(into: Array(pieces[0].utf8)) { bytes, piece in
                bytes.append(try #require(UInt8(piece.prefix(2), radix: 16)))
                bytes.append(contentsOf: piece.dropFirst(2).utf8)
            }
        }
    }

    @Test func `every input of the fuzzer's corpus has the parser's property`() throws {
        let inputs = try corpus()
        #expect(inputs.count > 100)
        let violations = Mutex<[String]>([])
        // Without optimisation the comparison of the tallest trees needs more than a thread usually has.
        try WorkerThread(stackSize: 64 << 20) {
            for (index, input) in inputs.enumerated() {
                do {
                    try ParserProperty(input).check()
                } catch {
                    violations.withLock { $0.append("line \(index + 1): \(error)") }
                }
            }
        }.join()
        #expect(violations.withLock { $0 } == [])
    }

    @Test(arguments: ["1 = NOT ", "1 + NOT ", "- NOT ", "1 BETWEEN 0 AND NOT ", "1 LIKE NOT "])
    func `what is read can be read with the parentheses that NOT is printed with`(open: String) throws {
        for count in [60, 80, 83, 84, 85, 100, 120, 124, 125, 126, 150] {
            try ParserProperty(Array("\(String(repeating: open, count: count))1".utf8)).check()
        }
    }

    /// The mark joins the sign before it to one character, which is another one to comparisons of texts.
    @Test(arguments: [
        "- -\u{301}a", "\"\u{301}a\"", "\"`\u{301}\"", "[`\u{301}].a", "[a`\u{301}b]", "'\u{301}a'.b", "$\u{301}1",
    ])
    func `a combining mark after a sign changes nothing`(text: String) throws {
        try ParserProperty(Array(text.utf8)).check()
        try ParserProperty(Array("SELECT \(text)".utf8)).check()
    }

    @Test func `a quote with a combining mark after it is the quote that it is`() throws {
        #expect(DefaultLiteral(parsing: "[\u{301}a]") == nil)
        #expect(DefaultLiteral(parsing: "`\u{301}a`") == nil)
        #expect(ExpressionText.problem(in: "$\u{301}1", .postgresql)?.range == 0..<4)
        guard case .column(let column) = try Expression(parsing: "\"\u{301}a\"").kind else {
            Issue.record("it is no column")
            return
        }
        #expect(column.mayBeString)
        #expect(throws: SyntaxError.self) { try Expression(parsing: "#\u{301}a") }
    }

    /// Their capital letters are those of CROSS, CASE, SELECT and IS, in Unicode and not in SQLite.
    @Test(arguments: ["croſſ", "caſe", "ſelect", "ıſ"])
    func `keywords have letters of ASCII`(word: String) throws {
        let tree = try Statement(parsing: "SELECT \(word), a \(word) FROM t \(word), u AS \(word)")
        #expect(SQLitePrinter().text(of: tree) == "SELECT \(word), a AS \(word) FROM t AS \(word), u AS \(word)")
    }
}
