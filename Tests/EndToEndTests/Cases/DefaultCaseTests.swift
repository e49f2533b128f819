import PlanTestSupport
import Testing

/// Cases 24 to 35: defaults mean on the server what they mean in the source, shown by the rows that they make.
@Suite(.requiresPostgres) struct DefaultCaseTests {
    /// Inserts a row in a session of another time zone, and asks about it at the same moment.
    private func expectTrue(_ conditions: [String], _ migration: Migration) throws {
        for condition in conditions {
            let answer = try migration.query(
                "SET TimeZone = 'Asia/Tokyo'; BEGIN; INSERT INTO t (a) VALUES (1); SELECT DISTINCT \(condition) FROM t WHERE a = 1; ROLLBACK;"
            )
            #expect(answer == "t", "\(condition)")
        }
    }

    @Test func `case 24: CURRENT_ keywords give the time of the insert, in UTC`() throws {
        let sql = """
            CREATE TABLE t (a INTEGER, ran_at TIMESTAMP DEFAULT current_timestamp, d DATE DEFAULT current_date,
                at TIME DEFAULT CURRENT_TIME, z DATETIME DEFAULT CURRENT_TIMESTAMP, x TEXT DEFAULT CURRENT_TIMESTAMP);
            """
        try Migration.run(sql, plan: "tables: { t: { columns: { z: { type: timestamptz } } } }") { migration in
            try expectTrue(
                [
                    "ran_at = timezone('UTC', now()) AND pg_typeof(ran_at) = 'timestamp'::regtype",
                    "d = timezone('UTC', now())::date AND pg_typeof(d) = 'date'::regtype",
                    "date_trunc('second', at) = date_trunc('second', timezone('UTC', now()))::time", "z = now()",
                    "x = to_char(timezone('UTC', now()), 'YYYY-MM-DD HH24:MI:SS')",
                ], migration)
        }
    }

    @Test func `case 25: functions of time are times in a time column and texts in a text column`() throws {
        let sql = """
            CREATE TABLE t (a INTEGER, b TIMESTAMP DEFAULT (datetime('now')), c DATETIME DEFAULT (datetime('now')),
                d TEXT DEFAULT (STRFTIME('%Y-%m-%d %H:%M:%f', 'NOW')), e TEXT DEFAULT (datetime('now', 'localtime')));
            """
        try Migration.run(sql, plan: "tables: { t: { columns: { c: { type: timestamptz } } } }") { migration in
            try expectTrue(
                [
                    "b = date_trunc('second', timezone('UTC', now()))", "c = date_trunc('second', now())",
                    "d = to_char(date_trunc('milliseconds', timezone('UTC', now())), 'YYYY-MM-DD HH24:MI:SS.MS')",
                    // The session's time is the local one.
                    "e = to_char(timezone('Asia/Tokyo', now()), 'YYYY-MM-DD HH24:MI:SS')",
                ], migration)
        }
    }

    @Test func `case 26: seconds since 1970 stay an integer`() throws {
        let sql = """
            CREATE TABLE t (a INTEGER, e INTEGER DEFAULT (strftime('%s', 'now')), f INTEGER DEFAULT (unixepoch()));
            """
        try Migration.run(sql) { migration in
            try expectTrue(
                ["e = floor(extract(epoch FROM now())) AND pg_typeof(e) = 'bigint'::regtype AND f = e"], migration)
        }
    }

    @Test func `case 27: a modifier is kept, and one without an equal is told`() throws {
        let sql = """
            CREATE TABLE t (a INTEGER, f TIMESTAMP DEFAULT (datetime('now', '+1 day')),
                g DATE DEFAULT (date('now', 'start of month', '-3 months')));
            """
        try Migration.run(sql) { migration in
            try expectTrue(
                [
                    "f = date_trunc('second', timezone('UTC', now()) + interval '1 day')",
                    "g = (date_trunc('month', timezone('UTC', now())) - interval '3 months')::date",
                ], migration)
        }
        try Migration.prepare("CREATE TABLE t (a INTEGER, f TEXT DEFAULT (datetime('now', ago())));") { migration in
            try migration.expectSettled(
                "source.db: table t:1:60: error[PLN0502]: the default of t.f cannot be carried", snippets: 2, open: 1)
        }
    }

    @Test func `case 28: a default of NULL is none`() throws {
        let sql = "CREATE TABLE t (a INTEGER, width INTEGER DEFAULT null, x BLOB DEFAULT (null), y TEXT DEFAULT NULL);"
        try Migration.run(sql) { (migration) throws in
            #expect(try migration.query("SELECT count(*) FROM pg_attrdef WHERE adrelid = 't'::regclass") == "0")
            let row = "INSERT INTO t (a) VALUES (1) RETURNING width IS NULL AND x IS NULL AND y IS NULL"
            #expect(try migration.query(row) == "t")
        }
    }

