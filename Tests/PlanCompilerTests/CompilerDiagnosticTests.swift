import PlanCompiler
import PlanDiagnostics
import PlanGraph
import Testing

@Suite struct CompilerDiagnosticTests {
    /// A schema and a plan, and what their author is told, in order.
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let sql: String
        var plan = ""
        let messages: [String]

        var testDescription: String { name }
    }

    private static let longName = String(repeating: "x", count: 70)

    static let nameCases: [Case] = [
        Case(
            name: "a misspelt table", sql: "CREATE TABLE orders (a);", plan: "tables: { ordrs: { rename: x } }",
            messages: ["PLN0301 no table named 'ordrs' in the source"]),
        Case(
            name: "a misspelt column, index, check, view, trigger and foreign key",
            sql: "CREATE TABLE t (a INTEGER CHECK (a > 1)); CREATE INDEX i ON t (a);",
            plan: """
                tables:
                  t:
                    columns: { b: { type: text } }
                    indexes: { j: { drop: true } }
                    checks: { "a > 2": { drop: true }, "a  >  1": { drop: true } }
                    foreign_keys: { drop: ["a"] }
                views: { v: { drop: true } }
                triggers: { g: { drop: true } }
                """,
            messages: [
                "PLN0301 no view named 'v' in the source", "PLN0301 no trigger named 'g' in the source",
                "PLN0301 no column named 'b' in table 't'", "PLN0301 no check named 'a > 2' in table 't'",
                "PLN0301 no index named 'j' in table 't'", "PLN0301 no foreign key named 'a' in table 't'",
            ]),
        Case(
            name: "a pattern that matches nothing", sql: "CREATE TABLE orders (a);",
            plan: "select: { include: [\"ordes\"], exclude: [\"tmp_*\"] }",
            messages: ["PLN0302 'ordes' matches no table and no view of the source"]),
        Case(
            name: "nothing to move", sql: "",
            messages: ["PLN0303 the plan moves nothing: the source has no table that 'select' takes"]),
        Case(
            name: "settings for a table that is left out", sql: "CREATE TABLE a (x); CREATE TABLE b (x);",
            plan: "select: { exclude: [\"b\"] }\ntables: { b: { rename: c } }",
            messages: ["PLN0304 the plan has settings for 'b', which 'select' leaves out"]),
        Case(
            name: "case 65: columns that fold together", sql: "CREATE TABLE t (É INTEGER, é INTEGER);",
            plan: "naming: lowercase", messages: ["PLN0305 column t.é and column t.É both get the name 'é'"]),
        Case(
            name: "tables that fold together", sql: "CREATE TABLE MyTable (a); CREATE TABLE my_table (a);",
            plan: "naming: snake_case",
            messages: ["PLN0305 table my_table and table MyTable both get the name 'my_table'"]),
        Case(
            name: "a rename to a name that is taken",
            sql: "CREATE TABLE t (a); CREATE TABLE u (b); CREATE INDEX i ON u (b);",
            plan: "tables: { t: { rename: i } }",
            messages: ["PLN0305 index i and table t both get the name 'i'"]),
        Case(
            name: "case 51: a long name", sql: "CREATE TABLE \(longName) (a);",
            messages: [
                "PLN0306 the name of table \(longName) is longer than 63 bytes and becomes '\(longName.prefix(54))_c71bd109'"
            ]),
        Case(
            name: "names that PostgreSQL does not take", sql: "CREATE TABLE t (\"\" INTEGER, xmin INTEGER);",
            messages: [
                "PLN0307 column t. cannot have an empty name",
                "PLN0307 column t.xmin cannot have the name 'xmin', which every table has for a column of its own",
            ]),
        Case(
            name: "case 72: a virtual table", sql: "CREATE VIRTUAL TABLE f USING fts5(x); CREATE TABLE t (a);",
            messages: ["PLN0308 the virtual table 'f' (module fts5) is not carried"]),
        Case(
            name: "a dropped column of keys",
            sql: "CREATE TABLE t (a INTEGER PRIMARY KEY, b INTEGER UNIQUE, c INTEGER); CREATE INDEX i ON t (b);",
            plan: "tables: { t: { columns: { a: { drop: true }, b: { drop: true } } } }",
            messages: [
                "PLN0310 the index i of 't' over b is left out with a dropped column",
                "PLN0310 the primary key of 't' over a is left out with a dropped column",
                "PLN0310 the unique constraint of 't' over b is left out with a dropped column",
            ]),
    ]

    static let keyCases: [Case] = [
        Case(
            name: "two entries for one table, column and index",
            sql: "CREATE TABLE t (a INTEGER, b INTEGER); CREATE INDEX i ON t (a);",
            plan: """
                tables:
                  T: { where: "a > 1" }
                  t: { columns: { a: { rename: x }, A: { rename: y } }, indexes: { i: { drop: true }, I: { drop: true } } }
                """,
            messages: [
                "PLN0311 't' and 'T' are the same table of the source",
                "PLN0311 'A' and 'a' are the same column of the source",
                "PLN0311 'I' and 'i' are the same index of the source",
            ]),
        Case(
            name: "a table without columns", sql: "CREATE TABLE t (a INTEGER);",
            plan: "tables: { t: { columns: { a: { drop: true } } } }", messages: ["PLN0312 no column of 't' is left"]),
        Case(
            name: "an index over a generated column that nobody dropped",
            sql: "CREATE TABLE t (a INTEGER, b INTEGER AS (a << a)); CREATE INDEX i ON t (b);",
            messages: [
                "PLN0503 the generated column t.b cannot be carried: a shift by other than 0 to 63 means something else in PostgreSQL"
            ]),
        Case(
            name: "filters that take parameters or hide what follows",
            sql: "CREATE TABLE t (a INTEGER); CREATE TABLE u (a);",
            plan: "tables: { t: { where: \"a = ?1\" }, u: { where: \"a = 1 -- why\" } }",
            messages: [
                "PLN0510 the SQL of 'where' cannot stand in a statement: a parameter (?1) has no value here",
                "PLN0510 the SQL of 'where' cannot stand in a statement: a comment at its end would hide what follows it",
            ]),
        Case(
            name: "values that the plan says fail",
            sql: "CREATE TABLE t (a INTEGER, b TEXT); INSERT INTO t VALUES ('x', 'a' || char(0));",
            plan: "values: { nul: fail }\ntables: { t: { columns: { a: { values: { invalid: fail } } } } }",
            messages: [
                "PLN0403 column t.a, declared INTEGER, holds 1 text: it becomes text, not bigint",
                "PLN0403 column t.b, declared TEXT, holds 1 text with a NUL: it becomes bytea, not text",
            ]),
        Case(
            name: "defaults that the type cannot hold, and numbers that SQLite would spell anew",
            sql: """
                CREATE TABLE t (a TEXT DEFAULT 1.10, b DECIMAL(5,2) DEFAULT 1.239, c DECIMAL(3,2) DEFAULT 1000,
                    d INTEGER DEFAULT 9999999999999999999, e VARCHAR(5) DEFAULT CURRENT_TIMESTAMP, f REAL DEFAULT 1e400);
                """,
            messages: [
                "PLN0502 the default of t.a cannot be carried: 1.10 is a number, which SQLite stores as text",
                "PLN0502 the default of t.b cannot be carried: 1.239 does not fit numeric(5,2)",
                "PLN0502 the default of t.c cannot be carried: 1000 does not fit numeric(3,2)",
                "PLN0502 the default of t.d cannot be carried: 9999999999999999999 is not an integer of 64 bits",
                "PLN0502 the default of t.e cannot be carried: CURRENT_TIMESTAMP is longer than varchar(5)",
                "PLN0502 the default of t.f cannot be carried: 1e400 is out of the range of double precision",
            ]),
    ]

    static let typeCases: [Case] = [
        Case(
            name: "types that are none", sql: "CREATE TABLE t (a INTEGER, b INTEGER, c INTEGER);",
            plan: """
                tables: { t: { columns: { a: { type: bigintt }, b: { type: "varchar(0)" }, c: { type: tsvector } } } }
                """,
            messages: [
                "PLN0401 no type named 'bigintt' in PostgreSQL",
                "PLN0402 'varchar(0)' has modifiers that the type does not take",
                "PLN0405 values cannot be converted to tsvector yet",
            ]),
        Case(
            name: "case 7: text in an INTEGER column",
            sql: "CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (1), ('toto');",
            messages: ["PLN0403 column t.a, declared INTEGER, holds 1 text: it becomes text, not bigint"]),
        Case(
            name: "a stated type that does not hold the values",
            sql: "CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (70000);",
            plan: "tables: { t: { columns: { a: { type: smallint } } } }",
            messages: ["PLN0404 column t.a cannot become smallint: it holds integers from 70000 to 70000"]),
        Case(
            name: "codecs that are none", sql: "CREATE TABLE t (a INTEGER, b INTEGER);",
            plan:
                "tables: { t: { columns: { a: { decode: epoch_secs }, b: { type: timestamptz, decode: uuid_text } } } }",
            messages: [
                "PLN0407 no codec named 'epoch_secs'",
                "PLN0407 the codec 'uuid_text' does not make values of type timestamptz",
            ]),
        Case(
            name: "case 53: a collation", sql: "CREATE TABLE t (a TEXT COLLATE NOCASE);",
            messages: [
                "PLN0408 column t.a compares by the collation NOCASE, which PostgreSQL keeps in keys and indexes only"
            ]),
        Case(
            name: "case 44: NULL in a primary key",
            sql: "CREATE TABLE t (a TEXT PRIMARY KEY); INSERT INTO t VALUES (NULL), (NULL);",
            messages: ["PLN0409 column t.a is part of the primary key and is NULL in 2 rows"]),
        Case(
            name: "case 58: rows without a parent",
            sql: """
                CREATE TABLE p (a INTEGER PRIMARY KEY); CREATE TABLE c (p INTEGER REFERENCES p); INSERT INTO c VALUES (99);
                """,
            messages: ["PLN0410 1 row of 'c' names by p a row of 'p' that does not exist"]),
    ]

    static let mixedCases: [Case] = [
        Case(
            name: "cases 9, 19 and 21: values of several kinds in one column",
            sql: """
                CREATE TABLE t (a, b, c BLOB, d TEXT);
                INSERT INTO t VALUES (1, 1, 'text', 5), ('1', x'00', x'00', 'x'), (2.5, 2, NULL, NULL);
                """,
            messages: [
                "PLN0412 column t.a holds 2 numbers, which become text",
                "PLN0412 column t.b holds 2 numbers, which become the bytes of their text",
                "PLN0412 column t.c holds 1 text, which becomes its bytes",
            ]),
        Case(
            name: "case 6: truth values in a column of numbers",
            sql: """
                CREATE TABLE t (a NUMERIC DEFAULT false, b NUMERIC DEFAULT true); INSERT INTO t VALUES (0, 2), (NULL, 1);
                """,
            messages: ["PLN0420 column t.a holds nothing but 0 and 1, and its default is a truth value"]),
        Case(
            name: "case 15: a decimal that SQLite has rounded",
            sql: "CREATE TABLE t (a DECIMAL, b DECIMAL); INSERT INTO t VALUES ('1234567890123456.75', 12.75);",
            messages: [
                "PLN0421 column t.a, declared DECIMAL, holds 1 number stored as floating point, of up to 16 digits before the point and 1 after it"
            ]),
    ]

    static let policyCases: [Case] = [
        Case(
            name: "case 7: values that a policy takes care of",
            sql: "CREATE TABLE t (a INTEGER); INSERT INTO t VALUES ('x'), (1);",
            plan: "values: { invalid: reject }",
            messages: ["PLN0413 column t.a, which becomes bigint, holds 1 text: their rows are set aside"]),
        Case(
            name: "a policy that would make NULL of what takes none", sql: "CREATE TABLE t (a INTEGER NOT NULL);",
            plan: "tables: { t: { columns: { a: { values: { invalid: null } } } } }",
            messages: ["PLN0414 column t.a takes no NULL"]),
        Case(
            name: "parents that may be set aside",
            sql: """
                CREATE TABLE p (id INTEGER PRIMARY KEY, a INTEGER); INSERT INTO p VALUES (1, 'x'), (2, 2);
                CREATE TABLE c (p INTEGER REFERENCES p);
                """,
            plan: "tables: { p: { values: { invalid: reject } } }",
            messages: [
                "PLN0413 column p.a, which becomes bigint, holds 1 text: their rows are set aside",
                "PLN0415 rows of 'p' may be set aside, and rows of 'c' that name one would break the foreign key",
            ]),
        Case(
            name: "rejecting along a circle",
            sql:
                "CREATE TABLE a (id INTEGER PRIMARY KEY, b INTEGER REFERENCES b); CREATE TABLE b (id INTEGER PRIMARY KEY, a INTEGER REFERENCES a);",
            plan: "tables: { a: { foreign_keys: { orphans: reject } }, b: { foreign_keys: { orphans: reject } } }",
            messages: [
                "PLN0416 the foreign key of 'a' to 'b' is one of a circle, so that rows cannot be rejected along it",
                "PLN0416 the foreign key of 'b' to 'a' is one of a circle, so that rows cannot be rejected along it",
            ]),
        Case(
            name: "a key that takes no NULL",
            sql: "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p INTEGER NOT NULL REFERENCES p);",
            plan: "tables: { c: { foreign_keys: { orphans: null } } }",
            messages: ["PLN0417 column c.p of the foreign key takes no NULL"]),
    ]

    static let limitCases: [Case] = [
        Case(
            name: "values that an index may not take",
            sql: """
                CREATE TABLE t (a TEXT UNIQUE, b TEXT, c TEXT); CREATE INDEX i ON t (b, c); CREATE INDEX j ON t (c);
                INSERT INTO t VALUES (hex(randomblob(1500)), hex(randomblob(700)), hex(randomblob(700)));
                """,
            messages: [
                "PLN0418 the key t_a_key of 't' has values of up to 3000 bytes, and an index of PostgreSQL takes 2704",
                "PLN0418 the index i of 't' has values of up to 2800 bytes, and an index of PostgreSQL takes 2704",
            ])
    ]

    static let transformCases: [Case] = [
        Case(
            name: "transforms that are none", sql: "CREATE TABLE t (a TEXT, b TEXT, c TEXT, d TEXT);",
            plan: """
                tables:
                  t:
                    columns:
                      a: { transform: [lowre, "trim("] }
                      b: { transform: "substring('x')" }
                      c: { transform: [sha256, lower] }
                      d: { transform: "json_extract('$.a')" }
                """,
            messages: [
                "PLN0513 no transform named 'lowre'",
                "PLN0513 'trim(' is no transform: it is a name, or a name and arguments in parentheses",
                "PLN0513 'substring('x')' has arguments that the transform does not take: it is substring(number, [number])",
                "PLN0514 nothing comes after 'sha256'",
                "PLN0406 the type of column t.d cannot be decided: the plan changes its values",
            ]),
        Case(
            name: "a transform that does not make the type", sql: "CREATE TABLE t (a TEXT);",
            plan: "tables: { t: { columns: { a: { transform: uuid_v5, type: text } } } }",
            messages: ["PLN0407 'uuid_v5' does not make values of type text"]),
        Case(
            name: "what was written for other values",
            sql: """
                CREATE TABLE p (a TEXT PRIMARY KEY, b TEXT CHECK (b = 'Y'), c TEXT AS (b || 'x'));
                CREATE INDEX i ON p (a) WHERE b = 'Y';
                CREATE TABLE c (a TEXT REFERENCES p);
                """,
            plan: """
                tables:
                  p: { columns: { a: { transform: lower }, b: { map: { "Y": true }, type: boolean } } }
                """,
            messages: [
                "PLN0503 the generated column p.c cannot be carried: the plan changes the values of 'b'",
                "PLN0501 a CHECK of 'p' cannot be carried: the plan changes the values of 'b'",
                "PLN0504 index 'i' of 'p' cannot be carried: the plan changes the values of 'b'",
                "PLN0507 the foreign key of 'c' over a cannot be carried: the plan makes other values of 'a' than of its parent's",
            ]),
    ]

    static let translationCases: [Case] = [
        Case(
            name: "case 60: checks",
            sql: "CREATE TABLE t (a INTEGER CHECK (a << a), CONSTRAINT named CHECK (a = 'x'));",
            messages: [
                "PLN0501 a CHECK of 't' cannot be carried: a shift by other than 0 to 63 means something else in PostgreSQL",
                "PLN0501 a CHECK of 't' cannot be carried: a number is compared with a text, which SQLite puts after every number",
            ]),
        Case(
            name: "a default that is an expression of the application",
            sql: "CREATE TABLE t (a TEXT DEFAULT (uuid7()));",
            messages: [
                "PLN0502 the default of t.a cannot be carried: 'uuid7' is a function of the application, not of SQLite"
            ]),
        Case(
            name: "a default that the type does not hold", sql: "CREATE TABLE t (a DATE DEFAULT '0000-00-00');",
            messages: ["PLN0403 column t.a, declared DATE, has a default that is no date: it becomes text, not date"]),
        Case(
            name: "a default that a stated type does not hold", sql: "CREATE TABLE t (a DATE DEFAULT '0000-00-00');",
            plan: "tables: { t: { columns: { a: { type: date } } } }",
            messages: ["PLN0502 the default of t.a cannot be carried: '0000-00-00' is no value of type date"]),
        Case(
            name: "indexes that PostgreSQL has no equal for",
            sql: """
                CREATE TABLE t (a INTEGER, n TEXT);
                CREATE INDEX i1 ON t (n GLOB n); CREATE INDEX i2 ON t (a) WHERE a << a;
                """,
            messages: [
                "PLN0504 index 'i1' of 't' cannot be carried: the pattern of GLOB is no constant",
                "PLN0504 index 'i2' of 't' cannot be carried: a shift by other than 0 to 63 means something else in PostgreSQL",
            ]),
        Case(
            name: "case 48: a default that looks like a condition",
            sql: "CREATE TABLE t (a TEXT DEFAULT 'ask where it came from'); CREATE INDEX i ON t (a);", messages: []),
        Case(
            name: "cases 69 and 70: a view and triggers",
            sql: """
                CREATE TABLE t (a INTEGER); CREATE VIEW v AS SELECT a FROM nosuch;
                CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT INTO t VALUES (new.a << new.a); END;
                CREATE TRIGGER h INSTEAD OF INSERT ON v BEGIN SELECT 1; END;
                """,
            messages: [
                "PLN0505 view 'v' cannot be carried: there is no table or view 'nosuch'",
                "PLN0506 trigger 'g' of 't' cannot be carried: a shift by other than 0 to 63 means something else in PostgreSQL",
                "PLN0506 trigger 'h' of 'v' cannot be carried: 'v' is not carried over",
            ]),
        Case(
            name: "a trigger that differs in statements that fail",
            sql: """
                CREATE TABLE t (a INTEGER);
                CREATE TRIGGER g BEFORE INSERT ON t WHEN new.a < 0 BEGIN SELECT RAISE(FAIL, 'negative'); END;
                """,
            messages: [
                "PLN0512 trigger 'g' of 't' differs: PostgreSQL undoes what the statement has done before RAISE(FAIL), which SQLite keeps"
            ]),
        Case(
            name: "what the plan gives for a trigger is none",
            sql: "CREATE TABLE t (a INTEGER); "
                + "CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END;",
            plan: "triggers: { g: { sql: SELECT 1 } }",
            messages: [
                "PLN0510 the SQL of 'sql' cannot stand in a statement: expected CREATE TRIGGER, with CREATE FUNCTION before it or alone"
            ]),
        Case(
            name: "case 57: foreign keys that PostgreSQL does not take",
            sql: """
                CREATE TABLE p (a INTEGER, b TEXT UNIQUE);
                CREATE TABLE c (w INTEGER REFERENCES nope, x INTEGER REFERENCES p, y INTEGER REFERENCES p (a),
                    z INTEGER REFERENCES p (b));
                """,
            messages: [
                "PLN0507 the foreign key of 'c' over w cannot be carried: there is no table 'nope'",
                "PLN0507 the foreign key of 'c' over x cannot be carried: 'p' has no primary key of 1 column",
                "PLN0507 the foreign key of 'c' over y cannot be carried: p(a) is not unique",
                "PLN0507 the foreign key of 'c' over z cannot be carried: the column has type bigint, its parent text",
            ]),
        Case(
            name: "case 61: ON CONFLICT", sql: "CREATE TABLE t (a INTEGER UNIQUE ON CONFLICT REPLACE);",
            messages: ["PLN0508 ON CONFLICT REPLACE of 't' is not carried: in PostgreSQL the statement fails"]),
        Case(
            name: "SQL that leaves its place", sql: "CREATE TABLE t (a INTEGER CHECK (a > 1));",
            plan: """
                tables:
                  t:
                    where: "a) OR (1"
                    columns: { a: { default: "1; DROP TABLE x" } }
                    checks: { "a > 1": { sql: "(a" } }
                """,
            messages: [
                "PLN0510 the SQL of 'default' cannot stand in a statement: a statement ends here",
                "PLN0510 the SQL of 'sql' cannot stand in a statement: a parenthesis is not closed",
                "PLN0510 the SQL of 'where' cannot stand in a statement: a parenthesis is closed that is not open",
            ]),
    ]

    @Test(
        arguments: nameCases + keyCases + typeCases + mixedCases + policyCases + limitCases + transformCases
            + translationCases)
    func `what is wrong is told by name`(_ test: Case) throws {
        let compiled = try CompilerHarness.compile(test.sql, test.plan)
        #expect(compiled.messages == test.messages)
        #expect((compiled.graph == nil) == compiled.diagnostics.contains { $0.severity == .error })
        for diagnostic in compiled.diagnostics {
            if let place = diagnostic.place { #expect(!place.range.isEmpty) }
        }
    }

    @Test func `every code of the compiler has a page and a case`() {
        let pages =
            (NameDiagnostics.pages + TypeDiagnostics.pages + TranslationDiagnostics.pages)
            .map(\.code.description)
        #expect(Set(pages).count == pages.count)
        let tested = Set(
            [
                Self.nameCases, Self.keyCases, Self.typeCases, Self.mixedCases, Self.policyCases, Self.limitCases,
                Self.transformCases,
                Self.translationCases,
            ]
            .joined().flatMap(\.messages).map { String($0.prefix(7)) })
        // Damaged tables and statements, wide tables, plans without a profile and refused queries have tests of their own.
        #expect(tested.union(["PLN0309", "PLN0313", "PLN0406", "PLN0411", "PLN0509", "PLN0511"]) == Set(pages))
    }

    @Test func `without a profile a column without a type is not guessed`() throws {
        let compiled = CompilerHarness.compile(
            try CompilerHarness.document(source: "{ sqlite: source.db, profile: none }"),
            try CompilerHarness.snapshot("CREATE TABLE t (a);"))
        #expect(compiled.messages == ["PLN0406 the type of column t.a cannot be decided without a look at its values"])
    }

    @Test(arguments: ["pg_catalog", "information_schema", "_plan"])
    func `a schema that is not for tables is refused`(schema: String) throws {
        let text = """
            plan: 1
            name: test
            source: { sqlite: source.db }
            target: { postgres: "${DATABASE_URL}", schema: \(schema) }
            """
        let compiled = CompilerHarness.compile(
            try CompilerHarness.document(file: SourceFile(path: "test.plan.yml", text: text)),
            try CompilerHarness.snapshot("CREATE TABLE t (a INTEGER);"))
        #expect(compiled.messages == ["PLN0313 the schema '\(schema)' is not for tables"])
    }

    @Test func `a table of too many columns is refused`() throws {
        let columns = (0..<1601).map { "c\($0) INTEGER" }.joined(separator: ", ")
        let compiled = try CompilerHarness.compile("CREATE TABLE t (\(columns));")
        #expect(compiled.messages == ["PLN0411 table 't' has 1601 columns, PostgreSQL takes 1600"])
    }
}
