import PlanExecutor
import PlanGraph
import PlanSupport
import PlanTestSupport
import Testing

/// Every point of a run at which a fault makes a difference, with every kind of fault: afterwards the ledger is true, and
/// going on ends in the database of an undisturbed run.
@Suite(.requiresPostgres)
struct FaultMatrixTests {
    enum Kind: String, CaseIterable {
        /// The server refuses, as for want of disk, and does so at once.
        case refuse
        /// The server ends the transaction for the sake of another one.
        case deadlock
        /// The server ends the session.
        case cut
        /// The process ends at once.
        case exit
    }

    /// Tables of each kind of chunk, statements, a check and a sequence.
    private static let source =
        Drafts.shopSource + """
            CREATE TABLE words (lang TEXT, word TEXT, PRIMARY KEY (lang, word)) WITHOUT ROWID;
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1500)
                INSERT INTO words SELECT 'l' || i % 3, 'w' || i FROM n;
            CREATE TABLE pile (v TEXT);
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 700)
                INSERT INTO pile SELECT 'p' || i % 50 FROM n;
            """

    private static let drafts =
        Drafts.shop(chunkRows: 1200) + [
            Drafts.createTable("words", "lang text, word text"),
            Drafts.copyRows(
                "words", [("lang", "text", .text), ("word", "text", .text)], chunkRows: 400, chunkBy: .key,
                key: ["lang", "word"]),
            Drafts.createTable("pile", "v text"), Drafts.copyRows("pile", [("v", "text", .text)], chunkBy: .none),
            Drafts.verifyCounts("words"), Drafts.verifyCounts("pile"),
        ]

    /// What a run leaves, apart from the ledger: objects, rows and the sequence.
    private func content(_ scenario: Scenario) throws -> [String] {
        try scenario.objects()
            + ["users", "orders", "words", "pile"].flatMap { table in
                try scenario.rows(
                    "SELECT '\(table)', count(*), md5(string_agg(t::text, ',' ORDER BY t::text)) FROM \(table) t")
            } + scenario.rows("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'")
    }

    /// That the ledger counts for each table the rows that are there.
    private func expectTrueLedger(_ scenario: Scenario, _ label: String) throws {
        try waitUntilLeft(scenario)
        let status = try #require(try scenario.status().first)
        #expect(!status.isAlive, "\(label)")
        var rows: Int64 = 0
        for table in ["users", "orders", "words", "pile"]
        where try scenario.value("SELECT to_regclass('public.\(table)') IS NOT NULL") == "t" {
            let count = try scenario.value("SELECT count(*) FROM \(table)").flatMap { Int64($0) }
            rows += try #require(count)
        }
        #expect(status.rows == rows, "\(label)")
    }

    /// Waits until the server has noticed the end of a run's sessions, which takes it moments.
    private func waitUntilLeft(_ scenario: Scenario) throws {
        let deadline = ContinuousClock.now + .seconds(5)
        while try scenario.status().first?.isAlive == true, ContinuousClock.now < deadline { Pause.milliseconds(10) }
    }

    @Test(arguments: FaultPoint.allCases)
    func `a fault at any point leaves a true ledger, and resume ends as an undisturbed run`(_ point: FaultPoint) throws
    {
        // Rows of this size fill no piece of a COPY, so that nothing is reached while they are sent.
        if point == .chunkSending { return }
        let expected = try Scenario.with(Self.source) { scenario in
            try scenario.run(try scenario.graph(Self.drafts, onFailure: .keep))
            return try content(scenario)
        }
        for kind in Kind.allCases {
            for nth in [1, 3] where nth == 1 || (point != .runBegun && point != .runEnding) {
                let label = "\(kind.rawValue) at \(point.rawValue), time \(nth)"
                try Scenario.with(Self.source) { scenario in
                    let graph = try scenario.graph(Self.drafts, onFailure: .keep, jobs: 2)
                    let isDone = try disturb(kind, at: point, nth, scenario, graph)
                    try expectTrueLedger(scenario, label)
                    #expect(try (scenario.status().first?.run.state == .done) == isDone, "\(label)")
                    try scenario.run(graph, mode: .resume)
                    #expect(try content(scenario) == expected, "\(label)")
                    // Where nothing had been done before the fault, it is another run.
                    #expect(try scenario.status().first?.run.state == .done, "\(label)")
                    try expectTrueLedger(scenario, label)
                }
            }
        }
    }

    // MARK: Instructions without a transaction, and rows on their way

