import PlanSQL
import PlanSupport
import PlanTestSupport
import Testing

@Suite struct RoundTripTests {
    /// The seed of a failure goes here to run it again.
    private let seed = UInt64.random(in: 1...(.max))

    @Test func `random statements are printed as they were read`() throws {
        var sql = RandomSQL(random: SeededGenerator(seed: seed))
        for _ in 0..<1000 {
            let text = sql.statement()
            do {
                let tree = try Statement(parsing: text)
                let printed = SQLitePrinter().text(of: tree)
                try #require(try Statement(parsing: printed) == tree, "seed \(seed): \(text)\n\(printed)")
                // What is printed is its own shortest form.
                #expect(SQLitePrinter().text(of: try Statement(parsing: printed)) == printed, "seed \(seed)")
                let explicit = SQLitePrinter(parentheses: .everywhere).text(of: tree)
                try #require(try Statement(parsing: explicit) == tree, "seed \(seed): \(text)\n\(explicit)")
            } catch let error as SyntaxError {
                Issue.record("seed \(seed): \(error): \(text)")
                return
            }
        }
    }

    /// With parentheses everywhere, SQLite has no choice in what binds to what: if it had read the original otherwise
    /// than the parser did, some answer would differ.
    @Test func `SQLite gives the same answer for what was written and what was read`() throws {
        var sql = RandomSQL(random: SeededGenerator(seed: seed))
        var texts: [String] = []
        var script = ""
        for _ in 0..<1500 {
            let text = sql.constantExpression(Int.random(in: 1...4, using: &sql.random))
            do {
                let tree = try Expression(parsing: text)
                texts.append(text)
                script += "SELECT quote(\(text));\n"
                script += "SELECT quote(\(SQLitePrinter().text(of: tree)));\n"
                script += "SELECT quote(\(SQLitePrinter(parentheses: .everywhere).text(of: tree)));\n"
            } catch {
                Issue.record("seed \(seed): \(error): \(text)")
            }
        }
        let output = try Subprocess("sqlite3", ["-list", ":memory:"]).run(
            input: Array(script.utf8), outputLimit: 1 << 24)
        // An answer or an error for each; errors are told with the line of the script.
        var answers: [Int: String] = [:]
        var failed: Set<Int> = []
        for line in output.errorText.split(separator: "\n") where line.contains("near line ") {
            let digits = line.split(separator: " ").compactMap { Int($0.prefix { $0.isNumber }) }
            if let number = digits.first { failed.insert(number - 1) }
        }
        var lines = output.text.split(separator: "\n", omittingEmptySubsequences: false)[...]
        for index in 0..<(texts.count * 3) where !failed.contains(index) {
            answers[index] = lines.popFirst().map(String.init)
        }
        #expect(lines.isEmpty)
        var compared = 0
        for (index, text) in texts.enumerated() {
            let all = (0..<3).map { answers[index * 3 + $0] }
            #expect(all[0] == all[1] && all[0] == all[2], "seed \(seed): \(text): \(all)")
            if all[0] != nil { compared += 1 }
        }
        #expect(compared > texts.count * 3 / 4, "seed \(seed): SQLite refused most: \(output.errorText.prefix(1000))")
    }
}
