import PlanExecutor
import PlanGraph
import PlanPostgres
import PlanTestSupport
import Testing

@Suite(.requiresPostgres) struct VerifyTests {
    /// A table with a column of each type whose binary form needs care, and of each other kind.
    private static let source = """
        CREATE TABLE t (id INTEGER PRIMARY KEY, n, d, c TEXT, j TEXT, p TEXT, r REAL, b BLOB, s TEXT, z TEXT, u TEXT, k);
        INSERT INTO t VALUES
            (1, 10000, '1.50', 'ab', '{"b": [1, 2.50, 1e2], "a": {"x": "\\u00e9\\n", "y": null}}', '{"b":1, "a": 2}',
                1.5, x'00ff', 'text', '2024-02-29 12:00:00.25', '00112233-4455-6677-8899-aabbccddeeff', 1),
            (2, -0.001, '0.000', '', '[]', '[]', -0.0, x'', '', '1999-12-31 23:59:59',
                'ffffffff-ffff-ffff-ffff-ffffffffffff', 0),
            (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
            (4, 123456789012345678, '99999999.99', 'abcde', '"\\ud83d\\ude00"', '"x"', 1e300, x'01', 'é', '0001-01-01',
                '00000000-0000-0000-0000-000000000000', 1),
            (-5, '1e3', '100', 'x', '{"k": -0.0, "l": 0e9, "m": 12345678901234567890.10}', '1', 0.1, x'02', 'a b  ',
                '2000-01-01', '10000000-0000-0000-0000-000000000000', 0);
        """

    private static let columns: [(name: String, type: String, codec: CodecID)] = [
        ("id", "bigint", .integer), ("n", "numeric", .numeric), ("d", "numeric(10,2)", .numeric),
        ("c", "character(5)", .text), ("j", "jsonb", .json), ("p", "json", .json), ("r", "double precision", .real),
        ("b", "bytea", .blob), ("s", "text", .text), ("z", "timestamp with time zone", .iso8601),
        ("u", "uuid", .uuidText), ("k", "boolean", .boolean),
    ]

    private static let graph = [
        Drafts.createTable("t", columns.map { "\"\($0.name)\" \($0.type)" }.joined(separator: ", ")),
        Drafts.copyRows("t", columns), Drafts.verifyValues("t", columns.map(\.name), key: ["id"]),
    ]

    /// What verifying finds in the target, one line for each difference.
    private func differences(_ graph: OperationGraph, _ scenario: Scenario, limit: Int = 20) throws -> [String] {
        let report = try Executor.verify(graph, environment: scenario.environment(), limit: limit)
        return report.tables.flatMap { outcome -> [String] in
            switch outcome {
            case .compared(let rows): rows.differences.map(\.description)
            case .missing(_, let problem): [problem]
            }
        } + report.checks.compactMap(\.problem)
    }

    @Test func `values whose form the server changes are equal, of every type`() throws {
        try Scenario.with(Self.source) { scenario in
            let graph = try scenario.graph(Self.graph)
            let report = try scenario.run(graph)
            #expect(report.operations.first { $0.kind == "verify_values" }?.rows == 5)
            #expect(try differences(graph, scenario) == [])
            // Other spellings of the same values.
            try scenario.execute(
                """
                UPDATE t SET j = '{"a": {"y": null, "x": "é\\n"}, "b": [1.0, 2.5, 100]}', d = 1.5, c = 'ab   ' WHERE id = 1
                """)
            #expect(try differences(graph, scenario) == [])
        }
    }

