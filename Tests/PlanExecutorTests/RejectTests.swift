import PlanGraph
import PlanPostgres
import PlanSupport
import PlanTestSupport
import Testing

@testable import PlanExecutor

/// Rows that are set aside: their file, their counts in the ledger, and what becomes of both when a chunk fails.
@Suite(.requiresPostgres) struct RejectTests {
    private static func copy(
        _ columns: [CopyInstruction.Column], chunkRows: Int = 10, tests: [CopyInstruction.RowTest] = []
    ) -> OperationDraft {
        let list = columns.map { "\"\($0.name)\"" }.joined(separator: ", ")
        let flags = tests.isEmpty ? "" : ", n % 2"
        return OperationDraft(
            .copyRows, Drafts.name("t"), reads: [Effect(.target, .table, Drafts.name("t"))],
            writes: [Effect(.target, .rows, Drafts.name("t"))],
            do: [
                .copy(
                    CopyInstruction(
                        table: "t",
                        read:
                            "SELECT \(list), rowid\(flags) FROM t WHERE rowid BETWEEN ?1 AND ?2 ORDER BY rowid LIMIT ?3",
                        chunkBy: .rowID, chunkRows: chunkRows, into: "public.t (\(list))", columns: columns,
                        invalid: .fail, tests: tests))
            ], undo: .instructions([.sql(SQLInstruction("TRUNCATE public.t"))]))
    }

    private static let source = """
        CREATE TABLE t (n INTEGER, v TEXT);
        WITH RECURSIVE i(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM i WHERE i < 100)
        INSERT INTO t SELECT CASE WHEN i % 10 = 3 THEN 'bad' ELSE i END, 'v' || i FROM i;
        """

