import PlanTestSupport
import Testing

/// What a reviewer is told of a plan that writes to tables in use.
@Suite(.requiresPostgres) struct RowReviewTests {
    @Test(arguments: [
        ("append", "it keeps others from writing to a table that is in use"),
        ("truncate", "it keeps others from reading and writing a table that is in use"),
    ])
    func `a lock on a table in use is a finding, and a risk in the summary`(existing: String, risk: String) throws {
        try RowMigration.prepare(
            source: "CREATE TABLE t (id INTEGER PRIMARY KEY); INSERT INTO t VALUES (1);",
            target: "CREATE TABLE t (id bigint PRIMARY KEY); INSERT INTO t VALUES (2);"
        ) { migration in
            let compiled = try migration.compile("load: { existing: \(existing) }\n")
            try #require(compiled.code == 0, "\(compiled.errors)")
            let found = try migration.tool.run("validate", "--lint", "sample.plan.yml")
            #expect(
                found.errors.contains("warning[PLN0611]: merge_rows/public locks 'public.t', which is in use"),
                "\(found.errors)")
            let summary = try migration.tool.read("out/SUMMARY.md")
            #expect(summary.contains("| medium | `merge_rows/public` | \(risk) |"), "\(summary)")
            #expect(summary.contains("| PLN0611 |"))
            let accepted = try migration.compile(
                "load: { existing: \(existing) }\nlint: { silence: [{ code: PLN0611, because: at night }] }\n")
            try #require(accepted.code == 0, "\(accepted.errors)")
            #expect(try migration.tool.read("out/SUMMARY.md").contains("| at night |"))
        }
    }
}
