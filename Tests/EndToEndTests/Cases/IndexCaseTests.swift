import PlanTestSupport
import Testing

/// Cases 47 to 53: indexes refuse what the source's refuse, take what they take, and keep their names.
@Suite(.requiresPostgres) struct IndexCaseTests {
    private static func definition(_ index: String) -> String { "SELECT pg_get_indexdef('\(index)'::regclass)" }

    @Test func `case 47: a partial unique index refuses only where its condition holds`() throws {
        let sql = """
            CREATE TABLE t (code TEXT, status TEXT); CREATE UNIQUE INDEX i ON t (code) WHERE status = 'active';
            INSERT INTO t VALUES ('a', 'active'), ('a', 'old'), ('a', 'old');
            """
        try Migration.run(sql) { (migration) throws in
            #expect(try migration.refusal(of: "INSERT INTO t VALUES ('a', 'active')") == "23505")
            #expect(try migration.refusal(of: "INSERT INTO t VALUES ('a', 'old')") == nil)
            #expect(try migration.refusal(of: "INSERT INTO t VALUES ('b', 'active')") == nil)
        }
    }

    @Test func `case 48: a default that reads like a condition makes no partial index`() throws {
        let sql = """
            CREATE TABLE t (a TEXT DEFAULT 'ask where it came from', b INTEGER); CREATE UNIQUE INDEX i ON t (b);
            INSERT INTO t (b) VALUES (1);
            """
        try Migration.run(sql) { (migration) throws in
            #expect(try migration.query("SELECT indpred IS NULL FROM pg_index WHERE indexrelid = 'i'::regclass") == "t")
            #expect(try migration.refusal(of: "INSERT INTO t VALUES ('there it came from', 1)") == "23505")
            #expect(try migration.query("INSERT INTO t (b) VALUES (2) RETURNING a") == "ask where it came from")
        }
    }

    @Test func `case 49: an index over an expression is one in the target`() throws {
        let sql = """
            CREATE TABLE i (a INTEGER, n TEXT); CREATE INDEX ix ON i (abs(a) DESC);
            CREATE UNIQUE INDEX iu ON i (a % 10, length(n)); INSERT INTO i VALUES (-3, 'x'), (4, 'yy');
            """
        try Migration.run(sql) { (migration) throws in
            #expect(try migration.query(Self.definition("ix")).hasSuffix(" USING btree (abs(a) DESC)"))
            #expect(try migration.refusal(of: "INSERT INTO i VALUES (14, 'zz')") == "23505")
            #expect(try migration.refusal(of: "INSERT INTO i VALUES (14, 'z')") == nil)
        }
    }

