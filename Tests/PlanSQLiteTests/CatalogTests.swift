import PlanCatalog
import PlanSQLite
import PlanSupport
import PlanTestSupport
import Testing

@Suite struct CatalogTests {
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func catalog(_ sql: String) throws -> Catalog {
        try SQLiteCatalogReader.read(SQLiteConnection<ReadOnly>(reading: directory.database(sql)))
    }

    private func table(_ sql: String, named name: String = "t") throws -> Table {
        try #require(try catalog(sql).table(named: name))
    }

    @Test func `columns come with type, default, collation and nullability`() throws {
        let table = try table(
            "CREATE TABLE t(a INTEGER NOT NULL DEFAULT (1+1), b varchar( 10 ) COLLATE nocase DEFAULT 'x''y', c, d TEXT DEFAULT NULL)"
        )
        #expect(
            table.columns == [
                Column(name: "a", declaredType: "INTEGER", isNotNull: true, defaultSQL: "1+1"),
                Column(name: "b", declaredType: "varchar( 10 )", defaultSQL: "'x''y'", collation: "NOCASE"),
                Column(name: "c", declaredType: ""), Column(name: "d", declaredType: "TEXT", defaultSQL: "NULL"),
            ])
        #expect(table.kind == .ordinary && table.hasRowID && !table.isStrict)
        #expect(table.sql.hasPrefix("CREATE TABLE t(a INTEGER"))
    }

    @Test func `generated columns are columns (case 35)`() throws {
        let table = try table(
            "CREATE TABLE t(id INTEGER, v AS (id + 1), s varchar(3) GENERATED ALWAYS AS (id || 'x') STORED)")
        #expect(table.columns.map(\.generation) == [nil, .virtual, .stored])
        #expect(table.columns.map(\.isHidden) == [false, false, false])
        #expect(table.columns.map(\.declaredType) == ["INTEGER", "", "varchar(3)"])
    }

    @Test(arguments: [
        ("CREATE TABLE t(a, \"id\" integer NOT NULL PRIMARY KEY)", PrimaryKey(columns: ["id"], identity: .rowID)),
        ("CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT)", PrimaryKey(columns: ["id"], identity: .autoincrement)),
        ("CREATE TABLE t(id InTeGeR, x, PRIMARY KEY (ID))", PrimaryKey(columns: ["id"], identity: .rowID)),
        ("CREATE TABLE t(id INTEGER PRIMARY KEY DESC)", PrimaryKey(columns: ["id"])),
        ("CREATE TABLE t(id INTEGER, PRIMARY KEY (id DESC))", PrimaryKey(columns: ["id"], identity: .rowID)),
        ("CREATE TABLE t(id INT PRIMARY KEY)", PrimaryKey(columns: ["id"])),
        ("CREATE TABLE t(id BIGINT PRIMARY KEY, user_id INTEGER)", PrimaryKey(columns: ["id"])),
        ("CREATE TABLE t(id INTEGER PRIMARY KEY, x) WITHOUT ROWID", PrimaryKey(columns: ["id"])),
        ("CREATE TABLE t(a, b, c, PRIMARY KEY (c, a))", PrimaryKey(columns: ["c", "a"])),
        ("CREATE TABLE t(a, b, PRIMARY KEY (b, a)) WITHOUT ROWID", PrimaryKey(columns: ["b", "a"])),
        ("CREATE TABLE t(a, b, UNIQUE (a))", nil),
    ]) func `the primary key has its order and knows the rowid (cases 36–38, 45)`(sql: String, key: PrimaryKey?) throws
    {
        let table = try table(sql)
        #expect(table.primaryKey == key)
        #expect(table.hasRowID != sql.contains("WITHOUT"))
    }

    /// What the engine itself says: an insert of NULL gives the rowid to an alias alone.
    @Test(arguments: [
        "id INTEGER PRIMARY KEY", "id INTEGER PRIMARY KEY DESC", "id INTEGER PRIMARY KEY ASC", "id INT PRIMARY KEY",
        "id \"INTEGER\" PRIMARY KEY", "id [integer] PRIMARY KEY", "id INTEGER, PRIMARY KEY(id DESC)",
        "id INTEGER CONSTRAINT c PRIMARY KEY ON CONFLICT REPLACE", "id INTEGER UNIQUE PRIMARY KEY",
        "id INTEGER, PRIMARY KEY(id), UNIQUE(id)", "id INTEGER(8) PRIMARY KEY", "id TEXT PRIMARY KEY",
        "id INTEGER, PRIMARY KEY(\"id\" COLLATE nocase)", "id UNSIGNED INTEGER PRIMARY KEY",
    ]) func `the rowid's other name is found as the engine finds it`(columns: String) throws {
        let path = try directory.database("CREATE TABLE t(\(columns)); INSERT INTO t(id) VALUES (NULL)")
        let connection = try SQLiteConnection<ReadOnly>(reading: path)
        let statement = try connection.prepare("SELECT id IS NOT NULL FROM t")
        #expect(try statement.step())
        let table = try #require(try SQLiteCatalogReader.read(connection).table(named: "t"))
        #expect((table.primaryKey?.identity == .rowID) == (statement.integer(0) == 1))
    }

    @Test func `unique constraints come in the order of declaration, with collations (cases 52, 53)`() throws {
        let table = try table(
            """
            CREATE TABLE t(a TEXT COLLATE NOCASE UNIQUE, b, c UNIQUE ON CONFLICT REPLACE, d TEXT PRIMARY KEY,
                UNIQUE (c, b COLLATE RTRIM), CONSTRAINT n UNIQUE (b, a))
            """)
        #expect(
            table.uniqueConstraints == [
                UniqueConstraint(columns: ["a"], collations: ["NOCASE"]),
                UniqueConstraint(columns: ["c"], collations: ["BINARY"]),
                UniqueConstraint(columns: ["c", "b"], collations: ["BINARY", "RTRIM"]),
                UniqueConstraint(columns: ["b", "a"], collations: ["BINARY", "NOCASE"]),
            ])
        #expect(table.indexes.isEmpty)
    }

    @Test func `foreign keys come in the order of declaration, columns together (cases 54, 55)`() throws {
        let table = try table(
            """
            CREATE TABLE p(x, y, PRIMARY KEY (x, y));
            CREATE TABLE t(a REFERENCES p, b REFERENCES nope(z) ON DELETE SET NULL ON UPDATE CASCADE, c,
                FOREIGN KEY (b, a) REFERENCES p(y, x) ON DELETE RESTRICT, FOREIGN KEY (c, b) REFERENCES p DEFERRABLE)
            """)
        #expect(
            table.foreignKeys == [
                ForeignKey(columns: ["a"], parentTable: "p", parentColumns: []),
                ForeignKey(
                    columns: ["b"], parentTable: "nope", parentColumns: ["z"], onUpdate: .cascade, onDelete: .setNull),
                ForeignKey(columns: ["b", "a"], parentTable: "p", parentColumns: ["y", "x"], onDelete: .restrict),
                ForeignKey(columns: ["c", "b"], parentTable: "p", parentColumns: []),
            ])
    }

    @Test func `indexes keep expressions, order, collation and their condition (cases 47–50)`() throws {
        let table = try table(
            """
            CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT DEFAULT 'ask where it came from', b TEXT COLLATE NOCASE);
            CREATE UNIQUE INDEX part ON t(a) WHERE b = 'active';
            CREATE INDEX expr ON t(abs(a) DESC, b COLLATE RTRIM);
            CREATE INDEX rows ON t(b, id DESC);
            """)
        #expect(
            table.indexes == [
                Index(
                    name: "expr", isUnique: false, isPartial: false,
                    parts: [.init(key: .expression, isDescending: true), .init(key: .column("b"), collation: "RTRIM")],
                    sql: "CREATE INDEX expr ON t(abs(a) DESC, b COLLATE RTRIM)"),
                Index(
                    name: "part", isUnique: true, isPartial: true, parts: [.init(key: .column("a"))],
                    sql: "CREATE UNIQUE INDEX part ON t(a) WHERE b = 'active'"),
                Index(
                    name: "rows", isUnique: false, isPartial: false,
                    parts: [
                        .init(key: .column("b"), collation: "NOCASE"), .init(key: .column("id"), isDescending: true),
                    ], sql: "CREATE INDEX rows ON t(b, id DESC)"),
            ])
    }

    @Test func `virtual tables name their module, and their storage its owner (case 72)`() throws {
        let catalog = try catalog(
            """
            CREATE TABLE t(a INTEGER PRIMARY KEY AUTOINCREMENT); INSERT INTO t VALUES (1); ANALYZE;
            CREATE VIRTUAL TABLE f USING fts5(x, y);
            CREATE VIRTUAL TABLE IF NOT EXISTS "f_using ""a" USING/* c */fts4(x);
            CREATE VIRTUAL TABLE [using] USING "rtree"(id, low, high);
            """)
        let kinds = catalog.tables.map { "\($0.name) \($0.kind)" }
        #expect(
            kinds == [
                "f virtual(module: \"fts5\")", "f_config shadow(of: \"f\")", "f_content shadow(of: \"f\")",
                "f_data shadow(of: \"f\")", "f_docsize shadow(of: \"f\")", "f_idx shadow(of: \"f\")",
                "f_using \"a virtual(module: \"fts4\")", "f_using \"a_content shadow(of: \"f_using \\\"a\")",
                "f_using \"a_docsize shadow(of: \"f_using \\\"a\")", "f_using \"a_segdir shadow(of: \"f_using \\\"a\")",
                "f_using \"a_segments shadow(of: \"f_using \\\"a\")", "f_using \"a_stat shadow(of: \"f_using \\\"a\")",
                "t ordinary", "using virtual(module: \"rtree\")", "using_node shadow(of: \"using\")",
                "using_parent shadow(of: \"using\")", "using_rowid shadow(of: \"using\")",
            ])
        let hidden = try #require(catalog.table(named: "f")).columns.filter(\.isHidden).map(\.name)
        #expect(hidden == ["f", "rank"])
    }

    @Test func `a missing module and a broken view are problems, not failures (cases 69, 73)`() throws {
        let path = try directory.database(
            """
            CREATE TABLE t(a, b int); CREATE VIEW good(x, y) AS SELECT a, b FROM t; CREATE VIEW bad AS SELECT no_such_function(a) FROM t;
            CREATE VIEW worse AS SELECT * FROM gone; PRAGMA writable_schema=ON;
            INSERT INTO sqlite_schema VALUES ('table', 'spatial', 'spatial', 0, 'CREATE VIRTUAL TABLE spatial USING VirtualSpatialIndex()');
            """)
        let catalog = try SQLiteCatalogReader.read(SQLiteConnection<ReadOnly>(reading: path))
        let spatial = try #require(catalog.table(named: "spatial"))
        #expect(spatial.problem == "no such module: VirtualSpatialIndex")
        #expect(spatial.kind == .virtual(module: "VirtualSpatialIndex") && spatial.columns.isEmpty)
        let good = try #require(catalog.view(named: "good"))
        #expect(good.columns == [ViewColumn(name: "x", declaredType: ""), ViewColumn(name: "y", declaredType: "INT")])
        #expect(good.problem == nil)
        #expect(catalog.view(named: "bad")?.problem == "no such function: no_such_function")
        #expect(catalog.view(named: "worse")?.problem == "no such table: main.gone")
        #expect(catalog.tables.map(\.name) == ["spatial", "t"])
    }

    @Test func `triggers keep their table and statement`() throws {
        let catalog = try catalog(
            """
            CREATE TABLE t(a); CREATE VIEW v AS SELECT a FROM t;
            CREATE TRIGGER tr INSTEAD OF INSERT ON v BEGIN INSERT INTO t VALUES (new.a); END
            """)
        #expect(
            catalog.triggers == [
                Trigger(
                    name: "tr", table: "v",
                    sql: "CREATE TRIGGER tr INSTEAD OF INSERT ON v BEGIN INSERT INTO t VALUES (new.a); END")
            ])
    }

    /// Legal names of SQLite, each of which once broke some tool.
    static let names = [
        "select", "c\"d", "a'b", "a b", "a.b", "a`b", "a]b[", "É", "é", "日本", "%_", "?1", "$x", "--", "/*", "a;b", "\\",
        "a\nb", " ", "", "main.t", "rowid", "😀", "a\u{301}",
    ]

    @Test func `any name of a table and a column survives (cases 62–65)`() throws {
        func quoted(_ name: String) -> String {
            "\"\(name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\""
        }
        let columns = Self.names.map { "\(quoted($0)) TEXT COLLATE NOCASE" }.joined(separator: ", ")
        let made = Self.names.map { name in
            let index = name.isEmpty ? "" : "; CREATE INDEX \(quoted("i" + name)) ON \(quoted(name))(\(quoted(name)))"
            return "CREATE TABLE \(quoted(name))(\(columns), UNIQUE (\(quoted(name)))) \(index)"
        }
        let path = try directory.database(made.joined(separator: ";"))
        let connection = try SQLiteConnection<ReadOnly>(reading: path)
        let catalog = try SQLiteCatalogReader.read(connection)
        #expect(Set(catalog.tables.map(\.name)) == Set(Self.names))
        for table in catalog.tables {
            #expect(table.problem == nil)
            #expect(table.columns.map(\.name) == Self.names)
            #expect(table.columns.allSatisfy { $0.collation == "NOCASE" })
            #expect(table.uniqueConstraints.map(\.columns) == [[table.name]])
            #expect(table.indexes.map(\.name) == (table.name.isEmpty ? [] : ["i" + table.name]))
        }
        let profile = try SQLiteProfiler.profile(connection, catalog: catalog, coverage: .full)
        #expect(profile.tables.map(\.rows) == Self.names.map { _ in 0 })
    }

    @Test(arguments: ["UTF-16le", "UTF-16be"]) func `a database in UTF-16 is read like any other`(encoding: String)
        throws
    {
        let path = try directory.database(
            "PRAGMA encoding='\(encoding)'; CREATE TABLE \"tä\"(\"ñ\" TEXT DEFAULT 'ü' COLLATE NOCASE); INSERT INTO \"tä\" VALUES ('日本😀'), (x'ff')"
        )
        let connection = try SQLiteConnection<ReadOnly>(reading: path)
        let catalog = try SQLiteCatalogReader.read(connection)
        #expect(
            catalog.table(named: "tä")?.columns
                == [Column(name: "ñ", declaredType: "TEXT", defaultSQL: "'ü'", collation: "NOCASE")])
        let profile = try SQLiteProfiler.profile(connection, catalog: catalog, coverage: .full)
        let column = try #require(profile.table(named: "tä")?.columns.first)
        #expect(column.longestTextBytes == 10 && column.longestTextCharacters == 3 && column.texts == 1)
        let statement = try connection.prepare("SELECT \"ñ\" FROM \"tä\"")
        #expect(try statement.step())
        #expect(statement.string(0) == "日本😀")
    }

    @Test func `strict tables say so`() throws {
        let table = try table(
            "CREATE TABLE t(a INT, b ANY) STRICT, WITHOUT ROWID".replacing("b ANY)", with: "b ANY, PRIMARY KEY(a))"))
        #expect(table.isStrict && !table.hasRowID)
    }

    @Test func `the schema is that of one moment`() throws {
        let path = try directory.database("PRAGMA journal_mode=WAL; CREATE TABLE t(a)")
        let reader = try SQLiteSnapshotReaders(path, count: 1).begin()[0]
        let writer = try SQLiteConnection<ReadWrite>(writing: path)
        try writer.execute("ALTER TABLE t ADD COLUMN b; CREATE TABLE u(a)")
        let before = try SQLiteCatalogReader.read(reader.connection)
        #expect(before.tables.map { $0.columns.count } == [1])
        try reader.endSnapshot()
        #expect(try SQLiteCatalogReader.read(reader.connection).tables.map { $0.columns.count } == [2, 1])
        #expect(try SQLiteCatalogReader.read(writer).fingerprint != before.fingerprint)
    }

    @Test func `a damaged file is an error`() throws {
        let path = try directory.database("CREATE TABLE t(a); CREATE TABLE u(a)")
        let writer = try SQLiteConnection<ReadWrite>(writing: path)
        try writer.execute(
            "PRAGMA writable_schema=ON; UPDATE sqlite_schema SET sql = 'CREATE TABLE t(' WHERE name = 't'")
        let error = #expect(throws: SQLiteError.self) { try SQLiteConnection<ReadOnly>(reading: path).close() }
        #expect(error?.code == .corrupt)
        #expect(error?.message.contains("malformed database schema") == true)
    }
}
