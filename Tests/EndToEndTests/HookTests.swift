import Glibc
import PlanSupport
import PlanTestSupport
import Testing

/// Hooks around a run, and the health check after it.
@Suite(.requiresPostgres) struct HookTests {
    private static let allowed = "safety: { destructive: allow }\n"

    private static let tables =
        "SELECT coalesce(string_agg(tablename, ','), '') FROM pg_tables WHERE schemaname = 'public'"

    private func run(
        _ more: String, scripts: [String: String] = [:], _ arguments: [String] = [],
        environment: [String: String] = [:],
        body: (PlanTool, Secret, PlanTool.Outcome) throws -> Void
    ) throws {
        try PostgresFixture.shared.withDatabase { conninfo in
            try PlanTool.withWorkspace(target: conninfo) { tool in
                var tool = tool
                for (name, value) in environment { tool.environment[name] = value }
                for (name, text) in scripts {
                    try tool.write(text, to: name)
                    _ = try Subprocess("chmod", ["755", tool.path(name)]).run()
                }
                try SamplePlan.compile(with: tool, more)
                let outcome = try tool.run(["run", "out/graph.json", "--yes", "--report", "report.json"] + arguments)
                try body(tool, conninfo, outcome)
            }
        }
    }

    @Test func `hooks are done before and after everything, in the plan's directory and without a shell`() throws {
        let hooks = """
            hooks:
              before: [ { run: [./note, before, "a b; $HOME"] }, { sql: "CREATE TABLE public.seen AS SELECT 'before' AS what" } ]
              after: [ { sql: "INSERT INTO public.seen SELECT 'after ' || count(*) FROM users" }, { run: [./note, after] } ]

            """
        let note = "#!/bin/sh\npwd > \"$1.txt\"\nprintf '%s' \"$2\" >> \"$1.txt\"\necho \"noted $1\"\n"
        try run(Self.allowed + hooks, scripts: ["note": note]) { tool, conninfo, outcome in
            #expect(outcome.code == 0, "\(outcome.errors)")
            #expect(try tool.read("before.txt").hasSuffix("\na b; $HOME"))
            #expect(try tool.read("before.txt").contains(Path.absolute(tool.directory.path)))
            #expect(
                try Psql.run("SELECT string_agg(what, ',' ORDER BY what DESC) FROM seen", conninfo)
                    == "before,after 500")
            for id in ["run_hook/before.\"1\"", "run_hook/after.\"2\""] {
                #expect(outcome.errors.contains("cannot be undone: \(id): "), "\(outcome.errors)")
            }
            let report = try JSONParser.parse(Array(try tool.read("report.json").utf8))
            guard case .array(let operations)? = report["operations"] else { return #expect(Bool(false)) }
            #expect(operations.first?["id"] == "take_backup/target" && operations.first?["state"] == "skipped")
            #expect(operations[1]["id"] == "run_hook/before.\"1\"" && operations[1]["output"] == "noted before")
            #expect(operations.last?["id"] == "run_hook/after.\"2\"" && operations.last?["output"] == "noted after")
            let done = "SELECT count(*) FROM _plan.operations WHERE operation_id LIKE 'run_hook/%' AND state = 'done'"
            #expect(try Psql.run(done, conninfo) == "4")
        }
    }

    @Test func `a graph with hooks is refused where nothing allows what cannot be undone`() throws {
        try run("hooks: { before: [ { run: [touch, ran.txt] } ] }\n") { tool, _, outcome in
            #expect(outcome.code == 3 && outcome.errors.contains("error[PLN0710]"), "\(outcome.errors)")
            #expect(outcome.errors.contains("run_hook/before.\"1\""), "\(outcome.errors)")
            #expect(!Files.exists(tool.path("ran.txt")))
        }
    }

