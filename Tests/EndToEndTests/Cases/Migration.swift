import PlanSupport
import PlanTestSupport
import Testing

/// A source that was made by SQL, and the database that it goes to.
struct Migration {
    let tool: PlanTool
    let conninfo: Secret

    /// Makes the source and hands out the migration before anything is compiled.
    static func prepare(_ sql: String, _ body: (Migration) throws -> Void) throws {
        try PostgresFixture.shared.withDatabase { conninfo in
            try PlanTool.withWorkspace(target: conninfo) { tool in
                try tool.makeDatabase("source.db", sql)
                try body(Migration(tool: tool, conninfo: conninfo))
            }
        }
    }

    /// Compiles and runs, compares all values with the source's, and hands out what came of it.
    static func run(_ sql: String, plan more: String = "", _ body: (Migration) throws -> Void) throws {
        try prepare(sql) { migration in
            try migration.run(plan: more)
            try body(migration)
        }
    }

    // MARK: Commands

    /// What the compiler says to the plan with more lines.
    func compile(plan more: String = "") throws -> PlanTool.Outcome {
        try tool.write(SamplePlan.text(more), to: "sample.plan.yml")
        return try tool.run("compile", "sample.plan.yml", "-o", "out")
    }

    func run(plan more: String = "") throws {
        let compiled = try compile(plan: more)
        try #require(compiled.code == 0, "\(compiled.errors)")
        let run = try tool.run("run", "out/graph.json", "--yes")
        try #require(run.code == 0, "\(run.errors)")
        try Comparison.requireEqual(tool, conninfo, source: "source.db")
    }

    func rollback() throws {
        let rollback = try tool.run("rollback", "out/graph.json", "--yes")
        try #require(rollback.code == 0, "\(rollback.errors)")
    }

    // MARK: The target

    func query(_ sql: String) throws -> String { try Psql.run(sql, conninfo) }

    /// The SQLSTATE with which the target refuses a statement; nil if it does not.
    func refusal(of sql: String) throws -> String? {
        do {
            _ = try query("\\set VERBOSITY sqlstate\n" + sql)
            return nil
        } catch let failure as PlanTool.Failure {
            let place = try #require(failure.reason.firstRange(of: "ERROR:  "))
            return String(failure.reason[place.upperBound...].prefix(5))
        }
    }

    // MARK: Diagnostics

    /// Requires that the plan is told this, and that each of the snippets printed with it, put into the plan, settles it.
    ///
    /// - Parameters:
    ///   - line: the diagnostic's first line, or how it begins.
    ///   - open: snippets to be completed by a person: they are counted and not tried.
    func expectSettled(
        _ line: String, plan: String = "", snippets count: Int, open: Int = 0, exitCode: Int32 = 65
    ) throws {
        let told = try compile(plan: plan)
        #expect(told.code == exitCode, "\(told.errors)")
        let snippets = try Self.snippets(of: line, in: told.errors)
        #expect(snippets.count == count, "\(told.errors)")
        #expect(snippets.count { $0.contains("…") } == open, "\(told.errors)")
        for snippet in snippets where !snippet.contains("…") {
            let settled = try compile(plan: plan + "\n" + snippet)
            #expect(settled.code == 0, "\(settled.errors)")
            #expect(!settled.errors.contains(line), "\(snippet)\n\(settled.errors)")
        }
    }

    /// The snippets printed under the diagnostic that begins with a line.
    private static func snippets(of line: String, in errors: String) throws -> [String] {
        let lines = errors.split(separator: "\n").map(String.init)
        let start = try #require(lines.firstIndex { $0.hasPrefix(line) }, "\(errors)")
        var result: [[String]] = []
        for line in lines[(start + 1)...] {
            if line.hasPrefix("resolve: ") || line.hasPrefix("or: ") {
                result.append([])
            } else if line.hasPrefix("    "), !result.isEmpty {
                result[result.count - 1].append(String(line.dropFirst(4)))
            } else if !result.isEmpty {
                break
            }
        }
        return result.map { $0.joined(separator: "\n") }
    }
}
