import PlanTestSupport
import Testing

/// Cases 62 to 68: one naming for all that has a name, and targets that hold something already.
@Suite(.requiresPostgres) struct IdentifierCaseTests {
    private static let sql = """
        CREATE TABLE SubCalendar (SUB_CALENDAR_ID INTEGER PRIMARY KEY, "parentId" INTEGER REFERENCES SubCalendar,
            Title TEXT, UPPER_TITLE TEXT AS (Title || '!'), CHECK (TITLE <> 'x'));
        CREATE UNIQUE INDEX IX_Title ON SubCalendar (title) WHERE "parentId" IS NULL;
        CREATE VIEW "AllTitles" AS SELECT Title, "parentId" FROM SubCalendar;
        CREATE TRIGGER "noBlank" BEFORE INSERT ON SubCalendar WHEN new.TITLE = '' BEGIN SELECT RAISE(ABORT, 'blank'); END;
        INSERT INTO SubCalendar VALUES (1, NULL, 'one'), (2, 1, 'two');
        """

    @Test(arguments: [
        (
            "preserve",
            "AllTitles IX_Title SubCalendar SubCalendar_SUB_CALENDAR_ID_seq SubCalendar_pkey",
            "SUB_CALENDAR_ID parentId Title UPPER_TITLE"
        ),
        (
            "lowercase", "alltitles ix_title subcalendar subcalendar_pkey subcalendar_sub_calendar_id_seq",
            "sub_calendar_id parentid title upper_title"
        ),
        (
            "snake_case", "all_titles ix_title sub_calendar sub_calendar_pkey sub_calendar_sub_calendar_id_seq",
            "sub_calendar_id parent_id title upper_title"
        ),
    ])
    func `case 62: one naming holds for everything that has a name`(
        naming: String, relations: String, columns: String
    ) throws {
        try Migration.run(Self.sql, plan: "naming: \(naming)") { (migration) throws in
            let all =
                "SELECT string_agg(relname, ' ' ORDER BY relname COLLATE \"C\") FROM pg_class "
                + "WHERE relnamespace = 'public'::regnamespace"
            #expect(try migration.query(all) == relations)
            let ofTable =
                "SELECT string_agg(attname, ' ' ORDER BY attnum) FROM pg_attribute "
                + "WHERE attnum > 0 AND attrelid = (SELECT conrelid FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace)"
            #expect(try migration.query(ofTable) == columns)
            let names = columns.split(separator: " ").map { "\"\($0)\"" }
            let relation = { (number: Int) in "\"\(relations.split(separator: " ")[number])\"" }
            let table = relation(2)
            let insert = "INSERT INTO \(table) (\(names[1]), \(names[2])) VALUES "
            #expect(try migration.query(insert + "(NULL, 'three') RETURNING \(names[0]), \(names[3])") == "3|three!")
            #expect(try migration.refusal(of: insert + "(NULL, 'one')") == "23505")
            #expect(try migration.refusal(of: insert + "(9, 'four')") == "23503")
            #expect(try migration.refusal(of: insert + "(1, 'x')") == "23514")
            #expect(try migration.refusal(of: insert + "(1, '')") == "23000")
            #expect(try migration.query("SELECT \(names[2]) FROM \(relation(0)) WHERE \(names[1]) = 1") == "two")
        }
    }

    @Test func `case 63 and case 64: reserved words and hostile names work in views, triggers, keys and checks too`()
        throws
    {
        let sql = """
            CREATE TABLE "user" ("select" INTEGER PRIMARY KEY, "left" TEXT CHECK ("left" <> ''), "c""d" TEXT DEFAULT 'a"b''c');
            CREATE TABLE "order by" ("references" INTEGER REFERENCES "user" ("select"), "a.b" TEXT, `x``y` TEXT AS ("a.b" || '.'));
            CREATE INDEX "group" ON "user" ("left", "c""d") WHERE "left" <> 'desc';
            CREATE VIEW "table" AS SELECT u."left" AS "from", o."a.b" FROM "user" u JOIN "order by" o ON o."references" = u."select";
            CREATE TRIGGER "end" AFTER INSERT ON "user" BEGIN INSERT INTO "order by" VALUES (new."select", new."c""d"); END;
            INSERT INTO "user" ("select", "left") VALUES (1, 'l');
            """
        try Migration.run(sql) { (migration) throws in
            #expect(try migration.query("SELECT \"from\", \"a.b\" FROM \"table\"") == "l|a\"b'c")
            #expect(try migration.query("INSERT INTO \"user\" (\"left\") VALUES ('m') RETURNING \"select\"") == "2")
            #expect(try migration.query("SELECT \"x`y\" FROM \"order by\" WHERE \"references\" = 2") == "a\"b'c.")
            #expect(try migration.refusal(of: "INSERT INTO \"user\" (\"left\") VALUES ('')") == "23514")
            #expect(try migration.refusal(of: "INSERT INTO \"order by\" VALUES (3, '')") == "23503")
        }
    }

