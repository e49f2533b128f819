import PlanSQLite
import PlanSupport
import PlanTestSupport
import Testing

@Suite struct ConnectionTests {
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    @Test(arguments: ["plain", "a b", "q?mode=memory", "h#x", "p%41", "file:x", "ü\"'`", ":memory:", "-", "x\ny"])
    func `any file name opens that file`(name: String) throws {
        let path = try directory.database(named: name, "CREATE TABLE t(a); INSERT INTO t VALUES (1)")
        #expect(directory.names == [name])
        let connection = try SQLiteConnection<ReadOnly>(reading: path)
        let statement = try connection.prepare("SELECT count(*) FROM t")
        #expect(try statement.step())
        #expect(statement.integer(0) == 1)
    }

    @Test(arguments: [
        "INSERT INTO t VALUES (1)", "DROP TABLE t", "PRAGMA user_version=3", "VACUUM", "CREATE TEMP TABLE x(a)",
        "BEGIN IMMEDIATE", "VACUUM INTO '/tmp/plan-sqlite-never'", "PRAGMA journal_mode=DELETE",
    ])
    func `a reading connection refuses to write`(sql: String) throws {
        let path = try directory.database("CREATE TABLE t(a)")
        let connection = try SQLiteConnection<ReadOnly>(reading: path)
        #expect(throws: SQLiteError.self) { try connection.prepare(sql).run() }
    }

    @Test(arguments: ["query_only", "cell_size_check"]) func `a reading connection is set up with care`(pragma: String)
        throws
    {
        let connection = try SQLiteConnection<ReadOnly>(reading: directory.database("CREATE TABLE t(a)"))
        let statement = try connection.prepare("PRAGMA \(pragma)")
        #expect(try statement.step())
        #expect(statement.integer(0) == 1)
    }

    @Test func `a reading connection opens no other file and loads no library`() throws {
        let path = try directory.database("CREATE TABLE t(a)")
        let other = try directory.database(named: "other.db", "CREATE TABLE u(a)")
        let connection = try SQLiteConnection<ReadOnly>(reading: path)
        #expect(throws: SQLiteError.self) { try connection.prepare("ATTACH '\(other)' AS o").run() }
        #expect(throws: SQLiteError.self) { try connection.prepare("SELECT load_extension('x')").run() }
    }

    @Test func `a schema may use the engine's own functions, but none that loads code`() throws {
        let path = try directory.database(
            """
            CREATE TABLE t(a, g AS (json_extract(a, '$.x'))); CREATE INDEX i ON t(json_extract(a, '$.y'));
            INSERT INTO t VALUES ('{"x": 5}'); CREATE VIEW v AS SELECT fts3_tokenizer('simple') AS a
            """)
        let connection = try SQLiteConnection<ReadOnly>(reading: path)
        let statement = try connection.prepare("SELECT g FROM t")
        #expect(try statement.step())
        #expect(statement.integer(0) == 5)
        #expect(throws: SQLiteError.self) { try connection.prepare("SELECT * FROM v").run() }
        #expect(throws: SQLiteError.self) { try connection.prepare("SELECT fts3_tokenizer('x', x'00')").run() }
    }

    @Test func `what is no database says what it looks like`() throws {
        let cases: [(contents: [UInt8], words: String)] = [
            (Array("-- dump\nCREATE TABLE t(a);\n".utf8), "SQL text"),
            (Array("PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;".utf8), "SQL text"),
            ([0x1F, 0x8B, 8, 0, 0, 0], "gzip"), (Array("PGDMP\u{1}".utf8), "PostgreSQL"),
            (Array(String(repeating: "a,é\n", count: 40).utf8), "text file"),
            (Array(repeating: 0xE7, count: 4096), "encrypted"),
            (Array("** This file contains an SQLite 2.1 database **".utf8), "SQLite 2"),
            (Array("SQLite format 3".utf8), "not a database"),
        ]
        for (index, (contents, words)) in cases.enumerated() {
            let path = try directory.write(contents, to: "f\(index)")
            let error = #expect(throws: SQLiteError.self) { try SQLiteConnection<ReadOnly>(reading: path).close() }
            #expect(error?.code == .notADatabase)
            #expect(error?.message.contains(words) == true, "\(error.debugDescription)")
        }
    }

    @Test func `what is no file at all is told apart`() throws {
        let missing = #expect(throws: SQLiteError.self) {
            try SQLiteConnection<ReadOnly>(reading: directory.file("none.db")).close()
        }
        #expect(missing?.code == .missingFile)
        let folder = #expect(throws: SQLiteError.self) {
            try SQLiteConnection<ReadOnly>(reading: directory.path).close()
        }
        #expect(folder?.code == .notAFile)
        let path = try directory.write([], to: "empty.db")
        let empty = #expect(throws: SQLiteError.self) { try SQLiteConnection<ReadOnly>(reading: path).close() }
        #expect(empty?.code == .emptyFile)
        let absent = #expect(throws: SQLiteError.self) {
            try SQLiteConnection<ReadWrite>(writing: directory.file("none.db")).close()
        }
        #expect(absent?.code == .missingFile)
        #expect(directory.names == ["empty.db"])
    }
}
