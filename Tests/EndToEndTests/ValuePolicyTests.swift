import PlanSupport
import PlanTestSupport
import Testing

/// What becomes of values that their type cannot hold, by policy.
@Suite(.requiresPostgres) struct ValuePolicyTests {
    /// A hundred rows of which one in a hundred has no age, and one text with a NUL and one not in UTF-8.
    private static let people = """
        CREATE TABLE people (id INTEGER PRIMARY KEY, age INTEGER, note TEXT);
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
        INSERT INTO people SELECT i, CASE WHEN i % 100 = 50 THEN 'unknown ' || i ELSE i % 90 END, 'note ' || i FROM n;
        """

    /// Every row that is set aside is in the file with its key, the value and the reason, and nothing else is.
    @Test
    func `a run over rows of which one in a hundred is bad writes the others and sets exactly the bad ones aside`()
        throws
    {
        try Migration.prepare(Self.people) { migration in
            let plan = "values: { invalid: reject }\nload: { chunk_rows: 64 }"
            let compiled = try migration.compile(plan: plan)
            #expect(compiled.code == 0, "\(compiled.errors)")
            #expect(
                compiled.errors.contains(
                    "warning[PLN0413]: column people.age, which becomes bigint, holds 10 texts: their rows are set aside"
                ),
                "\(compiled.errors)")
            let run = try migration.tool.run("run", "out/graph.json", "--yes", "--report", "report.json")
            #expect(run.code == 2, "\(run.errors)")
            #expect(run.output.contains("people.age: 10 values, reject"), "\(run.output)")
            #expect(try migration.query("SELECT count(*), count(age), max(age) FROM people") == "990|990|89")
            #expect(try migration.query("SELECT count(*) FROM people WHERE id % 100 = 50") == "0")

            let lines = (1...10).map { number in
                let id = number * 100 - 50
                return "people,rowid = \(id),age,'unknown \(id)',storage_class"
            }
            let file = try migration.tool.read("rejects/1/people.csv")
            #expect(file == (["table,key,column,value,reason"] + lines).map { $0 + "\n" }.joined())
            let mode = try Subprocess("stat", ["-c", "%a", migration.tool.path("rejects/1/people.csv")]).run()
            #expect(mode.text == "600")

            let report = try JSONParser.parse(Array(try migration.tool.read("report.json").utf8))
            #expect(report["rows"] == .object(["read": 1000, "written": 990, "rejected": 10]))
            guard case .array(let tables)? = report["tables"], let table = tables.first else {
                Issue.record("no tables in the report")
                return
            }
            #expect(
                table["policies"] == .array([.object(["column": "age", "policy": "reject", "count": 10])]))
            // The ledger has the same sums, chunk by chunk, and where each ends in the file.
            #expect(
                try migration.query("SELECT count(*), sum(rows), sum(rejected), max(rejects_end) FROM _plan.chunks")
                    == "16|990|10|\(file.utf8.count)")
            // What was set aside is not missed by those who compare.
            let verified = try migration.tool.run("verify", "out/graph.json")
            #expect(verified.code == 0, "\(verified.output)\(verified.errors)")
        }
    }

    @Test func `where such values fail, all of them are told before anything is written`() throws {
        try Migration.prepare(Self.people) { migration in
            let empty = try migration.query("SELECT count(*) FROM pg_class")
            // With a look at the values it is the compiler that refuses.
            let compiled = try migration.compile(plan: "values: { invalid: fail }")
            #expect(compiled.code == 65)
            #expect(compiled.errors.contains("error[PLN0403]: column people.age"), "\(compiled.errors)")
            // Without one it is the run, before its first row.
            try migration.tool.write(
                """
                plan: 1
                name: sample
                source: { sqlite: source.db, profile: none }
                target: { postgres: "${DATABASE_URL}" }

                """, to: "sample.plan.yml")
            let run = try migration.tool.run("run", "sample.plan.yml", "--yes")
            #expect(run.code == 3, "\(run.errors)")
            #expect(
                run.errors.contains(
                    """
                    error[PLN0720]: people.age: the text value cannot become bigint: its storage class is not one that \
                    the column's codec takes, in 10 rows
                    """), "\(run.errors)")
            #expect(run.errors.contains("rowid 50: 'unknown 50'") && run.errors.contains("and 5 more"), "\(run.errors)")
            #expect(try migration.query("SELECT count(*) FROM pg_class") == empty)
        }
    }

    @Test func `the nearest level decides: a column before its table, the table before the plan`() throws {
        let sql = """
            CREATE TABLE a (id INTEGER PRIMARY KEY, x INTEGER, y INTEGER); INSERT INTO a VALUES (1, 'p', 'q'), (2, 3, 4);
            CREATE TABLE b (id INTEGER PRIMARY KEY, x INTEGER); INSERT INTO b VALUES (1, 'p'), (2, 3);
            """
        try Migration.prepare(sql) { migration in
            let plan = """
                values: { invalid: reject }
                tables:
                  a:
                    values: { invalid: "null" }
                    columns: { y: { type: text, values: { invalid: fail } } }
                """
            let compiled = try migration.compile(plan: plan)
            #expect(compiled.code == 0, "\(compiled.errors)")
            let run = try migration.tool.run("run", "out/graph.json", "--yes", "--rejects", "aside")
            #expect(run.code == 2, "\(run.errors)")
            #expect(try migration.query("SELECT * FROM a ORDER BY id") == "1||q\n2|3|4")
            #expect(try migration.query("SELECT * FROM b ORDER BY id") == "2|3")
            #expect(
                try migration.tool.read("aside/b.csv")
                    == "table,key,column,value,reason\nb,rowid = 1,x,'p',storage_class\n")
        }
    }

    /// The policy, what becomes of the rows `a NUL b`, `caf<E9>` and `plain`, and the uses that are counted.
    @Test(arguments: [
        ("{ nul: strip, encoding: replace }", "1|ab\n2|caf\u{FFFD}\n3|plain", "strip 1, replace 1"),
        ("{ nul: strip, encoding: latin1 }", "1|ab\n2|café\n3|plain", "strip 1, latin1 1"),
        ("{ nul: reject, encoding: replace }", "2|caf\u{FFFD}\n3|plain", "reject 1, replace 1"),
        ("{ nul: reject, encoding: reject }", "3|plain", "reject 2"),
    ])
    func `case 74 and case 75: NULs and bytes that are no UTF-8 are repaired or set aside, and counted`(
        policies: String, rows: String, uses: String
    ) throws {
        let sql = """
            CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT);
            INSERT INTO t VALUES (1, CAST(x'610062' AS TEXT)), (2, CAST(x'636166e9' AS TEXT)), (3, 'plain');
            """
        try Migration.prepare(sql) { migration in
            let compiled = try migration.compile(plan: "values: \(policies)")
            #expect(compiled.code == 0, "\(compiled.errors)")
            let run = try migration.tool.run("run", "out/graph.json", "--yes", "--report", "report.json")
            #expect(run.code == (uses.contains("reject") ? 2 : 0), "\(run.errors)")
            #expect(
                try migration.query("SELECT data_type FROM information_schema.columns WHERE column_name = 'v'")
                    == "text")
            #expect(try migration.query("SELECT * FROM t ORDER BY id") == rows)
            for use in uses.split(separator: ", ").map({ $0.split(separator: " ") }) {
                let count = use[1] == "1" ? "1 value" : "\(use[1]) values"
                #expect(run.output.contains("t.v: \(count), \(use[0])"), "\(run.output)")
            }
            if policies.contains("reject") {
                let file = try migration.tool.read("rejects/1/t.csv")
                #expect(file.contains("t,rowid = 1,v,CAST(x'610062' AS TEXT),nul\n"), "\(file)")
            }
        }
    }

    @Test func `case 74 and case 75: without a policy such texts are kept as bytes, and a stated text is refused`()
        throws
    {
        let sql = """
            CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT);
            INSERT INTO t VALUES (1, CAST(x'610062' AS TEXT)), (2, CAST(x'636166e9' AS TEXT)), (3, 'plain');
            """
        try Migration.prepare(sql) { migration in
            let refused = try migration.compile(plan: "tables: { t: { columns: { v: { type: text } } } }")
            #expect(refused.code == 65)
            #expect(refused.errors.contains("error[PLN0404]: column t.v cannot become text"), "\(refused.errors)")
            try migration.run()
            #expect(try migration.query("SELECT v FROM t ORDER BY id") == "\\x610062\n\\x636166e9\n\\x706c61696e")
        }
    }

    @Test func `a value that a policy may make NULL stays refused where the column takes none`() throws {
        let sql = "CREATE TABLE t (id INTEGER PRIMARY KEY, v INTEGER NOT NULL); INSERT INTO t VALUES (1, 'x'), (2, 2);"
        try Migration.prepare(sql) { migration in
            let stated = try migration.compile(
                plan: "tables: { t: { columns: { v: { type: bigint, values: { invalid: \"null\" } } } } }")
            #expect(stated.code == 65)
            #expect(stated.errors.contains("error[PLN0414]: column t.v takes no NULL"), "\(stated.errors)")
        }
    }

    @Test func `texts become values by the plan's map, defaults too, and what is not in it is refused`() throws {
        let sql = """
            CREATE TABLE t (id INTEGER PRIMARY KEY, active TEXT DEFAULT 'Y' COLLATE NOCASE, grade INTEGER);
            INSERT INTO t VALUES (1, 'Y', 1), (2, 'N', 2), (3, NULL, 3);
            """
        let plan = """
            tables:
              t:
                columns:
                  active: { map: { "Y": true, "N": false }, type: boolean, default: "true" }
                  grade: { map: { "1": good, "2": bad }, type: text }
            """
        try Migration.prepare(sql) { migration in
            let compiled = try migration.compile(plan: plan)
            #expect(compiled.code == 0, "\(compiled.errors)")
            #expect(try migration.tool.run("run", "out/graph.json", "--yes").code == 0)
            #expect(try migration.query("SELECT * FROM t ORDER BY id") == "1|t|good\n2|f|bad\n3||3")
            #expect(try migration.query("INSERT INTO t (id) VALUES (4) RETURNING active") == "t")
            _ = try migration.query("DELETE FROM t WHERE id = 4")
            try migration.rollback()
            try migration.tool.makeDatabase("source.db", "INSERT INTO t VALUES (4, 'y', 1), (5, 'maybe', 1);")
            let refused = try migration.tool.run("run", "out/graph.json", "--yes")
            #expect(refused.code == 3, "\(refused.errors)")
            #expect(
                refused.errors.contains(
                    "PLN0720]: t.active: the text value cannot become boolean: it is not a truth value"))
            #expect(refused.errors.contains("rowid 5: 'maybe'"), "\(refused.errors)")
        }
    }

    // MARK: Keys

    private static let family = """
        CREATE TABLE p (id INTEGER PRIMARY KEY, gone INTEGER DEFAULT 0); INSERT INTO p VALUES (1, 0), (2, 1), (3, 0);
        CREATE TABLE c (id INTEGER PRIMARY KEY, pid INTEGER REFERENCES p); INSERT INTO c VALUES (10, 1), (11, 2), (12, 99), (13, NULL);
        CREATE TABLE g (id INTEGER PRIMARY KEY, cid INTEGER REFERENCES c); INSERT INTO g VALUES (20, 10), (21, 11), (22, 12);
        """

    @Test func `case 58: rows whose parent a filter leaves out are told before the load, with their keys`() throws {
        try Migration.prepare(Self.family + "DELETE FROM c WHERE id = 12; DELETE FROM g WHERE id = 22;") { migration in
            let compiled = try migration.compile(plan: "tables: { p: { where: \"gone = 0\" } }")
            #expect(compiled.code == 0, "\(compiled.errors)")
            let run = try migration.tool.run("run", "out/graph.json", "--yes")
            #expect(run.code == 3)
            #expect(
                run.errors.contains(
                    "error[PLN0720]: c: rows name by pid a row of 'p' that is not moved, in 1 row"), "\(run.errors)")
            #expect(run.errors.contains("rowid = 11, pid = 2"), "\(run.errors)")
            #expect(try migration.query("SELECT to_regclass('c') IS NULL") == "t")
        }
    }

    @Test func `case 58: rows without a parent are set aside, and the rows that name those, filters counted in`() throws
    {
        try Migration.prepare(Self.family) { migration in
            let plan = """
                tables:
                  p: { where: "gone = 0" }
                  c: { foreign_keys: { orphans: reject } }
                  g: { foreign_keys: { orphans: reject } }
                """
            let compiled = try migration.compile(plan: plan)
            #expect(compiled.code == 0, "\(compiled.errors)")
            let run = try migration.tool.run("run", "out/graph.json", "--yes")
            #expect(run.code == 2, "\(run.errors)")
            #expect(try migration.query("SELECT id, pid FROM c ORDER BY id") == "10|1\n13|")
            #expect(try migration.query("SELECT id, cid FROM g ORDER BY id") == "20|10")
            #expect(
                try migration.tool.read("out/rejects/1/g.csv")
                    == "table,key,column,value,reason\ng,rowid = 21,cid,11,orphan\ng,rowid = 22,cid,12,orphan\n")
            #expect(try migration.refusal(of: "INSERT INTO c VALUES (14, 2)") == "23503")
        }
    }

    @Test func `case 58: a key whose parent is not there becomes NULL where the plan says so`() throws {
        try Migration.prepare(Self.family) { migration in
            let compiled = try migration.compile(plan: "tables: { c: { foreign_keys: { orphans: \"null\" } } }")
            #expect(compiled.code == 0, "\(compiled.errors)")
            let run = try migration.tool.run("run", "out/graph.json", "--yes")
            #expect(run.code == 0, "\(run.errors)")
            #expect(try migration.query("SELECT id, pid FROM c ORDER BY id") == "10|1\n11|2\n12|\n13|")
        }
    }

    @Test func `rows are not rejected along a circle of foreign keys`() throws {
        let sql = """
            CREATE TABLE n (id INTEGER PRIMARY KEY, up INTEGER REFERENCES n);
            INSERT INTO n VALUES (1, NULL), (2, 9), (3, 2);
            """
        try Migration.prepare(sql) { migration in
            let refused = try migration.compile(plan: "tables: { n: { foreign_keys: { orphans: reject } } }")
            #expect(refused.code == 65)
            #expect(refused.errors.contains("error[PLN0416]"), "\(refused.errors)")
            let compiled = try migration.compile(plan: "tables: { n: { foreign_keys: { orphans: \"null\" } } }")
            #expect(compiled.code == 0, "\(compiled.errors)")
            #expect(try migration.tool.run("run", "out/graph.json", "--yes").code == 0)
            #expect(try migration.query("SELECT * FROM n ORDER BY id") == "1|\n2|\n3|2")
        }
    }

    @Test func `case 44: rows with NULL in the primary key can be set aside`() throws {
        let sql =
            "CREATE TABLE p (k TEXT PRIMARY KEY, v TEXT); INSERT INTO p VALUES (NULL, 'a'), ('c', 'd'), (NULL, 'b');"
        try Migration.prepare(sql) { migration in
            let compiled = try migration.compile(
                plan: "tables: { p: { columns: { k: { values: { invalid: reject } } } } }")
            #expect(compiled.code == 0, "\(compiled.errors)")
            let run = try migration.tool.run("run", "out/graph.json", "--yes")
            #expect(run.code == 2, "\(run.errors)")
            #expect(try migration.query("SELECT * FROM p") == "c|d")
            #expect(
                try migration.tool.read("out/rejects/1/p.csv")
                    == "table,key,column,value,reason\np,rowid = 1,k,NULL,null_key\np,rowid = 3,k,NULL,null_key\n"
            )
        }
    }

    /// The table, the plan, and what is told.
    @Test(arguments: [
        (
            "CREATE TABLE t (k TEXT PRIMARY KEY); INSERT INTO t VALUES ('A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'), "
                + "('{a0eebc999c0b4ef8bb6d6bb9bd380a11}');", "k: { type: uuid }"
        ),
        ("CREATE TABLE t (k TEXT UNIQUE); INSERT INTO t VALUES ('Ann'), ('ANN'), ('Bob');", "k: { type: citext }"),
        ("CREATE TABLE t (k TEXT UNIQUE); INSERT INTO t VALUES ('1.0'), ('1'), ('2');", "k: { type: numeric }"),
        ("CREATE TABLE t (k UNIQUE); INSERT INTO t VALUES (1), ('1'), ('x');", "k: { type: text }"),
    ])
    func `case 53: values of a key that become equal in the target are found before the load`(
        sql: String, column: String
    ) throws {
        try Migration.prepare(sql) { migration in
            let compiled = try migration.compile(plan: "tables: { t: { columns: { \(column) } } }")
            #expect(compiled.code == 0, "\(compiled.errors)")
            let run = try migration.tool.run("run", "out/graph.json", "--yes")
            #expect(run.code == 3, "\(run.errors)")
            #expect(
                run.errors.contains("error[PLN0720]: t: values of the key (k) are equal in the target, in 1 row"),
                "\(run.errors)")
            #expect(run.errors.contains("rows = 2"), "\(run.errors)")
        }
    }

    @Test func `case 46: columns that the plan calls a key name the rows that are set aside, and must tell rows apart`()
        throws
    {
        let sql = "CREATE TABLE t (a TEXT, b TEXT, n INTEGER); INSERT INTO t VALUES ('x', 'y', 'bad'), ('x', 'z', 2);"
        let plan = "values: { invalid: reject }\ntables: { t: { key: [b, a] } }"
        try Migration.prepare(sql) { migration in
            let compiled = try migration.compile(plan: plan)
            #expect(compiled.code == 0, "\(compiled.errors)")
            #expect(try migration.tool.run("run", "out/graph.json", "--yes").code == 2)
            #expect(
                try migration.tool.read("out/rejects/1/t.csv")
                    == "table,key,column,value,reason\nt,\"\"\"b\"\" = 'y' AND \"\"a\"\" = 'x'\",n,'bad',storage_class\n"
            )
            try migration.rollback()
            try migration.tool.makeDatabase("source.db", "INSERT INTO t VALUES ('x', 'z', 3);")
            let refused = try migration.tool.run("run", "out/graph.json", "--yes")
            #expect(refused.code == 3)
            #expect(
                refused.errors.contains("error[PLN0720]: t: the columns of 'key' do not tell rows apart, in 1 row"),
                "\(refused.errors)")
            let unknown = try migration.compile(plan: "tables: { t: { key: [c] } }")
            #expect(unknown.errors.contains("no column named 'c' in table 't'"), "\(unknown.errors)")
        }
    }

    @Test func `a filter may be what keeps rows with a value that fails from moving`() throws {
        let sql = "CREATE TABLE t (id INTEGER PRIMARY KEY, v INTEGER); INSERT INTO t VALUES (1, 'x'), (2, 2);"
        try Migration.prepare(sql) { migration in
            try migration.tool.write(
                """
                plan: 1
                name: sample
                source: { sqlite: source.db, profile: none }
                target: { postgres: "${DATABASE_URL}" }
                tables: { t: { where: "typeof(v) = 'integer'" } }

                """, to: "sample.plan.yml")
            let run = try migration.tool.run("run", "sample.plan.yml", "--yes")
            #expect(run.code == 0, "\(run.errors)")
            #expect(try migration.query("SELECT * FROM t") == "2|2")
        }
    }

    @Test func `scripts for psql have repaired values, and no rows where one would be set aside`() throws {
        let sql = """
            CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT, n INTEGER);
            INSERT INTO t VALUES (1, CAST(x'610062' AS TEXT), 1), (2, 'plain', 'x');
            """
        try Migration.prepare(sql) { migration in
            try migration.tool.write(
                SamplePlan.text("values: { nul: strip, invalid: null }"), to: "sample.plan.yml")
            let written = try migration.tool.run("compile", "sample.plan.yml", "-o", "out", "--with-data")
            #expect(written.code == 0, "\(written.errors)")
            #expect(try migration.tool.read("out/data/t.0001.copy").contains("1\tab\t1\n2\tplain\t\\N\n"))
            try migration.tool.write(
                SamplePlan.text("values: { nul: strip, invalid: reject }"), to: "sample.plan.yml")
            let refused = try migration.tool.run("compile", "sample.plan.yml", "-o", "out", "--with-data")
            #expect(refused.code != 0)
            #expect(
                refused.errors.contains("its row is to be set aside (storage_class), which only 'plan run' does"),
                "\(refused.errors)")
        }
    }
}
