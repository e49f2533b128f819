import PlanCatalog
import PlanEmitters
import PlanGraph
import PlanSupport
import PlanTestSupport
import Testing

@Suite struct GraphDiffTests {
    private static func graph(_ sql: String) throws -> OperationGraph {
        let digest = ContentDigest(of: "x")
        return try OperationGraph.seal(
            inputs: GraphInputs(
                plan: .init(name: "shop", path: "shop.plan.yml", digest: digest),
                source: .init(engine: .sqlite, location: "shop.db", fingerprint: digest, objects: []),
                target: .init(
                    engine: .postgresql, connection: "${DATABASE_URL}", schema: "public", version: 13, expects: .absent)
            ), execution: ExecutionSettings(jobs: nil, onFailure: .rollback),
            drafts: [
                OperationDraft(
                    .createView, ObjectName("public", "v"), reads: [], writes: [],
                    do: [.sql(SQLInstruction(sql))], undo: .irreversible(reason: "it is a test"))
            ])
    }

    @Test func `lines taken from the old side give the old text, those from the new side the new, and most are shared`()
        throws
    {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<200 {
            let texts = (0..<2).map { _ in
                (0..<Int.random(in: 1...12, using: &generator)).map { _ in
                    String("abcd".randomElement(using: &generator) ?? "a")
                }
            }
            let (old, new) = (
                try Self.graph(texts[0].joined(separator: "\n")), try Self.graph(texts[1].joined(separator: "\n"))
            )
            let diff = GraphDiff(from: old, to: new)
            guard let change = diff.changed.first else {
                #expect(texts[0] == texts[1])
                continue
            }
            func side(_ mark: String) -> [String] {
                change.lines.filter { $0.hasPrefix("  ") || $0.hasPrefix(mark) }.map { String($0.dropFirst(2)) }
            }
            #expect(Array(side("- ").prefix(texts[0].count)) == texts[0])
            #expect(Array(side("+ ").prefix(texts[1].count)) == texts[1])
        }
    }

    @Test func `one changed line is one line out and one in`() throws {
        let diff = GraphDiff(from: try Self.graph("a\nb\nc"), to: try Self.graph("a\nB\nc"))
        #expect(diff.changed.first?.lines.prefix(4) == ["  a", "- b", "+ B", "  c"])
    }
}
