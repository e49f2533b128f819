import PlanCatalog
import PlanSQLite
import PlanSupport
import PlanTestSupport
import Testing

@Suite struct RowEstimateTests {
    private func estimate(_ sql: String, of table: String = "t") throws -> Int64? {
        let directory = try TemporaryDirectory()
        return try withExtendedLifetime(directory) {
            let connection = try SQLiteConnection<ReadOnly>(reading: directory.database(sql))
            let catalog = try SQLiteCatalogReader.read(connection)
            let table = try #require(catalog.table(named: table))
            return try RowEstimate.of(table, connection)?.rows
        }
    }

    /// Rows whose ids are `id`, an expression over `i` from 1 to `count`.
    private func filled(_ count: Int, id: String) -> String {
        """
        CREATE TABLE t (id INTEGER PRIMARY KEY, a);
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(count))
        INSERT INTO t SELECT \(id), i FROM n;
        """
    }

    @Test func `small tables are counted, however far apart their rows lie`() throws {
        #expect(try estimate("CREATE TABLE t (a)") == 0)
        #expect(
            try estimate(
                """
                CREATE TABLE t (id INTEGER PRIMARY KEY);
                INSERT INTO t VALUES (-9223372036854775808), (9223372036854775807)
                """) == 2)
        #expect(try estimate(filled(99, id: "i * i * 1000")) == 99)
    }

    @Test(arguments: ["i", "i - 2500", "i * 1000000", "9223372036854000000 + i"])
    func `rows that lie evenly are told well`(id: String) throws {
        let rows = try #require(try estimate(filled(5000, id: id)))
        #expect((4900...5100).contains(rows), "\(rows)")
    }

    @Test func `rows at both ends of all rowids are estimated without overflow`() throws {
        let both = filled(200, id: "-9223372036854775807 + i") + "INSERT INTO t VALUES (9223372036854775807, 0);"
        #expect(try estimate(both) == 1_000_000_000_000_000)
    }

    @Test func `a column named rowid does not mislead`() throws {
        let sql = """
            CREATE TABLE t (rowid TEXT, a);
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)
            INSERT INTO t SELECT 'x' || i, i FROM n;
            """
        #expect(try estimate(sql) == 300)
    }

    @Test(arguments: [
        "CREATE TABLE t (id INTEGER PRIMARY KEY) WITHOUT ROWID",
        "CREATE TABLE t (rowid, _rowid_, oid)",
        "CREATE VIRTUAL TABLE t USING fts5 (a)",
    ])
    func `nothing is told where there is no rowid to ask for`(sql: String) throws {
        #expect(try estimate(sql) == nil)
    }
}
