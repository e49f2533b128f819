import PlanSupport
import PlanTestSupport
import Testing

/// What a person sees at a terminal while a run goes on.
@Suite(.requiresPostgres) struct ProgressTests {
    /// One drawing of the bar.
    private struct Frame {
        /// Of twenty.
        let filled: Int
        let finished: Int
        let operations: Int

        /// Reads `[####....] 3/20  1,000 rows …`.
        init?(_ text: Substring) {
            let parts = text.split(separator: " ", maxSplits: 2)
            guard parts.count == 3, let bar = parts.first, bar.hasSuffix("]") else { return nil }
            let numbers = parts[1].split(separator: "/").compactMap { Int($0) }
            guard numbers.count == 2 else { return nil }
            filled = bar.count { $0 == "#" }
            (finished, operations) = (numbers[0], numbers[1])
        }
    }

    @Test(.enabled(if: Subprocess.find("script") != nil, "util-linux's script is not installed"))
    func `the bar fills with the rows, although most operations wait for them, and ends with the last operation`()
        throws
    {
        try PostgresFixture.shared.withDatabase { conninfo in
            try PlanTool.withWorkspace(target: conninfo) { tool in
                let empty = (1...20).map { "CREATE TABLE empty\($0) (id INTEGER PRIMARY KEY);" }.joined()
                try tool.makeDatabase(
                    "source.db",
                    """
                    CREATE TABLE big (id INTEGER PRIMARY KEY, a TEXT); \(empty)
                    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 600000)
                    INSERT INTO big SELECT i, 'some text that takes its place ' || i FROM n;
                    """)
                try tool.write(SamplePlan.text(), to: "sample.plan.yml")
                #expect(try tool.run("compile", "sample.plan.yml", "-o", "out").code == 0)
                let terminal = Subprocess(
                    "script", ["-qec", "'\(tool.program)' run out/graph.json --yes --jobs 1", "/dev/null"],
                    environment: .inherited(changing: tool.environment), workingDirectory: tool.directory.path)
                let outcome = try terminal.run()
                #expect(outcome.status.isSuccess, "\(outcome.text)")
                let frames = outcome.text.split(whereSeparator: { $0 == "\r" || $0 == "\u{1B}" || $0 == "\r\n" })
                    .compactMap { Frame($0.hasPrefix("[K") ? $0.dropFirst(2) : $0) }
                #expect(frames.count > 3)
                let isAhead = frames.contains { $0.filled >= 12 && $0.finished * 2 < $0.operations }
                #expect(isAhead, "\(frames)")
                // It never goes back, and is not full before all is done.
                #expect(zip(frames, frames.dropFirst()).allSatisfy { $0.filled <= $1.filled }, "\(frames)")
                #expect(frames.allSatisfy { $0.filled < 20 || $0.finished == $0.operations }, "\(frames)")
            }
        }
    }
}
