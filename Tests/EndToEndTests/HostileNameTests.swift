import PlanSupport
import PlanTestSupport
import Testing

/// Cases 51 and 62 to 65: every legal name of SQLite survives the way to PostgreSQL.
@Suite(.requiresPostgres) struct HostileNameTests {
    static let names = [
        "user", "select", "Order Details", "a.b", "a\"b", "it's", "back`tick", "[brackets]", "semi;colon", "--",
        "/*x*/",
        "tab\there", "line\nbreak", "日本語", "é", "É", "🙂", "\u{301}combining", "$1", "?1", "%s", "\\", "CamelCase",
        "camelcase2",
        String(repeating: "x", count: 63), String(repeating: "é", count: 40), String(repeating: "y", count: 200) + "1",
        String(repeating: "y", count: 200) + "2", "null", "1digit", " ", "a:b", "a/b", "{brace}", "rowid", "oid",
    ]

    private static func quoted(_ name: String) -> String {
        "\"" + name.unicodeScalars.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
    }

    @Test func `case 64: tables, columns, indexes and keys of any name make the round trip`() throws {
        try PostgresFixture.shared.withDatabase { conninfo in
            try PlanTool.withWorkspace(target: conninfo) { tool in
                let columns = Self.names.map { "\(Self.quoted($0)) TEXT" }.joined(separator: ", ")
                var sql = ""
                for (number, name) in Self.names.enumerated() {
                    let table = Self.quoted(name)
                    let values = Self.names.indices.map { "'\($0) of \(number)'" }.joined(separator: ", ")
                    sql +=
                        "CREATE TABLE \(table) (\"i d\" INTEGER PRIMARY KEY AUTOINCREMENT, \(columns), UNIQUE (\(table)));\n"
                    sql += "INSERT INTO \(table) VALUES (7, \(values));\n"
                    sql += "CREATE INDEX \(Self.quoted("i " + name)) ON \(table) (\(table) DESC);\n"
                }
                try tool.makeDatabase("source.db", sql)
                try tool.write(SamplePlan.text(), to: "sample.plan.yml")
                let compiled = try tool.run("compile", "sample.plan.yml", "-o", "out")
                #expect(compiled.code == 0, "\(compiled.errors)")
                let run = try tool.run("run", "out/graph.json")
                #expect(run.code == 0, "\(run.errors)")
                guard run.code == 0 else { return }
                try Comparison.requireEqual(tool, conninfo, source: "source.db", coverage: .whole)
                let count = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
                #expect(try Psql.run(count, conninfo) == "\(Self.names.count)")
                let indexes = "SELECT count(*) FROM pg_indexes WHERE schemaname = 'public'"
                #expect(try Psql.run(indexes, conninfo) == "\(Self.names.count * 3)")
                #expect(try tool.run("rollback", "out/graph.json").code == 0)
                #expect(try Psql.run(count, conninfo) == "0")
            }
        }
    }
}
