import PlanExecutor
import PlanGraph
import PlanSupport
import PlanTestSupport
import Synchronization
import Testing

@Suite(.requiresPostgres)
struct RunTests {
    @Test func `a graph of tables, copies, keys, an index, a foreign key and a sequence leaves all of it`() throws {
        try Scenario.with(Drafts.shopSource) { scenario in
            let graph = try scenario.graph(Drafts.shop())
            let report = try scenario.run(graph, jobs: 2)
            #expect(report.state == .done)
            #expect(report.jobs == 2)
            #expect(report.isBalanced)
            #expect(report.rowsRead == 7500 && report.rowsWritten == 7500 && report.rowsRejected == 0)
            #expect(report.operations.map(\.id) == graph.operations.map(\.id))
            #expect(report.operations.allSatisfy { $0.state == .done })
            #expect(report.tables.map(\.table) == ["orders", "users"])
            #expect(report.tables.map(\.chunks) == [5, 3])
            #expect(report.sequences.map(\.value) == [2500])
            #expect(report.bytes > 100_000)
            #expect(try scenario.rows("SELECT count(*), sum(id), min(name) FROM users") == ["2500,3126250,user 1"])
            #expect(try scenario.rows("SELECT count(*), sum(amount) FROM orders") == ["5000,3125625"])
            #expect(try scenario.value("INSERT INTO users (name) VALUES ('new') RETURNING id") == "2501")
            #expect(
                try scenario.objects().contains(
                    "constraint,public,orders_user_id_fkey,FOREIGN KEY (user_id) REFERENCES users(id)"))
        }
    }

    @Test func `the ledger tells who ran what, when and how far`() throws {
        try Scenario.with(Drafts.shopSource) { scenario in
            #expect(try scenario.status().isEmpty)
            let graph = try scenario.graph(Drafts.shop())
            let report = try scenario.run(graph)
            let status = try #require(try scenario.status().first)
            #expect(status.run.id == report.run)
            #expect(status.run.graphDigest == graph.digest.description)
            #expect(status.run.planName == "shop")
            #expect(status.run.state == .done)
            #expect(status.run.userName == "tester" && status.run.toolVersion == "1.2.3")
            #expect(status.run.finishedAt != nil)
            #expect(!status.isAlive)
            #expect(status.counts == [.init(state: .done, operations: 11)])
            #expect(status.rows == 7500)
            #expect(
                try scenario.rows(
                    "SELECT operation_id, number, first_key, last_key, rows FROM _plan.chunks ORDER BY 1, 2"
                ).suffix(3)
                    == [
                        "copy_rows/public.users,1,1,1000,1000", "copy_rows/public.users,2,1001,2000,1000",
                        "copy_rows/public.users,3,2001,2500,500",
                    ])
            #expect(try scenario.value("SELECT version FROM _plan.version") == "4")
        }
    }

    @Test func `a statement whose condition holds is skipped, and an operation of nothing else is not undone`() throws {
        try Scenario.with("CREATE TABLE t (a)") { scenario in
            try scenario.execute("CREATE SCHEMA there")
            let graph = try scenario.graph([
                Drafts.statement(
                    "there",
                    [
                        .sql(
                            SQLInstruction(
                                "CREATE SCHEMA there",
                                unless: "SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'there')"))
                    ], undo: [.sql(SQLInstruction("DROP SCHEMA there"))]),
                Drafts.statement(
                    "missing",
                    [
                        .sql(
                            SQLInstruction(
                                "CREATE SCHEMA missing",
                                unless: "SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'missing')"))
                    ], undo: [.sql(SQLInstruction("DROP SCHEMA missing"))]),
            ])
            let before = try scenario.objects()
            let report = try scenario.run(graph)
            #expect(report.operations.map(\.state) == [.done, .skipped])
            #expect(try scenario.objects().contains("schema,missing,,"))
            let rollback = try scenario.rollback(graph)
            #expect(rollback.outcome.undone == ["create_extension/missing"])
            #expect(try scenario.objects() == before)
        }
    }

    @Test func `a query in the source gives a statement its parameters, NULLs where it has no row`() throws {
        let source = """
            CREATE TABLE t (a, b, c);
            INSERT INTO t VALUES (9007199254740993, 0.1, 'it''s');
            CREATE TABLE empty (a, b);
            """
        try Scenario.with(source) { scenario in
            let graph = try scenario.graph([
                Drafts.createTable("got", "n integer, a text, b text, c text"),
                Drafts.statement(
                    "full",
                    [
                        .sql(
                            SQLInstruction(
                                "INSERT INTO public.got VALUES (1, $1, $2, $3)", with: "SELECT a, b, c FROM t"))
                    ], after: ["got"]),
                Drafts.statement(
                    "empty",
                    [
                        .sql(
                            SQLInstruction(
                                "INSERT INTO public.got VALUES (2, $1, $2, NULL)", with: "SELECT a, b FROM empty"))
                    ], after: ["got"]),
            ])
            try scenario.run(graph)
            #expect(
                try scenario.rows("SELECT * FROM got ORDER BY n")
                    == ["1,9007199254740993,0.1,it's", "2,NULL,NULL,NULL"])
        }
    }

    @Test func `case 80 - all readers see the moment of admission while a writer commits`() throws {
        try Scenario.with("PRAGMA journal_mode = wal; " + Drafts.shopSource) { scenario in
            let graph = try scenario.graph(Drafts.shop(chunkRows: 100))
            let writes = Mutex<[String]>([])
            let observer = Observer { event in
                let id: String
                switch event {
                case .admitted: id = "100000"
                case .rowsCopied(_, let rows, _): id = String(200_000 + rows)
                default: return
                }
                do {
                    try scenario.changeSource(
                        """
                        INSERT OR IGNORE INTO users VALUES (\(id), 'late');
                        INSERT OR IGNORE INTO orders VALUES (\(id), \(id), 1);
                        DELETE FROM orders WHERE id = 5000;
                        """)
                    writes.withLock { $0.append(id) }
                } catch {
                    Issue.record(error)
                }
            }
            let report = try scenario.run(graph, jobs: 2, events: observer)
            #expect(writes.withLock { $0.count } > 10)
            #expect(report.rowsWritten == 7500)
            #expect(try scenario.value("SELECT max(id) FROM users") == "2500")
            #expect(try scenario.value("SELECT max(id) FROM orders") == "5000")
        }
    }

    @Test func `events tell the story in order`() throws {
        try Scenario.with(Drafts.shopSource) { scenario in
            let story = Mutex<[String]>([])
            let observer = Observer { event in
                let line: String? =
                    switch event {
                    case .admitted(_, _, let operations, let jobs, _, _): "admitted \(operations) \(jobs)"
                    case .operationStarted(let id): "start \(id)"
                    case .operationFinished(let report): "finish \(report.id)"
                    case .finishedBefore, .rowsCopied, .operationFailed, .stopping, .undoStarted, .operationUndone,
                        .undoFailed,
                        .undoFinished, .failureHookEnded:
                        nil
                    }
                if let line { story.withLock { $0.append(line) } }
            }
            let graph = try scenario.graph(Drafts.shopTables, jobs: 1)
            try scenario.run(graph, events: observer)
            #expect(
                story.withLock { $0 } == [
                    "admitted 2 1", "start create_table/public.orders", "finish create_table/public.orders",
                    "start create_table/public.users", "finish create_table/public.users",
                ])
        }
    }

    @Test(arguments: [("empty", 0), ("one short", 9), ("exact", 10), ("one more", 11), ("twice", 20)])
    func `chunks neither lose nor repeat rows`(_ label: String, _ count: Int) throws {
        let source = """
            CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT);
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(count))
                INSERT INTO t SELECT i * 1000003 - 5000000, 'v' || i FROM n WHERE i <= \(count);
            """
        try Scenario.with(source) { scenario in
            let graph = try scenario.graph([
                Drafts.createTable("t", "id bigint, v text"),
                Drafts.copyRows("t", [("id", "bigint", .integer), ("v", "text", .text)], chunkRows: 10),
            ])
            let report = try scenario.run(graph)
            #expect(report.rowsWritten == Int64(count))
            #expect(try scenario.value("SELECT count(*) FROM t") == String(count))
            #expect(try scenario.value("SELECT count(DISTINCT id) FROM t") == String(count))
            #expect(
                try scenario.rows("SELECT state, rows FROM _plan.operations WHERE operation_id LIKE 'copy%'")
                    == ["done,\(count)"])
            #expect(try scenario.value("SELECT coalesce(sum(rows), 0) FROM _plan.chunks") == String(count))
        }
    }

    @Test(arguments: [1, 2, 3, 100])
    func `the lowest and the highest rowid are copied`(_ chunkRows: Int) throws {
        let source = """
            CREATE TABLE t (id INTEGER PRIMARY KEY);
            INSERT INTO t VALUES (-9223372036854775808), (0), (9223372036854775807);
            """
        try Scenario.with(source) { scenario in
            let graph = try scenario.graph([
                Drafts.createTable("t", "id bigint"),
                Drafts.copyRows("t", [("id", "bigint", .integer)], chunkRows: chunkRows),
            ])
            try scenario.run(graph)
            #expect(
                try scenario.rows("SELECT id FROM t ORDER BY id")
                    == ["-9223372036854775808", "0", "9223372036854775807"])
        }
    }

    @Test func `a query that is not cut is one chunk without keys`() throws {
        try Scenario.with("CREATE TABLE t (k TEXT PRIMARY KEY) WITHOUT ROWID; INSERT INTO t VALUES ('a'), ('b');") {
            scenario in
            let graph = try scenario.graph([
                Drafts.createTable("t", "k text"),
                Drafts.copyRows("t", [("k", "text", .text)], chunkRows: 1, chunkBy: .none),
            ])
            try scenario.run(graph)
            #expect(try scenario.rows("SELECT k FROM t ORDER BY k") == ["a", "b"])
            #expect(
                try scenario.rows("SELECT number, first_key, last_key, rows FROM _plan.chunks") == ["1,NULL,NULL,2"])
        }
    }

    @Test func `values larger than a piece arrive whole`() throws {
        let source = """
            CREATE TABLE t (id INTEGER PRIMARY KEY, b BLOB, v TEXT);
            INSERT INTO t VALUES (1, zeroblob(3000000), hex(zeroblob(1000000))), (2, x'01', 'small'),
                (3, zeroblob(262144), NULL);
            """
        try Scenario.with(source) { scenario in
            let graph = try scenario.graph([
                Drafts.createTable("t", "id bigint, b bytea, v text"),
                Drafts.copyRows("t", [("id", "bigint", .integer), ("b", "bytea", .blob), ("v", "text", .text)]),
            ])
            let report = try scenario.run(graph)
            #expect(report.bytes > 5_000_000)
            #expect(
                try scenario.rows("SELECT id, length(b), length(v) FROM t ORDER BY id")
                    == ["1,3000000,2000000", "2,1,5", "3,262144,NULL"])
            #expect(try scenario.value("SELECT count(*) FROM t WHERE v = repeat('0', 2000000)") == "1")
        }
    }

    @Test func `hostile names need no care`() throws {
        let source = "CREATE TABLE \"a\"\"b; DROP\" (\"c d\" TEXT); INSERT INTO \"a\"\"b; DROP\" VALUES ('x');"
        try Scenario.with(source) { scenario in
            let name = "\"public\".\"a\"\"b; DROP\""
            let object = ObjectName("public", "a\"b; DROP")
            let graph = try scenario.graph([
                OperationDraft(
                    .createTable, object, reads: [], writes: [Effect(.target, .table, object)],
                    do: [.sql(SQLInstruction("CREATE TABLE \(name) (\"c d\" text)"))],
                    undo: .instructions([.sql(SQLInstruction("DROP TABLE \(name)"))])),
                OperationDraft(
                    .copyRows, object, reads: [Effect(.target, .table, object)],
                    writes: [Effect(.target, .rows, object)],
                    do: [
                        .copy(
                            CopyInstruction(
                                table: "a\"b; DROP", read: "SELECT \"c d\" FROM \"a\"\"b; DROP\"", chunkBy: .none,
                                chunkRows: 10, into: "\(name) (\"c d\")",
                                columns: [.init(name: "c d", type: "text", codec: .text)], invalid: .fail))
                    ], undo: .instructions([])),
            ])
            try scenario.run(graph)
            #expect(try scenario.rows("SELECT \"c d\" FROM \(name)") == ["x"])
            #expect(scenario.failure(graph)?.refusal != nil)
        }
    }
}
