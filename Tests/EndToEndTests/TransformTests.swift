import PlanSupport
import PlanTestSupport
import Testing

/// What each transform makes of values, from a plan to the server.
@Suite(.requiresPostgres) struct TransformTests {
    /// Values as SQLite's SQL writes them, the column's settings, and what the server holds as text; NULL is `-`.
    struct Case: Sendable, CustomTestStringConvertible {
        let transform: String
        var type = "text"
        let values: [(source: String, target: String)]

        init(_ transform: String, _ type: String = "text", _ values: [(String, String)]) {
            self.transform = transform
            self.type = type
            self.values = values
        }

        var testDescription: String { transform }
    }

    static let cases: [Case] = [
        Case("trim", "text", [("'  a b '", "a b"), ("''", ""), ("NULL", "-"), ("7", "7")]),
        Case("\"trim('x')\"", "text", [("'xaxbx'", "axb")]),
        Case("lower", "text", [("'ÄbC'", "Äbc"), ("NULL", "-")]),
        Case("upper", "text", [("'äbC'", "äBC")]),
        Case("\"nullif('')\"", "text", [("''", "-"), ("'a'", "a"), ("NULL", "-")]),
        Case("\"nullif(0)\"", "bigint", [("0", "-"), ("5", "5")]),
        Case("\"replace('-', '')\"", "text", [("'1-2-3'", "123"), ("'it''s'", "it's")]),
        Case("\"replace('''', '\\\"')\"", "text", [("'it''s'", "it\"s")]),
        Case("\"substring(2)\"", "text", [("'häß'", "äß"), ("''", "")]),
        Case("\"substring(2, 1)\"", "text", [("'häß'", "ä"), ("12345", "2")]),
        Case("\"substring(-2)\"", "text", [("'abc'", "bc")]),
        Case("\"coalesce('none')\"", "text", [("NULL", "none"), ("'a'", "a")]),
        Case("\"coalesce(other, 'none')\"", "text", [("NULL", "o"), ("'a'", "a")]),
        Case("round", "bigint", [("2.5", "3"), ("-2.5", "-3"), ("2", "2"), ("NULL", "-")]),
        Case("\"round(1)\"", "double precision", [("2.25", "2.3"), ("7", "7")]),
        Case("abs", "numeric", [("-2.5", "2.5"), ("-9223372036854775808", "-9223372036854775808"), ("3", "3")]),
        Case("\"concat(' ', other)\"", "text", [("'a'", "a o"), ("NULL", "-")]),
        Case("\"split(',', 2)\"", "text", [("'a,b,c'", "b"), ("'a'", "-"), ("',x'", "x"), ("NULL", "-")]),
        Case("\"split('::', 1)\"", "text", [("'a::b'", "a"), ("''", ""), ("'::b'", "")]),
        Case("\"json_extract('$.a.b')\"", "bigint", [("'{\"a\":{\"b\":7}}'", "7"), ("'{}'", "-"), ("NULL", "-")]),
        Case("\"date_trunc(month)\"", "timestamp", [("'2024-05-17 10:11:12'", "2024-05-01 00:00:00"), ("NULL", "-")]),
        Case("\"date_trunc('hour')\"", "timestamp", [("'2024-05-17 10:11:12.5'", "2024-05-17 10:00:00")]),
        Case("\"cast(integer)\"", "bigint", [("'12'", "12"), ("'12.9'", "12"), ("3.7", "3")]),
        Case("\"cast(text)\"", "text", [("12", "12"), ("x'6162'", "ab")]),
        Case("[trim, lower, \"nullif('')\"]", "text", [("'  A '", "a"), ("'   '", "-")]),
        // The digests are those of coreutils and of Python's hashlib, hmac and uuid.
        Case(
            "sha256", "text",
            [
                ("'abc'", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
                ("7", "7902699be42c8a8e46fbbb4501726517e86b22c56a189f7625a6da49081b2451"), ("NULL", "-"),
            ]),
        Case(
            "sha256", "bytea",
            [("x'616263'", "\\xba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]),
        Case(
            "hmac(${TEST_KEY})", "text",
            [("'abc'", "HMAC")]),
        Case(
            "mask", "text", [("'Ann-Marie O''Neil 42'", "xxx-xxxxx x'xxxx 00"), ("'ü@é.de'", "x@x.xx"), ("NULL", "-")]),
        Case("mask(4)", "text", [("'4111-1111-1111-1234'", "0000-0000-0000-1234"), ("'12'", "12"), ("4711", "4711")]),
        Case(
            "base64_decode", "bytea",
            [("'AP8='", "\\x00ff"), ("'AP8'", "\\x00ff"), ("''", "\\x"), ("'_-8='", "\\xffef")]),
    ]

    private static let key = "the key of the tests"

    @Test(arguments: cases)
    func `a transform makes of each value what is written here`(_ test: Case) throws {
        let rows = test.values.enumerated().map { "(\($0 + 1), \($1.source), 'o')" }.joined(separator: ", ")
        try Migration.prepare("CREATE TABLE t (id INTEGER PRIMARY KEY, v, other TEXT); INSERT INTO t VALUES \(rows);") {
            migration in
            let plan =
                "tables: { t: { columns: { v: { transform: \(test.transform), type: \(test.type) } } } }"
                .replacing("hmac(${TEST_KEY})", with: "\"hmac(${TEST_KEY})\"").replacing("mask(4)", with: "\"mask(4)\"")
            let compiled = try migration.compile(plan: plan)
            try #require(compiled.code == 0, "\(compiled.errors)")
            let run = try Self.keyed(migration.tool).run("run", "out/graph.json", "--yes")
            try #require(run.code == 0, "\(run.errors)")
            let expected = test.values.map { value in
                value.target == "-" ? "-" : "[\(value.target == "HMAC" ? Self.hmac("abc") : value.target)]"
            }
            #expect(
                try migration.query("SELECT coalesce('[' || v::text || ']', '-') FROM t ORDER BY id")
                    == expected.joined(separator: "\n"))
        }
    }

    /// The tool with the key in its environment.
    private static func keyed(_ tool: PlanTool) -> PlanTool {
        var tool = tool
        tool.environment["TEST_KEY"] = key
        return tool
    }

    private static func hmac(_ text: String) -> String {
        let output = try? Subprocess("openssl", ["dgst", "-sha256", "-hmac", key, "-r"]).run(input: Array(text.utf8))
        return String((output?.text ?? "").prefix(64))
    }

    @Test func `UUIDs are named by values, and a foreign key names the same row`() throws {
        let sql = """
            CREATE TABLE users (id INTEGER PRIMARY KEY, made TEXT); INSERT INTO users VALUES (1, '2024-05-17 10:11:12.345'), (2, '2024-05-18');
            CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users, tag TEXT);
            INSERT INTO orders VALUES (1, 2, '2024-05-17 10:11:12.345'), (2, 1, NULL);
            """
        let plan = """
            tables:
              users: { columns: { id: { transform: uuid_v5 } } }
              orders: { columns: { user_id: { transform: uuid_v5 }, id: { transform: "uuid_v5('sales')" } } }
            """
        try Migration.prepare(sql) { migration in
            let compiled = try migration.compile(plan: plan)
            try #require(compiled.code == 0, "\(compiled.errors)")
            let run = try migration.tool.run("run", "out/graph.json", "--yes")
            try #require(run.code == 0, "\(run.errors)")
            #expect(
                try migration.query("SELECT u.made FROM orders o JOIN users u ON u.id = o.user_id ORDER BY o.tag")
                    == "2024-05-18\n2024-05-17 10:11:12.345")
            let python = """
                import uuid
                root = uuid.uuid5(uuid.NAMESPACE_URL, 'plan')
                print(uuid.uuid5(uuid.uuid5(root, 'users'), '1')); print(uuid.uuid5(uuid.uuid5(root, 'sales'), '1'))
                """
            let expected = try Subprocess("python3", ["-c", python]).run().text
            #expect(
                try migration.query(
                    """
                    SELECT id FROM users WHERE made LIKE '%.345'; SELECT id FROM orders WHERE tag IS NOT NULL
                    """) == expected)
        }
    }

    @Test func `a UUID of a moment is in order of time, and a row without one is refused`() throws {
        let sql = """
            CREATE TABLE t (id INTEGER PRIMARY KEY, at TEXT, ms INTEGER);
            INSERT INTO t VALUES (3, '2024-05-17 10:11:12.345', 1715940672345), (1, '2024-05-17T10:11:12.346Z', 1715940672346);
            """
        let plan = { (source: String) in
            "tables: { t: { columns: { id: { transform: \"uuid_v7_from(\(source))\" }, ms: { decode: epoch_milliseconds } } } }"
        }
        try Migration.prepare(sql) { migration in
            for source in ["at", "ms"] {
                let compiled = try migration.compile(plan: plan(source))
                try #require(compiled.code == 0, "\(compiled.errors)")
                let run = try migration.tool.run("run", "out/graph.json", "--yes")
                try #require(run.code == 0, "\(run.errors)")
                #expect(
                    try migration.query(
                        "SELECT substr(id::text, 1, 15), substr(id::text, 20, 1) ~ '[89ab]' FROM t ORDER BY id")
                        == "018f8608-c359-7|t\n018f8608-c35a-7|t")
                try migration.rollback()
            }
            try migration.tool.makeDatabase("source.db", "INSERT INTO t VALUES (9, 'soon', NULL);")
            let refused = try migration.tool.run("run", "out/graph.json", "--yes")
            #expect(refused.code == 3 && refused.errors.contains("rowid 9"), "\(refused.errors)")
        }
    }

