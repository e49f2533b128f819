import PlanGraph
import PlanSupport
import PlanTestSupport
import Testing

/// Pages that describe a format name every key and word of it.
@Suite struct NameTests {
    private static let graph = "docs/graph.md"
    private static let catalog = "docs/catalog.md"
    private static let running = "docs/running.md"
    private static let reports = "docs/reports.md"

    @Test func `the page of the graph names every word of the format`() throws {
        let words =
            OperationKind.allCases.map(\.rawValue) + Effect.Object.allCases.map(\.rawValue)
            + Effect.Side.allCases.map(\.rawValue) + Risk.Lock.allCases.map(\.rawValue)
            + CopyInstruction.ChunkKey.allCases.map(\.rawValue)
            + CopyInstruction.InvalidValuePolicy.allCases.map(\.rawValue)
            + ExecutionSettings.FailurePolicy.allCases.map(\.rawValue)
            + GraphInputs.Target.Expectation.allCases.map(\.rawValue)
        try expect(words, in: Self.graph)
    }

    @Test(arguments: [
        (page: graph, schema: "graph"), (page: catalog, schema: "catalog"), (page: reports, schema: "report"),
        (page: running, schema: "events"),
    ])
    func `the page of a format names every key of its schema`(page: String, schema: String) throws {
        let file = try Repository.bytes(of: SchemaChecker.path(ofSchema: schema))
        let keys = Self.keys(ofSchema: try JSONParser.parse(file))
        #expect(keys.count > 5)
        try expect(keys, in: page)
    }

    @Test(.requiresPostgres) func `the page of running names every column of the ledger and every event`() throws {
        try PostgresFixture.shared.withDatabase { conninfo in
            try PlanTool.withWorkspace(target: conninfo) { tool in
                try Shell(tool).buildShop()
                let run = try tool.run("run", "plans/shop.plan.yml", "--yes", "--log-format", "json")
                try #require(run.code == 0, "\(run.errors)")
                let undo = try tool.run("rollback", "plans/shop.plan.yml", "--yes", "--log-format", "json")
                let events = (run.errors + undo.errors).matches(of: /"event": "([a-z_]+)"/).map { String($0.1) }
                #expect(events.contains("operation_undone"))
                let columns = try Psql.run(
                    """
                    SELECT DISTINCT column_name FROM information_schema.columns WHERE table_schema = '_plan'
                    UNION SELECT table_name FROM information_schema.tables WHERE table_schema = '_plan'
                    """, conninfo)
                try expect(events + columns.split(separator: "\n").map(String.init), in: Self.running)
            }
        }
    }

    private func expect(_ words: [String], in path: String) throws {
        let text = try Document(path: path).text
        for word in Set(words).sorted() {
            let isNamed = ["`\(word)`", "\"\(word)\"", "`\(word) ", "`\(word)/", ".\(word)`"].contains {
                text.contains($0)
            }
            #expect(isNamed, "\(path) does not speak of '\(word)'")
        }
    }

    /// The names of all properties, at any depth.
    private static func keys(ofSchema schema: JSONValue) -> [String] {
        switch schema {
        case .object(let object):
            object.flatMap { member -> [String] in
                guard member.key == "properties", case .object(let properties) = member.value else {
                    return keys(ofSchema: member.value)
                }
                return properties.flatMap { [$0.key] + keys(ofSchema: $0.value) }
            }
        case .array(let elements): elements.flatMap { keys(ofSchema: $0) }
        case .null, .boolean, .integer, .decimal, .string: []
        }
    }
}
