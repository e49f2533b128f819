import PlanDialects
import PlanTestSupport
import Testing

/// When triggers fire, in which order, and what they see.
@Suite(.requiresPostgres) struct TriggerFiringTests {
    @Test func `every time and event fires, with conditions on the row and with queries`() throws {
        let translations = try TriggerScenario(
            definitions: """
                CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT, n INTEGER, done BOOLEAN);
                CREATE TABLE log (n INTEGER PRIMARY KEY, what TEXT);
                CREATE TRIGGER bi BEFORE INSERT ON items BEGIN INSERT INTO log (what) VALUES ('bi ' || coalesce(NEW.name, '-')); END;
                CREATE TRIGGER ai AFTER INSERT ON items WHEN NEW.n > 1 BEGIN INSERT INTO log (what) VALUES ('ai ' || NEW.n); END;
                CREATE TRIGGER bu UPDATE ON items WHEN OLD.name IS NOT NEW.name BEGIN
                    INSERT INTO log (what) VALUES ('bu ' || coalesce(OLD.name, '-') || coalesce(NEW.name, '-'));
                END;
                CREATE TRIGGER au AFTER UPDATE OF n, done ON items
                    WHEN (SELECT n FROM log WHERE what = 'four') > 3 AND NEW.done BEGIN INSERT INTO log (what) VALUES ('au'); END;
                CREATE TRIGGER bd BEFORE DELETE ON items WHEN 1 BEGIN INSERT INTO log (what) SELECT 'bd ' || id FROM items WHERE id = OLD.id; END;
                CREATE TRIGGER ad AFTER DELETE ON items WHEN EXISTS (SELECT 1 FROM log WHERE what = 'bu ab') BEGIN
                    INSERT INTO log (what) VALUES ('ad ' || OLD.id);
                END;
                """,
            writes: [
                "INSERT INTO items (name, n) VALUES ('a', 1)", "INSERT INTO items (name, n) VALUES (NULL, 2)",
                "INSERT INTO items (name, n) VALUES ('c', 3)", "UPDATE items SET done = NULL WHERE id = 1",
                "UPDATE items SET n = n, name = 'b' WHERE name = 'a'",
                "UPDATE items SET name = name", "INSERT INTO log (what) VALUES ('four')",
                "UPDATE items SET n = 5, done = true WHERE id = 3", "DELETE FROM items WHERE n = 99",
                "DELETE FROM items WHERE id = 1", "DELETE FROM items WHERE id = 2",
            ]
        ).run()
        #expect(translations["ai"]?.triggerSQL.contains("FOR EACH ROW WHEN (new.n > 1)") == true)
        #expect(translations["bd"]?.triggerSQL.contains("WHEN") == false)
        #expect(translations["au"]?.triggerSQL.contains("AFTER UPDATE OF \"n\", \"done\" ON \"app\".\"items\"") == true)
        #expect(translations["ad"]?.functionSQL.contains("IF EXISTS (") == true)
    }

    @Test func `a trigger before a change sees the rows that the statement has changed already`() throws {
        let translations = try TriggerScenario(
            definitions: """
                CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER);
                CREATE TABLE seen (id INTEGER, n INTEGER);
                CREATE TRIGGER i BEFORE INSERT ON t BEGIN
                    SELECT RAISE(ABORT, 'twice') FROM t WHERE t.n = NEW.n;
                    UPDATE t SET n = n + 100 WHERE t.n = NEW.n + 1;
                END;
                CREATE TRIGGER u BEFORE UPDATE ON t BEGIN INSERT INTO seen SELECT id, n FROM t WHERE n > 5; END;
                CREATE TRIGGER d BEFORE DELETE ON t BEGIN INSERT INTO seen SELECT -id, n FROM t; END;
                """,
            writes: [
                "INSERT INTO t VALUES (1, 2), (2, 1), (3, 5)", "INSERT INTO t VALUES (4, 7), (5, 7)",
                "INSERT INTO t VALUES (6, 9), (7, 8)", "UPDATE t SET n = n * 2 WHERE id = 7",
                "DELETE FROM t WHERE id = 3",
            ]
        ).run()
        #expect(translations.values.allSatisfy { $0.notes.isEmpty })
    }

