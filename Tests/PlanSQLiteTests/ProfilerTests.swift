import PlanCatalog
import PlanSQLite
import PlanSupport
import PlanTestSupport
import Synchronization
import Testing

@Suite struct ProfilerTests {
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func profile(
        _ sql: String, coverage: DatabaseProfile.Coverage = .full
    ) throws -> DatabaseProfile {
        // Anew for each call, so that a test may make several.
        let own = try TemporaryDirectory()
        return try withExtendedLifetime(own) {
            let connection = try SQLiteConnection<ReadOnly>(reading: own.database(sql))
            let catalog = try SQLiteCatalogReader.read(connection)
            return try SQLiteProfiler.profile(connection, catalog: catalog, coverage: coverage)
        }
    }

    /// The profile of a column `a` of a declared type that holds some values.
    private func column(_ type: String, _ values: String...) throws -> ColumnProfile {
        let rows = values.map { "(\($0))" }.joined(separator: ", ")
        let insert = values.isEmpty ? "" : "INSERT INTO t VALUES \(rows)"
        let profile = try profile("CREATE TABLE t(a \(type)); \(insert)")
        return try #require(profile.table(named: "t")?.columns.first)
    }

    @Test func `all storage classes of a dirty column are counted (cases 7–9)`() throws {
        let found = try column(
            "INTEGER", "1", "0", "-5", "9223372036854775807", "NULL", "'toto'", "''", "2.32", "x'00ff00'", "NULL",
            "1e300")
        var expected = ColumnProfile(column: "a")
        expected.nulls = 2
        expected.integers = 4
        expected.reals = 2
        expected.texts = 2
        expected.blobs = 1
        expected.integerRange = -5...(.max)
        expected.zeroOrOneIntegers = 2
        expected.longestTextCharacters = 4
        expected.longestTextBytes = 4
        expected.shortestBlobBytes = 3
        expected.longestBlobBytes = 3
        expected.realRange = 2.32...1e300
        expected.examples = [
            .init(oddity: .real, rows: [8, 11]), .init(oddity: .text, rows: [6, 7]), .init(oddity: .blob, rows: [9]),
            .init(oddity: .fraction, rows: [8, 11]), .init(oddity: .longest, rows: [6]),
        ]
        #expect(found == expected)
        #expect(found.rows == 11)
    }

    @Test func `real numbers tell whole ones and infinities (cases 1, 16)`() throws {
        let found = try column(
            "REAL", "3.0", "0.5", "9e999", "-9e999", "-9223372036854775808.0", "9223372036854775808.0", "-0.0", "1e308")
        #expect(found.reals == 8)
        #expect(found.infiniteReals == 2)
        #expect(found.integralReals == 3)
        #expect(found.integerDigits == 0 && found.fractionDigits == 0)
    }

    @Test(arguments: [
        ("DECIMAL(10,2)", "12.34", 2, 2), ("NUMERIC", "0.1", 0, 1), ("decimal", "-1230.99", 4, 2),
        ("NUMBER", "1e20", 21, 0), ("NUMERIC", "1.5e-7", 0, 8), ("NUMERIC", "0.1 + 0.2", 0, 17),
        ("NUMERIC", "123456789012345678", 18, 0), ("NUMERIC", "-9223372036854775807 - 1", 19, 0),
        ("NUMERIC", "1e15 + 0.125", 16, 1), ("NUMERIC", "999999999999999.9", 15, 1), ("NUMERIC", "1e-20", 0, 20),
        ("NUMERIC", "100.0", 3, 0), ("NUMERIC", "5e-324", 0, 324), ("NUMERIC", "1.0/3", 0, 16), ("NUMERIC", "0", 0, 0),
        ("NUMERIC", "2.0/3*100", 2, 14), ("NUMERIC", "12345678901234567890.0123456789", 20, 0),
        ("REAL", "12.34", 0, 0), ("TEXT", "'12.34'", 2, 2), ("TEXT", "'1'), ('x'", 0, 0),
    ]) func `digits are those of the shortest form, where the type is decimal (cases 14, 15)`(
        type: String, value: String, integer: Int, fraction: Int
    ) throws {
        let found = try column(type, value)
        #expect(found.integerDigits == integer && found.fractionDigits == fraction)
    }

