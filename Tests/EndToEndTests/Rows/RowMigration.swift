import PlanSupport
import PlanTestSupport
import Testing

/// Rows for tables that an application has made, moved by the role that owns them and is no superuser.
struct RowMigration {
    let tool: PlanTool
    /// As the owner of the tables.
    let conninfo: Secret

    static func prepare(source: String, target: String, _ body: (RowMigration) throws -> Void) throws {
        try PostgresFixture.shared.withDatabase { administration in
            let database = try Psql.run("SELECT current_database()", administration)
            let role = "owner_of_\(database)"
            _ = try Psql.run(
                """
                CREATE ROLE \(role) LOGIN NOSUPERUSER;
                GRANT CREATE ON DATABASE \(database) TO \(role); GRANT ALL ON SCHEMA public TO \(role)
                """, administration)
            let conninfo = Secret(administration.reveal() + " user=\(role)")
            _ = try Psql.run(target, conninfo)
            try PlanTool.withWorkspace(target: conninfo) { tool in
                try tool.makeDatabase("source.db", source)
                try body(RowMigration(tool: tool, conninfo: conninfo))
            }
        }
    }

    func query(_ sql: String) throws -> String { try Psql.run(sql, conninfo) }

    /// All of the database but the ledger: structure, rows and sequences, in no order.
    func dump() throws -> [String] {
        let output = try Subprocess("pg_dump", ["--exclude-schema=_plan", "-d", conninfo.reveal()])
            .run(outputLimit: 1 << 26)
        try #require(output.status.isSuccess, "\(output.errorText)")
        return output.text.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("\\") }.sorted()
    }

    // MARK: Commands

    func compile(_ more: String = "") throws -> PlanTool.Outcome {
        try tool.write(SamplePlan.text("mode: data\n" + more), to: "sample.plan.yml")
        return try tool.run("compile", "sample.plan.yml", "-o", "out")
    }

    /// Compiles, runs and verifies.
    @discardableResult
    func run(_ more: String = "") throws -> PlanTool.Outcome {
        let compiled = try compile(more)
        try #require(compiled.code == 0, "\(compiled.errors)")
        let run = try tool.run("run", "out/graph.json", "--yes")
        try #require(run.code == 0, "\(run.errors)")
        let verified = try tool.run("verify", "out/graph.json")
        #expect(verified.code == 0, "\(verified.output)\(verified.errors)")
        return run
    }

    func rollback() throws {
        let rollback = try tool.run("rollback", "out/graph.json", "--yes")
        try #require(rollback.code == 0, "\(rollback.errors)")
    }

    /// Runs, looks at what came of it, rolls back, and requires that all is as it was found.
    func runAndBack(_ more: String = "", _ body: (PlanTool.Outcome) throws -> Void) throws {
        let before = try dump()
        try body(try run(more))
        try rollback()
        #expect(try dump() == before)
        #expect(try leftovers() == "")
    }

    /// Tables beside the ledger's own.
    func leftovers() throws -> String {
        try query(
            "SELECT relname FROM pg_class WHERE relnamespace = '_plan'::regnamespace AND relkind = 'r' "
                + "AND relname NOT IN ('version', 'runs', 'operations', 'chunks', 'actions', 'tables') ORDER BY 1")
    }
}