    @Test func `INSTEAD OF triggers write to the tables behind a view`() throws {
        try TriggerScenario(
            definitions: """
                CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT, n INTEGER);
                CREATE TABLE log (n INTEGER PRIMARY KEY, what TEXT);
                CREATE VIEW names AS SELECT items.id AS id, items.name AS name, items.n AS n FROM items WHERE items.n > 0;
                CREATE TRIGGER vi INSTEAD OF INSERT ON names WHEN NEW.name IS NOT NULL BEGIN
                    INSERT INTO items (id, name, n) VALUES (NEW.id, NEW.name, coalesce(NEW.n, 1));
                END;
                CREATE TRIGGER vu INSTEAD OF UPDATE ON names BEGIN
                    UPDATE items SET name = NEW.name WHERE id = OLD.id;
                    INSERT INTO log (what) VALUES (OLD.name || ' ' || NEW.name);
                END;
                CREATE TRIGGER vd INSTEAD OF DELETE ON names BEGIN DELETE FROM items WHERE id = OLD.id; END;
                """,
            writes: [
                "INSERT INTO names (id, name) VALUES (1, 'a'), (2, NULL), (3, 'c')",
                "INSERT INTO names VALUES (4, 'd', -1), (5, 'e', 2)",
                "UPDATE names SET name = name || '!' WHERE id > 1",
                "DELETE FROM names WHERE id <> 3",
            ]
        ).run()
    }

    @Test func `a trigger does not set off itself, directly or by way of others`() throws {
        let translations = try TriggerScenario(
            definitions: """
                CREATE TABLE docs (id INTEGER PRIMARY KEY, body TEXT, version INTEGER NOT NULL DEFAULT 0);
                CREATE TABLE a (id INTEGER PRIMARY KEY, n INTEGER);
                CREATE TABLE b (id INTEGER PRIMARY KEY, n INTEGER);
                CREATE TABLE tree (id INTEGER PRIMARY KEY, parent INTEGER);
                CREATE TABLE log (n INTEGER PRIMARY KEY, what TEXT);
                CREATE TRIGGER touch AFTER UPDATE ON docs BEGIN
                    UPDATE docs SET version = version + 1 WHERE id = NEW.id;
                END;
                CREATE TRIGGER a_to_b AFTER UPDATE ON a BEGIN
                    INSERT INTO log (what) VALUES ('a ' || NEW.n);
                    UPDATE b SET n = NEW.n + 1 WHERE id = NEW.id;
                END;
                CREATE TRIGGER b_to_a AFTER UPDATE OF n ON b BEGIN
                    INSERT INTO log (what) VALUES ('b ' || NEW.n);
                    UPDATE a SET n = NEW.n + 1 WHERE id = NEW.id;
                END;
                CREATE TRIGGER prune AFTER DELETE ON tree BEGIN DELETE FROM tree WHERE parent = OLD.id; END;
                CREATE TRIGGER once AFTER INSERT ON log WHEN NEW.what = 'again' BEGIN
                    INSERT INTO log (what) VALUES ('again');
                END;
                CREATE TRIGGER plain AFTER INSERT ON docs BEGIN INSERT INTO log (what) VALUES ('plain'); END;
                """,
            writes: [
                "INSERT INTO docs (id, body) VALUES (1, 'x'), (2, 'y'), (3, 'z')",
                "UPDATE docs SET body = 'new' WHERE id = 1",
                "UPDATE docs SET body = body", "BEGIN", "UPDATE docs SET version = 10 WHERE id = 2",
                "UPDATE docs SET version = 20", "COMMIT", "INSERT INTO a VALUES (1, 1), (2, 2)",
                "INSERT INTO b VALUES (1, 1), (2, 2)", "UPDATE a SET n = 10", "UPDATE b SET n = 100 WHERE id = 1",
                "INSERT INTO tree VALUES (1, NULL), (2, 1), (3, 2), (4, 1)", "DELETE FROM tree WHERE id = 1",
                "INSERT INTO log (what) VALUES ('again')", "INSERT INTO log (what) VALUES ('x')",
            ]
        ).run()
        #expect(translations["touch"]?.functionSQL.contains("set_config") == true)
        #expect(translations["touch"]?.notes.isEmpty == true)
        #expect(translations["a_to_b"]?.functionSQL.contains("set_config") == true)
        #expect(translations["plain"]?.functionSQL.contains("set_config") == false)
    }

