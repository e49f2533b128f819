import PlanTestSupport
import Testing

/// Rows into tables as an application makes them: its types, triggers, circles and computed columns stay what they are.
@Suite(.requiresPostgres) struct ApplicationTableTests {
    @Test func `case 3: the application's integers stay four bytes wide`() throws {
        let source = """
            CREATE TABLE users (uuid TEXT NOT NULL PRIMARY KEY, enabled BOOLEAN NOT NULL, login INTEGER NOT NULL);
            INSERT INTO users VALUES ('6ec0bd7f-11c0-43da-975e-2a8ad9ebae0b', 1, 2147483647);
            """
        let target = "CREATE TABLE users (uuid char(36) PRIMARY KEY, enabled bool NOT NULL, login int4 NOT NULL);"
        try RowMigration.prepare(source: source, target: target) { (migration) throws in
            try migration.run()
            #expect(try migration.query("SELECT enabled, login, pg_typeof(login) FROM users") == "t|2147483647|integer")
        }
        try RowMigration.prepare(source: source + "UPDATE users SET login = 2147483648;", target: target) {
            (migration) throws in
            let told = try migration.compile()
            #expect(told.code == 65)
            #expect(
                told.errors.contains(
                    "error[PLN0430]: column users.login cannot become the target's integer: it holds integers from 2147483648"
                ), "\(told.errors)")
        }
    }

    @Test func `case 66: a framework's own table is recognised, and its rows stay`() throws {
        let source = """
            CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY);
            CREATE TABLE items (id INTEGER PRIMARY KEY);
            INSERT INTO alembic_version VALUES ('old'); INSERT INTO items VALUES (1);
            """
        let target = """
            CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY); CREATE TABLE items (id int PRIMARY KEY);
            INSERT INTO alembic_version VALUES ('new');
            """
        try RowMigration.prepare(source: source, target: target) { (migration) throws in
            let told = try migration.compile()
            #expect(told.code == 0)
            #expect(
                told.errors.contains(
                    "warning[PLN0328]: 'alembic_version' is a table that Alembic keeps for itself in each database"),
                "\(told.errors)")
            #expect(told.errors.contains("select:\n      exclude: [alembic_version]"), "\(told.errors)")
            let refused = try migration.tool.run("run", "out/graph.json", "--yes")
            #expect(refused.code == 3)
            #expect(refused.errors.contains("error[PLN0731]"), "\(refused.errors)")
            try migration.runAndBack("select: { exclude: [alembic_version] }") { (_) throws in
                #expect(try migration.query("SELECT version_num FROM alembic_version") == "new")
                #expect(try migration.query("SELECT id FROM items") == "1")
            }
            try migration.runAndBack("tables: { alembic_version: { existing: replace } }") { (_) throws in
                #expect(try migration.query("SELECT version_num FROM alembic_version") == "old")
            }
        }
    }

    @Test func `case 68: columns are matched by name, and one that the target lacks is told`() throws {
        let source = """
            CREATE TABLE notes (id INTEGER PRIMARY KEY, title TEXT, body TEXT, legacy TEXT);
            INSERT INTO notes VALUES (1, 'title', 'body', 'x');
            """
        let target =
            "CREATE TABLE notes (body text, id int PRIMARY KEY, title text, pinned bool NOT NULL DEFAULT false);"
        try RowMigration.prepare(source: source, target: target) { (migration) throws in
            let told = try migration.compile()
            #expect(told.code == 65)
            #expect(
                told.errors.contains(
                    "source.db: table notes:1:68: error[PLN0321]: the target's table 'notes' has no column 'legacy' for "
                        + "notes.legacy"), "\(told.errors)")
            #expect(told.errors.contains("tables:\n      notes:\n        columns:\n          legacy: { drop: true }"))
            try migration.run("tables: { notes: { columns: { legacy: { drop: true } } } }")
            #expect(try migration.query("SELECT id, title, body, pinned FROM notes") == "1|title|body|f")
        }
    }

    @Test func `triggers do not fire, circles hold, and types of the application's own are filled`() throws {
        let source = """
            CREATE TABLE teams (id INTEGER PRIMARY KEY, lead_id INTEGER, mood TEXT);
            CREATE TABLE people (id INTEGER PRIMARY KEY, team_id INTEGER, boss_id INTEGER, mail TEXT, loud TEXT);
            INSERT INTO teams VALUES (1, 2, 'glad'), (2, NULL, NULL);
            INSERT INTO people VALUES (1, 1, 2, 'a@x', 'stays behind'), (2, 1, 2, 'b@x', NULL), (3, 2, 1, 'c@x', NULL);
            """
        let target = """
            CREATE TYPE mood AS ENUM ('sad', 'glad'); CREATE DOMAIN mail AS varchar(20) CHECK (VALUE LIKE '%@%');
            CREATE TABLE people (
                id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, team_id bigint, boss_id bigint REFERENCES people,
                mail mail NOT NULL, loud text GENERATED ALWAYS AS (mail || '!') STORED);
            CREATE TABLE teams (id bigint PRIMARY KEY, lead_id bigint REFERENCES people, mood mood, changes int DEFAULT 0);
            ALTER TABLE people ADD CONSTRAINT member FOREIGN KEY (team_id) REFERENCES teams;
            CREATE FUNCTION changed() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN new.changes := 1; RETURN new; END';
            CREATE TRIGGER changed BEFORE INSERT OR UPDATE ON teams FOR EACH ROW EXECUTE FUNCTION changed();
            CREATE TRIGGER always BEFORE INSERT OR UPDATE ON teams FOR EACH ROW EXECUTE FUNCTION changed();
            CREATE TRIGGER off BEFORE INSERT OR UPDATE ON teams FOR EACH ROW EXECUTE FUNCTION changed();
            ALTER TABLE teams ENABLE ALWAYS TRIGGER always; ALTER TABLE teams DISABLE TRIGGER off;
            """
        try RowMigration.prepare(source: source, target: target) { (migration) throws in
            let structure = try Psql.structure(migration.conninfo)
            try migration.runAndBack { (_) throws in
                #expect(try Psql.structure(migration.conninfo) == structure)
                #expect(
                    try migration.query("SELECT id, lead_id, mood, changes FROM teams ORDER BY id")
                        == "1|2|glad|0\n2|||0")
                #expect(
                    try migration.query("SELECT id, team_id, boss_id, mail, loud FROM people ORDER BY id")
                        == "1|1|2|a@x|a@x!\n2|1|2|b@x|b@x!\n3|2|1|c@x|c@x!")
                #expect(try migration.query("SELECT nextval('people_id_seq')") == "4")
            }
            let told = try migration.compile("load: { existing: update }")
            #expect(told.code == 0)
            #expect(told.errors.contains("warning[PLN0323]: the target computes people.loud itself"), "\(told.errors)")
        }
        let wrong = source + "UPDATE teams SET mood = 'grim' WHERE id = 2;"
        try RowMigration.prepare(source: wrong, target: target) { (migration) throws in
            try #require(try migration.compile().code == 0)
            let run = try migration.tool.run("run", "out/graph.json", "--yes")
            #expect(run.code == 3)
            #expect(
                run.errors.contains("error[PLN0720]: teams: 'mood' is none of the values of public.mood, in 1 row"),
                "\(run.errors)")
        }
    }

    @Test func `a failure at the end leaves triggers, keys and rows as they were found`() throws {
        let source = """
            CREATE TABLE a (id INTEGER PRIMARY KEY, b_id INTEGER); CREATE TABLE b (id INTEGER PRIMARY KEY, a_id INTEGER);
            INSERT INTO a VALUES (1, 1), (2, 77); INSERT INTO b VALUES (1, 1);
            """
        let target = """
            CREATE TABLE a (id int PRIMARY KEY, b_id int); CREATE TABLE b (id int PRIMARY KEY, a_id int REFERENCES a);
            ALTER TABLE a ADD FOREIGN KEY (b_id) REFERENCES b; INSERT INTO a VALUES (9, NULL);
            CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
            CREATE TRIGGER f BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f();
            """
        try RowMigration.prepare(source: source, target: target) { (migration) throws in
            let before = try migration.dump()
            try #require(try migration.compile("load: { existing: append }").code == 0)
            let run = try migration.tool.run("run", "out/graph.json", "--yes")
            #expect(run.code == 1)
            #expect(run.errors.contains("a_b_id_fkey"), "\(run.errors)")
            #expect(try migration.dump() == before)
            // Where all parents come from the source, that is known before the first row is written.
            _ = try migration.query("DELETE FROM a")
            try #require(try migration.compile().code == 0)
            let refused = try migration.tool.run("run", "out/graph.json", "--yes")
            #expect(refused.code == 3)
            #expect(refused.errors.contains("rows name by b_id a row of 'b' that is not moved"), "\(refused.errors)")
            try migration.runAndBack("tables: { a: { foreign_keys: { orphans: \"null\" } } }") { (_) throws in
                #expect(try migration.query("SELECT id, b_id FROM a ORDER BY id") == "1|1\n2|")
            }
        }
    }

    @Test func `every type of the target is filled, by a codec or from its own spelling`() throws {
        let columns = [
            ("price", "money", "1234.5"), ("number", "oid", "4294967295"), ("span", "int4range", "'[1,5)'"),
            ("words", "tsvector", "replace('-a- -fat-', '-', char(39))"), ("moods", "mood[]", "'{sad,glad}'"),
            ("rest", "interval(0)", "'PT1S'"),
            ("shape", "circle", "'<(1,2),3>'"), ("place", "point", "'(1,2)'"), ("pair", "pair", "'(1,x)'"),
            ("list", "int[]", "'[1,2]'"), ("code", "char(3)", "'ab '"), ("kind", "name", "'n'"),
        ]
        let source =
            "CREATE TABLE t (id INTEGER PRIMARY KEY, \(columns.map(\.0).joined(separator: ", "))); "
            + "INSERT INTO t VALUES (1, \(columns.map(\.2).joined(separator: ", ")));"
        let target =
            "CREATE TYPE mood AS ENUM ('sad', 'glad'); CREATE TYPE pair AS (a int, b text); "
            + "CREATE TABLE t (id int PRIMARY KEY, \(columns.map { "\($0.0) \($0.1)" }.joined(separator: ", ")));"
        let spaceless = source.replacing("'ab '", with: "'abc'")
        try RowMigration.prepare(source: spaceless, target: target) { (migration) throws in
            try migration.runAndBack { (_) throws in
                #expect(
                    try migration.query(
                        "SELECT price::numeric, number, span, words, moods, rest, shape, pair, list FROM t")
                        == "1234.50|4294967295|[1,5)|'a' 'fat'|{sad,glad}|00:00:01|<(1,2),3>|(1,x)|{1,2}")
            }
        }
        // Another spelling of a value that PostgreSQL would write otherwise is no copy.
        let other = spaceless.replacing("'[1,5)'", with: "'[1,4]'")
        try RowMigration.prepare(source: other, target: target) { (migration) throws in
            let before = try migration.dump()
            try #require(try migration.compile().code == 0)
            let run = try migration.tool.run("run", "out/graph.json", "--yes")
            #expect(run.code == 1)
            #expect(
                run.errors.contains("span is '[1,4]' in the source and '[1,5)' in the target"), "\(run.errors)")
            #expect(try migration.dump() == before)
        }
    }

    @Test func `names of any kind are written as they are`() throws {
        let name = #""a""b $block$ %s.c""#
        let source =
            "CREATE TABLE \(name) (\(name) INTEGER PRIMARY KEY, v); INSERT INTO \(name) VALUES (1, 'x'), (2, 'y');"
        let target = """
            CREATE TABLE \(name) (v text, \(name) serial PRIMARY KEY, up int REFERENCES \(name));
            INSERT INTO \(name) VALUES ('old', 1);
            CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
            CREATE TRIGGER \(name) BEFORE INSERT ON \(name) FOR EACH ROW EXECUTE FUNCTION f();
            """
        for policy in ["update", "skip", "replace", "truncate"] {
            try RowMigration.prepare(source: source, target: target) { (migration) throws in
                try migration.runAndBack("load: { existing: \(policy) }") { (_) throws in
                    #expect(try migration.query("SELECT count(*) FROM \(name)") == "2")
                }
            }
        }
    }

    @Test func `a run that broke off before the merge is gone on with`() throws {
        let source = "CREATE TABLE t (id INTEGER PRIMARY KEY); INSERT INTO t VALUES (1), (2);"
        let target = "CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (2);"
        try RowMigration.prepare(source: source, target: target) { (migration) throws in
            try #require(try migration.compile("load: { existing: append, on_failure: keep }").code == 0)
            #expect(try migration.tool.run("run", "out/graph.json", "--yes").code == 1)
            #expect(try migration.query("SELECT id FROM t") == "2")
            _ = try migration.query("DELETE FROM t")
            let resumed = try migration.tool.run("run", "out/graph.json", "--yes", "--resume")
            #expect(resumed.code == 0, "\(resumed.errors)")
            #expect(try migration.query("SELECT id FROM t ORDER BY id") == "1\n2")
            try migration.rollback()
            #expect(try migration.query("SELECT count(*) FROM t") == "0")
            #expect(try migration.leftovers() == "")
        }
    }

    @Test func `trying a plan online touches nothing, and a rehearsal is refused`() throws {
        let source = "CREATE TABLE t (id INTEGER PRIMARY KEY); INSERT INTO t VALUES (5);"
        let target = "CREATE TABLE t (id serial PRIMARY KEY); INSERT INTO t VALUES (2);"
        try RowMigration.prepare(source: source, target: target) { (migration) throws in
            let before = try migration.dump()
            try #require(try migration.compile("load: { existing: replace }").code == 0)
            let tried = try migration.tool.run("validate", "sample.plan.yml", "--online")
            #expect(tried.code == 0, "\(tried.errors)")
            #expect(try migration.dump() == before)
            let rehearsed = try migration.tool.run("rehearse", "out/graph.json")
            #expect(rehearsed.code == 3)
            #expect(rehearsed.errors.contains("a throwaway server has none of the tables"), "\(rehearsed.errors)")
        }
    }

    @Test func `a table that has changed since refuses the run and is named`() throws {
        let source = "CREATE TABLE t (id INTEGER PRIMARY KEY); INSERT INTO t VALUES (1);"
        try RowMigration.prepare(source: source, target: "CREATE TABLE t (id int PRIMARY KEY)") { (migration) throws in
            try #require(try migration.compile().code == 0)
            _ = try migration.query("ALTER TABLE t ADD extra text")
            let run = try migration.tool.run("run", "out/graph.json", "--yes")
            #expect(run.code == 3)
            #expect(
                run.errors.contains(
                    "error[PLN0730]: the target is not what the graph was compiled for: table t: column extra is new;"),
                "\(run.errors)")
            _ = try migration.query("ALTER TABLE t DROP extra; CREATE TABLE unrelated (x int)")
            #expect(try migration.tool.run("run", "out/graph.json", "--yes").code == 0)
        }
    }

    @Test func `with both catalogs pinned a plan compiles with no database at hand`() throws {
        let source = "CREATE TABLE t (id INTEGER PRIMARY KEY); INSERT INTO t VALUES (1);"
        try RowMigration.prepare(source: source, target: "CREATE TABLE t (id int PRIMARY KEY)") { (migration) throws in
            let tool = migration.tool
            try tool.write(
                """
                plan: 1
                name: sample
                source: { sqlite: source.db, catalog: sample.catalog.json }
                target: { postgres: "${DATABASE_URL}", catalog: sample.target.json }
                mode: data
                """, to: "sample.plan.yml")
            #expect(try tool.run("snapshot", "sample.plan.yml").code == 0)
            let pinned = try tool.run("snapshot", "sample.plan.yml", "--target")
            #expect(pinned.output.hasPrefix("sample.target.json: 1 table, sha256:"), "\(pinned.output)\(pinned.errors)")
            if SchemaChecker.isExpected {
                #expect(try SchemaChecker.refused(files: [tool.path("sample.target.json")], by: "catalog").isEmpty)
            }
            var away = tool
            away.environment["DATABASE_URL"] = .some(nil)
            let compiled = try away.run("compile", "sample.plan.yml", "-o", "out")
            #expect(compiled.code == 0, "\(compiled.errors)")
            if SchemaChecker.isExpected {
                #expect(try SchemaChecker.refused(files: [tool.path("out/graph.json")], by: "graph").isEmpty)
            }
            #expect(try tool.run("compile", "sample.plan.yml", "-o", "out", "--check").code == 0)
            #expect(try tool.run("run", "out/graph.json", "--yes").code == 0)
            #expect(try migration.query("SELECT id FROM t") == "1")
        }
    }

    @Test func `scripts for psql do the same, and none is written that would empty tables for nothing`() throws {
        let source = "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); INSERT INTO t VALUES (1, 'a'), (2, 'b');"
        let target = "CREATE TABLE t (id serial PRIMARY KEY, v text); INSERT INTO t (v) VALUES ('old');"
        try RowMigration.prepare(source: source, target: target) { (migration) throws in
            let before = try migration.dump()
            try #require(try migration.compile("load: { existing: truncate }").code == 0)
            let bare = try Psql.runFile("out/run.sql", from: migration.tool.directory.path, migration.conninfo)
            #expect(!bare.isSuccess)
            #expect(bare.errors.contains("these scripts move rows and were written without them"), "\(bare.errors)")
            let written = try migration.tool.run("compile", "sample.plan.yml", "-o", "out", "--with-data")
            #expect(written.code == 0, "\(written.errors)")
            let done = try Psql.runFile("out/run.sql", from: migration.tool.directory.path, migration.conninfo)
            #expect(done.isSuccess, "\(done.errors)")
            #expect(try migration.query("SELECT id, v FROM t ORDER BY id") == "1|a\n2|b")
            #expect(try migration.query("SELECT nextval('t_id_seq')") == "3")
            let undone = try Psql.runFile(
                "out/rollback/run.sql", from: migration.tool.directory.path, migration.conninfo)
            #expect(undone.isSuccess, "\(undone.errors)")
            #expect(try migration.dump() == before)
        }
    }
}