    @Test func `case 29, case 30 and case 31: texts are texts, however they are quoted`() throws {
        let sql = #"""
            CREATE TABLE t (a INTEGER, b TEXT DEFAULT "abc", c TEXT DEFAULT "", d TEXT NOT NULL DEFAULT '',
                e TEXT DEFAULT 'it''s', f TEXT DEFAULT 'C:\x', g TEXT DEFAULT '\\', h TEXT DEFAULT "a""b");
            """#
        try Migration.run(sql) { (migration) throws in
            #expect(
                try migration.query("INSERT INTO t (a) VALUES (1) RETURNING b, c, d, e, f, g, h")
                    == #"abc|||it's|C:\x|\\|a"b"#)
            #expect(try migration.query("SELECT c = '' AND d = '' FROM t") == "t")
            #expect(try migration.refusal(of: "INSERT INTO t (a, d) VALUES (1, NULL)") == "23502")
        }
    }

    @Test func `case 32: texts that look like numbers or keywords stay as they are`() throws {
        let sql = """
            CREATE TABLE t (a INTEGER, b TEXT DEFAULT '007', c TEXT DEFAULT 'now', d TEXT DEFAULT 'null',
                e TEXT DEFAULT 'CURRENT_DATE', f VARCHAR(9) DEFAULT 'true');
            """
        try Migration.run(sql) { (migration) throws in
            #expect(
                try migration.query("INSERT INTO t (a) VALUES (1) RETURNING b, c, d, e, f")
                    == "007|now|null|CURRENT_DATE|true")
        }
    }

    @Test func `case 33: 0 and 1 are the defaults of a boolean column`() throws {
        let sql = "CREATE TABLE t (a INTEGER, b BOOL DEFAULT 0 NOT NULL, c BOOLEAN DEFAULT 1, d BOOLEAN DEFAULT false);"
        try Migration.run(sql) { (migration) throws in
            #expect(
                try migration.query("INSERT INTO t (a) VALUES (1) RETURNING b, c, d, pg_typeof(b)") == "f|t|f|boolean")
        }
    }

    @Test func `case 34: a random default is another one for each row`() throws {
        let sql = """
            CREATE TABLE t (a INTEGER, r TEXT DEFAULT (lower(hex(randomblob(16)))), b BLOB DEFAULT (randomblob(16)));
            """
        try Migration.run(sql) { (migration) throws in
            let made = "INSERT INTO t (a) SELECT generate_series(1, 50)"
            let shape = "count(DISTINCT r) = 50 AND bool_and(r ~ '^[0-9a-f]{32}$')"
            let bytes = "count(DISTINCT b) = 50 AND bool_and(octet_length(b) = 16)"
            #expect(try migration.query("\(made); SELECT \(shape), \(bytes) FROM t") == "t|t")
        }
    }

    @Test func `case 35: generated columns are generated, and are not copied`() throws {
        let sql = """
            CREATE TABLE foo (id INTEGER, gen INTEGER GENERATED ALWAYS AS (id + 1), twice INTEGER AS (gen * 2) STORED,
                code TEXT AS ('no. ' || id) VIRTUAL);
            INSERT INTO foo (id) VALUES (1), (41);
            """
        try Migration.run(sql) { (migration) throws in
            #expect(try migration.query("SELECT * FROM foo ORDER BY id") == "1|2|4|no. 1\n41|42|84|no. 41")
            #expect(
                try migration.query("UPDATE foo SET id = 9 WHERE id = 1 RETURNING gen, twice, code") == "10|20|no. 9")
            #expect(try migration.refusal(of: "INSERT INTO foo (id, gen) VALUES (1, 5)") == "428C9")
            let kinds = "SELECT string_agg(attgenerated, '' ORDER BY attnum) FROM pg_attribute "
            #expect(try migration.query(kinds + "WHERE attrelid = 'foo'::regclass AND attnum > 1") == "sss")
        }
    }

    @Test
    func
        `case 35: what PostgreSQL does not take for a generated column keeps its copied values, and a trigger sets it`()
        throws
    {
        let sql = """
            CREATE TABLE foo (id INTEGER, s TEXT, list TEXT AS (json_array(id, s)));
            INSERT INTO foo (id, s) VALUES (1, 'a'), (2, NULL);
            """
        try Migration.run(sql) { (migration) throws in
            #expect(try migration.query("SELECT list FROM foo ORDER BY id") == "[1,\"a\"]\n[2,null]")
            #expect(try migration.query("UPDATE foo SET s = 'b' WHERE id = 2 RETURNING list") == "[2,\"b\"]")
            #expect(try migration.query("INSERT INTO foo (id) VALUES (3) RETURNING list") == "[3,null]")
        }
    }
}