    @Test func `a command that fails ends the run before the first table, and what it wrote is told`() throws {
        let script = "#!/bin/sh\necho the app does not stop >&2\nexit 7\n"
        let hooks =
            "hooks: { before: [ { run: [./stop] } ], on_failure: [ { run: [touch, paged.txt] }, { sql: 'CREATE TABLE failed ()' } ] }\n"
        try run(Self.allowed + hooks, scripts: ["stop": script]) { tool, conninfo, outcome in
            #expect(outcome.code == 1 && outcome.errors.contains("error[PLN0807]"), "\(outcome.errors)")
            #expect(outcome.errors.contains("exit status 7; it wrote: the app does not stop"), "\(outcome.errors)")
            #expect(Files.exists(tool.path("paged.txt")), "\(outcome.errors)")
            let tables = try Psql.run(Self.tables, conninfo)
            #expect(tables == "failed")
        }
    }

    @Test func `hooks for a failure are done after one, and not after a run that ended well`() throws {
        let hooks = "hooks: { on_failure: [ { run: [touch, paged.txt] } ] }\n"
        try run(hooks) { tool, _, outcome in
            #expect(outcome.code == 0, "\(outcome.errors)")
            #expect(!Files.exists(tool.path("paged.txt")))
        }
    }

    @Test func `a command that does not end is killed with what it has started when the run is interrupted`() throws {
        try PostgresFixture.shared.withDatabase { conninfo in
            try PlanTool.withWorkspace(target: conninfo) { tool in
                try tool.write("#!/bin/sh\nsleep 300 &\necho $! > child.pid\nwait\n", to: "stop")
                _ = try Subprocess("chmod", ["755", tool.path("stop")]).run()
                try SamplePlan.compile(with: tool, Self.allowed + "hooks: { before: [ { run: [./stop] } ] }\n")
                let process = try tool.start("run", "out/graph.json", "--yes")
                for _ in 0..<500 where !Files.exists(tool.path("child.pid")) { usleep(20_000) }
                usleep(100_000)
                process.send(signal: SIGINT)
                let status = try process.wait()
                #expect(status == .exited(130))
                let child = try tool.read("child.pid").filter(\.isNumber)
                // A killed child may be waiting for its parent of last resort.
                let state = try Subprocess("ps", ["-o", "stat=", "-p", child]).run().text
                #expect(state.isEmpty || state.hasPrefix("Z"), "\(state)")
            }
        }
    }

