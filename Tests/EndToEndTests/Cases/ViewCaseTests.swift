import PlanTestSupport
import Testing

/// Cases 69 to 73: views, triggers and functions mean the same, or are told; virtual tables are told and not copied.
@Suite(.requiresPostgres) struct ViewCaseTests {
    @Test func `case 69: a view is one in the target, and shows the rows of the source`() throws {
        let sql = """
            CREATE TABLE t (a INTEGER, b TEXT); INSERT INTO t VALUES (1, 'x'), (1, 'y'), (2, 'z');
            CREATE VIEW later AS SELECT n * 2 AS twice FROM sums WHERE n > 1;
            CREATE VIEW sums AS WITH s AS (SELECT a, count(*) AS n FROM t GROUP BY a) SELECT * FROM s;
            """
        try Migration.run(sql) { migration in
            try Comparison.requireEqual(
                migration.tool, migration.conninfo, source: "source.db", coverage: .whole)
            #expect(try migration.query("INSERT INTO t VALUES (2, 'w'); SELECT twice FROM later") == "4\n4")
        }
    }

    @Test func `case 69: a view that means nothing in PostgreSQL is told, and hinders nothing once it is left out`()
        throws
    {
        let sql = """
            CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (1); CREATE VIEW v AS SELECT my_function(a) AS b FROM t;
            CREATE VIEW w AS SELECT a FROM gone;
            """
        try Migration.prepare(sql) { migration in
            let without = "views: { w: { drop: true } }"
            let line = "source.db: view v:1:25: error[PLN0505]: view 'v' cannot be carried"
            let told = try migration.compile(plan: without)
            #expect(told.code == 65 && told.errors.contains(line), "\(told.errors)")
            try migration.run(plan: "views: { v: { sql: \"SELECT a * 2 AS b FROM t\" }, w: { drop: true } }")
            #expect(try migration.query("SELECT b FROM v") == "2")
            try migration.rollback()
            try migration.run(plan: "select: { exclude: [v, w] }")
            #expect(try migration.query("SELECT a FROM t") == "1")
        }
        try Migration.prepare("CREATE TABLE t (a INTEGER); CREATE VIEW w AS SELECT a FROM gone;") { migration in
            try migration.expectSettled(
                "source.db: view w:1:32: error[PLN0505]: view 'w' cannot be carried: there is no table or view 'gone'",
                snippets: 2, open: 1)
        }
    }

