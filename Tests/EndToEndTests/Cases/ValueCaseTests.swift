import PlanTestSupport
import Testing

/// Cases 1 to 22: values arrive as they are, or somebody is told. Cases 74 and 75 are in `ValuePolicyTests`.
@Suite(.requiresPostgres) struct ValueCaseTests {
    @Test func `case 1: reals arrive bit for bit`() throws {
        try Migration.run(
            "CREATE TABLE r (id INTEGER PRIMARY KEY, a REAL); INSERT INTO r VALUES (1, 3.141592653589793), (2, 16777217.0), (3, 5e-324);"
        ) { (migration) throws in
            #expect(try migration.query("SELECT pg_typeof(a) FROM r LIMIT 1") == "double precision")
            #expect(try migration.query("SELECT a FROM r ORDER BY id") == "3.141592653589793\n16777217\n5e-324")
        }
    }

    @Test func `case 4: 0 and 1 are false and true, by the declared type and by no list of names`() throws {
        try Migration.run(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, is_disabled BOOL NOT NULL DEFAULT 0, b BOOLEAN); INSERT INTO t VALUES (1, 0, 1), (2, 1, NULL);"
        ) { (migration) throws in
            #expect(try migration.query("SELECT is_disabled, b FROM t ORDER BY id") == "f|t\nt|")
            #expect(try migration.query("INSERT INTO t (id) VALUES (3) RETURNING is_disabled") == "f")
        }
    }

    @Test func `case 5: booleans that are none are told, and become what the plan says`() throws {
        let sql = """
            CREATE TABLE t (id INTEGER PRIMARY KEY, x BOOLEAN);
            INSERT INTO t VALUES (1, 2), (2, 't'), (3, 'true'), (4, ''), (5, NULL), (6, 0);
            """
        try Migration.prepare(sql) { migration in
            let told = try migration.compile()
            #expect(told.errors.contains("warning[PLN0403]: column t.x, declared BOOLEAN"), "\(told.errors)")
            let refused = try migration.compile(plan: "values: { invalid: fail }")
            #expect(refused.code == 65 && refused.errors.contains("error[PLN0403]"), "\(refused.errors)")
            let compiled = try migration.compile(
                plan: "tables: { t: { columns: { x: { type: boolean, map: { \"2\": true, \"\": null } } } } }")
            try #require(compiled.code == 0, "\(compiled.errors)")
            let run = try migration.tool.run("run", "out/graph.json", "--yes")
            try #require(run.code == 0, "\(run.errors)")
            #expect(
                try migration.query("SELECT string_agg(coalesce(x::text, '-'), ',' ORDER BY id) FROM t")
                    == "true,true,true,-,-,false")
        }
    }

    /// The policy, the rows that arrive, and the exit code of the run.
    @Test(arguments: [
        ("", "1|toto\n2|\n3|7", 0, "text"), ("values: { invalid: null }", "1|\n2|\n3|7", 0, "bigint"),
        ("values: { invalid: reject }", "3|7", 2, "bigint"),
        ("tables: { t: { columns: { a: { type: text, transform: \"nullif('')\" } } } }", "1|toto\n2|\n3|7", 0, "text"),
    ])
    func `case 7: texts in a column of integers are kept, become NULL or are set aside`(
        plan: String, rows: String, code: Int32, type: String
    ) throws {
        try Migration.prepare(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER); INSERT INTO t VALUES (1, 'toto'), (2, ''), (3, 7);"
        ) { migration in
            let compiled = try migration.compile(plan: plan)
            try #require(compiled.code == 0, "\(compiled.errors)")
            #expect(compiled.errors.contains("column t.a") || plan.contains("transform"), "\(compiled.errors)")
            let run = try migration.tool.run("run", "out/graph.json", "--yes")
            #expect(run.code == code, "\(run.errors)")
            #expect(try migration.query("SELECT id, a FROM t ORDER BY id") == rows)
            #expect(try migration.query("SELECT pg_typeof(a) FROM t LIMIT 1") == type)
            // An empty text is NULL only where that was asked for.
            let isAsked = plan.contains("nullif") || plan.contains("null")
            if code == 0 {
                #expect(try migration.query("SELECT a IS NULL FROM t WHERE id = 2") == (isAsked ? "t" : "f"))
            }
        }
    }

    /// The declaration and values, the codec, and the moments.
    @Test(arguments: [
        ("1627303906122", "epoch_milliseconds", "2021-07-26 12:51:46.122+00"),
        ("1598313600", "epoch_seconds", "2020-08-25 00:00:00+00"),
        ("2460310.5", "julian_day", "2024-01-01 00:00:00+00"),
        ("'20180406034959'", "packed_digits", "2018-04-06 03:49:59+00"),
        ("1598313600123456000", "epoch_nanoseconds", "2020-08-25 00:00:00.123456+00"),
    ])
    func `case 10 and case 11: counted and packed moments are read by the plan's codec`(
        value: String, codec: String, moment: String
    ) throws {
        try Migration.prepare(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, at DATETIME); INSERT INTO t VALUES (1, \(value));"
        ) {
            migration in
            let compiled = try migration.compile(plan: "tables: { t: { columns: { at: { decode: \(codec) } } } }")
            try #require(compiled.code == 0, "\(compiled.errors)")
            let run = try migration.tool.run("run", "out/graph.json", "--yes")
            try #require(run.code == 0, "\(run.errors)")
            #expect(try migration.query("SET TimeZone = 'UTC'; SELECT at FROM t").hasSuffix(moment))
        }
    }

    @Test func `case 12: a moment without a zone is one in UTC, wherever the tool runs, and a zone is not lost`() throws
    {
        let sql = """
            CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT);
            INSERT INTO t VALUES (1, '2024-01-01 12:00:00', '2024-01-01T12:00:00+02:00');
            """
        try Migration.prepare(sql) { migration in
            let compiled = try migration.compile(
                plan: "tables: { t: { columns: { a: { type: timestamptz }, b: { type: timestamptz } } } }")
            try #require(compiled.code == 0, "\(compiled.errors)")
            var tool = migration.tool
            tool.environment["PGTZ"] = "America/New_York"
            tool.environment["TZ"] = "Asia/Tokyo"
            #expect(try tool.run("run", "out/graph.json", "--yes").code == 0)
            #expect(
                try migration.query("SET TimeZone = 'UTC'; SELECT a, b FROM t")
                    .hasSuffix("2024-01-01 12:00:00+00|2024-01-01 10:00:00+00"))
            let refused = try migration.compile(plan: "tables: { t: { columns: { b: { type: timestamp } } } }")
            #expect(refused.code == 65 && refused.errors.contains("error[PLN0404]: column t.b"), "\(refused.errors)")
        }
    }

    @Test func `case 13: dates that do not exist are set aside or become NULL, and none is shifted`() throws {
        let sql = """
            CREATE TABLE t (id INTEGER PRIMARY KEY, d DATE);
            INSERT INTO t VALUES (1, ''), (2, 0), (3, '0000-00-00'), (4, '2024-02-30'), (5, '2024-02-29');
            """
        try Migration.prepare(sql) { migration in
            for (policy, rows, code) in [("reject", "5|2024-02-29", 2), ("null", "1|\n2|\n3|\n4|\n5|2024-02-29", 0)]
                as [(String, String, Int32)]
            {
                let compiled = try migration.compile(plan: "values: { invalid: \(policy) }")
                try #require(compiled.code == 0, "\(compiled.errors)")
                let run = try migration.tool.run("run", "out/graph.json", "--yes", "--rejects", "aside")
                #expect(run.code == code, "\(run.errors)")
                #expect(run.output.contains("t.d: 4 values, \(policy)"), "\(run.output)")
                #expect(try migration.query("SELECT * FROM t ORDER BY id") == rows)
                try migration.rollback()
            }
            #expect(
                try migration.tool.read("aside/t.csv")
                    == """
                    table,key,column,value,reason
                    t,rowid = 1,d,'',not_date
                    t,rowid = 2,d,0,storage_class
                    t,rowid = 3,d,'0000-00-00',not_date
                    t,rowid = 4,d,'2024-02-30',not_date

                    """)
        }
    }

    @Test func `case 16: infinity arrives where the type has it, and is told where it has not`() throws {
        try Migration.prepare(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, a REAL, n NUMERIC(5, 2)); INSERT INTO t VALUES (1, 9e999, -9e999);"
        ) {
            migration in
            let refused = try migration.compile(plan: "tables: { t: { columns: { n: { type: \"numeric(5,2)\" } } } }")
            #expect(refused.code == 65 && refused.errors.contains("infinite number"), "\(refused.errors)")
            try migration.run()
            #expect(try migration.query("SELECT a, n FROM t") == "Infinity|-Infinity")
        }
    }

    @Test func `case 18: a blank at the end is not cut`() throws {
        try Migration.prepare("CREATE TABLE t (v VARCHAR(3)); INSERT INTO t VALUES ('abc '), ('ab ');") { migration in
            let refused = try migration.compile(plan: "tables: { t: { columns: { v: { type: varchar(3) } } } }")
            #expect(refused.code == 65 && refused.errors.contains("holds a text of 4 characters"), "\(refused.errors)")
            try migration.run()
            #expect(try migration.query("SELECT '[' || v || ']' FROM t ORDER BY 1") == "[ab ]\n[abc ]")
        }
    }

    @Test func `case 20 and case 21: blobs arrive byte for byte, and texts among them as their bytes or as texts`()
        throws
    {
        let sql = """
            CREATE TABLE b (id INTEGER PRIMARY KEY, x BLOB, pem BLOB);
            INSERT INTO b VALUES (1, x'00ff', '-----BEGIN'), (2, zeroblob(3), NULL);
            """
        try Migration.run(sql, plan: "tables: { b: { columns: { pem: { type: text } } } }") { (migration) throws in
            #expect(try migration.query("SELECT x, pem FROM b ORDER BY id") == "\\x00ff|-----BEGIN\n\\x000000|")
            try migration.rollback()
            try migration.run()
            #expect(try migration.query("SELECT pem FROM b WHERE id = 1") == "\\x2d2d2d2d2d424547494e")
        }
    }

    @Test func `case 22: SQLite's binary JSON is read as JSON, and bad JSON is set aside`() throws {
        let sql = """
            CREATE TABLE t (id INTEGER PRIMARY KEY, j);
            INSERT INTO t VALUES (1, x'2B1331'), (2, '{"a":1}'), (3, 'NULL'), (4, '{"a":"\\u0000"}'), (5, '{"a":1,"a":2}');
            """
        try Migration.prepare(sql) { migration in
            let compiled = try migration.compile(
                plan: "tables: { t: { columns: { j: { decode: json_blob, values: { invalid: reject } } } } }")
            try #require(compiled.code == 0, "\(compiled.errors)")
            #expect(try migration.tool.run("run", "out/graph.json", "--yes").code == 2)
            #expect(try migration.query("SELECT id, j FROM t ORDER BY id") == "1|[1]\n2|{\"a\": 1}")
            let file = try migration.tool.read("out/rejects/1/t.csv")
            #expect(
                file.contains("t,rowid = 3,j,'NULL',not_json\n") && file.contains(",changed_by_jsonb\n"), "\(file)")
        }
    }

    @Test func `case 53: UUIDs in two spellings are one key`() throws {
        let sql = """
            CREATE TABLE t (k TEXT PRIMARY KEY);
            INSERT INTO t VALUES ('a0eebc999c0b4ef8bb6d6bb9bd380a11'), ('A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A12');
            """
        try Migration.prepare(sql) { migration in
            let compiled = try migration.compile(plan: "tables: { t: { columns: { k: { type: uuid } } } }")
            try #require(compiled.code == 0, "\(compiled.errors)")
            #expect(try migration.tool.run("run", "out/graph.json", "--yes").code == 0)
            #expect(try migration.refusal(of: "INSERT INTO t VALUES ('{A0EEBC999C0B4EF8BB6D6BB9BD380A11}')") == "23505")
        }
    }
}