    @Test(arguments: [
        ("n = 10001", "n is 10000 in the source and 10001 in the target"),
        ("d = 1.51", "d is 1.50 in the source and 1.51 in the target"),
        ("c = 'aB'", "c is 'ab' in the source and 'aB   ' in the target"),
        ("r = -1.5", "r is 1.5 in the source and -1.5 in the target"),
        ("b = '\\x00fe'", "b is x'00ff' in the source and x'00fe' in the target"),
        ("s = 'text '", "s is 'text' in the source and 'text ' in the target"),
        ("s = NULL", "s is 'text' in the source and NULL in the target"),
        (
            "z = z + interval '1 microsecond'",
            "z is '2024-02-29 12:00:00.250000+00' in the source and '2024-02-29 12:00:00.250001+00' in the target"
        ),
        ("k = false", "k is true in the source and false in the target"),
        (
            "u = '00112233-4455-6677-8899-aabbccddeefe'",
            "u is '00112233-4455-6677-8899-aabbccddeeff' in the source and '00112233-4455-6677-8899-aabbccddeefe' in the "
                + "target"
        ),
        (
            "j = '[1]', p = '{\"b\":1,\"a\": 2}'",
            "j is '{\"b\": [1, 2.50, 1e2], \"a\": {\"x\": \"\\u00e9\\n\", \"y\": null}}' in the source and '[1]' "
                + "in the target; p is '{\"b\":1, \"a\": 2}' in the source and '{\"b\":1,\"a\": 2}' in the target"
        ),
    ])
    func `a value changed in the target is told with key, column and both values`(
        change: String, difference: String
    ) throws {
        try Scenario.with(Self.source) { scenario in
            let graph = try scenario.graph(Self.graph)
            try scenario.run(graph)
            try scenario.execute("UPDATE t SET \(change) WHERE id = 1")
            let found = try differences(graph, scenario)
            #expect(found == ["id 1: \(difference)"], "\(found)")
        }
    }