    @Test func `after an error a trigger that guards itself fires as before`() throws {
        try TriggerScenario(
            definitions: """
                CREATE TABLE docs (id INTEGER PRIMARY KEY, n INTEGER, version INTEGER NOT NULL DEFAULT 0);
                CREATE TABLE limits (n INTEGER PRIMARY KEY);
                CREATE TRIGGER touch AFTER UPDATE ON docs BEGIN
                    UPDATE docs SET version = version + 1 WHERE id = NEW.id;
                    INSERT INTO limits VALUES (NEW.n);
                END;
                CREATE TRIGGER stop BEFORE INSERT ON docs WHEN NEW.n < 0 BEGIN
                    INSERT INTO docs VALUES (NEW.id + 1, 0, 0);
                    SELECT CASE WHEN NEW.n = -1 THEN RAISE(IGNORE) END;
                    INSERT INTO docs VALUES (NEW.id + 2, -1, 0);
                END;
                """,
            writes: [
                "INSERT INTO docs (id, n) VALUES (1, 1)", "UPDATE docs SET n = 5", "BEGIN", "UPDATE docs SET n = 6",
                "SAVEPOINT s", "UPDATE docs SET n = 5", "ROLLBACK TO s", "UPDATE docs SET n = 7", "RELEASE s", "COMMIT",
                "UPDATE docs SET n = 8", "INSERT INTO docs (id, n) VALUES (10, -1), (20, -2), (30, -1), (40, 3)",
                "INSERT INTO docs (id, n) VALUES (50, -1)",
            ]
        ).run()
    }

