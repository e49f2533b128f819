import PlanExecutor
import PlanGraph
import PlanPostgres
import PlanSupport
import PlanTestSupport
import Synchronization
import Testing

/// Each refusal leaves the target untouched: not even the ledger's schema is made.
@Suite(.requiresPostgres)
struct AdmissionTests {
    private static let source = "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); INSERT INTO t VALUES (1, 'a');"

    private static let drafts = [
        Drafts.createTable("t", "id bigint, v text"),
        Drafts.copyRows("t", [("id", "bigint", .integer), ("v", "text", .text)]),
        Drafts.index("t_v", on: "t", "v"),
    ]

    /// Runs a graph that must be refused, and compares the target before and after.
    private func refusal(_ scenario: Scenario, _ graph: OperationGraph) throws -> AdmissionRefusal? {
        let before = try scenario.everything()
        let failure = scenario.failure(graph)
        #expect(try scenario.everything() == before)
        return failure?.refusal
    }

    @Test func `a source that differs is refused by the names of the objects`() throws {
        try Scenario.with(Self.source) { scenario in
            let graph = try scenario.graph(Self.drafts)
            try scenario.changeSource("ALTER TABLE t ADD COLUMN w; CREATE TABLE u (a)")
            #expect(
                try refusal(scenario, graph)
                    == .drift(
                        path: scenario.sourcePath, differences: ["table t: column w is new", "table u is new"]))
        }
    }

    @Test func `new rows alone are no drift`() throws {
        try Scenario.with(Self.source) { scenario in
            let graph = try scenario.graph(Self.drafts)
            try scenario.changeSource("INSERT INTO t VALUES (2, 'b')")
            #expect(try scenario.run(graph).rowsWritten == 2)
        }
    }

    @Test func `a server older than the graph needs is refused`() throws {
        try Scenario.with(Self.source) { scenario in
            let found = try scenario.connect().serverVersion / 10_000
            let graph = try scenario.graph(Self.drafts, version: 99)
            #expect(try refusal(scenario, graph) == .serverTooOld(found: found, required: 99))
        }
    }

    @Test func `every object that is in the way is named`() throws {
        try Scenario.with(Self.source) { scenario in
            try scenario.execute("CREATE VIEW t AS SELECT 1; CREATE SEQUENCE t_v; CREATE TABLE other ()")
            let graph = try scenario.graph(Self.drafts)
            let expected = AdmissionRefusal.targetNotAbsent([
                TargetObject(kind: "view", schema: "public", name: "t"),
                TargetObject(kind: "sequence", schema: "public", name: "t_v"),
            ])
            #expect(try refusal(scenario, graph) == expected)
            #expect(expected.description.contains("view public.t, sequence public.t_v"))
        }
    }

    @Test func `a schema that nobody makes is refused`() throws {
        try Scenario.with(Self.source) { scenario in
            let table = ObjectName("nowhere", "t")
            let graph = try scenario.graph([
                OperationDraft(
                    .createTable, table, reads: [], writes: [Effect(.target, .table, table)],
                    do: [.sql(SQLInstruction("CREATE TABLE nowhere.t ()"))], undo: .instructions([]))
            ])
            #expect(try refusal(scenario, graph) == .missingSchema("nowhere"))
        }
    }

    @Test func `what destroys or cannot be undone is refused`() throws {
        try Scenario.with(Self.source) { scenario in
            let destructive = try scenario.graph([
                Drafts.statement("drop", [.sql(SQLInstruction("SELECT 1"))], risk: Risk(isDestructive: true))
            ])
            #expect(try refusal(scenario, destructive) == .destructive(ids: ["create_extension/drop"]))
            let irreversible = try scenario.graph([
                OperationDraft(
                    .createExtension, ObjectName("x"), reads: [], writes: [], do: [.sql(SQLInstruction("SELECT 1"))],
                    undo: .irreversible(reason: "mail was sent"))
            ])
            #expect(
                try refusal(scenario, irreversible)
                    == .irreversible([.init(id: "create_extension/x", reason: "mail was sent")]))
        }
    }

    @Test func `a copy beside another instruction is refused`() throws {
        try Scenario.with(Self.source) { scenario in
            let copy = Drafts.copyRows("t", [("id", "bigint", .integer)])
            let graph = try scenario.graph([
                Drafts.statement("both", [.sql(SQLInstruction("SELECT 1"))] + copy.do)
            ])
            #expect(
                try refusal(scenario, graph)
                    == .unsupported(
                        id: "create_extension/both", reason: "a copy must be the only instruction of its operation"))
        }
    }

    @Test(arguments: [
        ("point", CodecID.text), ("integer", .text), ("text", .integer), ("date", .json), ("uuid", .iso8601),
    ])
    func `a codec that makes no values of a type is refused before anything is made`(
        _ type: String, _ codec: CodecID
    ) throws {
        try Scenario.with(Self.source) { scenario in
            let graph = try scenario.graph([
                Drafts.createTable("t", "v \(type)"), Drafts.copyRows("t", [("v", type, codec)]),
            ])
            guard case .conversion(let id, let conversion)? = try refusal(scenario, graph) else {
                Issue.record("was not refused")
                return
            }
            #expect(id == "copy_rows/public.t")
            #expect(conversion.type == type && conversion.codec == codec && conversion.column == "v")
        }
    }

    @Test func `rows for a table that is there are refused where the role may not write them`() throws {
        try Scenario.with("CREATE TABLE t (id INTEGER PRIMARY KEY); INSERT INTO t VALUES (1)") { scenario in
            let role = "reader_\(Int.random(in: 0..<1_000_000_000))"
            try scenario.execute(
                """
                CREATE TABLE t (id bigint); CREATE ROLE \(role) LOGIN; GRANT SELECT ON t TO \(role);
                DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO \(role)', current_database()); END $$
                """)
            defer { try? scenario.execute("DROP OWNED BY \(role); DROP ROLE \(role)") }
            let graph = try scenario.graph([Drafts.copyRows("t", [("id", "bigint", .integer)])])
            var environment = scenario.environment()
            environment.target = Secret(scenario.conninfo.reveal() + " user=\(role)")
            do throws(RunFailure) {
                _ = try Executor.run(graph, environment: environment)
                Issue.record("was not refused")
            } catch {
                guard case .refused(.target(let findings)) = error else { throw error }
                #expect(
                    findings.map(\.message) == [
                        "the role \(role) may not read and write the rows of public.t; GRANT SELECT, INSERT ON public.t TO "
                            + role
                    ])
            }
            try scenario.execute("GRANT INSERT ON t TO \(role)")
            #expect(try Executor.run(graph, environment: environment).rowsWritten == 1)
        }
    }

    @Test func `case 83 and case 90 - a graph that has been run is not run twice`() throws {
        try Scenario.with(Self.source) { scenario in
            let graph = try scenario.graph(Self.drafts)
            let run = try scenario.run(graph).run
            let before = try scenario.everything()
            guard case .alreadyRun(let record)? = scenario.failure(graph)?.refusal else {
                Issue.record("was not refused")
                return
            }
            #expect(record.id == run && record.state == .done)
            #expect(AdmissionRefusal.alreadyRun(record).description.contains("run \(run)"))
            #expect(try scenario.everything() == before)
            #expect(try scenario.value("SELECT count(*) FROM _plan.runs") == "1")
        }
    }

    @Test func `a ledger of a later version is refused`() throws {
        try Scenario.with(Self.source) { scenario in
            let graph = try scenario.graph(Self.drafts)
            try scenario.execute(
                "CREATE SCHEMA _plan; CREATE TABLE _plan.version (version integer); INSERT INTO _plan.version VALUES (7)"
            )
            #expect(try refusal(scenario, graph) == .ledgerVersion(found: 7, known: 4))
        }
    }

    @Test func `a graph that is being run is refused by the session that runs it`() throws {
        try Scenario.with(Self.source) { scenario in
            let graph = try scenario.graph(Self.drafts)
            let second = Mutex<RunFailure?>(nil)
            let observer = Observer { event in
                // The run's lock is held by now, and its entry is written.
                if case .admitted = event {
                    let failure = scenario.failure(graph)
                    second.withLock { $0 = failure }
                }
            }
            let run = try scenario.run(graph, events: observer).run
            guard case .inProgress(let progress)? = second.withLock({ $0?.refusal }) else {
                Issue.record("was not refused: \(second.withLock { "\(String(describing: $0))" })")
                return
            }
            #expect(progress.run?.id == run && progress.run?.userName == "tester")
            #expect(progress.backendPID > 0 && progress.role == "postgres")
        }
    }

    @Test func `of many runs at once one works`() throws {
        try Scenario.with(Self.source) { scenario in
            let graph = try scenario.graph(Self.drafts)
            let outcomes = Monitor<[String]>([])
            for _ in 0..<4 {
                _ = try WorkerThread {
                    let failure = scenario.failure(graph)
                    outcomes.update { $0.append(failure?.refusal == nil ? failure?.description ?? "done" : "refused") }
                }
            }
            let all = outcomes.wait { $0.count == 4 ? $0 : nil }
            #expect(all.sorted() == ["done", "refused", "refused", "refused"])
            #expect(try scenario.value("SELECT count(*) FROM t") == "1")
        }
    }

    @Test func `what is missing is told before anything is opened`() throws {
        try Scenario.with(Self.source) { scenario in
            let graph = try scenario.graph(Self.drafts, connection: "postgres://${NO_SUCH}@host/db")
            guard case .missingVariable("NO_SUCH", .target)? = scenario.failure(graph) else {
                Issue.record("\(String(describing: scenario.failure(graph)))")
                return
            }
        }
    }

    @Test func `a source that is gone and a target that does not answer are told apart`() throws {
        try Scenario.with(Self.source) { scenario in
            let unreachable = try scenario.graph(Self.drafts, connection: "host=/nowhere password=hidden")
            guard case .cannotConnectTarget(let error)? = scenario.failure(unreachable) else {
                Issue.record("connected to nowhere")
                return
            }
            #expect(!error.description.contains("hidden"))
            let graph = try scenario.graph(Self.drafts)
            var environment = scenario.environment()
            environment.baseDirectory = "/nowhere"
            do throws(RunFailure) {
                _ = try Executor.run(graph, environment: environment)
                Issue.record("ran without a source")
            } catch {
                guard case .cannotConnectSource(let failure) = error else { throw error }
                #expect(failure.path == "/nowhere/source.db")
            }
        }
    }

    @Test func `another target can stand in for the graph's`() throws {
        try Scenario.with(Self.source) { scenario in
            let graph = try scenario.graph(Self.drafts, connection: "host=/nowhere")
            var environment = scenario.environment()
            environment.target = scenario.conninfo
            #expect(try Executor.run(graph, environment: environment).state == .done)
        }
    }
}
