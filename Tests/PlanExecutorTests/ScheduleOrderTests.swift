import PlanExecutor
import PlanGraph
import PlanTestSupport
import Synchronization
import Testing

@Suite(.requiresPostgres)
struct ScheduleOrderTests {
    private static func table(_ name: String, rows: Int) -> String {
        """
        CREATE TABLE \(name) (a INTEGER);
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i <= \(rows))
        INSERT INTO \(name) SELECT i FROM n LIMIT \(rows);
        """
    }

    private static func drafts(_ tables: [String]) -> [OperationDraft] {
        tables.flatMap { table in
            [
                Drafts.createTable(table, "a bigint"), Drafts.copyRows(table, [("a", "bigint", .integer)]),
                Drafts.index("\(table)_a", on: table, "a"),
            ]
        }
    }

    /// The operations in the order in which one stream begins them.
    private func order(_ scenario: Scenario, _ drafts: [OperationDraft]) throws -> [String] {
        let started = Mutex<[String]>([])
        let observer = Observer { event in
            if case .operationStarted(let id) = event { started.withLock { $0.append(id) } }
        }
        try scenario.run(try scenario.graph(drafts), jobs: 1, events: observer)
        return started.withLock { $0 }
    }

    @Test func `tables come first, then the rows of large ones, and their indexes before the rows of small ones`()
        throws
    {
        let source = Self.table("a_small", rows: 10) + Self.table("big", rows: 4000) + Self.table("middle", rows: 300)
        try Scenario.with(source) { scenario in
            let begun = try order(scenario, Self.drafts(["a_small", "big", "middle"]))
            #expect(
                begun == [
                    "create_table/public.a_small", "create_table/public.big", "create_table/public.middle",
                    "copy_rows/public.big", "create_index/public.big_a", "copy_rows/public.middle",
                    "create_index/public.middle_a", "copy_rows/public.a_small", "create_index/public.a_small_a",
                ])
        }
    }

    @Test func `a table whose size cannot be told cheaply begins before smaller ones`() throws {
        let source =
            Self.table("a_small", rows: 10)
            + "CREATE TABLE z_unknown (a INTEGER PRIMARY KEY) WITHOUT ROWID; INSERT INTO z_unknown VALUES (1);"
        try Scenario.with(source) { scenario in
            let copies = [
                Drafts.copyRows("a_small", [("a", "bigint", .integer)]),
                Drafts.copyRows("z_unknown", [("a", "bigint", .integer)], chunkBy: .none),
                Drafts.createTable("a_small", "a bigint"), Drafts.createTable("z_unknown", "a bigint"),
                Drafts.index("z_unknown_a", on: "z_unknown", "a"),
            ]
            let begun = try order(scenario, copies)
            #expect(begun.first { $0.hasPrefix("copy_rows") } == "copy_rows/public.z_unknown")
        }
    }

    @Test func `the rows that are expected are told with admission`() throws {
        try Scenario.with(Drafts.shopSource) { scenario in
            let expected = Mutex<[String: Int64]>([:])
            let observer = Observer { event in
                if case .admitted(_, _, _, _, let rows, _) = event { expected.withLock { $0 = rows } }
            }
            try scenario.run(try scenario.graph(Drafts.shop()), events: observer)
            #expect(
                expected.withLock { $0 } == ["copy_rows/public.orders": 5000, "copy_rows/public.users": 2500])
        }
    }
}