    @Test func `digits are the most of all values, in any order`() throws {
        let values = ["1.5", "1000.25", "0.125", "7", "NULL", "33.3333", "1.0/3", "1e10", "0.5", "12.1"]
        for shift in 0..<values.count {
            let found = try column("NUMERIC", (values[shift...] + values[..<shift]).joined(separator: "), ("))
            #expect(found.integerDigits == 11 && found.fractionDigits == 16)
        }
    }

    /// The reference is the description of a number, whose digits are shortest by definition.
    @Test func `digits of random numbers are those of their description`() throws {
        var random = SeededGenerator()
        var values: [Double] = []
        while values.count < 1_900 {
            let divisors = [1, 10, 100, 1_000, 10_000, 1e9]
            let divisor = divisors[Int(random.next() % 6)]
            let value =
                random.next() % 3 == 0
                ? Double(bitPattern: random.next()) : Double(random.next() % 10_000_000) / divisor
            if value.isFinite { values.append(value) }
        }
        // A row with a column for each.
        let names = values.indices.map { "c\($0)" }.joined(separator: ", ")
        let connection = try SQLiteConnection<ReadWrite>(writing: directory.file("r.db"), missing: .create)
        try connection.execute("CREATE TABLE t(\(names.replacing(",", with: " NUMERIC,")) NUMERIC)")
        let marks = values.indices.map { "?\($0 + 1)" }.joined(separator: ", ")
        let insert = try connection.prepare("INSERT INTO t VALUES (\(marks))")
        for (index, value) in values.enumerated() { try insert.bind(value, at: index + 1) }
        try insert.run()
        let catalog = try SQLiteCatalogReader.read(connection)
        let profile = try SQLiteProfiler.profile(connection, catalog: catalog, coverage: .full)
        for (value, found) in zip(values, profile.tables[0].columns) {
            let shape = try #require(Self.decimal(value.magnitude.description))
            #expect(
                (found.integerDigits, found.fractionDigits) == (shape.integerDigits, shape.fractionDigits),
                "\(value), seed \(random.seed)")
        }
    }

    private static func decimal(_ text: String) -> NumberText.Decimal? { NumberText.decimal(Array(text.utf8).span) }

    @Test func `text is measured in characters and bytes, and its flaws are counted (cases 17, 18, 74, 75)`() throws {
        let found = try column(
            "TEXT", "'abc '", "'日本語😀'", "'a' || char(0) || 'b'", "CAST(x'ff' AS TEXT)", "CAST(x'e4c3' AS TEXT)", "' '",
            "CAST(x'eda080' AS TEXT)")
        #expect(found.texts == 7)
        #expect(found.longestTextCharacters == 4 && found.longestTextBytes == 13)
        #expect(found.textsWithNUL == 1)
        #expect(found.textsInvalidUTF8 == 3)
        #expect(found.textsWithTrailingBlank == 2)
        #expect(found.formats.isEmpty)
    }

    private static let formatCases: [(values: [String], formats: [ValueFormat])] = [
        (["'2024-01-31'", "'1999-12-01'"], [.date, .timestamp]), (["'2024-01-31'", "'2024-02-30'"], []),
        (["'2024-01-31 10:00:00'", "'2024-01-31'"], [.timestamp]), (["'2024-01-31T10:00:00Z'"], [.timestampWithZone]),
        (["'2024-01-31T10:00:00Z'", "'2024-01-31T10:00:00'"], []), (["'10:30'", "'10:30:05.5'"], [.time]),
        (["'true'", "'F'"], [.boolean]), (["'true'", "'false'"], [.boolean, .json, .jsonb]),
        (["'1'", "'0'"], [.boolean, .integer, .number, .json, .jsonb]),
        (["'17'", "'-2.5'"], [.number, .json, .jsonb]),
        (["'007'"], [.integer, .number]),
        (["'550e8400-e29b-41d4-a716-446655440000'", "'550E8400E29B41D4A716446655440000'"], [.uuid]),
        (["'{\"a\": [1, null]}'", "'[]'"], [.json, .jsonb]), (["'{\"a\": 1, \"a\": 2}'"], [.json]),
        (["'{\"a\": 1'"], []), (["''"], []), (["'1'", "''"], []),
        (["'[\"' || CAST(x'ff' AS TEXT) || '\"]'"], []),
        (["'20240131'", "'19991201'"], [.integer, .number, .json, .jsonb, .packedDate, .hex]),
        (["'20240230'"], [.integer, .number, .json, .jsonb, .hex]), (["'20240131a'"], []),
        (["'20180406034959'"], [.integer, .number, .json, .jsonb, .packedTimestamp, .hex]),
        (["'20180406240000'"], [.integer, .number, .json, .jsonb, .hex]),
        (["'-2024013'"], [.integer, .number, .json, .jsonb]),
        (["'00ff'", "'C0FFEE'"], [.hex]), (["'00f'"], []), (["'AAECAwQFBgcICQ=='"], [.base64]),
        (["'AAECAwQFBgcICQ=A'"], []),
        (["'AAEC'"], [.hex]),
        (["'10.0.0.1'", "'::1'", "'10.0.0.0/8'", "'2001:db8::/32'", "'::ffff:1.2.3.4'"], [.address]),
        (["'1:2:3:4:5:6:7:8'", "'1::8'", "'255.255.255.255'", "'0.0.0.0/0'", "'::'", "'1:2:3:4:5:6:7::'"], [.address]),
        (["'010.0.0.1'"], []), (["'256.0.0.1'"], []), (["'1.2.3'"], []), (["'1::2::3'"], []), (["'1:2:3:4:5:6:7'"], []),
        (["'1:2:3:4:5:6:7:8:9'"], []), (["':1'"], []), (["'1:'"], []), (["'10.0.0.0/33'"], []), (["'::/129'"], []),
        (["'12345::'"], []), (["'1.2.3.4:5'"], []),
        (["'1'", "5", "NULL"], [.boolean, .integer, .number, .json, .jsonb]),
        (["'\"' || printf('%.*c', 1100000, 'x') || '\"'"], []),
    ]

    @Test func `the format of moments is the one that all texts are written in`() throws {
        let cases: [(values: [String], format: MomentFormat?)] = [
            (["'2024-01-01 00:00:00'", "NULL", "'1999-12-31 23:59:59'"], .spaced),
            (["'2024-01-01T00:00:00'"], .joined), (["'2024-01-01T00:00:00Z'", "'2024-01-01T00:00:01Z'"], .utc),
            (["'2024-01-01 00:00:00.123'"], .spacedMilliseconds), (["'2024-01-01T00:00:00.123'"], .joinedMilliseconds),
            (["'2024-01-01T00:00:00.000Z'"], .utcMilliseconds),
            (["'2024-01-01 00:00:00'", "'2024-01-01T00:00:00'"], nil),
            (["'2024-01-01 00:00:00'", "'2024-01-01T00:00:00'", "'2024-01-01 00:00:00'"], nil),
            (["'2024-01-01'", "'2024-01-01 00:00:00'"], nil), (["'2024-01-01 00:00:00'", "'x'"], nil),
            (["'2024-01-01 00:00:00'", "CAST(x'ff' AS TEXT)"], nil), (["'2024-01-01 12:34+05'"], nil),
            (["'2024-02-30 00:00:00'"], nil), (["'2024-01-01 00:00:00Z'"], nil), (["'2024-01-01t00:00:00'"], nil),
            (["'2024-01-01 00:00:00.1234'"], nil), (["NULL"], nil), (["5"], nil),
        ]
        for (values, format) in cases {
            #expect(try column("", values.joined(separator: "), (")).momentFormat == format, "\(values)")
        }
    }

    @Test(arguments: formatCases.indices) func `formats are those that all texts have`(index: Int) throws {
        let (values, formats) = Self.formatCases[index]
        for order in [values, values.reversed()] {
            let found = try column("", order.joined(separator: "), ("))
            #expect(found.formats.map(\.format) == formats, "\(values)")
            #expect(found.formats.allSatisfy { $0.count == found.texts })
            for format in ValueFormat.allCases {
                #expect(found.allTexts(parseAs: format) == formats.contains(format))
            }
        }
    }

    @Test func `digits alone are dates and moments where all integers are`() throws {
        #expect(try column("INTEGER", "20240131", "19991231").integerFormats == [.packedDate])
        #expect(try column("INTEGER", "20240131", "20240230").integerFormats == [])
        #expect(try column("INTEGER", "20180406034959").integerFormats == [.packedTimestamp])
        #expect(try column("INTEGER", "20180406034960").integerFormats == [])
        #expect(try column("INTEGER", "-20240131").integerFormats == [])
    }

    private static let epochs: [(values: [String], unit: ColumnProfile.EpochUnit?)] = [
        (["1598313600", "100000000"], .seconds), (["1627303906122"], .milliseconds),
        (["1627303906122000"], .microseconds),
        (["1627303906122000000"], .nanoseconds), (["1598313600", "1627303906122"], nil), (["1598313600", "0"], nil),
        (["-1"], nil), (["1598313600", "'x'"], nil), (["NULL"], nil), (["1598313600", "1.5"], nil),
    ]

    @Test(arguments: epochs.indices) func `the unit of points in time is that of all values (cases 10, 11)`(index: Int)
        throws
    {
        let (values, unit) = Self.epochs[index]
        #expect(try column("", values.joined(separator: "), (")).epochUnit == unit)
    }

    @Test func `different values are counted up to a bound, and not where blobs are among them`() throws {
        #expect(try column("", "1", "1.0", "'1'", "1", "'1'", "NULL").distinct == 3)
        #expect(try column("").distinct == 0)
        #expect(try column("", "1", "x'00'").distinct == nil)
        let many = { (count: Int) in (1...count).map { "'value number \($0)'" }.joined(separator: "), (") }
        #expect(try column("", many(100), many(100)).distinct == 100)
        #expect(try column("", many(101)).distinct == nil)
    }

    @Test func `examples are the first five rows of each oddity, by rowid`() throws {
        let profile = try profile(
            """
            CREATE TABLE t(id INTEGER PRIMARY KEY, d DATE, b BOOLEAN, n TEXT, w) ;
            INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i + 10 FROM n WHERE i < 200)
            SELECT i, CASE WHEN i > 50 AND i < 150 THEN '0000-00-00' ELSE '2024-01-01' END, i = 40,
                CASE i WHEN 70 THEN CAST(x'ff' AS TEXT) WHEN 80 THEN 'longest' ELSE 'a' END, i FROM n;
            UPDATE t SET b = 7 WHERE id = 100; UPDATE t SET w = 'text' WHERE id IN (30, 90);
            CREATE TABLE k(a TEXT PRIMARY KEY, b) WITHOUT ROWID; INSERT INTO k VALUES ('a', 1), ('b', 'x');
            """)
        let columns = try #require(profile.table(named: "t")).columns
        #expect(columns[1].textsOfOtherForm == 9 && columns[1].rows(with: .otherForm) == [60, 70, 80, 90, 100])
        #expect(columns[2].rows(with: .otherInteger) == [100])
        #expect(columns[3].rows(with: .invalidUTF8) == [70] && columns[3].rows(with: .longest) == [80])
        #expect(columns[4].rows(with: .text) == [30, 90] && columns[4].rows(with: .integer) == [])
        #expect(profile.table(named: "k")?.columns.flatMap(\.examples) == [])
    }

    @Test func `several readers find what one finds`() throws {
        let path = try directory.database(
            """
            CREATE TABLE a(x); CREATE TABLE b(x, y DATE); CREATE TABLE c(z REFERENCES a); CREATE TABLE d(x);
            INSERT INTO a WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40000) SELECT i FROM n;
            INSERT INTO b SELECT x % 7, '2024-01-01' FROM a; INSERT INTO c VALUES (1);
            """)
        let readers = try SQLiteSnapshotReaders(path, count: 3).begin()
        let catalog = try SQLiteCatalogReader.read(readers[0].connection)
        let told = Mutex<[Int64]>([])
        let several = try SQLiteProfiler.profile(readers, catalog: catalog, coverage: .full) { progress in
            told.withLock { $0.append(progress.expected) }
        }
        let connection = try SQLiteConnection<ReadOnly>(reading: path)
        #expect(try SQLiteProfiler.profile(connection, catalog: catalog, coverage: .full) == several)
        #expect(several.tables.map(\.rows) == [40_000, 40_000, 1, 0])
        #expect(told.withLock { $0.allSatisfy { $0 == 80_001 } && $0.count > 4 })
        for reader in readers { try reader.endSnapshot() }
    }

    @Test func `a table that cannot be read ends all readers`() throws {
        let path = try directory.database("CREATE TABLE a(x); CREATE TABLE t(a, b); INSERT INTO t VALUES (1, 2)")
        let readers = try SQLiteSnapshotReaders(path, count: 2).begin()
        let catalog = try SQLiteCatalogReader.read(readers[0].connection)
        for reader in readers { try reader.endSnapshot() }
        try SQLiteConnection<ReadWrite>(writing: path).execute("ALTER TABLE t DROP COLUMN b")
        let error = #expect(throws: SQLiteError.self) {
            try SQLiteProfiler.profile(readers, catalog: catalog, coverage: .full)
        }
        #expect(error?.message == "no such column: t.b")
    }

    @Test func `generated columns are profiled, storage of virtual tables is not`() throws {
        let profile = try profile(
            """
            CREATE TABLE t(a, v AS (a * 2), s AS (a || 'x') STORED) ; INSERT INTO t VALUES (21), (1);
            CREATE VIRTUAL TABLE f USING fts5(x); INSERT INTO f VALUES ('text'); CREATE VIEW w AS SELECT * FROM t;
            CREATE TABLE empty(a)
            """)
        #expect(profile.tables.map(\.table) == ["empty", "t"])
        let columns = try #require(profile.table(named: "t")).columns
        #expect(columns.map(\.column) == ["a", "v", "s"])
        #expect(columns[1].integerRange == 2...42)
        #expect(columns[2].longestTextBytes == 3)
        #expect(
            profile.table(named: "empty")
                == TableProfile(table: "empty", rows: 0, columns: [Self.emptyColumn("a")], orphans: []))
    }

    private static func emptyColumn(_ name: String) -> ColumnProfile {
        var column = ColumnProfile(column: name)
        column.distinct = 0
        return column
    }

    @Test func `a sample stops at its number of rows`() throws {
        let sql = """
            CREATE TABLE p(id INTEGER PRIMARY KEY); CREATE TABLE t(a REFERENCES p);
            INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000) SELECT i FROM n
            """
        let sample = try #require(try profile(sql, coverage: .sample(rowsPerTable: 20_000)).table(named: "t"))
        #expect(sample.rows == 20_000)
        #expect(sample.columns[0].integerRange == 1...20_000)
        #expect(sample.orphans == [20_000])
        let full = try profile(sql)
        #expect(full.table(named: "t")?.rows == 50_000)
        #expect(full.coverage == .full)
    }

    @Test func `rows without a parent are those that the engine finds (cases 57–59)`() throws {
        let path = try directory.database(
            """
            CREATE TABLE p(id INTEGER PRIMARY KEY, name TEXT COLLATE NOCASE UNIQUE, x TEXT, y INT, UNIQUE (x, y));
            INSERT INTO p VALUES (1, 'One', '5', 7), (2, 'Two', '6', 8), (3, 'Three', '05', 9);
            CREATE TABLE t(a REFERENCES p, b TEXT REFERENCES p(name), c INTEGER, d TEXT, e REFERENCES t(a), f REFERENCES P(ID),
                FOREIGN KEY (d, c) REFERENCES p(y, x), FOREIGN KEY (c, d) REFERENCES p(x, y));
            CREATE UNIQUE INDEX ta ON t(a);
            INSERT INTO t VALUES (1, 'ONE', 5, '7', 1, 1), ('2', 'two', 6, '8', 99, '1'), (3, 'three', 5, '8', NULL, 'x'),
                (NULL, NULL, NULL, '7', 'q', 2.0), (x'31', x'4f6e65', 5, NULL, 1, 2.5),
                (4, NULL, 5, '9', NULL, NULL);
            """)
        let connection = try SQLiteConnection<ReadOnly>(reading: path)
        let catalog = try SQLiteCatalogReader.read(connection)
        let table = try #require(catalog.table(named: "t"))
        var expected = [Int](repeating: 0, count: table.foreignKeys.count)
        let violations = try connection.prepare("SELECT fkid FROM pragma_foreign_key_check('t')")
        while try violations.step() { expected[table.foreignKeys.count - 1 - Int(violations.integer(0))] += 1 }
        let profile = try SQLiteProfiler.profile(connection, catalog: catalog, coverage: .full)
        #expect(profile.table(named: "t")?.orphans == expected)
        #expect(expected.reduce(0, +) > 6)
        #expect(expected.count == 6)
    }

    @Test func `a foreign key that means nothing counts no rows`() throws {
        let profile = try profile(
            """
            CREATE TABLE p(a, b); CREATE VIEW v AS SELECT a FROM p; CREATE UNIQUE INDEX part ON p(b) WHERE b > 0;
            CREATE TABLE t(a REFERENCES nope, b REFERENCES p, c REFERENCES p(gone), d REFERENCES p(a), e REFERENCES v(a),
                f REFERENCES p(b), g REFERENCES t(rowid));
            INSERT INTO t VALUES (1, 1, 1, 1, 1, 1, 1)
            """)
        #expect(profile.table(named: "t")?.orphans == [0, 0, 0, 0, 0, 0, 0])
    }

    @Test func `a column that is gone since the catalog was read is an error, not a text`() throws {
        let path = try directory.database("CREATE TABLE t(a, b)")
        let connection = try SQLiteConnection<ReadOnly>(reading: path)
        let catalog = try SQLiteCatalogReader.read(connection)
        let writer = try SQLiteConnection<ReadWrite>(writing: path)
        try writer.execute("ALTER TABLE t DROP COLUMN b; INSERT INTO t VALUES (1)")
        let error = #expect(throws: SQLiteError.self) {
            try SQLiteProfiler.profile(connection, catalog: catalog, coverage: .full)
        }
        #expect(error?.message == "no such column: t.b")
    }

    @Test func `cancelling ends the profiling, and progress is told`() throws {
        let path = try directory.database(
            """
            CREATE TABLE t(a); INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
            SELECT i FROM n
            """)
        let connection = try SQLiteConnection<ReadOnly>(reading: path)
        let catalog = try SQLiteCatalogReader.read(connection)
        var told: [Int] = []
        let error = #expect(throws: SQLiteError.self) {
            try SQLiteProfiler.profile(
                connection, catalog: catalog, coverage: .full, progress: { told.append($0.rows) },
                isCancelled: { told.count > 2 })
        }
        #expect(error?.code == .interrupt)
        #expect(told.count == 3 && told == told.sorted() && told[2] < 100_000)
        let isInTransaction = connection.isInTransaction
        #expect(!isInTransaction)
        told = []
        _ = try SQLiteProfiler.profile(
            connection, catalog: catalog, coverage: .full, progress: { told.append($0.rows) })
        #expect(told.first == 0 && told.last == 100_000)
    }
}
