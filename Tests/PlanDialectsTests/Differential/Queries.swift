import PlanDialects
import PlanPostgres
import PlanSQL
import PlanSupport
import PlanTestSupport
import Testing

/// Runs queries of SQLite in SQLite, their translations in PostgreSQL, over the same tables, and compares the rows: in
/// their order where the query has one, else in any.
enum Queries {
    private struct Case {
        let source: String
        let isOrdered: Bool
        let translation: TranslatedQuery
        var sql: String { PostgresPrinter().text(of: translation.statement) }
    }

    private enum Purpose { case query, view }

    /// Every query must be translated and give the same rows.
    static func expectSameRows(_ sources: [String], sourceLocation: SourceLocation = #_sourceLocation) throws {
        try expectSame(sources, .query, sourceLocation)
    }

    /// The same for queries of views.
    static func expectSameViews(_ sources: [String], sourceLocation: SourceLocation = #_sourceLocation) throws {
        try expectSame(sources, .view, sourceLocation)
    }

    /// Every query must be refused, with a reason that holds the text beside it.
    static func expectRefused(
        _ sources: KeyValuePairs<String, String>, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        for (source, reason) in sources {
            do {
                let one = try translate(source, .query)
                Issue.record("\(source) is translated: \(one.sql)", sourceLocation: sourceLocation)
            } catch let failure as Untranslatable {
                #expect(failure.reason.contains(reason), "\(source): \(failure.reason)", sourceLocation: sourceLocation)
            }
        }
    }

    /// The SQL that a query becomes.
    static func sql(_ source: String) throws -> String { try translate(source, .query).sql }

    private static func translate(_ source: String, _ purpose: Purpose) throws -> Case {
        let translator = Translator(
            relations: QueryTables.relations, scope: .empty, purpose: .general, serverVersion: 13)
        let query = try SelectStatement(parsing: source)
        let translation = try purpose == .view ? translator.view(query) : translator.select(query)
        return Case(source: source, isOrdered: !query.order.isEmpty, translation: translation)
    }

    private static func expectSame(
        _ sources: [String], _ purpose: Purpose, _ sourceLocation: SourceLocation
    ) throws {
        var cases: [Case] = []
        for source in sources {
            do {
                cases.append(try translate(source, purpose))
            } catch let failure as Untranslatable {
                Issue.record("\(source): \(failure.reason)", sourceLocation: sourceLocation)
            }
        }
        let answers = try sqlite(cases)
        try #require(answers.count == cases.count)
        try PostgresFixture.shared.withDatabase { conninfo in
            _ = try Psql.run(SampleRows.postgres + QueryTables.postgres, conninfo)
            let found = try postgres(cases, conninfo, sourceLocation)
            for (index, one) in cases.enumerated() {
                guard let rows = found[index] else { continue }
                let expected = one.isOrdered ? answers[index] : answers[index].sorted()
                #expect(
                    expected == (one.isOrdered ? rows : rows.sorted()), "\(one.source)\n→ \(one.sql)",
                    sourceLocation: sourceLocation)
                for (column, result) in one.translation.columns.enumerated() {
                    let classes = Set(answers[index].map { $0.cells[column].storage })
                    #expect(
                        classes.allSatisfy { $0.isPossible(for: result.value) },
                        "\(one.source)\n→ column \(column + 1) is said to be \(result.value.storage)",
                        sourceLocation: sourceLocation)
                }
            }
        }
    }

    // MARK: Answers

    private static let separator: Character = "\u{1F}"

    private static func sqlite(_ cases: [Case]) throws -> [[Row]] {
        let queries = cases.map { ".print #\n\($0.source);\n" }.joined()
        let script = SampleRows.sqlite + QueryTables.sqlite + ".mode quote\n.separator \"\\037\"\n" + queries
        let output = try Subprocess("sqlite3", ["-bail", ":memory:"]).run(
            input: Array(script.utf8), outputLimit: 1 << 26)
        guard output.status.isSuccess else { throw PlanTool.Failure(reason: output.errorText) }
        var answers: [[Row]] = []
        for line in output.text.split(separator: "\n") {
            if line == "#" {
                answers.append([])
            } else {
                let cells = line.split(separator: separator, omittingEmptySubsequences: false)
                answers[answers.count - 1].append(Row(cells: cells.map { Cell(quoted: $0) }))
            }
        }
        return answers
    }

    /// The rows of each query; nil where it failed, which is recorded.
    private static func postgres(
        _ cases: [Case], _ conninfo: Secret, _ sourceLocation: SourceLocation
    ) throws -> [[Row]?] {
        if let all = try? run(cases, conninfo) { return all }
        return cases.map { one in
            do {
                return try run([one], conninfo)[0]
            } catch {
                Issue.record("\(one.source)\n→ \(one.sql)\n\(error)", sourceLocation: sourceLocation)
                return nil
            }
        }
    }

    private static func run(_ cases: [Case], _ conninfo: Secret) throws -> [[Row]] {
        let settings = "\\pset fieldsep '\\037'\n\\pset recordsep '\\003'\n\\pset null '\\001'\n"
        let script = settings + cases.map { "\\echo '\\002'\n\($0.sql);\n\\echo '\\004':ROW_COUNT\n" }.joined()
        let answers = try Psql.run(script, conninfo).split(separator: "\u{2}", omittingEmptySubsequences: false)
        return zip(cases, answers.dropFirst()).map { one, answer in
            // The rows, and how many they are: one row may be an empty text.
            let parts = answer.split(separator: "\u{4}")
            if parts.last?.hasPrefix("0") == true { return [] }
            let rows = parts.count == 1 ? "" : parts[0].split(separator: "\n").joined(separator: "\n")
            return rows.split(separator: "\u{3}", omittingEmptySubsequences: false).map { line in
                let cells = line.split(separator: separator, omittingEmptySubsequences: false)
                return Row(cells: zip(cells, one.translation.columns).map { Cell($0, of: $1.value.type) })
            }
        }
    }
}

