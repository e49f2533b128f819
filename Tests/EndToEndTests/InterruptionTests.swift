import PlanSupport
import PlanTestSupport
import Testing

@Suite(.requiresPostgres) struct InterruptionTests {
    private static let large = """
        CREATE TABLE big (id INTEGER PRIMARY KEY, a TEXT, b REAL, c INTEGER);
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400000)
        INSERT INTO big SELECT i, 'some text that takes its place ' || i, i / 7.0, i * i FROM n;
        CREATE TABLE small (id INTEGER PRIMARY KEY); INSERT INTO small VALUES (1);
        """

    /// Starts a run and sends it a signal when rows of the large table have begun to arrive.
    private func interrupt(_ signal: Int32, _ tool: PlanTool, _ conninfo: Secret) throws -> PlanSupport.ExitStatus {
        try tool.makeDatabase("source.db", Self.large)
        try tool.write(SamplePlan.text("load: { chunk_rows: 200 }"), to: "sample.plan.yml")
        #expect(try tool.run("compile", "sample.plan.yml", "-o", "out").code == 0)
        let process = try tool.start("run", "out/graph.json", "--yes")
        let rows = "SELECT CASE WHEN to_regclass('_plan.chunks') IS NULL THEN 0 ELSE 1 END"
        while try Psql.run(rows, conninfo) == "0" {}
        let chunks = "SELECT count(*) FROM _plan.chunks WHERE operation_id = 'copy_rows/public.big'"
        while try Psql.run(chunks, conninfo) == "0" {}
        process.send(signal: signal)
        return try process.wait()
    }

    @Test func `after a kill the next run says what it found and what to do, and nothing is lost`() throws {
        try PostgresFixture.shared.withDatabase { conninfo in
            try PlanTool.withWorkspace(target: conninfo) { tool in
                #expect(try interrupt(9, tool, conninfo) == .signalled(9))
                // The server notices the end of its client within moments.
                var again = try tool.run("run", "out/graph.json", "--yes")
                for _ in 0..<100 where again.errors.contains("PLN0708") {
                    again = try tool.run("run", "out/graph.json")
                }
                #expect(again.code == 3, "\(again.errors)")
                for part in ["PLN0707", "was broken off", "copy_rows/public.big", "plan rollback"] {
                    #expect(again.errors.contains(part), "\(again.errors)")
                }
                let status = try tool.run("status", "out/graph.json")
                #expect(status.code == 2 && status.output.contains("broken off"), "\(status.output)")
                #expect(try tool.run("rollback", "out/graph.json").code == 0)
                let run = try tool.run("run", "out/graph.json")
                #expect(run.code == 0, "\(run.errors)")
                try Comparison.requireEqual(tool, conninfo, source: "source.db", coverage: .whole)
            }
        }
    }

    @Test(arguments: [Int32(2), 15])
    func `a run that is asked to stop undoes what it did and exits with 130`(signal: Int32) throws {
        try PostgresFixture.shared.withDatabase { conninfo in
            try PlanTool.withWorkspace(target: conninfo) { (tool) throws in
                #expect(try interrupt(signal, tool, conninfo) == .exited(130))
                #expect(try Psql.run("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", conninfo) == "0")
                #expect(try Psql.run("SELECT state FROM _plan.runs", conninfo) == "interrupted")
                #expect(try tool.run("run", "out/graph.json").code == 0)
            }
        }
    }
}
