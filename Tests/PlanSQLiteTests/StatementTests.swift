import PlanSQLite
import PlanSupport
import PlanTestSupport
import Testing

@Suite struct StatementTests {
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    @Test func `each storage class is read as it is stored`() throws {
        let path = try directory.database(
            "CREATE TABLE t(a); INSERT INTO t VALUES (-9223372036854775808), (0.5), ('a' || char(0) || 'ü'), (x'00ff'), (NULL)"
        )
        let connection = try SQLiteConnection<ReadOnly>(reading: path)
        let statement = try connection.prepare("SELECT a FROM t ORDER BY rowid")
        var found: [String] = []
        while try statement.step() {
            switch statement.cell(0) {
            case .null: found.append("null")
            case .integer(let value): found.append("integer \(value)")
            case .real(let value): found.append("real \(value)")
            case .text(let bytes): found.append("text \(Array(bytes))")
            case .blob(let bytes): found.append("blob \(Array(bytes))")
            }
        }
        #expect(
            found == [
                "integer -9223372036854775808", "real 0.5", "text [97, 0, 195, 188]", "blob [0, 255]", "null",
            ])
        #expect(statement.columnCount == 1)
        #expect(statement.columnName(0) == "a")
        #expect(statement.columnName(1) == "")
        let isReadOnly = statement.isReadOnly
        #expect(isReadOnly)
    }

    @Test func `empty text and empty blob are not null`() throws {
        let connection = try SQLiteConnection<ReadWrite>(writing: directory.file("e.db"), missing: .create)
        let statement = try connection.prepare("SELECT typeof(?1), typeof(?2), ?1, ?2, typeof(?3), typeof(?4)")
        try statement.bind("", at: 1)
        try statement.bind(blob: [], at: 2)
        try statement.bindNull(at: 3)
        try statement.bind(text: UnsafeRawBufferPointer(start: nil, count: 0), at: 4)
        #expect(try statement.step())
        #expect(statement.string(0) == "text")
        #expect(statement.string(1) == "blob")
        #expect(statement.storageClass(2) == .text)
        #expect(statement.storageClass(3) == .blob)
        #expect(statement.blob(3).count == 0)
        #expect(statement.string(4) == "null")
        #expect(statement.string(5) == "text")
    }

    @Test func `bound values come back unchanged after a reset`() throws {
        let connection = try SQLiteConnection<ReadWrite>(writing: directory.file("b.db"), missing: .create)
        let statement = try connection.prepare("SELECT ?1, ?2, ?3, ?4")
        #expect(statement.parameterCount == 4)
        for round in 0..<2 {
            try statement.bind(Int64.max - Int64(round), at: 1)
            try statement.bind(0.1, at: 2)
            try statement.bind("o'\"\u{0}é\(round)", at: 3)
            try statement.bind(blob: [0, 1, UInt8(round)], at: 4)
            #expect(try statement.step())
            #expect(statement.integer(0) == Int64.max - Int64(round))
            #expect(statement.real(1) == 0.1)
            #expect(statement.string(2) == "o'\"\u{0}é\(round)")
            #expect(statement.withBytes(3) { Array($0) } == [0, 1, UInt8(round)])
            #expect(try !statement.step())
            statement.reset()
        }
    }

    @Test(arguments: [
        "SELECT 1; SELECT 2", "SELECT 1;;x", "SELECT 1; DROP TABLE t", "", "  -- nothing", "SELECT 1\u{0}; x",
    ])
    func `a text that is not one statement is refused`(sql: String) throws {
        let connection = try SQLiteConnection<ReadWrite>(writing: directory.file("s.db"), missing: .create)
        let error = #expect(throws: SQLiteError.self) { _ = try connection.prepare(sql).isReadOnly }
        #expect(error?.code == .notOneStatement)
        #expect(error?.sql == sql)
    }

    @Test func `blanks, comments and semicolons may follow a statement`() throws {
        let connection = try SQLiteConnection<ReadWrite>(writing: directory.file("s.db"), missing: .create)
        let statement = try connection.prepare("SELECT 1 ; -- one\n /* and no more */ ;; ")
        #expect(try statement.step())
    }

    @Test func `a mistake names the file, the reason and the statement`() throws {
        let path = try directory.database("CREATE TABLE t(a)")
        let connection = try SQLiteConnection<ReadOnly>(reading: path)
        let error = #expect(throws: SQLiteError.self) { _ = try connection.prepare("SELECT b FROM t").isReadOnly }
        #expect(error?.code == .error)
        #expect(
            error?.description
                == "cannot prepare a statement for \(path): no such column: b (SQLITE_ERROR 1). The statement: SELECT b FROM t"
        )
        let statement = try connection.prepare("SELECT ?1")
        #expect(throws: SQLiteError.self) { try statement.bind(1, at: 2) }
    }

    @Test func `an error while stepping keeps its extended code`() throws {
        let connection = try SQLiteConnection<ReadWrite>(writing: directory.file("u.db"), missing: .create)
        try connection.execute("CREATE TABLE t(a UNIQUE); INSERT INTO t VALUES (1)")
        let statement = try connection.prepare("INSERT INTO t VALUES (1)")
        let error = #expect(throws: SQLiteError.self) { try statement.run() }
        #expect(error?.code == SQLiteError.Code(rawValue: 19 | 8 << 8))
        #expect(error?.code.primary == .constraint)
        #expect(error?.message == "UNIQUE constraint failed: t.a")
        #expect(error?.code.description == "SQLITE_CONSTRAINT 19, extended 2067")
    }

    @Test func `a statement that outlives its connection still reads`() throws {
        let path = try directory.database("CREATE TABLE t(a); INSERT INTO t VALUES (7)")
        func statement() throws -> SQLiteStatement {
            try SQLiteConnection<ReadOnly>(reading: path).prepare("SELECT a FROM t")
        }
        let orphan = try statement()
        #expect(try orphan.step())
        #expect(orphan.integer(0) == 7)
    }

    @Test func `closing with an open statement stops a debug build`() async {
        #if DEBUG
            await #expect(processExitsWith: .failure) { [path = directory.file("c.db") as String] in
                let connection = try SQLiteConnection<ReadWrite>(writing: path, missing: .create)
                let statement = try connection.prepare("SELECT 1")
                try connection.close()
                _ = try statement.step()
            }
        #endif
    }
}
