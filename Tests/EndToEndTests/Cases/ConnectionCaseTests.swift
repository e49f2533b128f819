import PlanPostgres
import PlanSupport
import PlanTestSupport
import Testing

/// Passwords of any characters, and servers that want encryption.
@Suite(.requiresPostgres) struct ConnectionCaseTests {
    // MARK: Passwords

    private static let role = "plan_with_any_password"
    /// Every printable character of ASCII.
    private static let password = String(decoding: UInt8(ascii: " ")...UInt8(ascii: "~"), as: UTF8.self)
    private static let isMade = Result { try PostgresFixture.shared.makeRole(role, password: password) }

    /// Where the password comes from.
    enum Way: CaseIterable {
        case url, keyword, variable, file, service
    }

    @Test(arguments: Way.allCases)
    func `case 78: a password of every printable character works and is printed nowhere`(way: Way) throws {
        try Self.isMade.get()
        try PostgresFixture.shared.withDatabase { conninfo in
            try PlanTool.withWorkspace(target: conninfo) { tool in
                try SamplePlan.compile(with: tool)
                var tool = tool
                let database = try Psql.run("SELECT current_database()", conninfo)
                try Self.give(way, database: database, &tool)
                let outcome = try tool.run("run", "out/graph.json", "--yes", "--verbose", "--report", "report.json")
                #expect(outcome.code == 0, "\(outcome.errors)")
                #expect(try Psql.run("SELECT count(*) FROM users", conninfo) == "500")
                let told = outcome.output + outcome.errors + (try tool.read("report.json"))
                #expect(!told.contains(Self.password) && !told.contains(Self.password.prefix(20)))
                let ledger = try Psql.run("SELECT string_agg(r::text, '') FROM _plan.runs r", conninfo)
                #expect(!ledger.contains(Self.password))
            }
        }
    }

    private static func give(_ way: Way, database: String, _ tool: inout PlanTool) throws {
        let server = try PostgresFixture.shared.serverDirectory()
        let keywords = "host=\(server) port=5432 user=\(role)"
        let quoted = "'" + password.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
        switch way {
        case .url:
            let encoded = password.utf8.map { "%" + Hexadecimal.text(of: [$0]) }.joined()
            let host = server.replacing("/", with: "%2F")
            tool.environment["DATABASE_URL"] = "postgresql://\(role):\(encoded)@\(host):5432/\(database)"
        case .keyword: tool.environment["DATABASE_URL"] = "\(keywords) dbname=\(database) password=\(quoted)"
        case .variable:
            tool.environment["DATABASE_URL"] = "\(keywords) dbname=\(database)"
            tool.environment["PGPASSWORD"] = password
        case .file:
            let escaped = password.replacing("\\", with: "\\\\").replacing(":", with: "\\:")
            let path = try tool.directory.write(Array("*:*:*:\(role):\(escaped)\n".utf8), to: "pgpass")
            _ = try Subprocess("chmod", ["600", path]).run()
            tool.environment["DATABASE_URL"] = "\(keywords) dbname=\(database)"
            tool.environment["PGPASSFILE"] = path
        case .service:
            // A value of a service file is the rest of its line.
            let lines = "[shop]\nhost=\(server)\nport=5432\nuser=\(role)\ndbname=\(database)\npassword=\(password)\n"
            tool.environment["PGSERVICEFILE"] = try tool.directory.write(Array(lines.utf8), to: "services")
            tool.environment["DATABASE_URL"] = "service=shop"
        }
    }

    // MARK: Encryption

    /// A server that takes encrypted connections alone, with a certificate of its own, and asks for a password.
    private final class SecureServer: Sendable {
        let directory: TemporaryDirectory
        let server: ThrowawayServer
        let port: Int

        var certificate: String { directory.file("server.crt") }

