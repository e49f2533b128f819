import PlanSupport
import PlanTestSupport
import Testing

/// Real databases by others: the plan that `plan init` writes, not edited, moves every value.
@Suite(.requiresPostgres) struct CorpusTests {
    static let databases = Repository.corpus("db")

    @Test(.enabled(if: !databases.isEmpty, "there is no ../shared/corpus"), arguments: databases)
    func `a real database moves whole`(path: String) throws {
        try PostgresFixture.shared.withDatabase { conninfo in
            try PlanTool.withWorkspace(target: conninfo) { tool in
                // A copy, so that a log beside the file is honoured and nothing is written next to the corpus.
                try tool.directory.copyDatabase(path, as: "source.db")
                let written = try tool.run(
                    "init", "--from", "sqlite:source.db", "--to", "postgres", "-o", "source.plan.yml")
                #expect(written.code == 0, "\(written.errors)")
                let compiled = try tool.run("compile", "source.plan.yml", "-o", "out")
                #expect(compiled.code == 0, "\(compiled.errors)")
                let run = try tool.run("run", "out/graph.json", "--yes")
                if try Self.isDamaged(tool.path("source.db")) {
                    #expect(run.code == 1 && run.errors.contains("the source is damaged"), "\(run.errors)")
                    #expect(try Psql.run("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", conninfo) == "0")
                    return
                }
                #expect(run.code == 0, "\(run.errors)")
                guard run.code == 0 else { return }
                try Comparison.requireEqual(tool, conninfo, source: "source.db", coverage: .whole)
            }
        }
    }

    /// Whether SQLite itself finds rows out of their order in the file.
    private static func isDamaged(_ path: String) throws -> Bool {
        try Subprocess("sqlite3", [path, "PRAGMA integrity_check"]).run().text.contains("out of order")
    }
}