    @Test func `case 65: names that become one are told with a rename that settles it`() throws {
        let sql = "CREATE TABLE t (É INTEGER, é INTEGER); INSERT INTO t VALUES (1, 2);"
        try Migration.prepare(sql) { migration in
            try migration.expectSettled(
                "source.db: table t:1:28: error[PLN0305]: column t.é and column t.É both get the name 'é'",
                plan: "naming: lowercase", snippets: 1)
            try migration.run()
            #expect(try migration.query("SELECT \"É\", é FROM t") == "1|2")
        }
        try Migration.prepare("CREATE TABLE MyTable (a INTEGER); CREATE TABLE my_table (a INTEGER);") { migration in
            try migration.expectSettled(
                "source.db: table my_table:1:1: error[PLN0305]: table my_table and table MyTable both get the name 'my_table'",
                plan: "naming: snake_case", snippets: 1)
        }
    }

    @Test func `case 66: a framework's table that is there is named, and can be left alone`() throws {
        let sql = """
            CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY); INSERT INTO alembic_version VALUES ('old');
            CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (1);
            """
        try Migration.prepare(sql) { migration in
            _ = try migration.query(
                "CREATE TABLE alembic_version (version_num text); INSERT INTO alembic_version VALUES ('new')")
            #expect(try migration.compile().code == 0)
            let run = try migration.tool.run("run", "out/graph.json", "--yes")
            #expect(run.code == 3, "\(run.errors)")
            #expect(
                run.errors.contains("error[PLN0705]: the target has what the graph makes: table public.alembic_version")
            )
            try migration.run(plan: "select: { exclude: [alembic_version] }")
            #expect(try migration.query("SELECT version_num FROM alembic_version") == "new")
            #expect(try migration.query("SELECT a FROM t") == "1")
        }
    }

    @Test func `case 67: what a target holds is never dropped, neither by a run nor by its rollback`() throws {
        let theirs = """
            CREATE TABLE theirs (a integer); INSERT INTO theirs VALUES (1); CREATE VIEW t_view AS SELECT a FROM theirs;
            CREATE FUNCTION g_trigger(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
            """
        let sql = """
            CREATE TABLE t (a INTEGER); CREATE TRIGGER g AFTER INSERT ON t WHEN new.a = 1 BEGIN UPDATE t SET a = 2; END;
            CREATE TABLE t_view (a INTEGER);
            """
        try Migration.prepare(sql) { migration in
            _ = try migration.query(theirs)
            #expect(try migration.compile().code == 0)
            let run = try migration.tool.run("run", "out/graph.json", "--yes")
            #expect(run.code == 3 && run.errors.contains("view public.t_view"), "\(run.errors)")
            #expect(try migration.query("SELECT a FROM t_view") == "1")
            try migration.run(plan: "tables: { t_view: { rename: t_other } }")
            try migration.rollback()
            #expect(try migration.query("SELECT g_trigger(a) FROM t_view") == "1")
        }
    }

    @Test func `case 68: values go by the names of columns, whatever their order`() throws {
        let sql = """
            CREATE TABLE t (a TEXT, g TEXT AS (c || a), b TEXT, c TEXT); INSERT INTO t (c, a, b) VALUES ('C', 'A', 'B');
            """
        let plan = "tables: { t: { columns: { a: { rename: c2 }, c: { rename: a }, b: { drop: true } } } }"
        try Migration.run(sql, plan: plan) { (migration) throws in
            #expect(try migration.query("SELECT c2, a, g FROM t") == "A|C|CA")
            // Another order in the target changes nothing: each copy names its columns.
            #expect(try migration.tool.read("out/graph.json").contains("(\\\"c2\\\", \\\"a\\\")"))
        }
    }
}
