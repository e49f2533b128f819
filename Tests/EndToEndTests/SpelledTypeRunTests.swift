import PlanTestSupport
import Testing

/// Types that SQLite has no values of, from a plan to the server, in a run and in scripts for psql.
@Suite(.requiresPostgres) struct SpelledTypeRunTests {
    private static let sql = """
        CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT, c TEXT, d TEXT, e TEXT, f TEXT, g TEXT, h TEXT, i TEXT);
        INSERT INTO t VALUES
            (1, '10:11:12.5+02:30', 'P1Y2M3DT4H5M6.5S', '10.1.2.3/8', '2001:db8::/32', '08:00:2b:01:02:03', '101',
                '(1.5,-2)', '(1,2),(3,4)', '["a,\\"b", null, "c\\\\d"]'),
            (2, NULL, '-1 days -02:03:04.000001', '::1', '10.0.0.0/8', NULL, '000', NULL, NULL, '[]');
        """

    private static let plan = """
        tables:
          t:
            columns:
              a: { type: timetz }
              b: { type: interval }
              c: { type: inet }
              d: { type: cidr }
              e: { type: macaddr }
              f: { type: bit(3) }
              g: { type: point }
              h: { type: box }
              i: { type: "text[]" }
        """

    private static let rows = """
        1|10:11:12.5+02:30|1 year 2 mons 3 days 04:05:06.5|10.1.2.3/8|2001:db8::/32|08:00:2b:01:02:03|101|(1.5,-2)|(3,4),(1,2)|{"a,\\"b",NULL,"c\\\\d"}
        2||-1 days -02:03:04.000001|::1|10.0.0.0/8||000|||{}
        """

    @Test func `a run writes and verifies them, and the file for psql has the same values`() throws {
        try Migration.prepare(Self.sql) { migration in
            try migration.tool.write(SamplePlan.text(Self.plan), to: "sample.plan.yml")
            let compiled = try migration.tool.run("compile", "sample.plan.yml", "-o", "out", "--with-data")
            try #require(compiled.code == 0, "\(compiled.errors)")
            let run = try migration.tool.run("run", "out/graph.json", "--yes")
            try #require(run.code == 0, "\(run.errors)")
            #expect(try migration.query("SELECT * FROM t ORDER BY id") == Self.rows)
            _ = try migration.query("TRUNCATE t;\n" + migration.tool.read("out/data/t.0001.copy"))
            #expect(try migration.query("SELECT * FROM t ORDER BY id") == Self.rows)
        }
    }

    @Test func `a value that is none is found before the run, and a policy takes care of it`() throws {
        try Migration.prepare(Self.sql + "INSERT INTO t (id, b) VALUES (3, 'nowhere');") { migration in
            let compiled = try migration.compile(plan: Self.plan)
            try #require(compiled.code == 0, "\(compiled.errors)")
            let refused = try migration.tool.run("run", "out/graph.json", "--yes")
            #expect(refused.code == 3 && refused.errors.contains("rowid 3: 'nowhere'"), "\(refused.errors)")
            let tolerant = try migration.compile(plan: "values: { invalid: null }\n" + Self.plan)
            try #require(tolerant.code == 0, "\(tolerant.errors)")
            let run = try migration.tool.run("run", "out/graph.json", "--yes")
            #expect(run.code == 0 && run.output.contains("t.b: 1 value, null"), "\(run.errors)")
        }
    }

    @Test func `declared types that PostgreSQL has are taken where the values are of them`() throws {
        let sql = """
            CREATE TABLE t (id INTEGER PRIMARY KEY, a INET, b CIDR, c MACADDR, d INTERVAL, e TEXT[], f INTEGER [], g INET,
                h INTERVAL, i TEXT[], j TEXT[] DEFAULT '[]', k INET DEFAULT '', l INTEGER[] DEFAULT 0);
            INSERT INTO t VALUES (1, '10.1.2.3/8', '10.0.0.0/8', '08:00:2b:01:02:03', 'P1D', '["x",null]', '[1,2]', 'nowhere',
                90, '{a,b}', '["x"]', '::1', '[1]');
            """
        try Migration.run(sql) { (migration) throws in
            #expect(
                try migration.query("SELECT * FROM t")
                    == "1|10.1.2.3/8|10.0.0.0/8|08:00:2b:01:02:03|1 day|{x,NULL}|{1,2}|nowhere|90|{a,b}|{x}|::1|[1]")
            let types = "SELECT string_agg(format_type(atttypid, atttypmod), ',' ORDER BY attnum) FROM pg_attribute "
            #expect(
                try migration.query(types + "WHERE attrelid = 't'::regclass AND attnum > 1")
                    == "inet,cidr,macaddr,interval,text[],bigint[],text,bigint,text,text[],text,text")
            #expect(
                try migration.query("INSERT INTO t (id) VALUES (2); SELECT j, k, l FROM t WHERE id = 2") == "{}||0")
        }
    }

    @Test func `a column of several kinds keeps them apart as JSON where the plan says so`() throws {
        let sql =
            "CREATE TABLE t (id INTEGER PRIMARY KEY, v); INSERT INTO t VALUES (1, 1), (2, '1'), (3, 2.5), (4, NULL);"
        let plan = "tables: { t: { columns: { v: { type: jsonb, decode: json_value } } } }"
        try Migration.prepare(sql) { (migration) throws in
            try #require(try migration.compile(plan: plan).code == 0)
            let run = try migration.tool.run("run", "out/graph.json", "--yes")
            #expect(run.code == 0, "\(run.errors)")
            #expect(
                try migration.query("SELECT v, jsonb_typeof(v) FROM t ORDER BY id")
                    == "1|number\n\"1\"|string\n2.5|number\n|")
        }
    }
}