    /// A verification, a command and a request, one after the other.
    private static func others(_ address: String) -> [OperationDraft] {
        let (verified, counted) = (ObjectName("verified"), ObjectName("counted"))
        return [
            Drafts.shopTables[0], Drafts.shopCopies()[0], Drafts.verifyValues("users", ["id", "name"], key: ["id"]),
            OperationDraft(
                .runHook, verified, reads: [Effect(.target, .rows, ObjectName("public", "users"))],
                writes: [Effect(.target, .verification, verified)],
                do: [.run(CommandInstruction(command: ["sh", "-c", "echo done | tee -a count"], seconds: 60))],
                undo: .instructions([])),
            OperationDraft(
                .checkHealth, counted, reads: [Effect(.target, .verification, verified)], writes: [],
                do: [.http(HTTPInstruction(url: address, retries: 0, backoffMilliseconds: 1))], undo: .instructions([])),
        ]
    }

    @Test(arguments: [FaultPoint.operationStarted, .operationUncommitted, .operationCommitted])
    func `a fault around a verification, a command or a request is gone on from, and the command is done once`(
        _ point: FaultPoint
    ) throws {
        let address = try WebServer.address.get()
        for kind in Kind.allCases {
            var repetitions = 0
            // Of the copy only the start is such a point.
            for nth in 1...(point == .operationStarted ? 5 : 4) {
                let label = "\(kind.rawValue) at \(point.rawValue), time \(nth)"
                try Scenario.with(Drafts.shopSource) { scenario in
                    let graph = try scenario.graph(Self.others(address), onFailure: .keep, jobs: 1)
                    _ = try disturb(kind, at: point, nth, scenario, graph)
                    let report = try scenario.run(graph, mode: .resume)
                    #expect(report.operations.allSatisfy { $0.state == .done }, "\(label)")
                    #expect(try scenario.value("SELECT count(*) FROM users") == "2500", "\(label)")
                    let lines = try Files.read(scenario.directory.file("count")).count { $0 == UInt8(ascii: "\n") }
                    #expect(lines == 1 || lines == 2, "\(label)")
                    repetitions += lines - 1
                    let outputs = try scenario.rows(
                        "SELECT operation_id, output FROM _plan.operations WHERE output IS NOT NULL ORDER BY 1")
                    #expect(outputs == ["check_health/counted,status 200", "run_hook/verified,done"], "\(label)")
                }
            }
            // It is done again where it was done and the ledger could not hear of it.
            let isUnheard = point == .operationUncommitted && (kind == .refuse || kind == .exit)
            #expect(repetitions == (isUnheard ? 1 : 0), "\(kind.rawValue) at \(point.rawValue)")
        }
    }

    @Test func `a fault while rows are on their way is gone on from`() throws {
        let source = """
            CREATE TABLE large (id INTEGER PRIMARY KEY, v TEXT);
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60)
                INSERT INTO large SELECT i, hex(zeroblob(25000)) || i FROM n;
            """
        let drafts = [
            Drafts.createTable("large", "id bigint, v text"),
            Drafts.copyRows("large", [("id", "bigint", .integer), ("v", "text", .text)], chunkRows: 10),
        ]
        for kind in Kind.allCases {
            for nth in [1, 3, 12] {
                let label = "\(kind.rawValue), time \(nth)"
                try Scenario.with(source) { scenario in
                    let graph = try scenario.graph(drafts, onFailure: .keep, jobs: 2)
                    _ = try disturb(kind, at: .chunkSending, nth, scenario, graph)
                    let report = try scenario.run(graph, mode: .resume)
                    #expect(report.rowsWritten == 60, "\(label)")
                    let rows = "SELECT count(*), sum(id), min(length(v)), count(DISTINCT v) FROM large"
                    #expect(try scenario.rows(rows) == ["60,1830,50001,60"], "\(label)")
                    let told = try scenario.value("SELECT sum(rows) FROM _plan.chunks")
                    #expect(told == "60", "\(label)")
                }
            }
        }
    }

    /// - Returns: whether the run came to its end all the same.
    private func disturb(
        _ kind: Kind, at point: FaultPoint, _ nth: Int, _ scenario: Scenario, _ graph: OperationGraph
    ) throws -> Bool {
        let effect: Fault.Effect
        switch kind {
        case .refuse: effect = .refuse
        case .deadlock: effect = .deadlock
        case .cut: effect = .cut(scenario.conninfo)
        case .exit:
            let process = try Host(scenario, graph, fault: "\(point.rawValue) \(nth)").start()
            #expect(try process.wait() == .exited(86))
            try waitUntilLeft(scenario)
            return false
        }
        let fault = Fault(effect, at: point, nth: nth)
        let failure = scenario.failure(graph, probe: fault)
        #expect(fault.wasReached, "\(kind.rawValue) at \(point.rawValue)")
        return failure == nil
    }
}
