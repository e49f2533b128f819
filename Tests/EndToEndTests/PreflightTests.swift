import Glibc
import PlanPostgres
import PlanSupport
import PlanTestSupport
import Testing

/// What is found before a run, all at once, each with what to do.
@Suite(.requiresPostgres) struct PreflightTests {
    private func withSample(
        _ more: String = "", source: String = "", _ body: (PlanTool, Secret) throws -> Void
    ) throws {
        try PostgresFixture.shared.withDatabase { conninfo in
            try PlanTool.withWorkspace(target: conninfo) { tool in
                try tool.makeDatabase("source.db", SamplePlan.sql + source)
                let text = SamplePlan.text(more).replacing("source.db }", with: "source.db, profile: none }")
                try tool.write(text, to: "sample.plan.yml")
                let compiled = try tool.run("compile", "sample.plan.yml", "-o", "out")
                try #require(compiled.code == 0, "\(compiled.errors)")
                try body(tool, conninfo)
            }
        }
    }

    private func codes(_ outcome: PlanTool.Outcome) -> [String] {
        outcome.errors.matches(of: /(error|warning)\[(PLN\d{4})\]/).map { "\($0.1) \($0.2)" }
    }

    @Test func `everything that is in the way is told at once, and nothing is written`() throws {
        let more = "safety: { backup: required }\ntables: { odd: { columns: { v: { type: bigint } } } }\n"
        try withSample(
            more, source: "CREATE TABLE odd (id INTEGER PRIMARY KEY, v INTEGER); INSERT INTO odd VALUES (1, 'x');"
        ) {
            tool, conninfo in
            var tool = tool
            let role = "nobody_here_\(getpid())"
            _ = try Psql.run("CREATE ROLE \(role) LOGIN; CREATE TABLE users (id int)", conninfo)
            defer { _ = try? Psql.run("DROP OWNED BY \(role); DROP ROLE \(role)", conninfo) }
            try tool.write("a file", to: "backups")
            tool.environment["DATABASE_URL"] = conninfo.reveal() + " user=\(role)"
            let before = try Psql.inventory(conninfo)
            for arguments in [["run", "out/graph.json", "--yes"], ["run", "out/graph.json", "--dry-run"]] {
                let outcome = try tool.run(arguments)
                #expect(outcome.code == 3)
                #expect(
                    codes(outcome) == [
                        "error PLN0705", "error PLN0713", "error PLN0713", "error PLN0728", "error PLN0720",
                    ], "\(outcome.errors)")
            }
            #expect(try Psql.inventory(conninfo) == before)
        }
    }

    @Test func `a ledger of another role, and an extension that the server lacks or the role may not create`() throws {
        let more = "tables: { users: { columns: { name: { type: citext } } } }\n"
        try withSample(more) { tool, conninfo in
            var tool = tool
            let role = "nobody_there_\(getpid())"
            _ = try Psql.run(
                """
                CREATE ROLE \(role) LOGIN; CREATE SCHEMA _plan; CREATE TABLE _plan.version (version int PRIMARY KEY);
                INSERT INTO _plan.version VALUES (4); CREATE TABLE _plan.runs (id int); GRANT ALL ON SCHEMA public TO \(role);
                """, conninfo)
            defer { _ = try? Psql.run("DROP OWNED BY \(role); DROP ROLE \(role)", conninfo) }
            tool.environment["DATABASE_URL"] = conninfo.reveal() + " user=\(role)"
            let outcome = try tool.run("validate", "--online", "sample.plan.yml")
            #expect(
                outcome.code == 3 && codes(outcome).sorted() == ["error PLN0713", "error PLN0723"], "\(outcome.errors)")
            #expect(
                outcome.errors.contains(
                    "the role \(role) may not read and write the ledger (_plan, _plan.runs, _plan.version), which another "
                        + "role has made"), "\(outcome.errors)")
            #expect(
                outcome.errors.contains("the role \(role) may not create the extension citext"), "\(outcome.errors)")
        }
    }

    @Test func `a lock on the ledger is told before the run waits for it`() throws {
        try withSample { tool, conninfo in
            #expect(try tool.run("run", "out/graph.json", "--yes").code == 0)
            let other = try PostgresConnection<ReadWrite>(PostgresConnectionSettings(conninfo: conninfo))
            try other.execute("BEGIN; LOCK TABLE _plan.runs IN ACCESS EXCLUSIVE MODE")
            let output = try Pipe()
            let process = try Subprocess(
                tool.program, ["run", "out/graph.json", "--yes", "--restart"],
                environment: .inherited(changing: tool.environment), workingDirectory: tool.directory.path
            ).spawn(output: .null, error: .descriptor(output.writeEnd))
            output.closeWriteEnd()
            var text = [UInt8](repeating: 0, count: 4096)
            let count = read(output.readEnd, &text, text.count)
            let line = String(decoding: text.prefix(max(count, 0)), as: UTF8.self)
            #expect(
                line.contains("warning[PLN0726]: server process \(other.backendPID) of the role postgres"), "\(line)")
            #expect(line.contains("AccessExclusiveLock on _plan.runs"), "\(line)")
            try other.execute("COMMIT")
            #expect(try process.wait() == .exited(0))
        }
    }

    @Test func `a database that is not in UTF-8`() throws {
        try withSample { tool, conninfo in
            var tool = tool
            for (encoding, text) in [("LATIN1", "the database's encoding is LATIN1"), ("SQL_ASCII", "nothing checks")] {
                let name = "encoded_\(getpid())_\(encoding.lowercased())"
                _ = try Psql.run(
                    "CREATE DATABASE \(name) ENCODING '\(encoding)' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0",
                    conninfo)
                defer { _ = try? Psql.run("DROP DATABASE \(name) WITH (FORCE)", conninfo) }
                tool.environment["DATABASE_URL"] = conninfo.reveal() + " dbname=\(name)"
                let outcome = try tool.run("validate", "--online", "sample.plan.yml")
                #expect(outcome.code == 0 && codes(outcome) == ["warning PLN0724"], "\(outcome.errors)")
                #expect(outcome.errors.contains(text), "\(outcome.errors)")
                #expect(try tool.run("run", "out/graph.json", "--yes").code == 0)
            }
        }
    }

    @Test(.enabled(if: getuid() == 0, "a disk is mounted by root alone"))
    func `a server's disk with less room than the rows may take`() throws {
        let rows = """
            CREATE TABLE big (b BLOB);
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60)
                INSERT INTO big SELECT randomblob(100000) FROM n;
            """
        try withSample(source: rows) { tool, conninfo in
            var tool = tool
            let disk = tool.path("disk")
            try Files.makeDirectory(disk)
            chmod(tool.directory.path, 0o755)
            let mounted = try Subprocess("mount", ["-t", "tmpfs", "-o", "size=11m,mode=0777", "none", disk]).run()
            try #require(mounted.status.isSuccess, "\(mounted.errorText)")
            _ = try Subprocess("chown", ["postgres", disk]).run()
            let name = "small_\(getpid())"
            defer {
                _ = try? Psql.run("DROP DATABASE IF EXISTS \(name) WITH (FORCE)", conninfo)
                _ = try? Psql.run("DROP TABLESPACE IF EXISTS \(name)", conninfo)
                _ = try? Subprocess("umount", ["-l", disk]).run()
            }
            _ = try Psql.run("CREATE TABLESPACE \(name) LOCATION '\(disk)'", conninfo)
            _ = try Psql.run("CREATE DATABASE \(name) TABLESPACE \(name)", conninfo)
            tool.environment["DATABASE_URL"] = conninfo.reveal() + " dbname=\(name)"
            let outcome = try tool.run("validate", "--online", "sample.plan.yml")
            #expect(outcome.code == 0 && codes(outcome) == ["warning PLN0725"], "\(outcome.errors)")
            #expect(outcome.errors.contains("MB free, and the tables may take about 12."), "\(outcome.errors)")
        }
    }

    @Test func `a standby, and a server with too few connections left`() throws {
        let settings = [
            "wal_level": "replica", "max_connections": "8", "superuser_reserved_connections": "0", "hot_standby": "on",
        ]
        let installation = try PostgresInstallation.locate()
        let server = try ThrowawayServer(installation: installation, settings: settings)
        try withSample { tool, _ in
            var tool = tool
            tool.environment["DATABASE_URL"] = server.conninfo().reveal()
            let crowded = try tool.run("run", "out/graph.json", "--dry-run", "--jobs", "12")
            #expect(crowded.code == 0, "\(crowded.errors)")
            let tight = try tool.run("run", "out/graph.json", "--yes", "--jobs", "12")
            #expect(codes(tight).first == "warning PLN0727", "\(tight.errors)")

            let data = "\(server.directory)/data"
            try Files.writeAtomically([], to: "\(data)/standby.signal")
            let owner = try Subprocess("stat", ["-c", "%U", data]).run().text
            _ = try Subprocess("chown", [owner, "\(data)/standby.signal"]).run()
            let control = [
                installation.program("pg_ctl") ?? "pg_ctl", "restart", "-D", data, "-w", "-m", "fast", "-l",
                "/dev/null",
            ]
            let restarted = try Subprocess(
                getuid() == 0 ? "setpriv" : control[0],
                getuid() == 0
                    ? ["--reuid=\(owner)", "--regid=\(owner)", "--init-groups", "--"] + control
                    : Array(control.dropFirst()),
                workingDirectory: "/"
            ).run()
            try #require(restarted.status.isSuccess, "\(restarted.errorText)\(restarted.text)")
            for command in [["validate", "--online", "sample.plan.yml"], ["run", "out/graph.json", "--yes"]] {
                let outcome = try tool.run(command)
                #expect(outcome.code == 3 && codes(outcome).contains("error PLN0722"), "\(outcome.errors)")
                #expect(outcome.errors.contains("is a standby, which takes no changes"), "\(outcome.errors)")
            }
        }
        try server.stop()
    }
}