    @Test func `pseudonyms are the same for the same value and key, and of the type that is stated`() throws {
        let sql =
            "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT, c TEXT); INSERT INTO t VALUES (1, 'x', 'x', 'x'), (2, 'x', 'y', 'x');"
        let plan = """
            tables:
              t:
                columns:
                  a: { transform: "pseudonymize(${TEST_KEY})" }
                  b: { transform: "pseudonymize(${TEST_KEY})", type: bigint }
                  c: { transform: "pseudonymize(${TEST_KEY})", type: uuid }
            """
        try Migration.prepare(sql) { migration in
            let compiled = try migration.compile(plan: plan)
            try #require(compiled.code == 0, "\(compiled.errors)")
            // The key is in no artifact, and a run without it is refused.
            let graph = try migration.tool.read("out/graph.json")
            #expect(graph.contains("\"argument\": \"${TEST_KEY}\"") && !graph.contains(Self.key))
            let refused = try migration.tool.run("run", "out/graph.json", "--yes")
            #expect(
                refused.code == 3 && refused.errors.contains("the variable TEST_KEY is not set"), "\(refused.errors)")
            let run = try Self.keyed(migration.tool).run("run", "out/graph.json", "--yes")
            try #require(run.code == 0, "\(run.errors)")
            let digest = Self.hmac("x")
            #expect(
                try migration.query("SELECT count(DISTINCT a), count(DISTINCT b), min(b) >= 0, max(length(a)) FROM t")
                    == "1|2|t|32")
            #expect(try migration.query("SELECT a FROM t WHERE id = 1") == String(digest.prefix(32)))
            #expect(
                try migration.query("SELECT substr(c::text, 1, 13), substr(c::text, 15, 1) FROM t WHERE id = 1")
                    == "\(digest.prefix(8))-\(digest.dropFirst(8).prefix(4))|8")
        }
    }

    @Test func `a column that the plan adds is computed by the source`() throws {
        let sql =
            "CREATE TABLE t (id INTEGER PRIMARY KEY, first TEXT, last TEXT); INSERT INTO t VALUES (1, 'Ann', 'Lee'), (2, 'Bo', NULL);"
        let plan = """
            tables:
              t:
                columns:
                  full_name: { add: "first || ' ' || last", type: text }
                  initial: { add: "first", transform: ["substring(1, 1)", lower] }
            """
        try Migration.prepare(sql) { migration in
            let compiled = try migration.compile(plan: plan)
            try #require(compiled.code == 0, "\(compiled.errors)")
            #expect(try migration.tool.read("out/graph.json").contains("(first || ' ' || last)"))
            let run = try migration.tool.run("run", "out/graph.json", "--yes")
            try #require(run.code == 0, "\(run.errors)")
            #expect(try migration.query("SELECT * FROM t ORDER BY id") == "1|Ann|Lee|Ann Lee|a\n2|Bo|||b")
        }
    }

    /// What is written and what is told.
    @Test(arguments: [
        ("lowre", "error[PLN0513]: no transform named 'lowre'"),
        ("\"lower(\"", "error[PLN0513]: 'lower(' is no transform"),
        (
            "\"replace('a')\"",
            "error[PLN0513]: 'replace('a')' has arguments that the transform does not take: it is replace(text, text)"
        ),
        (
            "\"hmac('secret')\"",
            "error[PLN0513]: 'hmac('secret')' has arguments that the transform does not take: it is hmac(${VARIABLE})"
        ),
        ("[sha256, lower]", "error[PLN0514]: nothing comes after 'sha256'"),
        ("\"coalesce(nope)\"", "error[PLN0513]: 'coalesce(nope)' has arguments"),
    ])
    func `a transform that is not written right is told`(transform: String, message: String) throws {
        try Migration.prepare("CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT);") { migration in
            let refused = try migration.compile(plan: "tables: { t: { columns: { v: { transform: \(transform) } } } }")
            #expect(refused.code == 65)
            #expect(refused.errors.contains(message), "\(refused.errors)")
        }
    }
}
