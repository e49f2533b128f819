import PlanDialects
import PlanTestSupport
import Testing

/// The statements of a trigger's body.
@Suite(.requiresPostgres) struct TriggerChangeTests {
    @Test func `inserts of values and of queries, NULL asking for a number`() throws {
        try TriggerScenario(
            definitions: """
                CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT, done BOOLEAN);
                CREATE TABLE log (n INTEGER PRIMARY KEY, what TEXT DEFAULT 'nothing', item INTEGER, done BOOLEAN);
                CREATE TRIGGER a AFTER INSERT ON items BEGIN
                    INSERT INTO log VALUES (NULL, 'new ' || NEW.name, NEW.id, 1);
                    INSERT INTO log (what, item) VALUES ('one', 1), (NULL, NEW.rowid), (5, '7');
                    INSERT INTO log (n) VALUES (NULL);
                    INSERT INTO log (n, what, item) SELECT NULL, coalesce(name, "none"), id FROM items WHERE id <= NEW.id;
                    INSERT INTO log (what) SELECT 'a' UNION SELECT 'b' ORDER BY 1;
                    INSERT INTO log (what, item) SELECT DISTINCT 'same', 1 FROM items;
                END;
                """,
            writes: [
                "INSERT INTO items (name, done) VALUES ('x', NULL)", "INSERT INTO items (name) VALUES (NULL)",
            ]
        ).run()
    }

    @Test func `updates with conditions, rows of values, queries and other tables`() throws {
        try TriggerScenario(
            definitions: """
                CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT, n INTEGER);
                CREATE TABLE totals (id INTEGER PRIMARY KEY, name TEXT, sum INTEGER DEFAULT 0, last INTEGER);
                CREATE TRIGGER a AFTER UPDATE OF n ON items BEGIN
                    UPDATE totals SET sum = sum + NEW.n - OLD.n, last = NEW.id WHERE totals.name = NEW.name;
                    UPDATE totals SET (last, name) = (NEW.n, NEW.name || '!') WHERE sum > 100;
                    UPDATE totals SET (name, sum) = (SELECT name, n FROM items WHERE id = totals.id) WHERE sum < 0;
                    UPDATE totals SET last = i.n FROM items AS i WHERE i.name = totals.name AND totals.sum = 50;
                END;
                CREATE TRIGGER d AFTER DELETE ON items WHEN OLD.n IS NOT NULL BEGIN
                    DELETE FROM totals WHERE name = OLD.name AND NOT EXISTS (SELECT 1 FROM items WHERE name = OLD.name);
                    DELETE FROM totals WHERE rowid = OLD.rowid + 100;
                END;
                """,
            writes: [
                "INSERT INTO items VALUES (1, 'a', 1), (2, 'b', 2), (3, 'd', 3), (4, 'c', NULL)",
                "INSERT INTO totals (id, name) VALUES (1, 'a'), (2, 'b'), (3, 'c'), (9, 'c'), (103, 'x')",
                "UPDATE items SET n = 50 WHERE id = 1", "UPDATE items SET n = n + 1", "UPDATE items SET name = name",
                "UPDATE items SET n = -500 WHERE id = 2", "UPDATE items SET n = 700 WHERE id = 1",
                "DELETE FROM items WHERE id = 3", "DELETE FROM items",
            ]
        ).run()
    }

