import PlanSQL
import PlanTestSupport
import Testing

@Suite struct MalformedTests {
    /// Each text with what is expected, and where in it.
    @Test(arguments: [
        ("", "expected a statement", 0..<0), ("SELECT", "expected an expression", 6..<6),
        ("SELECT 1 +", "expected an expression", 10..<10), ("SELECT (1", "expected ')'", 9..<9),
        ("SELECT 1)", "expected the end of the statement", 8..<9),
        ("SELECT 1 2", "expected the end of the statement", 9..<10),
        ("SELECT FROM t", "expected an expression", 7..<11), ("SELECT * FROM", "expected a table or a query", 13..<13),
        ("SELECT a BETWEEN 1 OR 2", "expected AND", 19..<21),
        ("SELECT a IN 1", "expected a list, a query or a table", 12..<13),
        ("SELECT CASE a END", "expected WHEN", 14..<17), ("SELECT CAST(a)", "expected AS", 13..<14),
        ("SELECT a NOT b", "expected the end of the statement", 9..<12), ("SELECT ()", "expected an expression", 8..<9),
        ("SELECT #1", "expected a parameter's name", 7..<9), ("SELECT :", "expected a parameter's name", 7..<8),
        ("SELECT 1a", "expected a number", 7..<9),
        ("SELECT x'0'", "expected pairs of hexadecimal digits and a quote", 7..<10),
        ("SELECT RAISE(STOP, 'x')", "expected IGNORE, ROLLBACK, ABORT or FAIL", 13..<17),
        ("SELECT * FROM t ON 1", "expected a join before its condition", 16..<18),
        ("SELECT * FROM t OUTER JOIN u", "expected INNER, CROSS, LEFT, RIGHT or FULL, with NATURAL or OUTER", 16..<21),
        ("SELECT sum(a) OVER (ROWS 1)", "expected PRECEDING or FOLLOWING", 26..<27),
        ("INSERT t VALUES (1)", "expected INTO", 7..<8), ("UPDATE t SET a", "expected '='", 14..<14),
        ("DROP TABLE t", "expected SELECT, VALUES, INSERT, REPLACE, UPDATE or DELETE", 0..<4),
        ("CREATE SCHEMA s", "expected TABLE, INDEX, VIEW, TRIGGER or VIRTUAL TABLE", 7..<13),
        ("CREATE TABLE t ()", "expected a column", 16..<17), ("CREATE TABLE t (a,)", "expected a column", 18..<19),
        ("CREATE TABLE t (a DEFAULT)", "expected a default", 25..<26),
        ("CREATE TABLE t (a) FAST", "expected WITHOUT ROWID or STRICT", 19..<23),
        ("CREATE TABLE t (a UNIQUE ON CONFLICT STOP)", "expected ROLLBACK, ABORT, FAIL, IGNORE or REPLACE", 37..<41),
        ("CREATE TABLE t (a, CHECK (a), b)", "expected a table constraint", 30..<31),
        (
            "CREATE TRIGGER r AFTER INSERT ON t BEGIN END",
            "expected SELECT, VALUES, INSERT, REPLACE, UPDATE or DELETE", 41..<44
        ),
        ("CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT 1 END", "expected ';'", 53..<53),
        ("CREATE VIRTUAL TABLE t USING m(a", "expected ')'", 32..<32),
        ("SELECT 'a", "a quoted text is not closed", 7..<9), ("SELECT [a", "a name in brackets is not closed", 7..<9),
    ])
    func `a malformed text is refused with what was expected where`(text: String, reason: String, range: Range<Int>) {
        let error = #expect(throws: SyntaxError.self) { try Statement(parsing: text) }
        #expect(error?.reason == reason)
        #expect(error?.range == range)
    }

