import PlanSupport
import PlanTestSupport
import Testing

/// Real databases by others, written to after the move: both engines take the same writes and end with the same rows.
@Suite(.requiresPostgres) struct CorpusWriteTests {
    static let databases = Repository.corpus("db")

    @Test(.enabled(if: !databases.isEmpty, "there is no ../shared/corpus"), arguments: databases)
    func `both engines refuse the same rows, and triggers leave equal tables`(path: String) throws {
        try PostgresFixture.shared.withDatabase { conninfo in
            try PlanTool.withWorkspace(target: conninfo) { tool in
                try tool.directory.copyDatabase(path, as: "source.db")
                var plan = PlanTree()
                let compiled = try plan.compile(with: tool)
                #expect(compiled.code == 0, "\(compiled.errors)")
                let run = try tool.run("run", "out/graph.json", "--yes")
                // A source that is damaged is moved by nobody.
                guard run.code == 0 else { return #expect(run.errors.contains("the source is damaged")) }

                // The first script takes back what it writes, the second does not.
                let refusals = try Comparison.requireSameWrites(
                    "compare_refusals.py", tool, conninfo, source: "source.db", without: plan.droppedTriggers)
                let writes = try Comparison.requireSameWrites(
                    "compare_writes.py", tool, conninfo, source: "source.db", without: plan.droppedTriggers)
                // A test in which nothing is compared would pass for no reason.
                let refused = refusals["refused"]
                let (equal, unequal) = (writes["equal"], writes["refused"])
                #expect(
                    refusals["offered"] == 0
                        || Self.sum(refusals["taken"], refused?["unique"], refused?["check"], refused?["type"]) > 0)
                #expect(writes["triggers"] == 0 || Self.sum(equal, unequal) > 0)
                guard case .object(let skipped)? = writes["skipped"] else {
                    Issue.record("the script does not say what it skipped")
                    return
                }
                #expect(skipped.map { Self.sum($0.value) }.reduce(0, +) <= Self.sum(equal, unequal))
            }
        }
    }

    private static func sum(_ counts: JSONValue?...) -> Int64 {
        counts.reduce(0) { sum, count in
            guard case .integer(let count)? = count else { return sum }
            return sum + count
        }
    }
}