    @Test func `ON CONFLICT does nothing or updates, and sees the row that was not inserted`() throws {
        try TriggerScenario(
            definitions: """
                CREATE TABLE words (id INTEGER PRIMARY KEY, word TEXT);
                CREATE TABLE counts (word TEXT PRIMARY KEY, n INTEGER NOT NULL DEFAULT 1, last INTEGER);
                CREATE TABLE firsts (word TEXT UNIQUE, id INTEGER);
                CREATE TRIGGER a AFTER INSERT ON words BEGIN
                    INSERT INTO counts (word, last) VALUES (NEW.word, NEW.id)
                        ON CONFLICT (word) DO UPDATE SET n = n + 1, last = excluded.last WHERE counts.last < excluded.last;
                    INSERT INTO firsts SELECT NEW.word, NEW.id WHERE true ON CONFLICT DO NOTHING;
                    INSERT INTO firsts VALUES (NEW.word, 99) ON CONFLICT DO UPDATE SET id = firsts.id + 1;
                END;
                """,
            writes: [
                "INSERT INTO words (word) VALUES ('x')", "INSERT INTO words (word) VALUES ('x'), ('y'), ('x')",
                "INSERT INTO words VALUES (-5, 'x')",
            ]
        ).run()
    }

    @Test func `INSERT OR IGNORE passes over rows that lack a value or are there`() throws {
        let translations = try TriggerScenario(
            definitions: """
                CREATE TABLE words (id INTEGER PRIMARY KEY, word TEXT);
                CREATE TABLE seen (word TEXT NOT NULL UNIQUE, kind TEXT NOT NULL DEFAULT 'k');
                CREATE TABLE pairs (a TEXT NOT NULL, b INTEGER, PRIMARY KEY (a, b));
                CREATE TRIGGER a AFTER INSERT ON words BEGIN
                    INSERT OR IGNORE INTO seen (word) VALUES (NEW.word), ('always');
                    INSERT OR IGNORE INTO seen (word, kind) VALUES ('fixed', NULL), (NULL, 'x'), ('fixed', 'f');
                    INSERT OR IGNORE INTO pairs SELECT word, id FROM words WHERE id > 1;
                    INSERT OR ABORT INTO pairs SELECT 'abort', NEW.id;
                END;
                """,
            writes: [
                "INSERT INTO words (word) VALUES ('x')", "INSERT INTO words (word) VALUES (NULL), ('x'), ('y')",
                "INSERT INTO words VALUES (100, 'again')",
            ]
        ).run()
        #expect(translations["a"]?.notes.map(\.text).count == 1)
    }

    @Test func `REPLACE updates in place where nobody can tell, and deletes first where somebody can`() throws {
        let definitions = """
            CREATE TABLE words (id INTEGER PRIMARY KEY, word TEXT, n INTEGER);
            CREATE TABLE one (word TEXT PRIMARY KEY, n INTEGER, extra TEXT DEFAULT 'reset');
            CREATE TABLE two (id INTEGER PRIMARY KEY, word TEXT UNIQUE, n INTEGER UNIQUE);
            CREATE TABLE watched (word TEXT PRIMARY KEY, n INTEGER);
            CREATE TABLE none (word TEXT, n INTEGER);
            CREATE TABLE parents (word TEXT PRIMARY KEY, n INTEGER);
            CREATE TABLE children (word TEXT REFERENCES parents ON DELETE CASCADE);
            CREATE TABLE log (n INTEGER PRIMARY KEY, what TEXT);
            CREATE TRIGGER w AFTER INSERT ON watched BEGIN INSERT INTO log (what) VALUES ('in ' || NEW.n); END;
            CREATE TRIGGER a AFTER INSERT ON words BEGIN
                REPLACE INTO one (word, n) VALUES (NEW.word, NEW.n);
                INSERT OR REPLACE INTO two VALUES (NULL, NEW.word, NEW.n);
                INSERT OR REPLACE INTO watched VALUES (NEW.word, NEW.n);
                INSERT OR REPLACE INTO watched SELECT word || '2', n FROM words WHERE id = NEW.id;
                REPLACE INTO none VALUES (NEW.word, NEW.n);
                REPLACE INTO parents VALUES (NEW.word, NEW.n);
            END;
            """
        let translations = try TriggerScenario(
            definitions: definitions,
            writes: [
                "INSERT INTO words (word, n) VALUES ('a', 1)", "UPDATE one SET extra = 'kept'",
                "INSERT INTO children VALUES ('a')", "INSERT INTO words (word, n) VALUES ('b', 2), ('a', 3)",
                "INSERT INTO words (word, n) VALUES ('b', 3)", "INSERT INTO words (word, n) VALUES ('c', NULL)",
            ]
        ).run()
        let body = try #require(translations["a"]?.functionSQL)
        #expect(body.contains("INSERT INTO app.one (word, n) VALUES (new.word, new.n) ON CONFLICT (word) DO UPDATE"))
        #expect(body.contains("DELETE FROM app.two"))
    }

