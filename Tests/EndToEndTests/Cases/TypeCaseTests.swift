import PlanTestSupport
import Testing

/// Cases of types: what a column holds decides what it becomes, and the plan is told of every step away from the
/// declaration.
@Suite(.requiresPostgres) struct TypeCaseTests {
    /// The types of the columns of a table, in order.
    private func types(_ migration: Migration, of table: String = "t") throws -> String {
        try migration.query(
            """
            SELECT string_agg(format_type(atttypid, atttypmod), ', ' ORDER BY attnum) FROM pg_attribute
            WHERE attrelid = '\(table)'::regclass AND attnum > 0
            """)
    }

    @Test func `case 2: INT holds 64 bits`() throws {
        let sql = "CREATE TABLE t (gps_time INT, i INTEGER); INSERT INTO t VALUES (180303235924, -9223372036854775808);"
        try Migration.run(sql) { (migration) throws in
            #expect(try types(migration) == "bigint, bigint")
            #expect(try migration.query("SELECT * FROM t") == "180303235924|-9223372036854775808")
        }
    }

    @Test func `case 3: a plan may take integer where every value fits, and is refused where one does not`() throws {
        let sql = """
            CREATE TABLE users (id INTEGER PRIMARY KEY, state INTEGER, seen INTEGER, none INTEGER);
            INSERT INTO users VALUES (1, 2, 2147483647, NULL), (70000, -3, 5, NULL);
            CREATE TABLE logins (id INTEGER PRIMARY KEY AUTOINCREMENT, user INTEGER REFERENCES users);
            INSERT INTO logins VALUES (9, 70000);
            """
        try Migration.run(sql, plan: "tables: { users: { columns: { state: { type: integer } } } }") {
            (migration) throws in
            #expect(try types(migration, of: "users") == "bigint, integer, bigint, bigint")
        }
        try Migration.run(sql, plan: "types: { preset: compact }") { (migration) throws in
            // An identity goes on beyond the values that are there.
            #expect(try types(migration, of: "users") == "integer, smallint, integer, bigint")
            #expect(try types(migration, of: "logins") == "integer, integer")
            #expect(try migration.query("INSERT INTO logins (\"user\") VALUES (1) RETURNING id") == "10")
        }
        try Migration.run(sql, plan: "types: { map: [{ declared: INTEGER, to: integer }] }") { (migration) throws in
            #expect(try types(migration, of: "users") == "integer, integer, integer, integer")
        }
        try Migration.prepare(sql) { (migration) throws in
            let refused = try migration.compile(plan: "tables: { users: { columns: { seen: { type: smallint } } } }")
            #expect(refused.code == 65)
            #expect(
                refused.errors.contains(
                    "column users.seen cannot become smallint: it holds integers from 5 to 2147483647"),
                "\(refused.errors)")
        }
    }

    @Test func `case 3: without a look at all rows nothing is narrowed`() throws {
        let sql = "CREATE TABLE t (a INTEGER, b VARCHAR(9)); INSERT INTO t VALUES (1, 'x');"
        for extent in ["none", "sample(1)"] {
            try Migration.prepare(sql) { (migration) throws in
                let plan = SamplePlan.text("types: { preset: compact }").replacing(
                    "source.db }", with: "source.db, profile: \(extent) }")
                try migration.tool.write(plan, to: "sample.plan.yml")
                let compiled = try migration.tool.run("compile", "sample.plan.yml", "-o", "out", "--explain-types")
                #expect(compiled.code == 0, "\(compiled.errors)")
                #expect(
                    compiled.output.contains(
                        #/t\.a +INTEGER +bigint +integer +exact +the row INTEGER of preset compact\n/#))
                #expect(compiled.output.contains(#/t\.b +VARCHAR\(9\) +text /#))
            }
        }
    }

    @Test func `case 6: a number with a truth value for its default is offered as one`() throws {
        let sql = """
            CREATE TABLE t (a INTEGER, enabled numeric DEFAULT false, n numeric DEFAULT true);
            INSERT INTO t VALUES (1, 0, 2), (2, 1, 1), (3, NULL, 0);
            """
        try Migration.prepare(sql) { (migration) throws in
            try migration.expectSettled(
                "source.db: table t:1:28: warning[PLN0420]: column t.enabled holds nothing but 0 and 1, and its default is a truth value",
                snippets: 2, exitCode: 0)
            let told = try migration.compile().errors
            #expect(!told.contains("t.n holds"))
        }
        try Migration.run(sql) { (migration) throws in
            #expect(try types(migration) == "bigint, numeric, numeric")
            #expect(try migration.query("INSERT INTO t (a) VALUES (4) RETURNING enabled, n") == "0|1")
        }
        try Migration.run(sql, plan: "tables: { t: { columns: { enabled: { type: boolean } } } }") {
            (migration) throws in
            #expect(try types(migration) == "bigint, boolean, numeric")
            #expect(try migration.query("INSERT INTO t (a) VALUES (4) RETURNING enabled, n") == "f|1")
        }
    }

    @Test func `case 8: a fraction in an INTEGER column is kept, and told with its row`() throws {
        let sql = "CREATE TABLE item (price INTEGER); INSERT INTO item VALUES (1), (2.32), (5);"
        try Migration.prepare(sql) { (migration) throws in
            let told = try migration.compile().errors
            #expect(
                told.contains(
                    "column item.price, declared INTEGER, holds 1 real number: it becomes double precision, not bigint"),
                "\(told)")
            #expect(told.contains("note: for example a real number in rowid 2"), "\(told)")
        }
        try Migration.run(sql) { (migration) throws in
            #expect(try migration.query("SELECT price FROM item ORDER BY 1") == "1\n2.32\n5")
        }
        // What a double cannot hold beside the fraction needs an exact number.
        try Migration.run("CREATE TABLE item (price INTEGER); INSERT INTO item VALUES (2.5), (9007199254740993);") {
            (migration) throws in
            #expect(try types(migration, of: "item") == "numeric")
            #expect(try migration.query("SELECT price FROM item ORDER BY 1") == "2.5\n9007199254740993")
        }
    }

    @Test func `case 9: a number among texts becomes its digits, and is counted`() throws {
        let sql = "CREATE TABLE t (a, b BOOLEAN); INSERT INTO t VALUES (0, 'maybe'), ('x', 1), ('y', 0), (2.5, 1);"
        try Migration.prepare(sql) { (migration) throws in
            let told = try migration.compile().errors
            #expect(told.contains("warning[PLN0412]: column t.a holds 2 numbers, which become text"), "\(told)")
        }
        try Migration.run(sql) { (migration) throws in
            #expect(try types(migration) == "text, text")
            #expect(try migration.query("SELECT a, b FROM t ORDER BY a") == "0|maybe\n2.5|1\nx|1\ny|0")
        }
    }

    @Test func `case 14: a precision is kept where all values have it, and left out where one has not`() throws {
        let sql = "CREATE TABLE t (fits DECIMAL(5,2), price DECIMAL(5,2)); INSERT INTO t VALUES (123.45, 1230.99);"
        try Migration.prepare(sql) { (migration) throws in
            #expect(
                try migration.compile().errors.contains(
                    "column t.price, declared DECIMAL(5,2), holds numbers of 4 digits before the point and 2 after it: it becomes numeric, not numeric(5,2)"
                ))
        }
        try Migration.run(sql) { (migration) throws in
            #expect(try types(migration) == "numeric(5,2), numeric")
            #expect(try migration.query("SELECT * FROM t") == "123.45|1230.99")
        }
    }

    @Test func `case 15: a decimal that SQLite has rounded is copied as it is stored, and told`() throws {
        let sql = """
            CREATE TABLE t (n NUMERIC); INSERT INTO t VALUES ('12345678901234567890.0123456789'), (1.25);
            """
        try Migration.prepare(sql) { (migration) throws in
            try migration.expectSettled(
                "source.db: table t:1:17: warning[PLN0421]: column t.n, declared NUMERIC, holds 2 numbers stored as floating point, of up to 20 digits before the point and 2 after it",
                snippets: 1, exitCode: 0)
        }
        try Migration.run(sql) { (migration) throws in
            #expect(try migration.query("SELECT n FROM t ORDER BY n DESC") == "12345678901234567000\n1.25")
        }
        // What a double holds to the digit is not worth a word.
        try Migration.prepare("CREATE TABLE t (n NUMERIC); INSERT INTO t VALUES (12.34), (1e15);") {
            (migration) throws in
            #expect(try migration.compile().errors == "")
        }
    }

    @Test func `case 17: a text longer than declared is told with its length and its row`() throws {
        let sql =
            "CREATE TABLE t (name VARCHAR(3), fits VARCHAR(3)); INSERT INTO t VALUES ('äöü', 'äöü'), ('abcd', 'x ');"
        try Migration.prepare(sql) { (migration) throws in
            let told = try migration.compile().errors
            #expect(
                told.contains(
                    "column t.name, declared VARCHAR(3), holds a text of 4 characters: it becomes text, not varchar(3)")
            )
            #expect(told.contains("note: for example the longest text in rowid 2"), "\(told)")
        }
        try Migration.run(sql) { (migration) throws in
            #expect(try types(migration) == "text, character varying(3)")
            #expect(try migration.query("SELECT name, '[' || fits || ']' FROM t") == "äöü|[äöü]\nabcd|[x ]")
        }
    }

    @Test func `case 19: odd declared types go by a row, by their affinity, or by what they hold`() throws {
        let sql = """
            CREATE TABLE t (a double precision, b NUMBER, c byte[], d long, e int(5), f INT UNSIGNED,
                g unsigned big int, h, i "weird ( type", j TEXT NOCASE, k DEVICE_TYPE, l POINT, m "no such (1, 2, 3)");
            INSERT INTO t VALUES (1.5, 12.5, x'00ff', 1, 2, 3, 4, 5, 'x', 'y', 6, x'01', 'z'),
                (2, 7, NULL, NULL, NULL, NULL, NULL, 'mixed', 1, 'w', 7, NULL, NULL);
            """
        try Migration.run(sql) { (migration) throws in
            #expect(
                try types(migration)
                    == "double precision, numeric, bytea, bigint, bigint, bigint, bigint, text, text, text, bigint, bytea, text"
            )
            #expect(try migration.query("SELECT c, h, i FROM t WHERE a = 1.5") == "\\x00ff|5|x")
        }
    }

    @Test func `case 22: JSON that jsonb would change becomes json, and what is none stays text`() throws {
        let sql = #"""
            CREATE TABLE t (plain JSON, twice JSON, nul JSON, alone JSON, word JSON);
            INSERT INTO t VALUES ('{"b": 1, "a": [null]}', '{"a": 1, "a": 2}', '{"a": "\u0000"}', '"\ud800"', 'NULL'),
                ('[]', '{}', '[]', '[]', '"x"');
            """#
        try Migration.prepare(sql) { (migration) throws in
            let told = try migration.compile().errors
            for column in ["twice", "nul", "alone"] {
                #expect(
                    told.contains(
                        "column t.\(column), declared JSON, holds texts that are no jsonb: it becomes json, not jsonb"))
            }
            #expect(
                told.contains("column t.word, declared JSON, holds a text that is no jsonb: it becomes text, not jsonb")
            )
            #expect(told.contains("note: for example a text of another form in rowid 1"), "\(told)")
        }
        try Migration.run(sql) { (migration) throws in
            #expect(try types(migration) == "jsonb, json, json, json, text")
            #expect(
                try migration.query("SELECT twice, nul, alone, word FROM t LIMIT 1")
                    == #"{"a": 1, "a": 2}|{"a": "\u0000"}|"\ud800"|NULL"#)
        }
    }

    @Test func `case 23: UUIDs in the usual shapes become uuid where all are, and are told where not`() throws {
        let sql = """
            CREATE TABLE t (texts UUID, blobs GUID, mixed UUID, spoilt UUID, short UUID);
            INSERT INTO t VALUES ('550e8400-e29b-41d4-a716-446655440000', x'550e8400e29b41d4a716446655440000',
                    '550e8400-e29b-41d4-a716-446655440000', '550e8400-e29b-41d4-a716-446655440000', x'00'),
                ('550E8400E29B41D4A716446655440001', NULL, x'550e8400e29b41d4a716446655440000', 'none', x'550e8400e29b41d4a716446655440000');
            """
        try Migration.prepare(sql) { (migration) throws in
            let told = try migration.compile().errors
            #expect(told.contains("column t.mixed, declared UUID, holds 1 blob: it becomes bytea, not uuid"), "\(told)")
            #expect(
                told.contains(
                    "column t.spoilt, declared UUID, holds a text that is no UUID: it becomes text, not uuid"),
                "\(told)")
            #expect(
                told.contains("column t.short, declared UUID, holds a blob of 1 byte: it becomes bytea, not uuid"),
                "\(told)")
        }
        try Migration.run(sql) { (migration) throws in
            #expect(try types(migration) == "uuid, uuid, bytea, text, bytea")
            #expect(
                try migration.query("SELECT texts, blobs FROM t LIMIT 1")
                    == "550e8400-e29b-41d4-a716-446655440000|550e8400-e29b-41d4-a716-446655440000")
        }
    }

    @Test func `the preset supabase takes integer, numeric and timestamptz as far as they hold the values`() throws {
        let sql = """
            CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, big INTEGER, on_day DATE, at DATETIME, price REAL,
                far REAL, flag BOOLEAN, name VARCHAR(20), raw BLOB, made DATETIME DEFAULT CURRENT_TIMESTAMP);
            INSERT INTO t VALUES (7, 3000000000, '2026-01-02', '2026-01-02 10:00:00', 0.1, 9e999, 1, 'x', x'00',
                '2026-01-02T10:00:00+02:00');
            """
        try Migration.prepare(sql) { (migration) throws in
            let told = try migration.compile(plan: "types: { preset: supabase }").errors
            #expect(
                told.contains(
                    "column t.big, declared INTEGER, holds integers from 3000000000 to 3000000000: it becomes bigint, not integer"
                ), "\(told)")
        }
        try Migration.run(sql, plan: "types: { preset: supabase }") { (migration) throws in
            #expect(
                try types(migration)
                    == "integer, bigint, date, timestamp with time zone, numeric, double precision, boolean, character varying(20), bytea, timestamp with time zone"
            )
            #expect(
                try migration.query(
                    "SET TimeZone = 'Asia/Tokyo'; SELECT at = '2026-01-02 10:00Z', price, made = '2026-01-02 08:00Z' FROM t"
                )
                    == "t|0.1|t")
            #expect(try migration.query("INSERT INTO t (price) VALUES (1) RETURNING id, made = now()") == "8|t")
        }
    }
}
