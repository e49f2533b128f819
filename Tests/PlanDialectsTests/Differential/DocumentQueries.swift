import PlanDialects
import PlanPostgres
import PlanSQL
import PlanSupport
import PlanTestSupport
import Testing

/// Runs queries of SQLite over `DocumentRows` in SQLite, their translations in PostgreSQL, and compares the rows, whose
/// order counts where the query has one.
struct DocumentQueries {
    static func expectSame(_ sources: [String], sourceLocation: SourceLocation = #_sourceLocation) throws {
        var queries: [(source: String, translation: TranslatedQuery, sql: String)] = []
        for source in sources {
            do {
                let translation = try translate(source)
                queries.append((source, translation, PostgresPrinter().text(of: translation.statement)))
            } catch let failure as Untranslatable {
                Issue.record("\(source): \(failure.reason)", sourceLocation: sourceLocation)
            }
        }
        let answers = try sqlite(queries.map { wrapped($0.source, $0.translation.columns.count, sqliteValue) })
        try PostgresFixture.shared.withDatabase { conninfo in
            _ = try Psql.run(DocumentRows.postgres, conninfo)
            let sql = queries.map { wrapped($0.sql, $0.translation.columns.count, postgresValue) }
            // All at once, or one by one to find those that fail.
            let all = try? self.answers(of: sql, conninfo)
            for (index, (query, expected)) in zip(queries, answers).enumerated() {
                let (source, translation, translated) = query
                let found: [String]
                do {
                    found = try all?[index] ?? self.answers(of: [sql[index]], conninfo)[0]
                } catch {
                    Issue.record("\(source)\n→ \(translated)\n\(error)", sourceLocation: sourceLocation)
                    continue
                }
                let values = translation.columns.map(\.value)
                var rows = (
                    expected.map { read($0, values, source: true) }, found.map { read($0, values, source: false) }
                )
                if !source.contains("ORDER BY") { rows = (rows.0.sorted(), rows.1.sorted()) }
                #expect(
                    rows.0 == rows.1,
                    "\(source)\n→ \(translated)\nSQLite:\n\(list(rows.0))\nPostgreSQL:\n\(list(rows.1))",
                    sourceLocation: sourceLocation)
            }
        }
    }

    /// Every expression must have the same value over every row.
    static func expectSame(values: [String], sourceLocation: SourceLocation = #_sourceLocation) throws {
        try expectSame(values.map { "SELECT id, \($0) AS x FROM documents" }, sourceLocation: sourceLocation)
    }

    /// Every query must be refused, with a reason that holds the text beside it.
    static func expectRefused(
        _ sources: KeyValuePairs<String, String>, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for (source, reason) in sources {
            do {
                let sql = PostgresPrinter().text(of: try translate(source).statement)
                Issue.record("\(source) is translated: \(sql)", sourceLocation: sourceLocation)
            } catch let failure as Untranslatable {
                #expect(failure.reason.contains(reason), "\(source): \(failure.reason)", sourceLocation: sourceLocation)
            } catch {
                Issue.record("\(source): \(error)", sourceLocation: sourceLocation)
            }
        }
    }

    /// A query of a view.
    static func translate(_ source: String) throws -> TranslatedQuery {
        let translator = Translator(
            relations: Relations([DocumentRows.shape]), scope: .empty, purpose: .general, serverVersion: 13)
        return try translator.view(try SelectStatement(parsing: source))
    }

    static func sqlite(_ queries: [String]) throws -> [[String]] {
        let script = DocumentRows.sqlite + queries.map { "SELECT '#';\n\($0);\n" }.joined()
        let output = try Subprocess("sqlite3", ["-bail", ":memory:"]).run(
            input: Array(script.utf8), outputLimit: 1 << 26)
        guard output.status.isSuccess else { throw PlanTool.Failure(reason: output.errorText) }
        return answers(in: output.text)
    }

    private static func answers(of queries: [String], _ conninfo: Secret) throws -> [[String]] {
        let output = try Psql.run(queries.map { "SELECT '#';\n\($0);\n" }.joined(), conninfo)
        return answers(in: output)
    }

    private static func answers(in output: String) -> [[String]] {
        (output + "\n").split(separator: "#\n", omittingEmptySubsequences: false).dropFirst().map { answer in
            answer.split(separator: "\n").map(String.init)
        }
    }

    // MARK: Rows, a line for each

    private static func wrapped(_ query: String, _ width: Int, _ value: (String) -> String) -> String {
        let names = (1...width).map { "c\($0)" }
        return "WITH q(\(names.joined(separator: ", "))) AS (\(query)) SELECT "
            + names.map(value).joined(separator: " || '|' || ") + " FROM q"
    }

    private static func sqliteValue(_ name: String) -> String {
        "typeof(\(name)) || ' ' || CASE typeof(\(name)) WHEN 'real' THEN hex(printf('%!.17g', \(name))) ELSE hex(\(name)) END"
    }

    private static func postgresValue(_ name: String) -> String {
        "coalesce('value ' || encode(convert_to(\(name)::text, 'UTF8'), 'hex'), 'null ')"
    }

    /// A row in a form that both engines share.
    private static func read(_ line: String, _ columns: [TypedExpression], source isSource: Bool) -> String {
        let fields = line.split(separator: "|", omittingEmptySubsequences: false)
        return zip(fields, columns).map { field, column in
            let parts = field.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
            let text = text(hexadecimal: parts.last ?? "")
            if parts[0] == "null" { return "NULL" }
            return isSource ? readSource(String(parts[0]), text, column) : read(text, column)
        }.joined(separator: " | ")
    }

    private static func readSource(_ storage: String, _ text: String, _ column: TypedExpression) -> String {
        if column.family == .jsonb || column.family == .json, let document = JSONDocument(text) {
            return "document \(document)"
        }
        if column.storage == .any { return "text \(shortened(storage, text))" }
        return storage == "integer" || storage == "real" ? "number \(Double(text) ?? .nan)" : "\(storage) \(text)"
    }

    /// A real as SQLite writes it in a text.
    private static func shortened(_ storage: String, _ text: String) -> String {
        storage == "real" ? Double(text).map { "\($0)" } ?? text : text
    }

    private static func read(_ text: String, _ column: TypedExpression) -> String {
        switch column.family {
        case .jsonb, .json: "document \(JSONDocument(text).map(\.description) ?? text)"
        case .boolean: "number \(text == "true" ? 1.0 : 0.0)"
        case .integer, .real, .numeric: "number \(Double(text) ?? .nan)"
        case .text, .blob, .date, .time, .timestamp, .timestamptz, .uuid, .other: "text \(text)"
        }
    }

    private static func text(hexadecimal: Substring) -> String {
        let digits = Array(hexadecimal.utf8)
        let bytes = stride(from: 0, to: digits.count - 1, by: 2).compactMap { index in
            UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func list(_ rows: [String]) -> String { rows.map { "  \($0)" }.joined(separator: "\n") }
}

/// What a document means, whatever the order of its members and the spelling of its numbers.
private struct JSONDocument: CustomStringConvertible {
    let description: String

    init?(_ text: String) {
        guard let value = try? JSONParser.parse(Array(text.utf8)) else { return nil }
        description = Self.text(value)
    }

    private static func text(_ value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .boolean(let flag): "\(flag)"
        case .integer(let number): "\(Double(number))"
        case .decimal(let digits): "\(Double(digits) ?? .nan)"
        case .string(let text): "'\(text)'"
        case .array(let elements): "[" + elements.map(Self.text).joined(separator: ",") + "]"
        case .object(let members):
            "{" + members.map { "\($0.key):\(text($0.value))" }.sorted().joined(separator: ",") + "}"
        }
    }
}