        init() throws {
            directory = try TemporaryDirectory()
            port = Int.random(in: 20_000..<30_000)
            let (key, certificate) = (directory.file("server.key"), directory.file("server.crt"))
            let made = try Subprocess(
                "openssl",
                [
                    "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
                    "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate,
                ]
            ).run()
            try #require(made.status.isSuccess, "\(made.errorText)")
            // The server runs as another account where we are root, and heeds no key that others may read.
            _ = try Subprocess("chmod", ["755", directory.path]).run()
            _ = try Subprocess("chmod", ["600", key]).run()
            _ = try Subprocess("chown", ["postgres", key]).run()
            server = try ThrowawayServer(
                installation: PostgresInstallation.locate(),
                settings: [
                    "ssl": "on", "ssl_cert_file": certificate, "ssl_key_file": key, "listen_addresses": "*",
                    "port": String(port),
                ])
            let rules = server.directory + "/data/pg_hba.conf"
            let before = try Files.read(rules)
            try Files.writeAtomically(
                Array("hostnossl all all all reject\nhostssl all mover all scram-sha-256\n".utf8) + before, to: rules)
            let administrator = Secret("host=\(server.directory) port=\(port) dbname=postgres user=postgres")
            try PostgresConnection<ReadWrite>(PostgresConnectionSettings(conninfo: administrator)).execute(
                "CREATE ROLE mover LOGIN SUPERUSER PASSWORD 'sesame'; SELECT pg_reload_conf()")
        }

        func conninfo(host: String = "localhost", password: String = "sesame", _ options: String) -> Secret {
            Secret("host=\(host) port=\(port) dbname=postgres user=mover password=\(password) \(options)")
        }
    }

    @Test func `case 79: SCRAM over TLS works with the server's authority, and is refused without it`() throws {
        let secure = try SecureServer()
        let trusted = "sslmode=verify-full sslrootcert=\(secure.certificate)"
        try PlanTool.withWorkspace(target: secure.conninfo(trusted)) { tool in
            try SamplePlan.compile(with: tool)
            var tool = tool
            func outcome(_ conninfo: Secret, _ arguments: String...) throws -> PlanTool.Outcome {
                tool.environment["DATABASE_URL"] = conninfo.reveal()
                return try tool.run(arguments)
            }
            for (conninfo, reason) in [
                (secure.conninfo("sslmode=verify-full sslrootcert=/nowhere/ca.crt"), "/nowhere/ca.crt"),
                (secure.conninfo("sslmode=verify-full sslrootcert=/etc/ssl/certs/ca-certificates.crt"), "certificate"),
                (secure.conninfo(host: "127.0.0.1", trusted), "does not match host name"),
                (secure.conninfo("sslmode=disable"), "pg_hba.conf"),
                (secure.conninfo(password: "wrong-sesame", trusted), "password authentication failed"),
            ] {
                let refused = try outcome(conninfo, "run", "out/graph.json", "--yes")
                #expect(refused.code == 69 && refused.errors.contains(reason), "\(refused.errors)")
                #expect(!refused.errors.contains("sesame"))
            }
            let run = try outcome(secure.conninfo(trusted), "run", "out/graph.json", "--yes")
            #expect(run.code == 0, "\(run.errors)")
            let verified = try outcome(secure.conninfo(trusted), "verify", "out/graph.json")
            #expect(verified.code == 0 && !verified.errors.contains("PLN0714"), "\(verified.errors)")

            // On Linux 0.0.0.0 is this machine, but by no name of the loopback.
            let elsewhere = secure.conninfo(host: "0.0.0.0", "sslmode=prefer")
            let warned = try outcome(elsewhere, "verify", "out/graph.json")
            #expect(warned.code == 0 && warned.errors.contains("warning[PLN0714]"), "\(warned.errors)")
            #expect(warned.errors.contains("0.0.0.0") && warned.errors.contains("sslmode is prefer"))
            let encrypted = try outcome(secure.conninfo(host: "0.0.0.0", "sslmode=require"), "verify", "out/graph.json")
            #expect(encrypted.code == 0 && !encrypted.errors.contains("PLN0714"), "\(encrypted.errors)")
            try tool.write(SamplePlan.text("safety: { tls: required }"), to: "sample.plan.yml")
            let forbidden = try outcome(elsewhere, "verify", "sample.plan.yml")
            #expect(forbidden.code == 3 && forbidden.errors.contains("error[PLN0715]"), "\(forbidden.errors)")
            let allowed = try outcome(
                secure.conninfo(host: "0.0.0.0", "sslmode=require"), "verify", "sample.plan.yml")
            #expect(allowed.code == 0, "\(allowed.errors)")
        }
    }

    @Test func `where encryption is required nothing is sent to a host that is not asked for it`() throws {
        try PlanTool.withWorkspace(target: Secret("host=db.example.invalid dbname=x password=secret-word")) { tool in
            try SamplePlan.compile(with: tool, "safety: { tls: required }")
            let refused = try tool.run("run", "out/graph.json", "--yes")
            #expect(refused.code == 3 && refused.errors.contains("error[PLN0715]"), "\(refused.errors)")
            #expect(!refused.errors.contains("secret-word"))
        }
    }
}