    /// What opens, what is in the middle and what closes, each nested so often.
    @Test(arguments: [
        ("(", "1", ")"), ("NOT ", "1", ""), ("- ", "1", ""), ("", "1", " + 1"), ("", "1", " COLLATE a"),
        ("f(", "1", ")"),
        ("(SELECT ", "1", ")"), ("(SELECT * FROM (", "t", "))"), ("EXISTS (SELECT ", "1", ")"), ("1 IN (", "1", ")"),
        ("CASE WHEN ", "1", " THEN 1 END"), ("CAST(", "1", " AS a)"), ("(1, ", "1", ")"), ("1 + (", "1", ")"),
        ("1 LIKE (", "1", ") ESCAPE 1"), ("f() OVER (ORDER BY ", "1", ")"), ("(WITH a AS (SELECT ", "1", ") SELECT 1)"),
        ("(", "1", " + 1 + 1 + 1)"), ("1 = NOT ", "1", ""), ("1 BETWEEN ", "1", " AND 1"),
    ])
    func `nesting is bounded`(open: String, middle: String, close: String) throws {
        for count in [10, 45, 90, 240, 300, 1100] {
            let opened = String(repeating: open, count: count)
            let text = "SELECT \(opened)\(middle)\(String(repeating: close, count: count))"
            do {
                let tree = try Statement(parsing: text)
                #expect(count < (open.isEmpty ? 1000 : 300), "\(count) levels were read")
                #expect(try Statement(parsing: SQLitePrinter().text(of: tree)) == tree)
                #expect(try Statement(parsing: SQLitePrinter(parentheses: .everywhere).text(of: tree)) == tree)
            } catch {
                #expect(count > 45)
                #expect(error.reason.hasPrefix("expected at most"))
            }
        }
    }

    @Test(arguments: ["(", "NOT ", "f(", "CASE WHEN ", "SELECT * FROM (", "1 + ("])
    func `a hundred thousand levels are refused, not followed`(open: String) {
        let text = "SELECT " + String(repeating: open, count: 100_000)
        #expect(throws: SyntaxError.self) { try Statement(parsing: text) }
    }

    @Test(arguments: [
        "CREATE TABLE t (a \(String(repeating: "CONSTRAINT x ", count: 100_000)))",
        "CREATE TABLE t (a \(String(repeating: "NOT NULL ", count: 100_000)))",
        "CREATE TABLE t (a, \(String(repeating: "CONSTRAINT x ", count: 100_000)))",
        "CREATE TABLE t (a \(String(repeating: "b ", count: 100_000)))",
        "CREATE VIRTUAL TABLE t USING m(\(String(repeating: "(", count: 100_000))\(String(repeating: ")", count: 100_000)))",
        "SELECT 1\(String(repeating: " UNION SELECT 1", count: 20_000))",
        "SELECT 1 FROM t\(String(repeating: ", t", count: 20_000))",
        "SELECT f(1\(String(repeating: ", 1", count: 100_000)))",
    ])
    func `length is not bounded`(text: String) throws { _ = try Statement(parsing: text) }

    @Test func `a chain of a thousand operators is read, as SQLite reads it`() throws {
        let text = "SELECT 1\(String(repeating: " OR 1", count: 999))"
        let tree = try Statement(parsing: text)
        #expect(SQLitePrinter().text(of: tree) == text)
    }

    @Test func `random edits neither crash nor hang the parser`() throws {
        let seed = UInt64.random(in: 1...(.max))
        var sql = RandomSQL(random: SeededGenerator(seed: seed))
        let pieces = [
            "(", ")", ",", "'", "\"", "[", "]", "`", ";", ".", "*", "--", "/*", "*/", "NOT", "NULL", "SELECT", "AS",
            "ON",
            "CONFLICT", "0x", "x'", "1e", "||", "->>", "?", ":", "\0", "é", "\u{FEFF}", "CASE", "END", "WITH", "IN",
        ]
        var refused = 0
        for _ in 0..<1500 {
            var text = Array(sql.statement().utf8)
            for _ in 0..<Int.random(in: 1...4, using: &sql.random) {
                let place = Int.random(in: 0...text.count, using: &sql.random)
                let end = min(text.count, place + Int.random(in: 0...5, using: &sql.random))
                text.replaceSubrange(place..<end, with: sql.chance(3) ? [] : Array(sql.pick(pieces).utf8))
            }
            let edited = String(decoding: text, as: UTF8.self)
            do {
                let tree = try Statement(parsing: edited)
                let printed = SQLitePrinter().text(of: tree)
                #expect(try Statement(parsing: printed) == tree, "seed \(seed): \(edited)\n\(printed)")
            } catch {
                refused += 1
                #expect(
                    error.range.lowerBound >= 0 && error.range.upperBound <= edited.utf8.count,
                    "seed \(seed): \(edited)")
                #expect(!error.reason.isEmpty)
            }
        }
        #expect(refused > 100)
    }
}