    @Test func `REPLACE of what may be NULL is told where SQLite would take a default`() throws {
        let notes = try TriggerScenario.translations(
            """
            CREATE TABLE words (id INTEGER PRIMARY KEY, word TEXT, n INTEGER);
            CREATE TABLE one (word TEXT PRIMARY KEY, n INTEGER NOT NULL DEFAULT 7, m INTEGER NOT NULL);
            CREATE TRIGGER given AFTER INSERT ON words BEGIN REPLACE INTO one VALUES (NEW.word, NEW.n, NEW.id); END;
            CREATE TRIGGER constant AFTER INSERT ON words BEGIN REPLACE INTO one VALUES (NEW.word, 1, 2); END;
            CREATE TRIGGER absent AFTER INSERT ON words BEGIN REPLACE INTO one (word, m) VALUES (NEW.word, 2); END;
            """
        ).mapValues { $0.notes.map(\.text).filter { $0.contains("REPLACE") } }
        #expect(
            notes["given"] == ["PostgreSQL fails where 'n' would be NULL; REPLACE takes the default of it"])
        #expect(notes["constant"] == [] && notes["absent"] == [])
    }

    @Test func `what PostgreSQL has no equal for is refused at its place`() throws {
        let tables = """
            CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, n INTEGER);
            CREATE TABLE plain (a TEXT, n INTEGER);
            CREATE TABLE folded (a TEXT COLLATE NOCASE PRIMARY KEY, n INTEGER);
            CREATE TABLE partial (a TEXT PRIMARY KEY, n INTEGER); CREATE UNIQUE INDEX p ON partial (n) WHERE n > 0;
            CREATE TABLE gone (a TEXT PRIMARY KEY); CREATE TABLE gone_log (a TEXT);
            CREATE TRIGGER gone_d AFTER DELETE ON gone BEGIN INSERT INTO gone_log VALUES (OLD.a); END;
            CREATE TRIGGER gone_i AFTER INSERT ON gone BEGIN INSERT INTO gone_log VALUES (NEW.a); END;
            """
        for (body, reason) in [
            "UPDATE OR IGNORE plain SET a = NEW.a": "no UPDATE OR IGNORE",
            "UPDATE plain SET rowid = 5": "no rowid", "INSERT INTO plain (rowid, a) VALUES (1, 'x')": "no rowid",
            "UPDATE plain SET n = NEW.a": "text is put into a column of type bigint",
            "UPDATE plain SET nosuch = 1": "no column", "INSERT INTO plain VALUES (1)": "not as many",
            "INSERT INTO nosuch VALUES (1)": "no table", "DELETE FROM plain WHERE rowid = NEW.id": "no rowid",
            "INSERT INTO folded VALUES (NEW.a, 1) ON CONFLICT (a) DO UPDATE SET n = 2": "different texts",
            "REPLACE INTO partial VALUES (NEW.a, 1)": "unique index", "REPLACE INTO gone VALUES (NEW.a)": "DELETE",
            "UPDATE plain SET n = frobnicate(NEW.n)": "application", "SELECT frobnicate(NEW.n)": "application",
            "INSERT INTO plain SELECT a, n FROM t WHERE unqualified = 1": "no column",
            "UPDATE plain SET n = id": "no column",
        ] {
            try TriggerScenario.expectRefused(
                "x", reason, tables + "CREATE TRIGGER x AFTER INSERT ON t BEGIN \(body); END;")
        }
    }
}
