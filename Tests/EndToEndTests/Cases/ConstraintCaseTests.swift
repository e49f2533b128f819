import PlanTestSupport
import Testing

/// Cases 54 to 61: foreign keys and checks refuse what the source's refuse, and what cannot be carried is told.
@Suite(.requiresPostgres) struct ConstraintCaseTests {
    @Test func `case 54: a foreign key of two columns is one`() throws {
        let sql = """
            CREATE TABLE p (a INTEGER, b INTEGER, PRIMARY KEY (b, a));
            CREATE TABLE c (q INTEGER, p INTEGER, FOREIGN KEY (p, q) REFERENCES p (a, b));
            INSERT INTO p VALUES (1, 2), (3, 4); INSERT INTO c VALUES (2, 1);
            """
        try Migration.run(sql) { (migration) throws in
            #expect(
                try migration.query(
                    "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace")
                    == "1")
            #expect(try migration.refusal(of: "INSERT INTO c (p, q) VALUES (3, 4)") == nil)
            // Each half is there, the pair is not.
            #expect(try migration.refusal(of: "INSERT INTO c (p, q) VALUES (1, 4)") == "23503")
        }
    }

    @Test func `case 55: a foreign key that names no column means the parent's key`() throws {
        let sql = """
            CREATE TABLE p (x INTEGER, k TEXT PRIMARY KEY); CREATE TABLE c (r TEXT REFERENCES p ON DELETE CASCADE);
            INSERT INTO p VALUES (1, 'a'), (2, 'b'); INSERT INTO c VALUES ('a');
            """
        try Migration.run(sql) { (migration) throws in
            let clause =
                "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace"
            #expect(try migration.query(clause) == "FOREIGN KEY (r) REFERENCES p(k) ON DELETE CASCADE")
            #expect(try migration.refusal(of: "INSERT INTO c VALUES ('1')") == "23503")
            #expect(try migration.query("DELETE FROM p WHERE k = 'a'; SELECT count(*) FROM c") == "0")
        }
    }

    @Test(arguments: [
        ("preserve", "\"Notes\" (\"authorId\")"), ("lowercase", "notes (authorid)"),
        ("snake_case", "notes (author_id)"),
    ])
    func `case 56: foreign keys follow the naming of tables and columns`(naming: String, child: String) throws {
        let sql = """
            CREATE TABLE Users ("authorId" INTEGER PRIMARY KEY); INSERT INTO Users VALUES (7);
            CREATE TABLE Notes ("authorId" INTEGER REFERENCES users ("AUTHORID")); INSERT INTO Notes VALUES (7);
            """
        try Migration.run(sql, plan: "naming: \(naming)") { (migration) throws in
            #expect(try migration.refusal(of: "INSERT INTO \(child) VALUES (8)") == "23503")
            #expect(try migration.refusal(of: "INSERT INTO \(child) VALUES (7)") == nil)
        }
    }

    @Test func `case 57: a parent that PostgreSQL cannot take is told with both sides`() throws {
        let parents = "CREATE TABLE p (a INTEGER, b TEXT UNIQUE); "
        let cases = [
            ("x INTEGER REFERENCES nope", "over x cannot be carried: there is no table 'nope'"),
            ("x INTEGER REFERENCES p (a)", "over x cannot be carried: p(a) is not unique"),
            ("x INTEGER REFERENCES p (c)", "over x cannot be carried: 'p' has no column 'c'"),
            ("x INTEGER REFERENCES p (b)", "over x cannot be carried: the column has type bigint, its parent text"),
        ]
        for (column, reason) in cases {
            try Migration.prepare(parents + "CREATE TABLE c (\(column));") { migration in
                try migration.expectSettled(
                    "source.db: table c:1:27: error[PLN0507]: the foreign key of 'c' \(reason)", snippets: 1)
            }
        }
    }

    @Test func `case 58: rows without a parent are counted before the load, and can stay behind a key for new rows`()
        throws
    {
        let sql = """
            CREATE TABLE p (id INTEGER PRIMARY KEY); INSERT INTO p VALUES (1);
            CREATE TABLE c (id INTEGER PRIMARY KEY, pid INTEGER REFERENCES p);
            INSERT INTO c VALUES (1, 99), (2, 98), (3, 1), (4, NULL);
            """
        try Migration.prepare(sql) { migration in
            try migration.expectSettled(
                "source.db: table c:1:53: error[PLN0410]: 2 rows of 'c' name by pid a row of 'p' that does not exist",
                snippets: 3)
            try migration.run(plan: "tables: { c: { foreign_keys: { orphans: not_valid } } }")
            #expect(try migration.query("SELECT pid FROM c WHERE id < 3 ORDER BY id") == "99\n98")
            #expect(
                try migration.query(
                    "SELECT convalidated FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace"
                ) == "f")
            #expect(try migration.refusal(of: "INSERT INTO c VALUES (5, 97)") == "23503")
            try migration.rollback()
            // The rows that have no parent can be left out instead.
            try migration.run(plan: "tables: { c: { where: \"pid IS NULL OR pid IN (SELECT id FROM p)\" } }")
            #expect(try migration.query("SELECT id FROM c ORDER BY id") == "3\n4")
            #expect(
                try migration.query(
                    "SELECT convalidated FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace"
                ) == "t")
        }
    }

    @Test func `case 59: rows may name rows that come later, of their own table and around a circle`() throws {
        let sql = """
            CREATE TABLE employees (id INTEGER PRIMARY KEY, manager_id INTEGER REFERENCES employees (id));
            INSERT INTO employees VALUES (1, 3), (2, 1), (3, 2);
            CREATE TABLE a (id INTEGER PRIMARY KEY, b INTEGER REFERENCES b (id));
            CREATE TABLE b (id INTEGER PRIMARY KEY, a INTEGER REFERENCES a (id));
            INSERT INTO a VALUES (1, 1); INSERT INTO b VALUES (1, 1);
            """
        try Migration.run(sql) { (migration) throws in
            #expect(try migration.refusal(of: "INSERT INTO employees VALUES (4, 5)") == "23503")
            #expect(try migration.refusal(of: "UPDATE a SET b = 2") == "23503")
            #expect(try migration.refusal(of: "UPDATE b SET a = 2") == "23503")
        }
    }

    @Test func `case 60: a check refuses the same rows, or is told`() throws {
        let sql = """
            CREATE TABLE t (code TEXT, n, m INTEGER CHECK (m IN (1, 2) OR m IS NULL),
                CHECK (code GLOB 'A*' AND typeof(n) = 'integer')); INSERT INTO t VALUES ('Ab', 1, 2);
            """
        try Migration.run(sql) { (migration) throws in
            #expect(try migration.refusal(of: "INSERT INTO t VALUES ('B', 1, 1)") == "23514")
            #expect(try migration.refusal(of: "INSERT INTO t VALUES ('a', 1, 1)") == "23514")
            #expect(try migration.refusal(of: "INSERT INTO t VALUES ('A', 1, 3)") == "23514")
            #expect(try migration.refusal(of: "INSERT INTO t VALUES ('A', NULL, 1)") == "23514")
            #expect(try migration.refusal(of: "INSERT INTO t VALUES ('A', 1, NULL)") == nil)
        }
        try Migration.prepare("CREATE TABLE t (n INTEGER CHECK (n << n > 1));") { migration in
            try migration.expectSettled(
                "source.db: table t:1:39: error[PLN0501]: a CHECK of 't' cannot be carried", snippets: 2, open: 0)
        }
    }

    @Test func `case 60: checks of one name, or of a key's name, are told apart`() throws {
        let sql = """
            CREATE TABLE t (a INTEGER PRIMARY KEY CHECK (a > 0), CONSTRAINT t_a_check CHECK (a < 100),
                CONSTRAINT t_pkey CHECK (a <> 50), CONSTRAINT twice CHECK (a <> 60), CONSTRAINT twice CHECK (a <> 70));
            INSERT INTO t VALUES (1);
            """
        try Migration.run(sql) { (migration) throws in
            for value in [0, 100, 50, 60, 70] {
                #expect(try migration.refusal(of: "INSERT INTO t VALUES (\(value))") == "23514")
            }
            #expect(
                try migration.query("SELECT conname FROM pg_constraint WHERE conrelid = 't'::regclass ORDER BY 1")
                    == "t_a_check\nt_a_check_2\nt_pkey\nt_pkey_2\ntwice\ntwice_2")
        }
    }

    @Test func `case 61: deferred keys wait for the commit, and ON CONFLICT is told`() throws {
        let sql = """
            CREATE TABLE p (id INTEGER PRIMARY KEY);
            CREATE TABLE c (p INTEGER REFERENCES p DEFERRABLE INITIALLY DEFERRED, q INTEGER REFERENCES p);
            CREATE TABLE u (a INTEGER UNIQUE ON CONFLICT REPLACE, b INTEGER NOT NULL ON CONFLICT IGNORE);
            INSERT INTO u VALUES (1, 1);
            """
        try Migration.prepare(sql) { migration in
            let told = try migration.compile()
            for line in [
                "table u:1:27: warning[PLN0508]: ON CONFLICT REPLACE of 'u' is not carried: in PostgreSQL the statement fails",
                "table u:1:65: warning[PLN0508]: ON CONFLICT IGNORE of 'u' is not carried: in PostgreSQL the statement fails",
            ] { #expect(told.errors.contains("source.db: " + line), "\(told.errors)") }
            try migration.run()
            #expect(
                try migration.refusal(of: "BEGIN; INSERT INTO c VALUES (1, NULL); INSERT INTO p VALUES (1); COMMIT;")
                    == nil)
            #expect(try migration.refusal(of: "BEGIN; INSERT INTO c VALUES (2, NULL); COMMIT;") == "23503")
            #expect(
                try migration.refusal(of: "BEGIN; INSERT INTO c VALUES (NULL, 2); INSERT INTO p VALUES (2); COMMIT;")
                    == "23503")
            #expect(try migration.refusal(of: "INSERT INTO u VALUES (1, 2)") == "23505")
        }
    }
}
