import PlanCatalog
import PlanSQLite
import PlanSupport
import PlanTestSupport
import Testing

/// Real databases of other projects, kept outside the repository.
@Suite struct CorpusTests {
    static let databases = Repository.corpus("db", "empty")

    /// The databases are copied: SQLite makes files beside a database in write-ahead mode.
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    @Test(.enabled(if: !databases.isEmpty, "there is no ../shared/corpus"), arguments: databases)
    func `a real database is read and profiled`(original: String) throws {
        let path = try directory.copyDatabase(original, as: "copy.db")
        let connection = try SQLiteConnection<ReadOnly>(reading: path)
        let catalog = try SQLiteCatalogReader.read(connection)
        let profile = try SQLiteProfiler.profile(connection, catalog: catalog, coverage: .full)

        // One of them is damaged on purpose: its indexes do not match its tables.
        let check = try connection.prepare("PRAGMA integrity_check(1)")
        #expect(try check.step())
        let isWhole = check.string(0) == "ok"

        let names = try connection.prepare(
            "SELECT group_concat(name, char(10)) FROM (SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name)"
        )
        #expect(try names.step())
        let expected = names.string(0) ?? ""
        #expect(catalog.tables.map(\.name).joined(separator: "\n") == expected)

        for table in catalog.tables where table.problem == nil {
            #expect(!table.columns.isEmpty)
            #expect(table.foreignKeys.allSatisfy { !$0.columns.isEmpty })
            guard table.kind == .ordinary else { continue }
            let quoted = table.name.replacing("\"", with: "\"\"")
            let count = try connection.prepare("SELECT count(*) FROM main.\"\(quoted)\" NOT INDEXED")
            #expect(try count.step())
            let found = try #require(profile.table(named: table.name))
            #expect(Int64(found.rows) == count.integer(0), "\(table.name)")
            #expect(found.columns.allSatisfy { $0.rows == found.rows })
            if isWhole, let orphans = try orphans(of: table, connection) {
                #expect(found.orphans == orphans, "\(table.name)")
            }
        }

        let snapshot = CatalogSnapshot(catalog: catalog, profile: profile)
        let read = try CatalogSnapshot(file: snapshot.file)
        #expect(read == snapshot)
        #expect(read.file == snapshot.file)
    }

    /// What the engine's own check counts for each foreign key; nil where it refuses to check.
    private func orphans(
        of table: Table, _ connection: borrowing SQLiteConnection<ReadOnly>
    ) throws -> [Int]? {
        let statement = try connection.prepare("SELECT fkid, parent FROM pragma_foreign_key_check(?1)")
        try statement.bind(table.name, at: 1)
        var counts = [Int](repeating: 0, count: table.foreignKeys.count)
        do {
            while try statement.step() { counts[counts.count - 1 - Int(statement.integer(0))] += 1 }
        } catch {
            return nil
        }
        return counts
    }
}
