import PlanSupport
import PlanTestSupport
import Testing

/// Verification that tells what is so, and nothing else.
@Suite(.requiresPostgres) struct VerificationCaseTests {
    @Test func `case 88: what the plan changes is no difference, other objects are not counted, and counts are exact`()
        throws
    {
        let sql = """
            CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, note TEXT, gone INTEGER);
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
                INSERT INTO users SELECT i, '  User' || i || '@Example.com ', 'n' || char(0) || i, i % 2 FROM n;
            """
        let plan = """
            tables:
              users:
                where: "gone = 0"
                columns:
                  email: { transform: [trim, lower] }
                  note: { values: { nul: strip } }
                  gone: { drop: true }

            """
        try Migration.prepare(sql) { migration in
            // Of the same name, and with statistics that are wrong.
            _ = try migration.query(
                """
                CREATE SCHEMA other; CREATE TABLE other.users AS SELECT i AS id FROM generate_series(1, 77) i; ANALYZE;
                """)
            let compiled = try migration.compile(plan: plan)
            #expect(compiled.code == 0, "\(compiled.errors)")
            let run = try migration.tool.run("run", "out/graph.json", "--yes")
            #expect(run.code == 0, "\(run.errors)")
            #expect(
                try migration.query("SELECT email, note FROM users WHERE id = 2") == "user2@example.com|n2")
            let equal = try migration.tool.run("verify", "out/graph.json")
            #expect(equal.code == 0 && equal.output.contains("equal: "), "\(equal.output)\(equal.errors)")

            // What is analyzed says 1000 rows.
            _ = try migration.query("ANALYZE users; DELETE FROM public.users WHERE id = 4; DELETE FROM other.users")
            let missing = try migration.tool.run("verify", "out/graph.json")
            #expect(missing.code == 2 && missing.output.contains("999"), "\(missing.output)")
            #expect(!missing.output.contains("other."), "\(missing.output)")
            _ = try migration.query("INSERT INTO users VALUES (4, 'User4@example.com', 'n4')")
            let changed = try migration.tool.run("verify", "out/graph.json")
            #expect(changed.code == 2 && changed.output.contains("email"), "\(changed.output)")
            _ = try migration.query("UPDATE users SET email = 'user4@example.com' WHERE id = 4")
            #expect(try migration.tool.run("verify", "out/graph.json").code == 0)
        }
    }
}
