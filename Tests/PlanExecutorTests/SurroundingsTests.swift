import Glibc
import PlanExecutor
import PlanGraph
import PlanPostgres
import PlanSupport
import PlanTestSupport
import Testing

/// What a server, its disk and the network do to a run.
@Suite(.requiresPostgres)
struct SurroundingsTests {
    private func isWhole(_ scenario: Scenario) throws -> Bool {
        try scenario.rows("SELECT count(*), count(DISTINCT id), sum(id) FROM users") == ["2500,2500,3126250"]
            && scenario.rows("SELECT count(*), count(DISTINCT id), sum(amount) FROM orders") == ["5000,5000,3125625"]
    }

    /// A tablespace on a disk of its own, which is full soon.
    private func withSmallDisk(_ scenario: Scenario, _ body: (String) throws -> Void) throws {
        let disk = scenario.directory.file("disk")
        try Files.makeDirectory(disk)
        for directory in [scenario.directory.path] { chmod(directory, 0o755) }
        let mounted = try Subprocess("mount", ["-t", "tmpfs", "-o", "size=400k,mode=0777", "none", disk]).run()
        try #require(mounted.status.isSuccess, "\(mounted.errorText)")
        let name = "small_\(getpid())_\(Int.random(in: 0..<1_000_000))"
        defer {
            try? scenario.execute("DROP TABLE IF EXISTS orders, users; RESET default_tablespace")
            try? scenario.execute("DROP TABLESPACE IF EXISTS \(name)")
            _ = try? Subprocess("umount", ["-l", disk]).run()
        }
        let account = try Subprocess("chown", ["postgres", disk]).run()
        #expect(account.status.isSuccess)
        try scenario.execute("CREATE TABLESPACE \(name) LOCATION '\(disk)'")
        let database = try scenario.value("SELECT current_database()") ?? ""
        try scenario.execute("ALTER DATABASE \(database) SET default_tablespace = \(name)")
        try body(disk)
    }

    @Test(.enabled(if: getuid() == 0, "a disk is mounted by root alone"))
    func `a full disk leaves what is committed, and with more room the run is gone on with`() throws {
        let source = Drafts.shopSource
        try Scenario.with(source) { scenario in
            try withSmallDisk(scenario) { disk in
                let graph = try scenario.graph(Drafts.shopTables + Drafts.shopCopies(chunkRows: 250), onFailure: .keep)
                let failure = scenario.failure(graph, jobs: 1)
                guard case .target(let error)? = failure?.cause, error.code == .diskFull else {
                    Issue.record("the disk was not full: \(String(describing: failure))")
                    return
                }
                let status = try #require(try scenario.status().first)
                #expect(status.run.state == .failed && status.rows > 0)
                #expect(
                    try scenario.value("SELECT (SELECT count(*) FROM users) + (SELECT count(*) FROM orders)")
                        == String(status.rows))
                let more = try Subprocess("mount", ["-o", "remount,size=64m", disk]).run()
                #expect(more.status.isSuccess)
                #expect(try scenario.run(graph, mode: .resume).rowsEarlier == status.rows)
                #expect(try isWhole(scenario))
            }
        }
    }

    @Test(arguments: [ExecutionSettings.FailurePolicy.rollback, .keep])
    func `a privilege that is revoked half way leaves the target as found, or a run to go on with`(
        _ policy: ExecutionSettings.FailurePolicy
    ) throws {
        try Scenario.with(Drafts.shopSource) { owner in
            let database = try owner.value("SELECT current_database()") ?? ""
            let role = "mover_\(database)"
            try owner.execute(
                "CREATE ROLE \(role) LOGIN; GRANT CREATE ON DATABASE \(database) TO \(role); "
                    + "GRANT ALL ON SCHEMA public TO \(role)")
            let scenario = try Scenario(PostgresFixture.shared.conninfo(database: database, user: role))
            try scenario.changeSource(Drafts.shopSource)
            let before = try owner.objects()
            let graph = try scenario.graph(
                Drafts.shopTables + Drafts.shopCopies(chunkRows: 500), onFailure: policy, jobs: 1)
            let revoke = Fault(
                .call {
                    do { try owner.execute("REVOKE INSERT ON orders FROM \(role)") } catch { Issue.record(error) }
                }, at: .chunkCommitted, nth: 3)
            let failure = scenario.failure(graph, probe: revoke)
            guard case .target(let error)? = failure?.cause, error.code == .insufficientPrivilege else {
                Issue.record("was not refused: \(String(describing: failure))")
                return
            }
            switch policy {
            case .rollback: #expect(try owner.objects() == before)
            case .keep:
                #expect(try owner.value("SELECT count(*) FROM orders") == "1500")
                try owner.execute("GRANT INSERT ON orders TO \(role)")
                try scenario.run(graph, mode: .resume)
                #expect(try isWhole(owner))
            }
            try owner.execute("DROP OWNED BY \(role) CASCADE; DROP ROLE \(role)")
        }
    }

    @Test(arguments: [FaultPoint.chunkStarted, .chunkUncommitted, .chunkCommitted, .operationUncommitted])
    func `a network that is cut in the middle costs no row and doubles none`(_ point: FaultPoint) throws {
        try Scenario.with(Drafts.shopSource) { direct in
            let near = direct.directory.file("near")
            try Files.makeDirectory(near)
            let server = try PostgresFixture.shared.serverDirectory()
            let proxy = try Subprocess(
                "python3", [Repository.path("Tests/Independent/cut_proxy.py"), near, server + "/.s.PGSQL.5432"]
            ).spawn(output: .null, error: .null)
            // A child that nobody waits for would keep the tests that run in processes of their own from hearing of theirs.
            defer {
                proxy.send(signal: SIGKILL)
                #expect(throws: Never.self) { try proxy.wait() }
            }
            for _ in 0..<500 where !Files.exists(near + "/.s.PGSQL.5432") { Pause.milliseconds(10) }
            Pause.milliseconds(50)
            let database = try direct.value("SELECT current_database()") ?? ""
            let scenario = try Scenario(Secret("host=\(near) port=5432 user=postgres dbname=\(database)"))
            try scenario.changeSource(Drafts.shopSource)
            let graph = try scenario.graph(Drafts.shop(chunkRows: 500), onFailure: .keep)
            let cut = Fault(
                .call {
                    proxy.send(signal: SIGUSR1); Pause.milliseconds(20)
                }, at: point, nth: 3)
            let report = try scenario.run(graph, jobs: 2, probe: cut)
            #expect(cut.wasReached && report.rowsWritten == 7500 && report.isBalanced)
            #expect(try isWhole(direct))
        }
    }
}
