import PlanDialects
import PlanPostgres
import PlanSQL
import PlanSupport
import PlanTestSupport
import Testing

/// Runs expressions of SQLite in SQLite, their translations in PostgreSQL, over the same rows, and compares the answers.
struct Differential {
    /// One expression and its translation.
    struct Case {
        let source: String
        let translation: TypedExpression
        var sql: String { PostgresPrinter().text(of: translation.expression) }
    }

    /// Every expression must be translated and give the same values in every row.
    static func expectSame(
        _ sources: [String], purpose: Translator.Purpose = .general, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        try expectSame(sources.map { (translated: $0, run: $0) }, purpose, sourceLocation)
    }

    /// Every expression must be translated and give the values that SQLite has for the one beside it: for functions
    /// that the SQLite at hand may not have, and those whose values differ every time.
    static func expectSame(
        pairs: KeyValuePairs<String, String>, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        try expectSame(pairs.map { (translated: $0.key, run: $0.value) }, .general, sourceLocation)
    }

    private static func expectSame(
        _ sources: [(translated: String, run: String)], _ purpose: Translator.Purpose, _ sourceLocation: SourceLocation
    ) throws {
        var cases: [Case] = []
        for (source, run) in sources {
            do {
                cases.append(Case(source: run, translation: try translate(source, purpose)))
            } catch let failure as Untranslatable {
                Issue.record("\(source): \(failure.reason)", sourceLocation: sourceLocation)
            }
        }
        let answers = try sqlite(cases)
        try PostgresFixture.shared.withDatabase { conninfo in
            _ = try Psql.run(SampleRows.postgres, conninfo)
            // One after the other only where one of them fails.
            let all = try? postgres(cases, conninfo)
            for (index, (one, expected)) in zip(cases, answers).enumerated() {
                let found: [String]
                do {
                    found = try all?[index] ?? postgres([one], conninfo)[0]
                } catch {
                    Issue.record("\(one.source)\n→ \(one.sql)\n\(error)", sourceLocation: sourceLocation)
                    continue
                }
                let isSame = expected.count == found.count && zip(expected, found).allSatisfy { areSame($0, $1, one) }
                #expect(
                    isSame,
                    "\(one.source)\n→ \(one.sql)\nSQLite:\n\(readable(expected))\nPostgreSQL:\n\(readable(found))",
                    sourceLocation: sourceLocation)
            }
        }
    }

    /// Every expression must be refused, with a reason that holds the text beside it.
    static func expectRefused(
        _ sources: KeyValuePairs<String, String>, purpose: Translator.Purpose = .general,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        for (source, reason) in sources {
            do {
                let sql = PostgresPrinter().text(of: try translate(source, purpose).expression)
                Issue.record("\(source) is translated: \(sql)", sourceLocation: sourceLocation)
            } catch let failure as Untranslatable {
                #expect(failure.reason.contains(reason), "\(source): \(failure.reason)", sourceLocation: sourceLocation)
            }
        }
    }

    static func translate(_ source: String, _ purpose: Translator.Purpose) throws -> TypedExpression {
        let translator = Translator(
            relations: Relations([SampleRows.shape]), scope: .columns(of: SampleRows.shape), purpose: purpose,
            serverVersion: 13)
        return try translator.value(try Expression(parsing: source))
    }

    // MARK: Answers, a line for each row: `class hex`

    private static func sqlite(_ cases: [Case]) throws -> [[String]] {
        let queries = cases.map { one in
            "SELECT '#';\nSELECT typeof(x) || ' ' || CASE typeof(x) WHEN 'real' THEN hex(printf('%!.17g', x)) ELSE hex(x) END"
                + " FROM (SELECT id, (\(one.source)) AS x FROM samples) ORDER BY id;"
        }
        let script = SampleRows.sqlite + queries.joined(separator: "\n") + "\n"
        let output = try Subprocess("sqlite3", ["-bail", ":memory:"]).run(
            input: Array(script.utf8), outputLimit: 1 << 26)
        guard output.status.isSuccess else { throw PlanTool.Failure(reason: output.errorText) }
        return output.text.split(separator: "#\n", omittingEmptySubsequences: false).dropFirst().map { answer in
            answer.split(separator: "\n").map { line in
                line.hasPrefix("null") ? "null" : line.trimmingTrailingBlanks.lowercased()
            }
        }
    }

    private static func postgres(_ cases: [Case], _ conninfo: Secret) throws -> [[String]] {
        let script = cases.map { "\\echo #\n\(query($0));\n" }.joined()
        return try Psql.run(script, conninfo).split(separator: "#", omittingEmptySubsequences: false).dropFirst().map {
            $0.split(separator: "\n").map { $0.trimmingTrailingBlanks }
        }
    }

    private static func query(_ one: Case) -> String {
        "SELECT coalesce('\(one.translation.type.name.rawValue.replacing(" ", with: "_")) '"
            + " || encode(convert_to(x::text, 'UTF8'), 'hex'), 'null')"
            + " FROM (SELECT id, (\(one.sql)) AS x FROM samples) AS q ORDER BY id"
    }

    // MARK: Comparison

    private static func areSame(_ expected: String, _ found: String, _ one: Case) -> Bool {
        if expected == "null" || found == "null" { return expected == found }
        let (storage, wanted) = split(expected)
        var (type, given) = split(found)
        switch type {
        case "boolean": given = given == "true" || given == "t" ? "1" : "0"
        case "bytea": return storage == "blob" && expected.dropFirst("blob ".count) == given.dropFirst(2)
        default: break
        }
        if type == "jsonb" || type == "json" {
            let documents = try? (JSONParser.parse(Array(wanted.utf8)), JSONParser.parse(Array(given.utf8)))
            return documents.map { $0 == $1 } ?? (wanted == given)
        }
        let isNumber = ["smallint", "integer", "bigint", "double_precision", "numeric", "boolean"].contains(type)
        if isNumber, let left = Double(wanted), let right = Double(given) {
            // A text of digits is another value than the number.
            if storage == "text", one.translation.storage != .text { return false }
            if storage == "integer", type != "double_precision" {
                return Int64(wanted) == Int64(given) || left == right
            }
            return left == right || abs(left - right) <= 1e-12 * max(abs(left), abs(right))
        }
        return storage != "integer" && storage != "real" && wanted == given
    }

    private static func split(_ line: String) -> (String, String) {
        let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        return (String(parts[0]), parts.count > 1 ? text(String(parts[1])) : "")
    }

    private static func text(_ hexadecimal: String) -> String {
        let digits = Array(hexadecimal.utf8)
        let bytes = stride(from: 0, to: digits.count - 1, by: 2).compactMap { index in
            UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16)
        }
        return String(decoding: bytes, as: Unicode.UTF8.self)
    }

    private static func readable(_ lines: [String]) -> String {
        lines.map { line in
            let (name, value) = split(line)
            return "  \(name) \(value)"
        }.joined(separator: "\n")
    }
}

extension StringProtocol {
    fileprivate var trimmingTrailingBlanks: String {
        var text = String(self)
        while text.last == " " { text.removeLast() }
        return text
    }
}