    @Test func `case 70: triggers act and refuse as in the source, and one without an equal is told with its place`()
        throws
    {
        let sql = """
            CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT, updated_at TEXT DEFAULT 'never');
            CREATE TABLE log (what TEXT, at TEXT);
            CREATE TRIGGER touched AFTER UPDATE OF v ON t BEGIN
                UPDATE t SET updated_at = strftime('%Y', 'now') WHERE id = new.id; END;
            CREATE TRIGGER kept BEFORE DELETE ON t WHEN old.v = 'keep' BEGIN SELECT RAISE(ABORT, 'not this one'); END;
            CREATE TRIGGER logged AFTER INSERT ON t BEGIN INSERT INTO log VALUES ('new ' || new.v, '?'); END;
            INSERT INTO t (v) VALUES ('a'), ('keep');
            """
        try Migration.run(sql) { (migration) throws in
            // What fired in the source while its rows were made does not fire again while they are copied.
            #expect(try migration.query("SELECT what FROM log ORDER BY 1") == "new a\nnew keep")
            #expect(
                try migration.query(
                    "UPDATE t SET v = 'b' WHERE id = 1; SELECT updated_at = to_char(timezone('UTC', now()), 'YYYY') FROM t WHERE id = 1"
                ) == "t")
            #expect(try migration.query("SELECT updated_at FROM t WHERE id = 2") == "never")
            #expect(try migration.refusal(of: "DELETE FROM t WHERE id = 2") == "23000")
            #expect(try migration.query("INSERT INTO t (v) VALUES ('c'); SELECT count(*) FROM log") == "3")
            #expect(try migration.query("DELETE FROM t WHERE id = 1 RETURNING v") == "b")
        }
        let untold = """
            CREATE TABLE t (a INTEGER); CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT INTO t VALUES (mine(new.a)); END;
            """
        try Migration.prepare(untold) { migration in
            try migration.expectSettled(
                "source.db: trigger g:1:64: error[PLN0506]: trigger 'g' of 't' cannot be carried: 'mine' is a function of the application",
                snippets: 2, open: 1)
        }
    }

    @Test func `case 71: functions give what the source gives, and an unknown one is never passed through`() throws {
        let sql = """
            CREATE TABLE t (ts TEXT, a INTEGER, b INTEGER, s TEXT);
            INSERT INTO t VALUES ('2024-02-29 23:58:00', 1, NULL, 'a\nb'), ('2024-03-01 00:03:30', NULL, 4, ''), ('x', 3, 2, 'O''Neil');
            CREATE VIEW five AS SELECT DATETIME(MAX(ts), '-5 minutes') AS m FROM t WHERE ts <> 'x';
            CREATE VIEW least_of AS SELECT a, b, min(a, b) AS low, max(a, b) AS high, max(a, b, 2) AS three FROM t;
            CREATE VIEW texts AS SELECT s, quote(s) AS q, instr(s, char(10)) AS i, substr(s, -2) AS e FROM t;
            CREATE VIEW parts AS SELECT strftime('%Y', ts) AS y, strftime('%j', ts) AS j, date(ts, '+1 month') AS n FROM t;
            """
        try Migration.run(sql) { migration in
            try Comparison.requireEqual(
                migration.tool, migration.conninfo, source: "source.db", coverage: .whole)
            #expect(try migration.query("SELECT m FROM five") == "2024-02-29 23:58:30")
            #expect(try migration.query("SELECT count(*) FROM least_of WHERE low IS NULL") == "2")
        }
        try Migration.prepare("CREATE TABLE t (a TEXT); CREATE VIEW v AS SELECT md5(a) AS b FROM t;") { migration in
            // PostgreSQL has a function of that name; SQLite has not.
            try migration.expectSettled(
                "source.db: view v:1:25: error[PLN0505]: view 'v' cannot be carried: 'md5' is a function of the application",
                snippets: 2, open: 1)
        }
    }

    @Test func `case 72: a full-text table is told, and neither it nor its storage is copied`() throws {
        let sql = """
            CREATE VIRTUAL TABLE f USING fts5(x); INSERT INTO f VALUES ('hello');
            CREATE VIRTUAL TABLE r USING rtree(id, low, high); INSERT INTO r VALUES (1, 2, 3);
            CREATE TABLE t (a INTEGER); CREATE INDEX i ON t (a); INSERT INTO t VALUES (1); ANALYZE;
            """
        try Migration.prepare(sql) { migration in
            let told = try migration.compile()
            for line in [
                "source.db: table f:1:1: warning[PLN0308]: the virtual table 'f' (module fts5) is not carried",
                "note: left out with it: f_config, f_content, f_data, f_docsize, f_idx",
                "source.db: table r:1:1: warning[PLN0308]: the virtual table 'r' (module rtree) is not carried",
            ] { #expect(told.errors.contains(line), "\(told.errors)") }
            let known = try migration.compile(plan: "select: { exclude: [\"f\", r] }")
            #expect(known.code == 0 && !known.errors.contains("PLN0308"), "\(known.errors)")
            try migration.run()
            #expect(
                try migration.query(
                    "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1") == "i\nt")
        }
    }

    @Test func `case 73: a table of a module that is missing is one warning, and the rest is moved`() throws {
        let sql = """
            CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (1);
            PRAGMA writable_schema = ON;
            INSERT INTO sqlite_schema VALUES ('table', 'spatial', 'spatial', 0, 'CREATE VIRTUAL TABLE spatial USING VirtualSpatialIndex()');
            """
        try Migration.prepare(sql) { migration in
            try migration.expectSettled(
                "source.db: table spatial:1:1: warning[PLN0308]: the virtual table 'spatial' (module VirtualSpatialIndex) is not carried",
                snippets: 1, exitCode: 0)
            let told = try migration.compile().errors
            #expect(told.contains("note: SQLite says: no such module: VirtualSpatialIndex"))
            #expect(told.ranges(of: "warning[").count == 1)
            try migration.run()
            #expect(try migration.query("SELECT a FROM t") == "1")
        }
    }
}