    @Test func `a hook that was done is not done again when the run is resumed, and what each has said is kept`() throws
    {
        try PostgresFixture.shared.withDatabase { conninfo in
            try PlanTool.withWorkspace(target: conninfo) { tool in
                try tool.write("#!/bin/sh\necho before >> told; echo stopped; echo at once\n", to: "stop")
                try tool.write("#!/bin/sh\necho after >> told; echo started; [ -e ready ]\n", to: "start")
                _ = try Subprocess("chmod", ["755", tool.path("stop"), tool.path("start")]).run()
                let hooks = """
                    load: { on_failure: keep }
                    hooks:
                      before: [ { run: [./stop] } ]
                      after: [ { run: [./start] } ]
                      on_failure: [ { run: [touch, paged.txt] }, { sql: 'SELECT 1 / 0' } ]

                    """
                try SamplePlan.compile(with: tool, Self.allowed + hooks)
                let failed = try tool.run("run", "out/graph.json", "--yes")
                #expect(failed.code == 1 && failed.errors.contains("run_hook/after.\"1\" failed"), "\(failed.errors)")
                #expect(try tool.read("told") == "before\nafter\n")
                try tool.write("", to: "ready")
                let resumed = try tool.run("run", "out/graph.json", "--yes", "--resume")
                #expect(resumed.code == 0, "\(resumed.errors)")
                #expect(try tool.read("told") == "before\nafter\nafter\n")

                let history = try tool.run("history", "out/graph.json").output
                #expect(history.contains("\nrun 1, run_hook/before.\"1\": stopped …\n"), "\(history)")
                #expect(history.hasSuffix("\nrun 1, run_hook/after.\"1\": started"), "\(history)")
                let json = try JSONParser.parse(
                    Array(try tool.run("history", "out/graph.json", "--format", "json").output.utf8))
                guard case .array(let actions)? = json["actions"],
                    case .string(let hooks)? = actions[1]["after_failure"]
                else { return #expect(Bool(false)) }
                #expect(hooks.hasPrefix("touch paged.txt: done\nSELECT 1 / 0: the target refused: "), "\(hooks)")
                #expect(hooks.hasSuffix("division by zero (SQLSTATE 22012)"), "\(hooks)")
                #expect(actions[0]["action"] == "resume" && actions[0]["after_failure"] == nil)
                let status = try tool.run("status", "out/graph.json", "--format", "json").output
                #expect(status.contains("\"output\": \"stopped\\nat once\""), "\(status)")
            }
        }
    }

    // MARK: Undo

    private static let undoable = """
        hooks:
          before: [ { run: [./note, stop], undo: { run: [./note, start] } } ]
          after:
            - { sql: "CREATE TABLE public.told ()", undo: { sql: "DROP TABLE public.told" } }
            - { run: [./note, open], undo: { run: [./note, close] } }

        """

    private func withUndoable(_ more: String = "", _ body: (PlanTool, Secret) throws -> Void) throws {
        try PostgresFixture.shared.withDatabase { conninfo in
            try PlanTool.withWorkspace(target: conninfo) { tool in
                try tool.write("#!/bin/sh\necho $1 >> told\n[ ! -e \"no-$1\" ]\n", to: "note")
                _ = try Subprocess("chmod", ["755", tool.path("note")]).run()
                try SamplePlan.compile(with: tool, Self.undoable + more)
                try body(tool, conninfo)
            }
        }
    }

    @Test func `hooks that say what reverts them need no permission, and are undone in reverse`() throws {
        try withUndoable { tool, conninfo in
            let run = try tool.run("run", "out/graph.json", "--yes")
            #expect(run.code == 0 && !run.errors.contains("cannot be undone"), "\(run.errors)")
            #expect(try tool.read("told") == "stop\nopen\n" && !Files.exists(tool.path("backups")))
            let rollback = try tool.run("rollback", "out/graph.json", "--yes")
            #expect(rollback.code == 0, "\(rollback.errors)")
            #expect(try tool.read("told") == "stop\nopen\nclose\nstart\n")
            #expect(try Psql.run(Self.tables, conninfo) == "")

            // A run that fails is undone the same way; the hook that failed is not.
            try tool.write("", to: "no-open")
            let failed = try tool.run("run", "out/graph.json", "--yes")
            #expect(failed.code == 1 && failed.errors.contains("what had been done was undone"), "\(failed.errors)")
            #expect(try tool.read("told").hasSuffix("start\nstop\nopen\nstart\n"))
            #expect(try Psql.run(Self.tables, conninfo) == "")
        }
    }

    @Test func `an undo that fails remains, and is tried again by the next rollback`() throws {
        try withUndoable { tool, _ in
            #expect(try tool.run("run", "out/graph.json", "--yes").code == 0)
            try tool.write("", to: "no-start")
            let failed = try tool.run("rollback", "out/graph.json", "--yes")
            #expect(failed.code == 1 && failed.errors.contains("error[PLN0805]"), "\(failed.errors)")
            #expect(failed.errors.contains("./note start: exit status 1"), "\(failed.errors)")
            try Files.remove(tool.path("no-start"))
            #expect(try tool.run("rollback", "out/graph.json", "--yes").code == 0)
            #expect(try tool.read("told") == "stop\nopen\nclose\nstart\nstart\n")
        }
    }

    @Test func `a command that only the ledger knows is not run`() throws {
        try withUndoable { tool, conninfo in
            #expect(try tool.run("run", "out/graph.json", "--yes").code == 0)
            _ = try Psql.run(
                """
                UPDATE _plan.operations SET undo = '[{"run":{"command":["touch","planted"],"seconds":60}}]'
                WHERE operation_id LIKE 'run_hook/before%' OR operation_id LIKE 'create_table/%'
                """, conninfo)
            let rollback = try tool.run("rollback", "out/graph.json", "--yes")
            #expect(rollback.code == 1 && rollback.errors.contains("error[PLN0805]"), "\(rollback.errors)")
            #expect(
                rollback.errors.contains("the ledger has another command than the graph, and neither is run"),
                "\(rollback.errors)")
            #expect(!Files.exists(tool.path("planted")))
        }
    }

