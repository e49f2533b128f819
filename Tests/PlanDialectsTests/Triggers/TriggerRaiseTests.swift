import PlanDialects
import PlanTestSupport
import Testing

/// RAISE in its forms.
@Suite(.requiresPostgres) struct TriggerRaiseTests {
    private static let tables = """
        CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT, n INTEGER);
        CREATE TABLE parents (id INTEGER PRIMARY KEY, name TEXT, n INTEGER);
        CREATE TABLE log (n INTEGER PRIMARY KEY, what TEXT);
        """

    @Test func `errors by condition, by row and by case`() throws {
        try TriggerScenario(
            definitions: Self.tables + """
                CREATE TRIGGER a BEFORE INSERT ON items BEGIN
                    SELECT RAISE(ABORT, 'negative') WHERE NEW.n < 0;
                    SELECT RAISE(ROLLBACK, "a ""b"" c") FROM parents WHERE parents.name = NEW.name AND parents.n = 0;
                    SELECT CASE WHEN (SELECT id FROM parents WHERE id = NEW.n) IS NULL THEN RAISE(ABORT, 'no parent') END;
                    SELECT CASE NEW.name WHEN 'one' THEN RAISE(ABORT, 'one') WHEN 'two' THEN 2 ELSE
                        CASE WHEN NEW.name IS NULL THEN RAISE(FAIL, 'none') END END WHERE NEW.n <> 7;
                    SELECT CASE WHEN parents.name = NEW.name THEN RAISE(ABORT, 'taken')
                        WHEN parents.n = NEW.n THEN RAISE(ABORT, 'number taken') ELSE 1 END FROM parents WHERE parents.n > 0;
                    SELECT id FROM parents;
                    INSERT INTO log (what) VALUES ('passed ' || NEW.name);
                END;
                CREATE TRIGGER b AFTER DELETE ON parents WHEN OLD.n = 5 BEGIN SELECT RAISE(ABORT, kept); END;
                """,
            writes: [
                "INSERT INTO parents VALUES (1, 'p', 0), (2, 'q', 3), (3, 'r', 5), (7, 's', -1)",
                "INSERT INTO items (id, name, n) VALUES (1, 'x', -1)",
                "INSERT INTO items (id, name, n) VALUES (1, 'p', 1)",
                "INSERT INTO items (id, name, n) VALUES (1, 'x', 9)",
                "INSERT INTO items (id, name, n) VALUES (1, 'x', 1)",
                "INSERT INTO items (id, name, n) VALUES (2, 'one', 1)",
                "INSERT INTO items (id, name, n) VALUES (2, 'two', 1)",
                "INSERT INTO items (id, name, n) VALUES (3, 'one', 7)",
                "INSERT INTO items (id, name, n) VALUES (4, NULL, 1)",
                "INSERT INTO items (id, name, n) VALUES (5, 'q', 1)",
                "INSERT INTO items (id, name, n) VALUES (5, 'x', 3)",
                "INSERT INTO items (id, name, n) VALUES (6, 'x', 2), (7, 'q', 2)", "DELETE FROM parents WHERE id = 3",
                "DELETE FROM parents WHERE id = 2",
            ]
        ).run()
    }

    @Test func `RAISE(IGNORE) leaves the row out and goes on with the next`() throws {
        let translations = try TriggerScenario(
            definitions: Self.tables + """
                CREATE VIEW v AS SELECT items.id AS id, items.n AS n FROM items;
                CREATE TRIGGER first BEFORE INSERT ON items BEGIN INSERT INTO log (what) VALUES ('first ' || NEW.n); END;
                CREATE TRIGGER skip BEFORE INSERT ON items WHEN NEW.n < 0 BEGIN
                    INSERT INTO log (what) VALUES ('skip ' || NEW.n);
                    SELECT RAISE(IGNORE);
                    INSERT INTO log (what) VALUES ('never');
                END;
                CREATE TRIGGER keep BEFORE DELETE ON items BEGIN SELECT RAISE(IGNORE) WHERE OLD.n = 1; END;
                CREATE TRIGGER fix BEFORE UPDATE OF n ON items BEGIN SELECT CASE WHEN NEW.n < OLD.n THEN RAISE(IGNORE) END; END;
                CREATE TRIGGER seen AFTER INSERT ON items BEGIN INSERT INTO log (what) VALUES ('after ' || NEW.n); END;
                CREATE TRIGGER vd INSTEAD OF DELETE ON v BEGIN
                    SELECT RAISE(IGNORE) WHERE OLD.n = 3;
                    DELETE FROM items WHERE id = OLD.id;
                END;
                """,
            writes: [
                "INSERT INTO items VALUES (1, 'a', 1)", "INSERT INTO items VALUES (2, 'b', -1)",
                "INSERT INTO items VALUES (3, 'c', 3)", "INSERT INTO items VALUES (4, 'd', 4)",
                "UPDATE items SET n = 4 WHERE n > 1",
                "UPDATE items SET n = 3 WHERE id = 4", "UPDATE items SET n = n - 1", "DELETE FROM v",
                "DELETE FROM items",
            ]
        ).run()
        // The newest fires first, and ends what the other would do.
        #expect(translations["skip"]?.triggerName == "t1_skip" && translations["first"]?.triggerName == "t2_first")
    }

    @Test func `an error has its message and is one of a constraint`() throws {
        let translation = try TriggerScenario.translations(
            Self.tables + """
                CREATE TRIGGER a BEFORE INSERT ON items WHEN NEW.n < 0 BEGIN
                    SELECT RAISE(ABORT, 'it''s 100% wrong');
                END;
                CREATE TRIGGER f BEFORE UPDATE ON items BEGIN SELECT RAISE(FAIL, 'kept'); END;
                """)
        #expect(
            translation["a"]?.functionSQL == """
                CREATE FUNCTION "app"."a_trigger"() RETURNS trigger
                LANGUAGE plpgsql
                AS $trigger$
                #variable_conflict use_column
                BEGIN
                    RAISE EXCEPTION USING MESSAGE = 'it''s 100% wrong', ERRCODE = 'integrity_constraint_violation';
                    RETURN NEW;
                END
                $trigger$
                """)
        #expect(
            translation["a"]?.triggerSQL == """
                CREATE TRIGGER "a" BEFORE INSERT ON "app"."items"
                FOR EACH ROW WHEN (new.n < 0)
                EXECUTE FUNCTION "app"."a_trigger"()
                """)
        #expect(translation["f"]?.notes.first?.text.contains("RAISE(FAIL)") == true)
    }

    @Test func `forms of RAISE without an equal are refused`() throws {
        for (body, reason) in [
            "SELECT RAISE(IGNORE)": "RAISE(IGNORE) after",
            "SELECT coalesce(RAISE(ABORT, 'x'), 1)": "inside an expression",
            "SELECT RAISE(ABORT, 'x') UNION SELECT 1": "several parts",
            "SELECT RAISE(ABORT, 'x'), id FROM items": "other columns",
            "SELECT CASE WHEN NEW.n > 0 THEN RAISE(ABORT, 'x') ELSE frobnicate(n) END FROM items": "application",
            "UPDATE items SET n = CASE WHEN n = 1 THEN RAISE(ABORT, 'x') END": "inside an expression",
        ] {
            try TriggerScenario.expectRefused(
                "x", reason, Self.tables + "CREATE TRIGGER x AFTER INSERT ON items BEGIN \(body); END;")
        }
    }
}
