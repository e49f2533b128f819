import PlanTestSupport
import Testing

/// Names in the target: 63 bytes, namespaces, and the same names on every run (cases 51, 52 and 65).
@Suite(.requiresPostgres) struct NameTests {
    /// Everything in the schema that has a name.
    private static let names = """
        SELECT kind, name FROM (
            SELECT 'relation' AS kind, relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace
            UNION ALL SELECT 'constraint', conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace
            UNION ALL SELECT 'function', proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
            UNION ALL SELECT 'trigger', tgname FROM pg_trigger WHERE NOT tgisinternal
            UNION ALL SELECT 'column', attname FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
                WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v') AND attnum > 0
        ) AS n ORDER BY 1, 2
        """

    @Test func `long names of every kind stay apart and are the same on every run`() throws {
        let long = String(repeating: "long_", count: 14)
        let tables = ["1", "2"].map { n in
            """
            CREATE TABLE \(long)t\(n) (\(long)id\(n) INTEGER PRIMARY KEY, \(long)a1 TEXT UNIQUE, \(long)a2 TEXT,
                parent INTEGER REFERENCES \(long)t1, CHECK (\(long)a1 <> ''), CONSTRAINT \(long)c1 CHECK (\(long)a2 <> 'c1'),
                CONSTRAINT \(long)c2 CHECK (\(long)a2 <> 'c2'));
            CREATE INDEX \(long)i\(n) ON \(long)t\(n) (\(long)a2);
            CREATE VIEW \(long)v\(n) AS SELECT \(long)a1, \(long)a2 FROM \(long)t\(n);
            CREATE TRIGGER \(long)g\(n) BEFORE DELETE ON \(long)t1 WHEN old.\(long)a1 = '\(n)'
                BEGIN SELECT RAISE(ABORT, 'kept'); END;
            INSERT INTO \(long)t\(n) VALUES (\(n), '\(n)', 'x', 1);
            """
        }
        try Migration.run(tables.joined(separator: "\n")) { migration in
            try Comparison.requireEqual(migration.tool, migration.conninfo, source: "source.db", coverage: .whole)
            let found = try migration.query(Self.names)
            let lines = found.split(separator: "\n").map { $0.split(separator: "|") }
            let counts = ["relation": 12, "function": 2, "trigger": 2, "constraint": 12, "column": 12]
            for (kind, count) in counts.sorted(by: { $0.key < $1.key }) {
                let names = lines.filter { $0[0] == kind }.map { $0[1] }
                #expect(names.count == count, "\(kind) \(found)")
                #expect(names.allSatisfy { $0.utf8.count <= 63 })
            }
            try migration.rollback()
            try migration.run()
            #expect(try migration.query(Self.names) == found)
        }
    }

