import PlanCatalog
import PlanCompiler
import PlanDiagnostics
import PlanGraph
import PlanSupport
import Testing

/// Findings on graphs, some of which no plan compiles to: those of plans are tested with a server.
@Suite struct GraphLintTests {
    private static func codes(_ draft: OperationDraft, beside others: [OperationDraft] = []) throws -> [String] {
        let digest = ContentDigest(of: "x")
        let graph = try OperationGraph.seal(
            inputs: GraphInputs(
                plan: .init(name: "shop", path: "shop.plan.yml", digest: digest),
                source: .init(engine: .sqlite, location: "shop.db", fingerprint: digest, objects: []),
                target: .init(
                    engine: .postgresql, connection: "${DATABASE_URL}", schema: "public", version: 13, expects: .absent)
            ), execution: ExecutionSettings(jobs: nil, onFailure: .rollback), drafts: others + [draft])
        return GraphLint.findings(in: graph).map(\.code.description)
    }

    private static let table = Effect(.target, .table, ObjectName("public", "t"))

    private static func draft(
        _ kind: OperationKind = .createIndex, _ sql: String = "SELECT 1", name: String = "t", risk: Risk = Risk(),
        reads: [Effect] = [table]
    ) -> OperationDraft {
        OperationDraft(
            kind, ObjectName("public", name), reads: reads, writes: [], do: [.sql(SQLInstruction(sql))],
            undo: .instructions([]), risk: risk)
    }

    @Test func `a lock on a table is a finding where the graph did not make the table`() throws {
        let locking = Self.draft(risk: Risk(lock: .share))
        let making = OperationDraft(
            .createTable, ObjectName("public", "t"), reads: [], writes: [Self.table], do: [], undo: .instructions([]))
        #expect(try Self.codes(locking) == ["PLN0611"])
        #expect(try Self.codes(locking, beside: [making]) == [])
        #expect(try Self.codes(Self.draft()) == [])
    }

    @Test func `NOT NULL on a table in use, and an operation that destroys, are findings`() throws {
        #expect(try Self.codes(Self.draft(.createIndex, "ALTER TABLE t ALTER c SET NOT NULL")) == ["PLN0612"])
        #expect(try Self.codes(Self.draft(.createIndex, "SELECT 'SET NOT NULL'")) == [])
        #expect(try Self.codes(Self.draft(risk: Risk(isDestructive: true))) == ["PLN0610"])
    }

    @Test func `an extension is a finding where only a superuser may install it`() throws {
        #expect(try Self.codes(Self.draft(.createExtension, name: "postgis", reads: [])) == ["PLN0616"])
        #expect(try Self.codes(Self.draft(.createExtension, name: "citext", reads: [])) == [])
    }
}
