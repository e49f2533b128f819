import Glibc
import PlanExecutor
import PlanGraph
import PlanSupport
import PlanTestSupport
import Testing

@Suite(.requiresPostgres)
struct ProcessTests {
    private static let source = """
        CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT);
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
            INSERT INTO t SELECT i, 'value ' || i FROM n;
        """

    private static let drafts = [
        Drafts.createTable("t", "id bigint, v text"),
        Drafts.copyRows("t", [("id", "bigint", .integer), ("v", "text", .text)], chunkRows: 100),
        Drafts.primaryKey("t", "id"),
    ]

    /// Waits until a few chunks are committed.
    private func waitForChunks(_ scenario: Scenario) throws {
        for _ in 0..<2000 {
            if try scenario.value("SELECT to_regclass('_plan.chunks') IS NOT NULL") == "t",
                let count = try scenario.value("SELECT count(*) FROM _plan.chunks").flatMap({ Int($0) }), count >= 5
            {
                return
            }
            Pause.milliseconds(5)
        }
        Issue.record("no chunk was committed")
    }

    @Test func `a run that was killed is refused, rolled back and run again, with equal data`() throws {
        try Scenario.with(Self.source) { scenario in
            let before = try scenario.objects()
            let graph = try scenario.graph(Self.drafts)
            let process = try Host(scenario, graph).start()
            try waitForChunks(scenario)
            process.send(signal: SIGKILL)
            #expect(try process.wait() == .signalled(SIGKILL))

            guard case .brokenOff(let broken)? = scenario.failure(graph)?.refusal else {
                Issue.record("was not refused")
                return
            }
            #expect(broken.run.state == .running && broken.run.processID == process.pid)
            #expect(broken.run.userName == "host")
            #expect(broken.done == ["create_table/public.t"])
            let partial = try #require(broken.partial.first)
            #expect(partial.id == "copy_rows/public.t" && partial.chunks >= 5)
            // The ledger and the table agree, however the process ended.
            #expect(try scenario.value("SELECT count(*) FROM t") == String(partial.rows))
            let status = try #require(try scenario.status().first)
            #expect(status.run.state == .running && !status.isAlive)
            #expect(status.rows == partial.rows)

            let rollback = try scenario.rollback(graph)
            #expect(rollback.outcome.undone == ["copy_rows/public.t", "create_table/public.t"])
            #expect(try scenario.objects() == before)
            #expect(try scenario.run(graph).rowsWritten == 100_000)
            #expect(
                try scenario.rows("SELECT count(*), min(id), max(id), sum(length(v)) FROM t")
                    == ["100000,1,100000,1088895"])
        }
    }

    @Test func `while a process runs a graph, it is alive, and neither run nor rollback get in between`() throws {
        try Scenario.with(Self.source) { scenario in
            let graph = try scenario.graph(Self.drafts)
            let process = try Host(scenario, graph).start()
            defer { process.send(signal: SIGKILL) }
            try waitForChunks(scenario)
            process.send(signal: SIGSTOP)
            #expect(try scenario.status().first?.isAlive == true)
            guard case .inProgress(let progress)? = scenario.failure(graph)?.refusal else {
                Issue.record("run was not refused")
                return
            }
            #expect(progress.run?.processID == process.pid)
            do throws(RunFailure) {
                try scenario.rollback(graph)
                Issue.record("rollback was not refused")
            } catch {
                guard case .refused(.inProgress) = error else { throw error }
            }
            process.send(signal: SIGCONT)
            #expect(try process.wait() == .exited(0))
            #expect(try scenario.status().first?.run.state == .done)
        }
    }

    @Test func `an interrupted process undoes what it did and ends`() throws {
        try Scenario.with(Self.source) { scenario in
            let before = try scenario.objects()
            let process = try Host(scenario, try scenario.graph(Self.drafts)).start()
            try waitForChunks(scenario)
            process.send(signal: SIGINT)
            #expect(process.wait(atMost: .seconds(20)) == .exited(1))
            #expect(try scenario.objects() == before)
            #expect(try scenario.status().first?.run.state == .interrupted)
        }
    }

    @Test func `case 76 - memory does not grow with the number of rows`() throws {
        func peak(rows: Int) throws -> Int {
            let source = """
                CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT);
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(rows))
                    INSERT INTO t SELECT i, 'a value of some length, number ' || i FROM n;
                """
            return try Scenario.with(source) { scenario in
                let graph = try scenario.graph([
                    Drafts.createTable("t", "id bigint, v text"),
                    Drafts.copyRows(
                        "t", [("id", "bigint", .integer), ("v", "text", .text)], chunkRows: 100_000),
                ])
                let output = try Host(scenario, graph).run()
                try #require(output.status.isSuccess, "\(output.errorText)")
                #expect(try scenario.value("SELECT count(*) FROM t") == String(rows))
                let line = try #require(output.text.split(separator: "\n").last)
                return try #require(Int(line.dropFirst("peak ".count)))
            }
        }
        let (few, many) = (try peak(rows: 1000), try peak(rows: 1_000_000))
        // In KiB. SQLite's page cache (2 MB for each connection) and the buffers are all that may grow.
        #expect(few > 1 << 10)
        #expect(many - few < 8 << 10, "\(few) for few rows, \(many) for many")
        #expect(many < 60 << 10)
    }

    @Test func `case 76 - of large values one at a time is held, while copied and while verified`() throws {
        let source = """
            CREATE TABLE t (id INTEGER PRIMARY KEY, v BLOB);
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 8)
                INSERT INTO t SELECT i, zeroblob(\(64 << 20)) FROM n;
            """
        func peak(_ more: [OperationDraft]) throws -> Int {
            try Scenario.with(source) { scenario in
                let graph = try scenario.graph(
                    [
                        Drafts.createTable("t", "id bigint, v bytea"),
                        Drafts.copyRows("t", [("id", "bigint", .integer), ("v", "bytea", .blob)]),
                    ] + more, jobs: 1)
                let output = try Host(scenario, graph).run()
                try #require(output.status.isSuccess, "\(output.errorText)")
                #expect(try scenario.rows("SELECT count(*), sum(length(v)) FROM t") == ["8,\(8 << 26)"])
                let line = try #require(output.text.split(separator: "\n").last)
                return try #require(Int(line.dropFirst("peak ".count)))
            }
        }
        // In KiB. SQLite gives a value in one piece.
        let copied = try peak([])
        #expect(copied > 64 << 10 && copied < 150 << 10, "\(copied)")
        // libpq gives a row in one piece as well, out of a buffer that holds all of it.
        let verified = try peak([Drafts.verifyValues("t", ["id", "v"], key: ["id"])])
        #expect(verified < 400 << 10, "\(verified)")
    }
}