/// A row of an answer.
private struct Row: Equatable, Comparable, CustomStringConvertible {
    let cells: [Cell]

    var description: String { "(\(cells.map(\.text).joined(separator: ", ")))" }

    static func < (left: Row, right: Row) -> Bool { left.description < right.description }
}

/// A value of an answer, in one form for both engines.
private struct Cell: Equatable {
    enum Storage { case null, integer, real, text, blob }

    let storage: Storage
    let text: String

    static func == (left: Cell, right: Cell) -> Bool { left.text == right.text }

    /// As SQLite's shell quotes it.
    init(quoted: Substring) {
        if quoted == "NULL" {
            (storage, text) = (.null, "NULL")
        } else if quoted.hasPrefix("'") {
            (storage, text) = (.text, "'\(quoted.dropFirst().dropLast().replacing("''", with: "'"))'")
        } else if quoted.hasPrefix("X'") {
            (storage, text) = (.blob, quoted.lowercased())
        } else {
            (storage, text) = (Int64(quoted) == nil ? .real : .integer, Self.number(quoted))
        }
    }

    /// As `psql` shows it.
    init(_ shown: Substring, of type: PostgresType) {
        storage = .null
        if shown == "\u{1}" {
            text = "NULL"
        } else {
            switch type.name {
            case .boolean: text = shown == "t" ? "1" : "0"
            case .smallint, .integer, .bigint, .real, .doublePrecision, .numeric: text = Self.number(shown)
            case .bytea: text = "x'\(shown.dropFirst(2))'"
            default: text = "'\(shown)'"
            }
        }
    }

    /// The digits that both engines compute alike.
    private static func number(_ digits: Substring) -> String {
        if let integer = Int64(digits) { return String(integer) }
        guard let real = Double(digits) else { return String(digits) }
        return Int64(exactly: real).map { String($0) } ?? "\(Float(real))"
    }
}

extension Cell.Storage {
    /// Whether a value of this class is what the translator says that a column has.
    func isPossible(for value: TypedExpression) -> Bool {
        switch (self, value.storage) {
        case (.null, _), (.integer, .integer), (.integer, .number), (.real, .real), (.real, .number), (.text, .text),
            (.blob, .blob):
            true
        case (.integer, _), (.real, _), (.text, _), (.blob, _): false
        }
    }
}
