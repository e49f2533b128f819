import Glibc
import PlanSupport
import PlanTestSupport
import Testing

/// `plan backup …`, and the backups before runs and rollbacks.
@Suite(.requiresPostgres) struct BackupCommandTests {
    private func withTool(_ body: (PlanTool, Secret) throws -> Void) throws {
        try PostgresFixture.shared.withDatabase { conninfo in
            try PlanTool.withWorkspace(target: conninfo) { tool in try body(tool, conninfo) }
        }
    }

    private static let hook = "safety: { destructive: allow }\nhooks: { after: [ { sql: 'SELECT 1' } ] }\n"

    private func backups(_ tool: PlanTool) -> [String] { Files.names(in: tool.path("backups")) }

    // MARK: Commands

    @Test func `the target of a plan is backed up, listed, verified, restored and pruned by the commands`() throws {
        try withTool { tool, conninfo in
            _ = try Psql.run("CREATE TABLE kept AS SELECT generate_series(1, 10) AS id", conninfo)
            try SamplePlan.compile(with: tool)
            let made = try tool.run("backup", "create", "out/graph.json")
            #expect(made.code == 0, "\(made.errors)")
            let path = made.output
            #expect(path.hasPrefix("backups/plan_test_") && Files.exists(tool.path(path + "/manifest.json")))

            let listed = try tool.run("backup", "list", "backups", "--format", "json")
            let list = try JSONParser.parse(Array(listed.output.utf8))
            guard case .array(let found)? = list["backups"] else { return #expect(Bool(false)) }
            #expect(found.count == 1 && found[0]["path"] == .string(path) && found[0]["engine"] == "postgresql")
            #expect(try tool.run("backup", "list").output.contains(path))

            let verified = try tool.run("backup", "verify", path, "--deep")
            #expect(verified.output == "\(path): ok, restored into a throwaway server: 1 table", "\(verified.errors)")

            let refused = try tool.run("backup", "restore", path, "postgres:DATABASE_URL")
            #expect(refused.code == 3 && refused.errors.contains("error[PLN0721]"), "\(refused.errors)")
            #expect(refused.errors.contains("is not empty: it has 1 table"), "\(refused.errors)")
            _ = try Psql.run("DELETE FROM kept", conninfo)
            let restored = try tool.run("backup", "restore", path, "out/graph.json", "--replace", "--yes")
            #expect(restored.code == 0 && restored.output == "restored: 1 table", "\(restored.errors)")
            #expect(try Psql.run("SELECT count(*) FROM kept", conninfo) == "10")

            #expect(try tool.run("backup", "create", "postgres:DATABASE_URL").code == 0)
            let trial = try tool.run("backup", "prune", "--keep", "1", "--dry-run")
            #expect(trial.output == "would remove \(path)" && backups(tool).count == 2, "\(trial.output)")
            let young = try tool.run("backup", "prune", "--keep", "1", "--older-than", "30d")
            #expect(young.output == "there is nothing to remove" && backups(tool).count == 2)
            let pruned = try tool.run("backup", "prune", "--keep", "1")
            #expect(pruned.output == "removed \(path)" && backups(tool).count == 1)

            for arguments in [["prune"], ["prune", "--older-than", "3 days"]] {
                let outcome = try tool.run(["backup"] + arguments)
                #expect(outcome.code == 64 && outcome.errors.contains("error[PLN0012]"), "\(outcome.errors)")
            }
            let unknown = try tool.run("backup", "create", "nothing")
            #expect(unknown.code == 69 && unknown.errors.contains("error[PLN0013]"), "\(unknown.errors)")
            let unfinished = try tool.run("backup", "verify", "out")
            #expect(unfinished.code == 1 && unfinished.errors.contains("error[PLN0810]"), "\(unfinished.errors)")
        }
    }

    @Test func `a SQLite file is backed up and restored by the commands`() throws {
        try PlanTool.withWorkspace { tool in
            try tool.makeDatabase("shop.db", "CREATE TABLE t (id); INSERT INTO t VALUES (1), (2)")
            let made = try tool.run("backup", "create", "sqlite:shop.db", "--to", "safe")
            #expect(made.code == 0 && made.output.hasPrefix("safe/shop.db-"), "\(made.errors)")
            let restored = try tool.run("backup", "restore", made.output, "sqlite:again.db")
            #expect(restored.code == 0 && restored.output == "restored: 1 table", "\(restored.errors)")
            let rows = try Subprocess("sqlite3", [tool.path("again.db"), "SELECT sum(id) FROM t"]).run().text
            #expect(rows == "3")
        }
    }

    // MARK: Runs and rollbacks

    @Test func `auto backs a target with something in it up before a run that cannot be taken back whole`() throws {
        try withTool { tool, conninfo in
            _ = try Psql.run("CREATE TABLE kept (id int)", conninfo)
            try SamplePlan.compile(with: tool, Self.hook)
            let run = try tool.run("run", "out/graph.json", "--yes", "--report", "report.json")
            #expect(run.code == 0, "\(run.errors)")
            let names = backups(tool)
            #expect(names.count == 1)
            let report = try JSONParser.parse(Array(try tool.read("report.json").utf8))
            guard case .array(let operations)? = report["operations"] else { return #expect(Bool(false)) }
            #expect(operations[0]["id"] == "take_backup/target" && operations[0]["state"] == "done")
            guard case .string(let path)? = operations[0]["output"] else { return #expect(Bool(false)) }
            #expect(
                path.hasSuffix("/backups/" + (names.first ?? "none")) || path == "backups/" + (names.first ?? "none"))
            let listed = try tool.run("backup", "verify", "backups/" + (names.first ?? "none"), "--format", "json")
            #expect(listed.code == 0, "\(listed.errors)")
            let kept = "SELECT output FROM _plan.operations WHERE operation_id = 'take_backup/target'"
            #expect(try Psql.run(kept, conninfo) == path)
        }
        try withTool { tool, conninfo in
            try SamplePlan.compile(with: tool, Self.hook)
            let run = try tool.run("run", "out/graph.json", "--yes", "--report", "report.json")
            #expect(run.code == 0 && !Files.exists(tool.path("backups")), "\(run.errors)")
            let state = "SELECT state || ': ' || output FROM _plan.operations WHERE operation_id = 'take_backup/target'"
            #expect(try Psql.run(state, conninfo) == "skipped: the target is empty")
        }
    }

    @Test func `a plan says whether there is always a backup or never one`() throws {
        try withTool { tool, conninfo in
            try SamplePlan.compile(with: tool, "safety: { backup: required }\n")
            #expect(try tool.run("show", "out/graph.json").output.contains("backup  of the target\n"))
            let run = try tool.run("run", "out/graph.json", "--yes", "--backups", "elsewhere")
            #expect(run.code == 0 && Files.names(in: tool.path("elsewhere")).count == 1, "\(run.errors)")
            // A rehearsal's server is thrown away.
            let rehearsal = try tool.run("rehearse", "out/graph.json")
            #expect(rehearsal.code == 0 && !Files.exists(tool.path("backups")), "\(rehearsal.errors)")
        }
        try withTool { tool, conninfo in
            _ = try Psql.run("CREATE TABLE kept (id int)", conninfo)
            let safety = "safety: { destructive: allow, backup: none }\nhooks: { after: [ { sql: 'SELECT 1' } ] }\n"
            try SamplePlan.compile(with: tool, safety)
            #expect(try tool.run("run", "out/graph.json", "--yes").code == 0)
            #expect(!Files.exists(tool.path("backups")))
        }
    }

    @Test func `a run that cannot be backed up is refused, and one whose backup fails does nothing`() throws {
        try withTool { tool, conninfo in
            var tool = tool
            try SamplePlan.compile(with: tool, "safety: { backup: required }\n")
            try tool.write("a file", to: "backups")
            let refused = try tool.run("run", "out/graph.json", "--yes")
            #expect(refused.code == 3 && refused.errors.contains("error[PLN0728]"), "\(refused.errors)")
            #expect(refused.errors.contains("give another directory by --backups"), "\(refused.errors)")
            try intercept(&tool, "case \"$1\" in --version) ;; *) echo broken >&2; exit 4;; esac\n")
            let run = try tool.run("run", "out/graph.json", "--yes", "--backups", "elsewhere")
            #expect(run.code == 1 && run.errors.contains("error[PLN0808]"), "\(run.errors)")
            #expect(
                run.errors.contains("take_backup/target failed: no backup: pg_dump: exit status 4: broken"),
                "\(run.errors)")
            #expect(Files.names(in: tool.path("elsewhere")) == [])
            #expect(try Psql.run("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", conninfo) == "0")
        }
    }

    @Test func `a rollback takes a backup first, with which the run comes back`() throws {
        try withTool { tool, conninfo in
            try SamplePlan.compile(with: tool)
            #expect(try tool.run("run", "out/graph.json", "--yes").code == 0)
            let rollback = try tool.run("rollback", "out/graph.json", "--yes", "--backup")
            #expect(rollback.code == 0, "\(rollback.errors)")
            let name = try #require(backups(tool).first)
            #expect(rollback.errors.contains("the target was backed up to "), "\(rollback.errors)")
            #expect(try Psql.run("SELECT to_regclass('users') IS NULL", conninfo) == "t")
            let restored = try tool.run(
                "backup", "restore", "backups/\(name)", "out/graph.json", "--replace", "--yes")
            #expect(restored.code == 0, "\(restored.errors)")
            #expect(try Psql.run("SELECT count(*) FROM users", conninfo) == "500")
            // Its ledger is that of before.
            #expect(try tool.run("status", "out/graph.json").code == 0)
            // The server counts rows that were restored as written now.
            #expect(try tool.run("rollback", "out/graph.json", "--yes", "--force").code == 0)

            // Without one nothing is undone.
            #expect(try tool.run("run", "out/graph.json", "--yes").code == 0)
            try tool.write("a file", to: "taken")
            let refused = try tool.run("rollback", "out/graph.json", "--yes", "--backup", "--backups", "taken")
            #expect(refused.code == 1 && refused.errors.contains("nothing was undone: "), "\(refused.errors)")
            #expect(try Psql.run("SELECT count(*) FROM users", conninfo) == "500")
        }
    }

    // MARK: Killed, and secrets

    /// Programs that come before those of PostgreSQL and hand on to them.
    private func intercept(_ tool: inout PlanTool, _ dump: String) throws {
        try Files.makeDirectory(tool.path("programs"))
        for name in ["pg_dump", "pg_restore", "psql"] {
            let real = try #require(Subprocess.find(name))
            let script = "#!/bin/sh\n" + (name == "pg_dump" ? dump : "") + "exec \(real) \"$@\"\n"
            try Files.writeAtomically(Array(script.utf8), to: tool.path("programs/" + name), mode: 0o755)
        }
        // Without pg_config, whose directory comes first.
        tool.environment["PATH"] = tool.path("programs")
    }

    @Test func `a backup that is killed half way looks unfinished, and the next one clears it away`() throws {
        try withTool { tool, conninfo in
            var tool = tool
            let dump = """
                case "$1" in --version) ;; *) if [ -e hang ]; then /usr/bin/head -c 200000 /dev/zero; /usr/bin/touch begun; exec /usr/bin/sleep 60; fi;; esac

                """
            try intercept(&tool, dump)
            try tool.write("", to: "hang")
            let process = try tool.start("backup", "create", "postgres:DATABASE_URL")
            for _ in 0..<500 where !Files.exists(tool.path("begun")) { usleep(20_000) }
            usleep(100_000)
            process.send(signal: SIGKILL)
            _ = try process.wait()
            let left = backups(tool)
            #expect(left.count == 1 && left[0].hasPrefix(".unfinished-"), "\(left)")
            #expect(try tool.run("backup", "list").output == "there are no backups")

            try Files.remove(tool.path("hang"))
            let next = try tool.run("backup", "create", "postgres:DATABASE_URL")
            #expect(next.code == 0, "\(next.errors)")
            #expect(backups(tool).map { "backups/" + $0 } == [next.output])
        }
    }

    @Test func `the password is in pg_dump's environment, and in no argument, message or file`() throws {
        let (role, password) = ("backup_owner", "p4ss w'rd\\ :@/€")
        try PostgresFixture.shared.makeRole(role, password: password)
        try withTool { tool, conninfo in
            var tool = tool
            try intercept(&tool, "printf '%s\\n' \"$@\" >>arguments; printf '%s' \"$PGPASSWORD\" >password\n")
            let database = try Psql.run("SELECT current_database()", conninfo)
            let directory = try PostgresFixture.shared.serverDirectory()
            let quoted = password.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
            tool.environment["DATABASE_URL"] =
                "host='\(directory)' port=5432 dbname=\(database) user=\(role) password='\(quoted)'"
            let made = try tool.run("backup", "create", "postgres:DATABASE_URL", "--verbose")
            #expect(made.code == 0, "\(made.errors)")
            #expect(try tool.read("password") == password)
            #expect(try tool.read("arguments").contains("user='\(role)'"))
            let restored = try tool.run("backup", "restore", made.output, "postgres:DATABASE_URL")
            #expect(restored.code == 0, "\(restored.errors)")
            let texts = [
                try tool.read("arguments"), made.output, made.errors, restored.output, restored.errors,
                try tool.read(made.output + "/manifest.json"),
            ]
            for text in texts { #expect(!text.contains("p4ss") && !text.contains("rd\\"), "\(text)") }

            tool.environment["DATABASE_URL"] =
                "host='\(directory)' port=5432 dbname=\(database) user=\(role) password='p4ss-wrong'"
            let wrong = try tool.run("backup", "create", "postgres:DATABASE_URL")
            #expect(wrong.code == 69 && wrong.errors.contains("error[PLN0701]"), "\(wrong.errors)")
            #expect(!wrong.errors.contains("p4ss"), "\(wrong.errors)")
        }
    }
}