    @Test func `case 50: direction and collation of an index are kept`() throws {
        let sql = """
            CREATE TABLE t (a INTEGER, n TEXT); CREATE UNIQUE INDEX ix ON t (a DESC, n COLLATE NOCASE);
            INSERT INTO t VALUES (1, 'Anna');
            """
        try Migration.run(sql) { (migration) throws in
            #expect(
                try migration.query(Self.definition("ix")).hasSuffix(" USING btree (a DESC, lower((n COLLATE \"C\")))"))
            #expect(try migration.refusal(of: "INSERT INTO t VALUES (1, 'ANNA')") == "23505")
            #expect(try migration.refusal(of: "INSERT INTO t VALUES (2, 'ANNA')") == nil)
        }
    }

    @Test func `case 51: two names that begin with the same 63 bytes stay two, and are the same on every run`() throws {
        let first = "idx_17077_index_adwords_adgroup_dailies_on_external_adwords_adgroup_id"
        let second = "idx_17077_index_adwords_adgroup_dailies_on_external_adwords_campaign_id"
        let sql =
            "CREATE TABLE t (a INTEGER, b INTEGER); CREATE INDEX \(first) ON t (a); CREATE INDEX \(second) ON t (b);"
        try Migration.prepare(sql) { migration in
            let told = try migration.compile().errors
            let names =
                "SELECT indexname FROM pg_indexes WHERE schemaname = 'public' "
                + "ORDER BY pg_get_indexdef(indexname::regclass, 1, true)"
            try migration.run()
            let found = try migration.query(names)
            #expect(found.split(separator: "\n").count == 2)
            for (source, name) in zip([first, second], found.split(separator: "\n")) {
                #expect(name.utf8.count == 63 && source.hasPrefix(name.dropLast(9)))
                #expect(told.contains("the name of index \(source) is longer than 63 bytes and becomes '\(name)'"))
            }
            try migration.rollback()
            try migration.run()
            #expect(try migration.query(names) == found)
        }
    }

    @Test func `case 52: a constraint without a name gets one that is the same on every run`() throws {
        let sql = """
            CREATE TABLE c (component TEXT, version TEXT, UNIQUE (component, version));
            CREATE TABLE u (c TEXT, v TEXT, n INTEGER CHECK (n > 0), CHECK (c <> v),
                FOREIGN KEY (c, v) REFERENCES c (component, version));
            INSERT INTO c VALUES ('a', '1'), ('a', '2'); INSERT INTO u VALUES ('a', '2', 1);
            """
        let names =
            "SELECT string_agg(conname, ' ' ORDER BY conname) FROM pg_constraint WHERE conrelid <> 0 "
            + "AND connamespace = 'public'::regnamespace"
        try Migration.run(sql) { migration in
            #expect(try migration.query(names) == "c_component_version_key u_c_v_fkey u_check u_n_check")
            #expect(try migration.refusal(of: "INSERT INTO c VALUES ('a', '1')") == "23505")
            #expect(try migration.refusal(of: "INSERT INTO u VALUES ('a', '3', 1)") == "23503")
            try migration.rollback()
            // What else the schema holds has no say in the names.
            _ = try migration.query("CREATE TABLE other (n integer CONSTRAINT u_n_check CHECK (n > 0))")
            try migration.run()
            #expect(try migration.query(names) == "c_component_version_key u_c_v_fkey u_check u_n_check u_n_check")
        }
    }

    @Test(arguments: [
        ("k TEXT, PRIMARY KEY (k COLLATE NOCASE)", "23505"),
        ("k TEXT COLLATE NOCASE, PRIMARY KEY (k COLLATE BINARY)", nil),
        ("k TEXT COLLATE NOCASE PRIMARY KEY", "23505"), ("k TEXT, UNIQUE (k COLLATE NOCASE)", "23505"),
        ("k TEXT COLLATE NOCASE, UNIQUE (k COLLATE BINARY)", nil), ("k TEXT PRIMARY KEY COLLATE NOCASE", "23505"),
    ])
    func `case 53: a key compares by its own collation before the column's`(columns: String, refusal: String?) throws {
        for tail in columns.contains("PRIMARY") ? ["", " WITHOUT ROWID"] : [""] {
            let sql = "CREATE TABLE u (\(columns))\(tail); INSERT INTO u VALUES ('a'), ('É');"
            try Migration.prepare(sql) { migration in
                try migration.run()
                #expect(try migration.refusal(of: "INSERT INTO u VALUES ('A')") == refusal)
                #expect(try migration.refusal(of: "INSERT INTO u VALUES ('é')") == nil)
                #expect(try migration.refusal(of: "INSERT INTO u VALUES ('a')") == "23505")
            }
        }
    }

    @Test func `case 53: texts that differ in the case of ASCII letters collide where NOCASE makes them unique`() throws
    {
        let sql =
            "CREATE TABLE u (id INTEGER, n TEXT COLLATE NOCASE UNIQUE); INSERT INTO u VALUES (1, 'A'), (2, 'É'), (3, 'é');"
        try Migration.prepare(sql) { migration in
            try migration.expectSettled(
                "source.db: table u:1:29: warning[PLN0408]: column u.n compares by the collation NOCASE", snippets: 2,
                exitCode: 0)
            try migration.run()
            #expect(try migration.refusal(of: "INSERT INTO u VALUES (4, 'a')") == "23505")
            #expect(try migration.refusal(of: "INSERT INTO u VALUES (4, 'B')") == nil)
        }
        try Migration.run(
            "CREATE TABLE u (id INTEGER, n TEXT COLLATE NOCASE UNIQUE); INSERT INTO u VALUES (1, 'A');",
            plan: "tables: { u: { columns: { \"n\": { type: citext } } } }"
        ) { (migration) throws in
            #expect(try migration.refusal(of: "INSERT INTO u VALUES (4, 'a')") == "23505")
            #expect(try migration.query("SELECT id FROM u WHERE n = 'a'") == "1")
        }
    }
}
