import PlanTestSupport
import Testing

@Suite(.requiresPostgres) struct RowSecurityTests {
    @Test func `with stubs nobody but the owner sees rows, and without nothing changes`() throws {
        let sql = "CREATE TABLE t (id INTEGER PRIMARY KEY); INSERT INTO t VALUES (1), (2);"
        try Migration.prepare(sql) { (migration) throws in
            try migration.tool.write(
                SamplePlan.text().replacing(
                    "{ postgres: \"${DATABASE_URL}\" }", with: "{ postgres: \"${DATABASE_URL}\", row_security: stubs }"),
                to: "sample.plan.yml")
            let compiled = try migration.tool.run("compile", "sample.plan.yml", "-o", "out")
            #expect(compiled.code == 0, "\(compiled.errors)")
            let run = try migration.tool.run("run", "out/graph.json", "--yes")
            #expect(run.code == 0, "\(run.errors)")
            #expect(try migration.tool.run("verify", "out/graph.json").code == 0)
            #expect(try migration.query("SELECT relrowsecurity FROM pg_class WHERE relname = 't'") == "t")
            let reader = "reader_of_\(try migration.query("SELECT current_database()"))"
            _ = try migration.query("CREATE ROLE \(reader); GRANT SELECT ON t TO \(reader)")
            let count = "SET ROLE \(reader); SELECT count(*) FROM t"
            #expect(try migration.query(count) == "0")
            _ = try migration.query("CREATE POLICY all_rows ON t FOR SELECT USING (id = 2)")
            #expect(try migration.query(count) == "1")
            _ = try migration.query("DROP POLICY all_rows ON t; REVOKE ALL ON t FROM \(reader); DROP ROLE \(reader)")
            try migration.rollback()
            #expect(try migration.query("SELECT to_regclass('t') IS NULL") == "t")
        }
        try Migration.run(sql) { (migration) throws in
            #expect(try migration.query("SELECT relrowsecurity FROM pg_class WHERE relname = 't'") == "f")
        }
    }
}