    @Test func `a ledger of the first version is brought up to date and kept`() throws {
        try Scenario.with(Self.source) { scenario in
            try scenario.run(scenario.graph([Drafts.createTable("other", "n bigint")], name: "other"))
            try scenario.execute(
                """
                ALTER TABLE _plan.chunks DROP COLUMN rejected, DROP COLUMN rejects_end;
                UPDATE _plan.version SET version = 1;
                INSERT INTO _plan.chunks (run_id, operation_id, number, rows) VALUES (1, 'create_table/public.other', 1, 5)
                """)
            let graph = try scenario.graph([
                Drafts.createTable("t", "n bigint, v text"),
                Self.copy([.init(name: "n", type: "bigint", codec: .integer, invalid: .reject)]),
            ])
            #expect(try scenario.run(graph).rowsRejected == 10)
            #expect(try scenario.value("SELECT max(version) FROM _plan.version") == "4")
            #expect(
                try scenario.rows("SELECT run_id = 1, sum(rows), sum(rejected) FROM _plan.chunks GROUP BY 1 ORDER BY 1")
                    == ["f,90,10", "t,5,0"])
        }
    }

    @Test func `the lines of a chunk that is not committed are taken back`() throws {
        try Scenario.with(Self.source + "INSERT INTO t VALUES (1000, 'x'), ('bad', 'y'), (NULL, 'z');") { scenario in
            let columns: [CopyInstruction.Column] = [
                .init(name: "n", type: "bigint", codec: .integer, invalid: .reject),
                .init(name: "v", type: "text", codec: .text),
            ]
            // The target refuses the last chunk, in which one row is set aside.
            let graph = try scenario.graph(
                [Drafts.createTable("t", "n bigint NOT NULL, v text"), Self.copy(columns)], onFailure: .keep)
            #expect(scenario.failure(graph) != nil)
            let file = try String(
                decoding: Files.read(scenario.directory.file("rejects/1/t.csv")), as: UTF8.self)
            #expect(file.split(separator: "\n").count == 11)
            #expect(
                try scenario.value("SELECT max(rejects_end) FROM _plan.chunks") == String(file.utf8.count))
        }
    }

    @Test func `rows are set aside once, by a run that is killed and gone on with too`() throws {
        let sql = """
            CREATE TABLE t (n INTEGER, v TEXT);
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
                INSERT INTO t SELECT CASE WHEN i % 10 = 0 THEN 'bad ' || i ELSE i END, 'v' || i FROM n;
            """
        for (point, nth) in [(FaultPoint.chunkUncommitted, 2), (.chunkCommitted, 3), (.runEnding, 1)] {
            try Scenario.with(sql) { scenario in
                let columns: [CopyInstruction.Column] = [
                    .init(name: "n", type: "bigint", codec: .integer, invalid: .reject),
                    .init(name: "v", type: "text", codec: .text),
                ]
                let graph = try scenario.graph(
                    [Drafts.createTable("t", "n bigint, v text"), Self.copy(columns, chunkRows: 200)], onFailure: .keep,
                    jobs: 1)
                let process = try Host(scenario, graph, fault: "\(point.rawValue) \(nth)").start()
                #expect(try process.wait() == .exited(86))
                var failure = scenario.failure(graph, mode: .resume)
                // The server notices the end of its client within moments.
                for _ in 0..<100 {
                    guard case .inProgress? = failure?.refusal else { break }
                    failure = scenario.failure(graph, mode: .resume)
                }
                #expect(failure == nil, "\(String(describing: failure))")
                #expect(try scenario.rows("SELECT count(*), count(DISTINCT n) FROM t") == ["2700,2700"])
                let file = try String(
                    decoding: Files.read(scenario.directory.file("rejects/1/t.csv")), as: UTF8.self)
                let lines = file.split(separator: "\n").dropFirst()
                #expect(lines.count == 300 && Set(lines).count == 300, "\(point.rawValue)")
                #expect(try scenario.value("SELECT sum(rejected) FROM _plan.chunks") == "300")
            }
        }
    }

    @Test func `the tests of the source set rows aside before their values are looked at`() throws {
        try Scenario.with("CREATE TABLE t (n INTEGER, v TEXT); INSERT INTO t VALUES (1, 'x'), (2, '5'), (3, '7');") {
            scenario in
            let columns: [CopyInstruction.Column] = [
                .init(name: "n", type: "bigint", codec: .integer), .init(name: "v", type: "numeric", codec: .numeric),
            ]
            let graph = try scenario.graph([
                Drafts.createTable("t", "n bigint, v numeric"),
                Self.copy(columns, tests: [.init(column: "n", reason: .orphan)]),
            ])
            let report = try scenario.run(graph)
            #expect(report.isBalanced && report.rowsWritten == 1 && report.rowsRejected == 2)
            #expect(report.tables[0].policyUses == [PolicyUse(column: "n", policy: .reject, count: 2)])
            #expect(try scenario.rows("SELECT n, v FROM t") == ["2,5"])
        }
    }

    /// A value larger than a piece of the copy goes to the server directly, which a row that may be set aside must not.
    @Test func `a row with a large value is set aside whole, and the rows around it arrive`() throws {
        let sql = """
            CREATE TABLE t (v TEXT, n INTEGER);
            INSERT INTO t VALUES ('a', 1), (replace(hex(zeroblob(500000)), '00', 'xy'), 'bad'),
                (replace(hex(zeroblob(500000)), '00', 'yz'), 3);
            """
        try Scenario.with(sql) { scenario in
            let columns: [CopyInstruction.Column] = [
                .init(name: "v", type: "text", codec: .text),
                .init(name: "n", type: "bigint", codec: .integer, invalid: .reject),
            ]
            let graph = try scenario.graph([Drafts.createTable("t", "v text, n bigint"), Self.copy(columns)])
            #expect(try scenario.run(graph).rowsRejected == 1)
            #expect(
                try scenario.rows("SELECT n, length(v), left(v, 2) FROM t ORDER BY n") == ["1,1,a", "3,1000000,yz"])
        }
    }

    @Test(arguments: [
        ("orders", "orders.csv"), ("a b/c", "a%20b%2fc.csv"), (".hidden", "%2ehidden.csv"), ("v1.2", "v1.2.csv"),
        ("\u{FC}", "%c3%bc.csv"), ("..", "%2e..csv"),
    ])
    func `the file of a table has a name that any directory takes`(table: String, name: String) {
        #expect(RejectFile.name(of: table) == name)
    }

    @Test func `tables of long names have files of different names`() {
        let names = (0..<3).map { RejectFile.name(of: String(repeating: "é", count: 60) + "\($0)") }
        #expect(Set(names).count == 3 && names.allSatisfy { $0.utf8.count < 255 })
    }
}
