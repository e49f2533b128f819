import PlanTestSupport
import Testing

/// Cases 42 and 44 to 46: keys as the source has them. Cases 36 to 43 are in `SequenceTests`.
@Suite(.requiresPostgres) struct KeyCaseTests {
    @Test func `case 42: ids are copied into an identity, which takes explicit ones from applications too`() throws {
        try Migration.run("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); INSERT INTO t VALUES (5, 'x');") {
            (migration) throws in
            #expect(try migration.query("SELECT id, a FROM t") == "5|x")
            #expect(try migration.query("INSERT INTO t VALUES (3, 'y') RETURNING id") == "3")
            #expect(try migration.query("INSERT INTO t (a) VALUES ('z') RETURNING id") == "6")
        }
    }

    @Test func `case 44: NULL in a primary key is told before anything is written`() throws {
        try Migration.prepare(
            "CREATE TABLE p (k TEXT PRIMARY KEY, v TEXT); INSERT INTO p VALUES (NULL, 'a'), (NULL, 'b'), ('c', 'd');"
        ) {
            migration in
            let empty = try migration.query("SELECT count(*) FROM pg_class")
            try migration.expectSettled(
                "source.db: table p:1:17: error[PLN0409]: column p.k is part of the primary key and is NULL in 2 rows",
                snippets: 3)
            #expect(try migration.query("SELECT count(*) FROM pg_class") == empty)
            try migration.run(plan: "tables: { p: { where: \"k IS NOT NULL\" } }")
            #expect(try migration.query("SELECT k, v FROM p") == "c|d")
            #expect(try migration.refusal(of: "INSERT INTO p VALUES (NULL, 'x')") == "23502")
            #expect(try migration.refusal(of: "INSERT INTO p VALUES ('c', 'x')") == "23505")
        }
    }

    @Test func `case 44: a unique constraint in the place of a primary key keeps the rows without one`() throws {
        let sql = """
            CREATE TABLE p (k TEXT PRIMARY KEY, v TEXT); INSERT INTO p VALUES (NULL, 'a'), (NULL, 'b'), ('c', 'd');
            CREATE TABLE c (k TEXT REFERENCES p); INSERT INTO c VALUES ('c'), (NULL);
            """
        try Migration.run(sql, plan: "tables: { p: { primary_key: unique } }") { (migration) throws in
            #expect(try migration.query("SELECT k, v FROM p ORDER BY v") == "|a\n|b\nc|d")
            #expect(try migration.query("INSERT INTO p VALUES (NULL, 'x') RETURNING v") == "x")
            #expect(try migration.refusal(of: "INSERT INTO p VALUES ('c', 'x')") == "23505")
            #expect(try migration.refusal(of: "INSERT INTO c VALUES ('z')") == "23503")
        }
    }

    @Test func `case 45: the columns of a key keep the key's order, not the table's`() throws {
        let sql = """
            CREATE TABLE t (a INTEGER, b TEXT, c TEXT, PRIMARY KEY (b, a)) WITHOUT ROWID;
            INSERT INTO t VALUES (2, 'x', 'one'), (1, 'x', 'two'), (1, 'y', 'three');
            """
        try Migration.run(sql) { (migration) throws in
            let key = "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 't_pkey'"
            #expect(try migration.query(key) == "PRIMARY KEY (b, a)")
            #expect(try migration.refusal(of: "INSERT INTO t VALUES (1, 'x', 'again')") == "23505")
        }
    }

    @Test func `case 46: rows that are equal arrive as often as they are there`() throws {
        let sql = """
            CREATE TABLE t (a INTEGER, b TEXT);
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
            INSERT INTO t SELECT i % 3, CASE i % 3 WHEN 0 THEN NULL ELSE 'x' END FROM n;
            DELETE FROM t WHERE rowid % 100 = 7;
            """
        try Migration.run(sql, plan: "load: { chunk_rows: 100 }") { (migration) throws in
            #expect(
                try migration.query("SELECT a, b, count(*) FROM t GROUP BY 1, 2 ORDER BY 1")
                    == "0||990\n1|x|990\n2|x|990")
            #expect(try migration.query("SELECT count(*) FROM pg_index WHERE indrelid = 't'::regclass") == "0")
        }
    }
}
