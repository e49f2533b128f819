import PlanCatalog
import PlanGraph
import PlanSupport

/// A small graph with one operation of each kind that matters to order.
enum SampleGraph {
    static let inputs = inputs(planDigest: "plan")

    static func inputs(planDigest: String) -> GraphInputs {
        GraphInputs(
            plan: .init(name: "shop", path: "../shop.plan.yml", digest: ContentDigest(of: planDigest)),
            source: .init(
                engine: .sqlite, location: "../data/shop.db", fingerprint: ContentDigest(of: "schema"),
                objects: [ObjectDigest(object: "table users", columns: ["id"], digest: ContentDigest(of: "users"))]),
            target: .init(
                engine: .postgresql, connection: "${DATABASE_URL}", schema: "public", version: 13, expects: .absent))
    }

    static let execution = ExecutionSettings(jobs: nil, onFailure: .rollback)

    static func table(_ name: String, origin: Origin? = Origin(line: 3, column: 1)) -> OperationDraft {
        let object = ObjectName("public", name)
        return OperationDraft(
            .createTable, object, reads: [], writes: [Effect(.target, .table, object)], origin: origin,
            do: [.sql(SQLInstruction("CREATE TABLE \(object) ()"))],
            undo: .instructions([.sql(SQLInstruction("DROP TABLE \(object)"))]))
    }

    static func copy(_ name: String) -> OperationDraft {
        let object = ObjectName("public", name)
        return OperationDraft(
            .copyRows, object,
            reads: [Effect(.source, .table, ObjectName(name)), Effect(.target, .table, object)],
            writes: [Effect(.target, .rows, object)],
            do: [
                .copy(
                    CopyInstruction(
                        table: name, read: "SELECT 1", chunkBy: .rowID, chunkRows: 10, into: "\(object)",
                        columns: [.init(name: "a", type: "bigint", codec: .integer)], invalid: .fail))
            ],
            undo: .instructions([.sql(SQLInstruction("TRUNCATE \(object)"))]))
    }

    static func foreignKey(_ child: String, _ parent: String) -> OperationDraft {
        let name = ObjectName("public", child, "fk")
        let parentRows = Effect(.target, .rows, ObjectName("public", parent))
        // The table is read as well as its rows, which makes an edge for the reduction to take out.
        return OperationDraft(
            .addForeignKey, name,
            reads: [
                Effect(.target, .rows, ObjectName("public", child)), parentRows,
                Effect(.target, .table, ObjectName("public", child)),
            ],
            writes: [Effect(.target, .constraint, name)],
            do: [.sql(SQLInstruction("ALTER TABLE …", unless: "SELECT false", with: "SELECT 1"))],
            undo: .irreversible(reason: "for the test"), risk: Risk(lock: .shareRowExclusive))
    }

    static func check(_ name: String) -> OperationDraft {
        let object = ObjectName("public", name)
        return OperationDraft(
            .verifyCounts, object, reads: [Effect(.target, .rows, object)],
            writes: [Effect(.target, .verification, object)],
            do: [
                .check(.init(query: "SELECT count(*)", expect: .source("SELECT 1"), message: "rows differ")),
                .check(.init(query: "SELECT 1", expect: .value("1"), message: "one is not one")),
            ], undo: .instructions([]))
    }

    static let drafts = [
        table("b"), table("a"), copy("a"), copy("b"), foreignKey("a", "b"), foreignKey("b", "a"), check("a"),
    ]

    static func sealed(_ drafts: [OperationDraft] = drafts) throws -> OperationGraph {
        try OperationGraph.seal(inputs: inputs, execution: execution, drafts: drafts)
    }
}
