import PlanSupport
import PlanTestSupport
import Testing

/// Cases 36 to 43: the next id that the target gives is the one that the source would have given, or a higher one.
@Suite(.requiresPostgres) struct SequenceTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let sql: String
        let table: String
        let next: String

        var testDescription: String { name }
    }

    static let cases = [
        Case(
            name: "case 36: an empty AUTOINCREMENT table",
            sql: "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a);",
            table: "t", next: "1"),
        Case(
            name: "case 37: a quoted rowid alias without AUTOINCREMENT",
            sql: "CREATE TABLE t (\"id\" integer NOT NULL PRIMARY KEY, a); INSERT INTO t VALUES (5, 'x');", table: "t",
            next: "6"),
        Case(
            name: "case 39: rows without gaps",
            sql: """
                CREATE TABLE t (id INTEGER PRIMARY KEY, a);
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100)
                INSERT INTO t (a) SELECT 'x' FROM n;
                """, table: "t", next: "101"),
        Case(
            name: "case 40: only ids below one",
            sql: "CREATE TABLE t (id INTEGER PRIMARY KEY, a); INSERT INTO t VALUES (-7, 'x'), (0, 'y');", table: "t",
            next: "1"),
        Case(
            name: "case 41: a mark above the rows",
            sql: """
                CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a); INSERT INTO t VALUES (10, 'x'), (1000, 'y');
                DELETE FROM t WHERE id = 1000;
                """, table: "t", next: "1001"),
        Case(
            name: "a mark that is no number",
            sql: """
                CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a); INSERT INTO t VALUES (10, 'x');
                UPDATE sqlite_sequence SET seq = 'abc';
                """, table: "t", next: "11"),
        Case(
            name: "case 43: names in mixed case",
            sql: "CREATE TABLE MovieFiles (\"Id\" INTEGER PRIMARY KEY, a); INSERT INTO MovieFiles VALUES (3, 'x');",
            table: "\"MovieFiles\"", next: "4"),
    ]

    @Test(arguments: cases)
    func `the target goes on where the source stopped`(_ test: Case) throws {
        try PostgresFixture.shared.withDatabase { conninfo in
            try PlanTool.withWorkspace(target: conninfo) { tool in
                try tool.makeDatabase("source.db", test.sql)
                try tool.write(SamplePlan.text(), to: "sample.plan.yml")
                let run = try tool.run("run", "sample.plan.yml")
                #expect(run.code == 0, "\(run.errors)")
                let insert = "INSERT INTO \(test.table) (a) VALUES ('new') RETURNING *"
                #expect(try Psql.run(insert, conninfo) == "\(test.next)|new")
            }
        }
    }

    @Test func `case 38: a text key beside a column named like an id is no identity`() throws {
        try PostgresFixture.shared.withDatabase { conninfo in
            try PlanTool.withWorkspace(target: conninfo) { tool in
                try tool.makeDatabase(
                    "source.db", "CREATE TABLE k (id TEXT PRIMARY KEY, user_id INTEGER); INSERT INTO k VALUES ('a', 1);"
                )
                try tool.write(SamplePlan.text(), to: "sample.plan.yml")
                #expect(try tool.run("run", "sample.plan.yml").code == 0)
                let identities =
                    "SELECT count(*) FROM pg_attribute WHERE attrelid = 'k'::regclass AND attidentity <> ''"
                #expect(try Psql.run(identities, conninfo) == "0")
            }
        }
    }
}
