import PlanCatalog
import PlanEmitters
import PlanGraph
import PlanSupport
import Testing

@Suite struct EmitterTests {
    static func graph(_ table: String) throws -> OperationGraph {
        let name = ObjectName("public", table)
        let digest = ContentDigest(of: "x")
        return try OperationGraph.seal(
            inputs: GraphInputs(
                plan: .init(name: "shop", path: "shop.plan.yml", digest: digest),
                source: .init(engine: .sqlite, location: "shop.db", fingerprint: digest, objects: []),
                target: .init(
                    engine: .postgresql, connection: "${DATABASE_URL}", schema: "public", version: 13, expects: .absent)
            ),
            execution: ExecutionSettings(jobs: nil, onFailure: .rollback),
            drafts: [
                OperationDraft(
                    .createTable, name, reads: [], writes: [Effect(.target, .table, name)],
                    do: [.sql(SQLInstruction("CREATE TABLE t (\n    a bigint\n)", unless: "SELECT false"))],
                    undo: .instructions([.sql(SQLInstruction("DROP TABLE t"))])),
                OperationDraft(
                    .copyRows, name, reads: [Effect(.target, .table, name)], writes: [Effect(.target, .rows, name)],
                    do: [
                        .copy(
                            CopyInstruction(
                                table: "t", read: "SELECT a, rowid FROM t", chunkBy: .rowID, chunkRows: 5,
                                into: "t (a)",
                                columns: [.init(name: "a", type: "bigint", codec: .integer)], invalid: .fail))
                    ], undo: .irreversible(reason: "it is a test")),
            ])
    }

    @Test func `text lists every operation with what it does and how it is undone`() throws {
        let text = GraphText.render(try Self.graph("t"))
        #expect(text.hasPrefix("plan      shop (shop.plan.yml)\n"))
        #expect(text.contains("contents  2 operations: 1 create_table, 1 copy_rows\n"))
        #expect(
            text.hasSuffix(
                """
                1. create_table/public.t
                   CREATE TABLE t (
                       a bigint
                   )
                   unless  SELECT false
                   undo    DROP TABLE t

                2. copy_rows/public.t
                   after create_table/public.t
                   copy    SELECT a, rowid FROM t
                   into    t (a)
                   values  a: integer → bigint
                   in      chunks of 5 by rowid
                   cannot be undone: it is a test

                """))
    }

    @Test func `DOT quotes hostile names`() throws {
        let text = GraphDOT.render(try Self.graph("a \"b\" \\ c"))
        #expect(text.contains(#""create_table/public.\"a \"\"b\"\" \\ c\"" -> "#))
        #expect(text.hasSuffix("}\n"))
    }

    @Test func `Mermaid escapes what it would read`() throws {
        let text = GraphMermaid.render(try Self.graph("<b> \"x\""))
        #expect(text.hasPrefix("flowchart LR\n  n0[\"create_table<br/>public.#34;#60;b#62; #34;#34;x#34;#34;#34;\"]\n"))
        #expect(text.hasSuffix("  n0 --> n1\n"))
    }
}
