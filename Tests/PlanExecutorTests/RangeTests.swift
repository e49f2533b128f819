import PlanExecutor
import PlanGraph
import PlanPostgres
import PlanSupport
import PlanTestSupport
import Synchronization
import Testing

/// One table copied by several streams.
@Suite(.requiresPostgres)
struct RangeTests {
    private static let drafts = [
        Drafts.createTable("t", "id bigint, v text"),
        Drafts.copyRows("t", [("id", "bigint", .integer), ("v", "text", .text)], chunkRows: 20_000),
    ]

    /// Rows whose ids are `id`, an expression over `i`.
    private static func source(_ count: Int, id: String) -> String {
        """
        CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT);
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(count))
            INSERT INTO t SELECT \(id), 'v' || i FROM n;
        """
    }

    @Test(arguments: [
        "i", "i * 1000003 - 50000000000", "CASE WHEN i < 90000 THEN i ELSE i * 10000000000000 END",
        "i * i * (CASE i % 2 WHEN 0 THEN 1 ELSE -1 END)",
    ])
    func `several streams share one table, whatever its rowids are, and the chunks cover each row once`(_ id: String)
        throws
    {
        try Scenario.with(Self.source(100_000, id: id)) { scenario in
            let graph = try scenario.graph(Self.drafts)
            let report = try scenario.run(graph, jobs: 4)
            #expect(report.jobs > 1)
            #expect(report.rowsWritten == 100_000 && report.isBalanced)
            #expect(
                try scenario.rows("SELECT count(*), count(DISTINCT id), count(DISTINCT v) FROM t") == [
                    "100000,100000,100000"
                ])
            #expect(try scenario.value("SELECT max(rows) <= 20000 FROM _plan.chunks") == "t")
            // No two chunks cover the same rowid.
            #expect(
                try scenario.value(
                    """
                    SELECT count(*) FROM _plan.chunks a JOIN _plan.chunks b ON a.number < b.number
                        AND int8range(a.first_key, a.last_key, '[]') && int8range(b.first_key, b.last_key, '[]')
                    WHERE a.last_key < 9223372036854775807 AND b.last_key < 9223372036854775807
                    """) == "0")
        }
    }

    @Test func `streams work on one table at the same time`() throws {
        try Scenario.with(Self.source(100_000, id: "i")) { scenario in
            let sessions = Mutex<Set<Int32>>([])
            let probe = Recorder { point, pid in
                if point == .chunkUncommitted {
                    _ = sessions.withLock { $0.insert(pid) }
                    // Long enough for the others to come as far.
                    Pause.milliseconds(100)
                }
            }
            try scenario.run(try scenario.graph(Self.drafts), jobs: 3, probe: probe)
            #expect(sessions.withLock { $0.count } == 3)
        }
    }

    @Test func `a run of several streams that was cut off anywhere is gone on with, and no row is there twice`() throws
    {
        try Scenario.with(Self.source(100_000, id: "i * 3")) { scenario in
            for nth in 1...5 {
                let graph = try scenario.graph(Self.drafts, onFailure: .keep, name: "t\(nth)")
                let fault = Fault(.refuse, at: nth % 2 == 0 ? .chunkUncommitted : .chunkStarted, nth: nth)
                #expect(scenario.failure(graph, jobs: 3, probe: fault) != nil && fault.wasReached)
                let before = try scenario.value("SELECT count(*) FROM t").flatMap { Int64($0) }
                let report = try scenario.run(graph, jobs: 2, mode: .resume)
                #expect(report.rowsEarlier == before && report.rowsWritten == 100_000)
                #expect(
                    try scenario.rows("SELECT count(*), count(DISTINCT id), sum(id) FROM t") == [
                        "100000,100000,15000150000"
                    ])
                try scenario.rollback(graph)
            }
        }
    }

    @Test func `a chunk ends with its bytes, however few its rows are`() throws {
        let source = """
            CREATE TABLE t (id INTEGER PRIMARY KEY, v BLOB);
            INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20)
                SELECT i, zeroblob(10000000) FROM n;
            """
        try Scenario.with(source) { scenario in
            let graph = try scenario.graph([
                Drafts.createTable("t", "id bigint, v bytea"),
                Drafts.copyRows("t", [("id", "bigint", .integer), ("v", "bytea", .blob)]),
            ])
            let report = try scenario.run(graph)
            #expect(report.tables.map(\.chunks) == [3])
            #expect(try scenario.rows("SELECT count(*), sum(length(v)) FROM t") == ["20,200000000"])
            #expect(
                try scenario.rows("SELECT first_key, last_key, rows FROM _plan.chunks ORDER BY number")
                    == ["1,7,7", "8,14,7", "15,20,6"])
        }
    }
}

/// Calls a closure at each point.
struct Recorder: RunProbe {
    let body: @Sendable (FaultPoint, Int32) -> Void

    init(_ body: @escaping @Sendable (FaultPoint, Int32) -> Void) { self.body = body }

    func reach(_ point: FaultPoint, backendPID: Int32) throws(PostgresError) { body(point, backendPID) }
}