    // MARK: Health

    /// A server of the web that answers as often with 503 as is said, then with 200; by TLS if it is given a certificate.
    private static let server = """
        import http.server, ssl, sys
        class Handler(http.server.BaseHTTPRequestHandler):
            left = int(sys.argv[1])
            def do_GET(self):
                self.send_response(503 if Handler.left > 0 else 200)
                Handler.left -= 1
                self.end_headers()
            def log_message(self, *arguments): pass
        server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        if len(sys.argv) > 2:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(sys.argv[2], sys.argv[3])
            server.socket = context.wrap_socket(server.socket, server_side=True)
        with open("port.txt.new", "w") as file: file.write(str(server.server_port))
        import os; os.rename("port.txt.new", "port.txt")
        server.serve_forever()
        """

    private func withWeb(_ arguments: [String], _ directory: TemporaryDirectory, _ body: (String) throws -> Void) throws
    {
        let script = try directory.write(Array(Self.server.utf8), to: "server.py")
        let process = try Subprocess("python3", [script] + arguments, workingDirectory: directory.path)
            .spawn(output: .null, error: .null)
        defer {
            process.send(signal: SIGKILL)
            _ = try? process.wait()
        }
        for _ in 0..<1000 where !Files.exists(directory.file("port.txt")) { usleep(20_000) }
        try body(String(decoding: try Files.read(directory.file("port.txt")), as: UTF8.self))
    }

    @Test func `a health check asks until it is answered well, and fails the run where it never is`() throws {
        let directory = try TemporaryDirectory()
        try withWeb(["2"], directory) { port in
            let health = "health: { url: 'http://${HOST}/health', retries: 3, backoff: 10ms }\n"
            try run(health, environment: ["HOST": "localhost:\(port)"]) { tool, _, outcome in
                #expect(outcome.code == 0, "\(outcome.errors)")
                let report = try JSONParser.parse(Array(try tool.read("report.json").utf8))
                guard case .array(let operations)? = report["operations"] else { return #expect(Bool(false)) }
                #expect(operations.last?["id"] == "check_health/health" && operations.last?["output"] == "status 200")
            }
        }
        let failing = try TemporaryDirectory()
        try withWeb(["99"], failing) { port in
            let health = "health: { url: 'http://127.0.0.1:\(port)/', retries: 1, backoff: 10ms }\n"
            try run(health) { _, conninfo, outcome in
                #expect(outcome.code == 1 && outcome.errors.contains("error[PLN0903]"), "\(outcome.errors)")
                #expect(outcome.errors.contains("it answers with status 503, asked 2 times"), "\(outcome.errors)")
                let tables = try Psql.run(Self.tables, conninfo)
                #expect(tables == "")
            }
        }
    }

    @Test func `a health check by https heeds the certificate`() throws {
        let directory = try TemporaryDirectory()
        let (key, certificate) = (directory.file("key.pem"), directory.file("certificate.pem"))
        let made = try Subprocess(
            "openssl",
            [
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
                "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate,
            ]
        ).run()
        try #require(made.status.isSuccess, "\(made.errorText)")
        try withWeb(["0", certificate, key], directory) { port in
            let health = "health: { url: 'https://localhost:\(port)/', retries: 0 }\n"
            try run(health, environment: ["SSL_CERT_FILE": certificate]) { _, _, outcome in
                #expect(outcome.code == 0, "\(outcome.errors)")
            }
            try run(health) { _, _, outcome in
                #expect(
                    outcome.code == 1 && outcome.errors.contains("its certificate is not trusted"), "\(outcome.errors)")
            }
            let other = health.replacing("localhost", with: "127.0.0.1")
            try run(other, environment: ["SSL_CERT_FILE": certificate]) { _, _, outcome in
                #expect(
                    outcome.code == 1 && outcome.errors.contains("its certificate is not trusted"), "\(outcome.errors)")
            }
        }
    }
}