    @Test func `names that the source gives come before those that are chosen`() throws {
        let sql = """
            CREATE TABLE a (id INTEGER PRIMARY KEY, b TEXT UNIQUE, up INTEGER REFERENCES a, CONSTRAINT a_up_fkey CHECK (up > 0));
            CREATE TABLE b (x INTEGER, s TEXT, y TEXT AS (json_array(s)));
            CREATE INDEX a_pkey ON b (x); CREATE INDEX a_id_seq ON b (x, s); CREATE VIEW a_b_key AS SELECT x FROM b;
            CREATE TRIGGER b_generated BEFORE DELETE ON b WHEN old.x = 1 BEGIN SELECT RAISE(ABORT, 'kept'); END;
            INSERT INTO a VALUES (1, 'b', 1); INSERT INTO b (x) VALUES (1);
            """
        try Migration.run(sql) { (migration) throws in
            let relations = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1"
            #expect(
                try migration.query(relations) == "a\na_b_key\na_b_key_2\na_id_seq\na_id_seq_2\na_pkey\na_pkey_2\nb")
            #expect(try migration.refusal(of: "INSERT INTO a VALUES (2, 'c', 9)") == "23503")
            #expect(try migration.refusal(of: "INSERT INTO a VALUES (2, 'c', -1)") == "23514")
            #expect(try migration.query("INSERT INTO a (b) VALUES ('d') RETURNING id") == "2")
            #expect(try migration.refusal(of: "DELETE FROM b") == "23000")
            #expect(try migration.query("INSERT INTO b (s) VALUES ('e') RETURNING y") == "[\"e\"]")
            let triggers = "SELECT tgname FROM pg_trigger WHERE tgrelid = 'b'::regclass ORDER BY 1"
            #expect(try migration.query(triggers) == "b_generated\nb_generated_2")
        }
    }

    @Test(arguments: [
        (
            "CREATE TABLE t (a INTEGER); CREATE INDEX aB ON t (a); CREATE INDEX a_b ON t (a);",
            "source.db: index a_b:1:1: error[PLN0305]: index a_b and index aB both get the name 'a_b'"
        ),
        (
            "CREATE TABLE aB (a INTEGER); CREATE VIEW a_b AS SELECT a FROM aB;",
            "source.db: view a_b:1:1: error[PLN0305]: view a_b and table aB both get the name 'a_b'"
        ),
        (
            "CREATE TABLE t (a INTEGER); CREATE INDEX aB ON t (a); CREATE VIEW a_b AS SELECT a FROM t;",
            "source.db: view a_b:1:1: error[PLN0305]: view a_b and index aB both get the name 'a_b'"
        ),
        (
            "CREATE TABLE t (a INTEGER, b INTEGER); CREATE VIEW v AS SELECT a AS xY, b AS x_y FROM t;",
            "source.db: view v:1:1: error[PLN0305]: column v.x_y and column v.xY both get the name 'x_y'"
        ),
        (
            """
            CREATE TABLE t (a INTEGER); CREATE TABLE u (a INTEGER);
            CREATE TRIGGER aB BEFORE INSERT ON t WHEN new.a = 1 BEGIN SELECT RAISE(ABORT, 'one'); END;
            CREATE TRIGGER a_b BEFORE DELETE ON t WHEN old.a = 1 BEGIN SELECT RAISE(ABORT, 'two'); END;
            """,
            "source.db: trigger a_b:1:1: error[PLN0305]: trigger a_b and trigger aB both get the name 'a_b'"
        ),
        (
            """
            CREATE TABLE t (a INTEGER); CREATE TABLE u (a INTEGER);
            CREATE TRIGGER aB BEFORE INSERT ON t WHEN new.a = 1 BEGIN SELECT RAISE(ABORT, 'one'); END;
            CREATE TRIGGER a_b BEFORE INSERT ON u WHEN new.a = 1 BEGIN SELECT RAISE(ABORT, 'two'); END;
            """,
            "source.db: trigger a_b:1:1: error[PLN0305]: the function of trigger a_b and that of trigger aB both get the name 'a_b_trigger'"
        ),
    ])
    func `two objects that get one name are told before anything is made`(sql: String, line: String) throws {
        try Migration.prepare(sql) { migration in
            try migration.expectSettled(line, plan: "naming: snake_case", snippets: 1)
            #expect(try migration.compile().code == 0)
        }
    }

    @Test func `a rename to the name of an index is told`() throws {
        try Migration.prepare("CREATE TABLE t (a INTEGER); CREATE INDEX i ON t (a);") { migration in
            let told = try migration.compile(plan: "tables: { t: { rename: i } }")
            #expect(told.code == 65)
            #expect(
                told.errors.hasPrefix(
                    "source.db: index i:1:1: error[PLN0305]: index i and table t both get the name 'i'"))
        }
    }

    @Test func `a schema's name that PostgreSQL would cut is refused`() throws {
        try Migration.prepare("CREATE TABLE t (a INTEGER);") { migration in
            let name = String(repeating: "s", count: 64)
            let plan = SamplePlan.text().split(separator: "\n").dropLast().joined(separator: "\n")
            let target = { (schema: String) in "\ntarget: { postgres: \"${DATABASE_URL}\", schema: \(schema) }\n" }
            try migration.tool.write(plan + target(name), to: "long.plan.yml")
            let told = try migration.tool.run("compile", "long.plan.yml", "-o", "out")
            #expect(told.code == 65)
            #expect(
                told.errors.hasPrefix(
                    "long.plan.yml:4:48: error[PLN0307]: the schema cannot have a name of more than 63 bytes"),
                "\(told.errors)")
            try migration.tool.write(plan + target(String(name.dropLast())), to: "long.plan.yml")
            #expect(try migration.tool.run("compile", "long.plan.yml", "-o", "out").code == 0)
        }
    }

    @Test func `a function that is there already is named, and one of the name that takes arguments is not in the way`()
        throws
    {
        let sql = """
            CREATE TABLE t (a INTEGER);
            CREATE TRIGGER g BEFORE INSERT ON t WHEN new.a = 1 BEGIN SELECT RAISE(ABORT, 'one'); END;
            """
        try Migration.prepare(sql) { migration in
            _ = try migration.query(
                """
                CREATE FUNCTION g_trigger(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
                CREATE PROCEDURE g_trigger() LANGUAGE sql AS 'SELECT 1';
                """)
            #expect(try migration.compile().code == 0)
            let before = try Psql.inventory(migration.conninfo)
            let run = try migration.tool.run("run", "out/graph.json", "--yes")
            #expect(run.code == 3, "\(run.errors)")
            #expect(
                run.errors.contains(
                    "error[PLN0705]: the target has what the graph makes: procedure public.g_trigger; "),
                "\(run.errors)")
            #expect(try Psql.inventory(migration.conninfo) == before)
            _ = try migration.query("DROP PROCEDURE g_trigger()")
            try migration.run()
            #expect(try migration.refusal(of: "INSERT INTO t VALUES (1)") == "23000")
            try migration.rollback()
            #expect(try migration.query("SELECT g_trigger(1)") == "1")
        }
    }
}
