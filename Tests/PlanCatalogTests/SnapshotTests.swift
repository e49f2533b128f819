import PlanCatalog
import PlanSupport
import Testing

@Suite struct SnapshotTests {
    static let catalog = Catalog(
        engine: .sqlite,
        tables: [
            Table(
                name: "users", kind: .ordinary, hasRowID: true, isStrict: false,
                columns: [
                    Column(name: "id", declaredType: "INTEGER"),
                    Column(name: "name", declaredType: "TEXT", isNotNull: true, defaultSQL: "''", collation: "NOCASE"),
                    Column(name: "upper", declaredType: "", generation: .virtual),
                ],
                primaryKey: PrimaryKey(columns: ["id"], identity: .autoincrement),
                uniqueConstraints: [UniqueConstraint(columns: ["name"], collations: ["NOCASE"])],
                foreignKeys: [
                    ForeignKey(columns: ["id"], parentTable: "other", parentColumns: ["x"], onDelete: .cascade)
                ],
                indexes: [
                    Index(
                        name: "i", isUnique: true, isPartial: true,
                        parts: [
                            .init(key: .column("name"), isDescending: true, collation: "NOCASE"),
                            .init(key: .expression), .init(key: .rowID),
                        ], sql: "CREATE …")
                ], sql: "CREATE TABLE …"),
            Table(
                name: "fts", kind: .virtual(module: "fts5"), hasRowID: true, isStrict: false, columns: [],
                primaryKey: nil, uniqueConstraints: [], foreignKeys: [], indexes: [], sql: "CREATE VIRTUAL …",
                problem: "no such module: fts5"),
            Table(
                name: "fts_data", kind: .shadow(of: "fts"), hasRowID: false, isStrict: true, columns: [],
                primaryKey: nil, uniqueConstraints: [], foreignKeys: [], indexes: [], sql: ""),
        ],
        views: [
            View(name: "v", columns: [ViewColumn(name: "a", declaredType: "")], sql: "CREATE VIEW …", problem: nil)
        ],
        triggers: [Trigger(name: "t", table: "users", sql: "CREATE TRIGGER …")])

    static let profile: DatabaseProfile = {
        var column = ColumnProfile(column: "id")
        column.integers = 3
        column.integerRange = -1...7
        column.realRange = -0.1...1e22
        column.distinct = 0
        column.examples = [.init(oddity: .text, rows: [-1, 7]), .init(oddity: .longest, rows: [3])]
        column.momentFormat = .spaced
        column.formats = [.init(format: .date, count: 0), .init(format: .uuid, count: 2)]
        return DatabaseProfile(
            coverage: .full, tables: [TableProfile(table: "users", rows: 3, columns: [column], orphans: [1])])
    }()

    @Test func `a snapshot file is read back`() throws {
        let snapshot = CatalogSnapshot(catalog: Self.catalog, profile: Self.profile)
        let read = try CatalogSnapshot(file: snapshot.file)
        #expect(read.catalog == Self.catalog)
        #expect(read.file == snapshot.file)
        #expect(read.profile?.tables[0].columns[0].examples == snapshot.profile?.tables[0].columns[0].examples)
        #expect(read.profile?.tables[0].columns[0].realRange == -0.1...1e22)
    }

    @Test func `an edited snapshot is refused`() throws {
        let text = String(decoding: CatalogSnapshot(catalog: Self.catalog, profile: nil).file, as: UTF8.self)
        let edits = [("NOCASE", "RTRIM"), ("\"version\": 1", "\"version\": 2"), ("\"views\"", "\"vieuws\"")]
        for (old, new) in edits {
            let range = try #require(text.firstRange(of: old))
            let edited = text.replacingCharacters(in: range, with: new)
            #expect(throws: SnapshotFailure.self) { try CatalogSnapshot(file: Array(edited.utf8)) }
        }
    }

    @Test func `the order in which objects come does not matter`() {
        let catalog = Self.catalog
        let shuffled = Catalog(
            engine: .sqlite, tables: catalog.tables.reversed(), views: catalog.views, triggers: catalog.triggers)
        #expect(shuffled.fingerprint == catalog.fingerprint)
    }

    @Test func `drift is told object by object`() {
        let expected = Self.catalog.objectDigests
        let users = Self.catalog.tables[2]
        #expect(users.name == "users")
        let more = Table(
            name: "users", kind: .ordinary, hasRowID: true, isStrict: false,
            columns: users.columns + [Column(name: "added", declaredType: "")], primaryKey: nil, uniqueConstraints: [],
            foreignKeys: [], indexes: [], sql: "")
        let retriggered = Trigger(name: "t", table: "users", sql: "CREATE TRIGGER other")
        let found = Catalog(engine: .sqlite, tables: [more], views: Self.catalog.views, triggers: [retriggered])
        #expect(
            Drift.differences(expected: expected, found: found.objectDigests) == [
                "table fts is gone", "table fts_data is gone", "table users: column added is new",
                "trigger t: its definition changed",
            ])
        #expect(Drift.differences(expected: expected, found: expected).isEmpty)
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<Index>, with other: String) -> String {
        self[..<range.lowerBound] + other + self[range.upperBound...]
    }
}