    @Test func `the newest trigger fires first, with or without columns`() throws {
        let tables = """
            CREATE TABLE items (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER);
            CREATE TABLE log (n INTEGER PRIMARY KEY, what TEXT);
            """
        let translations = try TriggerScenario(
            definitions: tables + """
                CREATE TRIGGER a1 AFTER UPDATE ON items BEGIN INSERT INTO log (what) VALUES ('a1'); END;
                CREATE TRIGGER b1 BEFORE UPDATE OF a ON items BEGIN INSERT INTO log (what) VALUES ('b1'); END;
                CREATE TRIGGER a2 AFTER UPDATE OF a ON items BEGIN INSERT INTO log (what) VALUES ('a2'); END;
                CREATE TRIGGER b2 BEFORE UPDATE ON items BEGIN INSERT INTO log (what) VALUES ('b2'); END;
                CREATE TRIGGER a3 AFTER UPDATE OF b, a ON items BEGIN INSERT INTO log (what) VALUES ('a3'); END;
                """,
            writes: [
                "INSERT INTO items VALUES (1, 1, 1), (2, 2, 2)", "UPDATE items SET a = 5 WHERE id = 1",
                "UPDATE items SET b = 5 WHERE id = 2",
            ]
        ).run()
        #expect(translations["a1"]?.triggerName == "t3_a1")
        #expect(translations["a3"]?.triggerName == "t1_a3")
        #expect(translations["b2"]?.triggerName == "t1_b2")
        #expect(translations["b2"]?.functionName == "b2_trigger")

        let kept = try TriggerScenario.translations(
            tables + """
                CREATE TRIGGER z AFTER UPDATE ON items BEGIN INSERT INTO log (what) VALUES ('z'); END;
                CREATE TRIGGER a AFTER UPDATE ON items BEGIN INSERT INTO log (what) VALUES ('a'); END;
                CREATE TRIGGER one BEFORE INSERT ON items WHEN NEW.a < 0 BEGIN SELECT RAISE(ABORT, 'a'); END;
                CREATE TRIGGER two BEFORE INSERT ON items WHEN NEW.b < 0 BEGIN SELECT RAISE(ABORT, 'b'); END;
                """)
        #expect(
            kept.map { $0.value.triggerName == $0.key }.allSatisfy { $0 }, "names that are in order, or may be in any")
    }

    @Test func `triggers after a change run beside foreign keys as in SQLite`() throws {
        let translations = try TriggerScenario(
            definitions: """
                CREATE TABLE p (id INTEGER PRIMARY KEY);
                CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p ON DELETE CASCADE);
                CREATE TABLE q (id INTEGER PRIMARY KEY);
                CREATE TABLE d (id INTEGER PRIMARY KEY, q INTEGER REFERENCES q);
                CREATE TABLE log (n INTEGER PRIMARY KEY, what TEXT);
                CREATE TABLE children (id INTEGER);
                CREATE TRIGGER before_p BEFORE DELETE ON p BEGIN
                    INSERT INTO log (what) SELECT 'child ' || c.id FROM c WHERE c.p = OLD.id;
                END;
                CREATE TRIGGER "AFTER_P" AFTER DELETE ON p BEGIN
                    INSERT INTO log (what) SELECT 'left ' || c.id FROM c WHERE c.p = OLD.id;
                    INSERT INTO log (what) VALUES ('gone ' || OLD.id);
                END;
                CREATE TRIGGER after_c AFTER DELETE ON c BEGIN INSERT INTO children VALUES (OLD.id); END;
                CREATE TRIGGER after_q AFTER DELETE ON q BEGIN DELETE FROM d WHERE d.q = OLD.id; END;
                CREATE TRIGGER after_d AFTER INSERT ON d BEGIN
                    INSERT INTO q SELECT NEW.q WHERE NOT EXISTS (SELECT 1 FROM q WHERE id = NEW.q) AND NEW.q < 10;
                END;
                """,
            writes: [
                "INSERT INTO p VALUES (1), (2)", "INSERT INTO c VALUES (1, 1), (2, 1), (3, 2)",
                "DELETE FROM p WHERE id = 1",
                "INSERT INTO q VALUES (1)", "INSERT INTO d VALUES (1, 1), (2, 1)", "INSERT INTO d VALUES (3, 2)",
                "INSERT INTO d VALUES (4, 11)", "DELETE FROM q WHERE id = 1",
            ]
        ).run()
        #expect(translations["AFTER_P"]?.triggerName == "t1_AFTER_P")
        #expect(translations["after_q"]?.triggerName == "1_after_q")
    }

    @Test func `rows that have no rowid of their own are found by their key`() throws {
        let translations = try TriggerScenario(
            definitions: """
                CREATE TABLE links (a TEXT, b INTEGER, touched INTEGER DEFAULT 0, PRIMARY KEY (a, b));
                CREATE TRIGGER ai AFTER INSERT ON links BEGIN UPDATE links SET touched = 1 WHERE rowid = NEW.rowid; END;
                CREATE TRIGGER au AFTER UPDATE ON links BEGIN
                    UPDATE links SET touched = touched + 1 WHERE NEW._rowid_ = links.oid AND touched < 5;
                    DELETE FROM links WHERE rowid = NEW.rowid AND NEW.b = 77;
                END;
                """,
            writes: [
                "INSERT INTO links (a, b) VALUES ('x', 1), ('x', 2)", "UPDATE links SET b = b + 10 WHERE b = 1",
                "UPDATE links SET touched = touched", "UPDATE links SET touched = 9 WHERE b = 2",
                "UPDATE links SET b = 77 WHERE b = 2",
            ]
        ).run()
        #expect(translations["au"]?.notes.isEmpty == true)
    }

    @Test func `a body that is hard to quote, and long names`() throws {
        let long = "trigger_" + String(repeating: "n", count: 80)
        let translations = try TriggerScenario(
            definitions: """
                CREATE TABLE "My Items" ("Id" INTEGER PRIMARY KEY, "the ""n"" x" TEXT, "select" TEXT, found TEXT);
                CREATE TABLE log (n INTEGER PRIMARY KEY, what TEXT);
                CREATE TRIGGER "\(long)" AFTER INSERT ON "My Items" BEGIN
                    INSERT INTO log (what) VALUES ('it''s $trigger$ \\ ' || NEW."the ""n"" x" || '
                second line' || "string");
                    UPDATE "My Items" SET found = "select" || found || 'x' WHERE "Id" = NEW."Id" AND found IS NOT NULL;
                END;
                """,
            writes: ["INSERT INTO \"My Items\" VALUES (1, 'n', 's', 'f'), (2, 'm', NULL, 'g')"]
        ).run()
        let translation = try #require(translations[long])
        #expect(translation.triggerName.utf8.count <= 63 && translation.functionName.utf8.count <= 63)
        #expect(translation.functionSQL.contains("AS $trigger1$\n"))
    }

    @Test func `what a statement of several rows can tell is noted`() throws {
        let tables = """
            CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, v INTEGER);
            CREATE TABLE sums (n INTEGER);
            """
        let noted: KeyValuePairs = [
            "AFTER INSERT ON t BEGIN UPDATE sums SET n = (SELECT n FROM t); END": true,
            "AFTER INSERT ON t BEGIN DELETE FROM t WHERE n < NEW.n; END": true,
            "AFTER UPDATE ON t WHEN (SELECT n FROM t WHERE id = 1) > 0 BEGIN DELETE FROM sums; END": true,
            "AFTER UPDATE ON t BEGIN UPDATE t SET v = v + 1 WHERE id = NEW.id; END": false,
            "AFTER UPDATE ON t BEGIN UPDATE t SET v = v + 1 WHERE NEW.rowid = id AND n > 1; END": false,
            "AFTER DELETE ON t BEGIN UPDATE sums SET n = n - OLD.n; END": false,
            "BEFORE INSERT ON t BEGIN INSERT INTO sums VALUES (NEW.n); END": false,
            "BEFORE INSERT ON t BEGIN INSERT INTO sums VALUES (NEW.id); END": true,
        ]
        for (trigger, isNoted) in noted {
            let sql = tables + "CREATE TRIGGER x \(trigger);"
            let notes = try #require(try TriggerScenario.translations(sql)["x"]).notes
            #expect(notes.isEmpty != isNoted, "\(trigger)")
        }
        let both = try TriggerScenario.translations(
            tables + """
                CREATE TRIGGER limited BEFORE INSERT ON t WHEN (SELECT n FROM sums) > 3 BEGIN SELECT RAISE(ABORT, 'full'); END;
                CREATE TRIGGER counted AFTER INSERT ON t BEGIN UPDATE sums SET n = n + 1; END;
                """)
        let cascade = try TriggerScenario.translations(
            tables + """
                CREATE TABLE c (t INTEGER REFERENCES t ON DELETE CASCADE);
                CREATE TRIGGER of_t AFTER DELETE ON t BEGIN INSERT INTO sums VALUES (OLD.id); END;
                CREATE TRIGGER of_c AFTER DELETE ON c BEGIN UPDATE sums SET n = n + 1; END;
                """)
        #expect(cascade["of_t"]?.notes.count == 1 && cascade["of_c"]?.notes.isEmpty == true)
        #expect(both["limited"]?.notes.count == 1 && both["counted"]?.notes.isEmpty == true)
    }

    @Test func `triggers that PostgreSQL cannot have are refused`() throws {
        let tables = """
            CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, g INTEGER GENERATED ALWAYS AS (n + 1) STORED);
            CREATE TABLE other (id INTEGER PRIMARY KEY, n INTEGER);
            CREATE VIEW v AS SELECT id, n FROM t;
            CREATE VIRTUAL TABLE words USING fts5(word);
            CREATE TRIGGER back AFTER DELETE ON other BEGIN UPDATE t SET n = 0 WHERE id = OLD.id; END;
            """
        for (trigger, reason) in [
            "BEFORE UPDATE ON t BEGIN UPDATE t SET n = 1 WHERE id = NEW.id; END": "before the change",
            "BEFORE DELETE ON t BEGIN DELETE FROM other WHERE id = OLD.id; END": "before the change",
            "BEFORE UPDATE ON t BEGIN REPLACE INTO t (id, n) VALUES (NEW.id, 1); END": "before the change",
            "BEFORE INSERT ON t WHEN NEW.g > 1 BEGIN DELETE FROM other; END": "computes 'g'",
            "AFTER UPDATE OF nosuch ON t BEGIN DELETE FROM other; END": "never fires",
            "AFTER UPDATE OF rowid ON t BEGIN DELETE FROM other; END": "no rowid",
            "INSTEAD OF UPDATE OF n ON v BEGIN DELETE FROM other; END": "which columns are set",
            "AFTER INSERT ON t BEGIN INSERT INTO words VALUES ('x'); END": "not carried over",
            "AFTER INSERT ON t BEGIN UPDATE other SET n = OLD.n; END": "no column 'OLD.n'",
        ] {
            // SQLite itself refuses some when they run, none when they are created.
            try TriggerScenario.expectRefused("x", reason, tables + "CREATE TRIGGER x \(trigger);")
        }
    }
}