    @Test func `a row that is missing, added or changed is told, whatever the order of the target's rows`() throws {
        try Scenario.with(Drafts.shopSource) { scenario in
            let graph = try scenario.graph(
                Drafts.shop() + [
                    Drafts.verifyValues("users", ["id", "name"], key: ["id"]),
                    Drafts.verifyValues("orders", ["id", "user_id", "amount"], key: ["id"]),
                ])
            try scenario.run(graph)
            try scenario.execute(
                """
                DELETE FROM orders WHERE id = 12;
                INSERT INTO orders VALUES (5001, 1, 2.5);
                UPDATE orders SET amount = amount + 0.25 WHERE id IN (7, 100);
                UPDATE users SET name = name WHERE id < 2000;
                """)
            #expect(
                try differences(graph, scenario) == [
                    "id 7: amount is 1.75 in the source and 2.0 in the target", "id 12: not in the target",
                    "id 100: amount is 25.0 in the source and 25.25 in the target", "id 5001: not in the source",
                ])
        }
    }

    @Test func `rows without a key are compared by how often they are there`() throws {
        let source = """
            CREATE TABLE log (a INTEGER, b TEXT);
            INSERT INTO log VALUES (1, 'x'), (1, 'x'), (2, 'y'), (3, NULL), (4, 'z');
            """
        try Scenario.with(source) { scenario in
            let graph = try scenario.graph([
                Drafts.createTable("log", "a bigint, b text"),
                Drafts.copyRows("log", [("a", "bigint", .integer), ("b", "text", .text)]),
                Drafts.verifyValues("log", ["a", "b"], key: []),
            ])
            try scenario.run(graph)
            #expect(try differences(graph, scenario) == [])
            try scenario.execute(
                """
                INSERT INTO log VALUES (1, 'x'), (2, 'y'), (5, 'new');
                DELETE FROM log WHERE a = 4;
                UPDATE log SET b = '' WHERE a = 3;
                """)
            #expect(
                try Set(differences(graph, scenario)) == [
                    "a 1, b 'x': 2 times in the source and 3 times in the target",
                    "a 2, b 'y': once in the source and 2 times in the target", "a 3, b NULL: not in the target",
                    "a 3, b '': not in the source", "a 4, b 'z': not in the target", "a 5, b 'new': not in the source",
                ])
        }
    }

    @Test func `of many differences as many are told as asked for, and all are counted`() throws {
        try Scenario.with(Drafts.shopSource) { scenario in
            let graph = try scenario.graph(
                Drafts.shop() + [Drafts.verifyValues("orders", ["id", "user_id", "amount"], key: ["id"])])
            try scenario.run(graph)
            try scenario.execute("UPDATE orders SET amount = 0 WHERE id % 2 = 0")
            let report = try Executor.verify(graph, environment: scenario.environment(), limit: 3)
            guard case .compared(let rows)? = report.tables.first else {
                Issue.record("the table was not compared")
                return
            }
            #expect(rows.differingRows == 2500 && rows.isComplete && rows.differences.count == 3)
            #expect(!report.isEqual)
        }
    }

    @Test func `a run fails, and is undone, where the target's rows are not those of the source`() throws {
        try Scenario.with(Drafts.shopSource) { scenario in
            let before = try scenario.objects()
            let meddling = OperationDraft(
                .createExtension, ObjectName("meddling"), reads: [Effect(.target, .rows, Drafts.name("users"))],
                writes: [Effect(.target, .extension, ObjectName("meddling"))],
                do: [.sql(SQLInstruction("UPDATE users SET name = 'USER 9' WHERE id = 9"))], undo: .instructions([]))
            let graph = try scenario.graph(
                Drafts.shop() + [
                    meddling,
                    Drafts.verifyValues(
                        "users", ["id", "name"], key: ["id"], after: Effect(.target, .extension, ObjectName("meddling"))
                    ),
                ])
            let failure = scenario.failure(graph)
            guard case .differences(let verification)? = failure?.cause else {
                Issue.record("\(String(describing: failure))")
                return
            }
            #expect(
                verification.description == """
                    public.users: 1 row differs, 2500 rows in the source, 2500 in the target
                    public.users, id 9: name is 'user 9' in the source and 'USER 9' in the target
                    """)
            #expect(try scenario.objects() == before)
        }
    }

    @Test func `what is missing in the target is a difference, and nothing is written`() throws {
        try Scenario.with(Drafts.shopSource) { scenario in
            let graph = try scenario.graph(
                Drafts.shop() + [
                    Drafts.verifyValues("users", ["id", "name"], key: ["id"]),
                    Drafts.verifyValues("orders", ["id", "user_id", "amount"], key: ["id"]),
                ])
            let before = try scenario.everything()
            #expect(try differences(graph, scenario).count == 4)
            #expect(try scenario.everything() == before)
            try scenario.run(graph)
            try scenario.execute("DROP TABLE orders")
            let found = try differences(graph, scenario)
            #expect(
                found.count == 2 && found.allSatisfy { $0.contains("\"public.orders\" does not exist") }, "\(found)")
        }
    }

    @Test func `a drifted source and a server that is not there are refused`() throws {
        try Scenario.with(Drafts.shopSource) { scenario in
            let graph = try scenario.graph(Drafts.shop())
            try scenario.run(graph)
            try scenario.changeSource("ALTER TABLE users ADD COLUMN age")
            #expect(throws: RunFailure.self) { try Executor.verify(graph, environment: scenario.environment()) }
        }
    }

    @Test func `long texts are told around the place where they differ`() throws {
        let source =
            "CREATE TABLE t (id INTEGER PRIMARY KEY, s TEXT); INSERT INTO t VALUES (1, printf('%.*c', 100, 'é'));"
        try Scenario.with(source) { scenario in
            let graph = try scenario.graph([
                Drafts.createTable("t", "id bigint, s text"),
                Drafts.copyRows("t", [("id", "bigint", .integer), ("s", "text", .text)]),
                Drafts.verifyValues("t", ["id", "s"], key: ["id"]),
            ])
            try scenario.run(graph)
            try scenario.execute("UPDATE t SET s = left(s, 90) || 'E' || right(s, 9)")
            let run = String(repeating: "é", count: 10)
            #expect(
                try differences(graph, scenario) == [
                    "id 1: s is …'\(run)\(run)' in the source and …'\(run)E\(run.dropLast())' in the target"
                ])
        }
    }

    @Test func `a graph that verifies what is not copied, or by a column that is not, is refused`() throws {
        try Scenario.with(Drafts.shopSource) { scenario in
            for draft in [
                Drafts.verifyValues("nothing", ["id"], key: ["id"]), Drafts.verifyValues("users", ["id"], key: ["age"]),
            ] {
                let graph = try scenario.graph(Drafts.shop() + [draft])
                guard case .unsupported? = scenario.failure(graph)?.refusal else {
                    Issue.record("\(draft.id) was admitted")
                    continue
                }
            }
        }
    }
}
