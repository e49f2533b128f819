import PlanSupport
import PlanTestSupport
import Testing

/// A server that asks for a password, which the environment gives in one way or another.
@Suite(.requiresPostgres) struct PasswordTests {
    private static let role = "plan_with_password"
    private static let right = "0pen-Sesame-right"
    private static let wrong = "0pen-Sesame-wrong"

    /// Made by the first test that asks.
    private static let isMade = Result { try PostgresFixture.shared.makeRole(role, password: right) }

    /// Where the password comes from.
    enum Way: CaseIterable {
        case connectionString, variable, file
    }

    private func withTool(_ body: (PlanTool, Secret) throws -> Void) throws {
        try Self.isMade.get()
        try PostgresFixture.shared.withDatabase { conninfo in
            try PlanTool.withWorkspace(target: conninfo) { tool in
                try SamplePlan.compile(with: tool)
                try body(tool, conninfo)
            }
        }
    }

    /// Runs the graph with a password, telling all there is to tell.
    private func run(_ tool: PlanTool, _ conninfo: Secret, _ password: String, _ way: Way) throws -> PlanTool.Outcome {
        var tool = tool
        var target = conninfo.reveal() + " user=\(Self.role)"
        switch way {
        case .connectionString: target += " password=\(password)"
        case .variable: tool.environment["PGPASSWORD"] = password
        case .file:
            let passwords = TemporaryFile(try tool.directory.write(Array("*:*:*:*:\(password)\n".utf8), to: "pgpass"))
            // libpq heeds no file that others may read.
            _ = try Subprocess("chmod", ["600", passwords.path]).run()
            tool.environment["PGPASSFILE"] = passwords.path
            tool.environment["DATABASE_URL"] = target
            return try tool.run("run", "out/graph.json", "--yes", "--verbose", "--report", "report.json")
        }
        tool.environment["DATABASE_URL"] = target
        return try tool.run("run", "out/graph.json", "--yes", "--verbose", "--report", "report.json")
    }

    /// A file that goes when the value does: what a test leaves is searched for the password.
    private final class TemporaryFile {
        let path: String

        init(_ path: String) { self.path = path }

        deinit { _ = try? Subprocess("rm", ["-f", path]).run() }
    }

    /// The files of the workspace that hold a text.
    private func files(with text: String, _ tool: PlanTool) throws -> String {
        try Subprocess("grep", ["-rlaF", "-e", text, "."], workingDirectory: tool.directory.path).run().text
    }

    @Test(arguments: Way.allCases)
    func `a wrong password ends the run with one line that names the target and not the password`(_ way: Way) throws {
        try withTool { tool, conninfo in
            let before = try Psql.inventory(conninfo)
            let outcome = try run(tool, conninfo, Self.wrong, way)
            #expect(outcome.code == 69)
            #expect(outcome.output == "")
            let line = outcome.errors
            #expect(!line.contains("\n"), "\(line)")
            #expect(line.hasPrefix("error[PLN0701]: cannot connect to the target: "), "\(line)")
            #expect(line.contains(try PostgresFixture.shared.serverDirectory()), "\(line)")
            #expect(line.contains("password authentication failed for user \"\(Self.role)\""), "\(line)")
            #expect(!line.contains(Self.wrong))
            #expect(try files(with: Self.wrong, tool) == "")
            #expect(try Psql.inventory(conninfo) == before)
        }
    }

    @Test func `no password at all is told in one line as well, without asking for it`() throws {
        try withTool { tool, conninfo in
            var tool = tool
            tool.environment["DATABASE_URL"] = conninfo.reveal() + " user=\(Self.role)"
            let outcome = try tool.run("run", "out/graph.json", "--yes")
            #expect(outcome.code == 69)
            #expect(
                outcome.errors.contains("no password supplied") && !outcome.errors.contains("\n"), "\(outcome.errors)")
        }
    }

    @Test(arguments: Way.allCases)
    func `the right password runs the graph, and stands in no stream, file or ledger`(_ way: Way) throws {
        try withTool { tool, conninfo in
            let outcome = try run(tool, conninfo, Self.right, way)
            #expect(outcome.code == 0, "\(outcome.errors)")
            #expect(try Psql.run("SELECT count(*) FROM orders", conninfo) == "2990")
            #expect(!(outcome.output + outcome.errors).contains(Self.right))
            #expect(Files.exists(tool.path("report.json")))
            #expect(try files(with: Self.right, tool) == "")
            let ledger = try Psql.run(
                "SELECT r::text FROM _plan.runs r; SELECT o::text FROM _plan.operations o", conninfo)
            #expect(ledger.contains("copy_rows/public.orders") && !ledger.contains(Self.right))
        }
    }
}
