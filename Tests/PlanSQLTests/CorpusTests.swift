import PlanSQL
import PlanSupport
import PlanTestSupport
import Testing

/// Every statement of real databases, kept outside the repository beside its directory.
///
/// When this was written, 1534 tables, 1130 indexes, 373 triggers and 105 views were read and none was refused; the test
/// prints today's counts.
@Suite(.enabled(if: !Repository.corpus("db", "empty").isEmpty, "there is no corpus beside the checkout"))
struct CorpusTests {
    private struct Stored {
        let database: String
        let kind: String
        let sql: String
    }

    private func stored() throws -> [Stored] {
        let directory = try TemporaryDirectory()
        var result: [Stored] = []
        for path in Repository.corpus("db", "empty") {
            // SQLite makes files beside a database in write-ahead mode, so a copy is read.
            let copy = directory.file("copy.sqlite")
            _ = try Subprocess("rm", ["-f", copy, "\(copy)-wal", "\(copy)-shm"]).run()
            _ = try Subprocess("cp", [path, copy]).run()
            _ = try Subprocess("cp", ["\(path)-wal", "\(copy)-wal"]).run()
            let query = "SELECT type, hex(sql) FROM sqlite_schema WHERE sql IS NOT NULL"
            let output = try Subprocess("sqlite3", ["-list", "-noheader", copy, query]).run(outputLimit: 1 << 24)
            #expect(output.status == .exited(0) && !output.isTruncated, "\(path): \(output.errorText)")
            for line in output.text.split(separator: "\n") {
                let fields = line.split(separator: "|")
                result.append(Stored(database: path, kind: String(fields[0]), sql: try text(hexadecimal: fields[1])))
            }
        }
        return result
    }

    private func text(hexadecimal digits: Substring) throws -> String {
        let values = try digits.utf8.map { byte in
            try #require(Character(UnicodeScalar(byte)).hexDigitValue)
        }
        let bytes = stride(from: 0, to: values.count, by: 2).map { UInt8(values[$0] << 4 | values[$0 + 1]) }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func `every statement is read, and printed as it was read`() throws {
        var counts: [String: Int] = [:]
        for statement in try stored() {
            counts[statement.kind, default: 0] += 1
            do {
                let tree = try Statement(parsing: statement.sql)
                let printed = SQLitePrinter().text(of: tree)
                #expect(try Statement(parsing: printed) == tree, "\(statement.database): \(printed)")
                let explicit = SQLitePrinter(parentheses: .everywhere).text(of: tree)
                #expect(try Statement(parsing: explicit) == tree, "\(statement.database): \(explicit)")
                #expect(tree.range.upperBound <= statement.sql.utf8.count)
            } catch {
                Issue.record("\(statement.database): \(error): \(statement.sql)")
            }
        }
        print(
            "Statements of the corpus, none refused:", counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        )
        #expect(counts["table", default: 0] > 1000 && counts["trigger", default: 0] > 300)
    }
}
