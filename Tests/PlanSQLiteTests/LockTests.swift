import Glibc
import PlanSQLite
import PlanSupport
import PlanTestSupport
import Testing

/// The file system's user of the calling thread alone; glibc's wrapper, unlike `setuid`, leaves other threads be.
@_silgen_name("setfsuid") private func setFileSystemUser(_ user: UInt32) -> Int32

@Suite struct LockTests {
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    /// Runs a closure as a user whom permissions concern, even where the tests run as root.
    private func asNobody<Result: ~Copyable>(_ body: () throws -> Result) rethrows -> Result {
        guard getuid() == 0 else { return try body() }
        _ = setFileSystemUser(65_534)
        defer { _ = setFileSystemUser(0) }
        return try body()
    }

    private func count(_ path: String) throws -> Int64 {
        let connection = try SQLiteConnection<ReadOnly>(reading: path)
        let statement = try connection.prepare("SELECT count(*) FROM t")
        return try statement.step() ? statement.integer(0) : -1
    }

    /// A database in write-ahead mode whose last rows are in its log alone, as a process that died leaves it.
    private func databaseWithLog() throws -> String {
        let path = try directory.database(
            named: "live.db", "PRAGMA journal_mode=WAL; CREATE TABLE t(a); INSERT INTO t VALUES (1)")
        let writer = try SQLiteConnection<ReadWrite>(writing: path)
        try writer.execute("PRAGMA wal_autocheckpoint=0; INSERT INTO t VALUES (2), (3)")
        let copy = try directory.copyDatabase(path, as: "copy.db")
        try #require(Files.exists(copy + "-wal"))
        return copy
    }

    @Test(.timeLimit(.minutes(1))) func `a locked database is an error after the timeout`() throws {
        let path = try directory.database("CREATE TABLE t(a)")
        let writer = try SQLiteConnection<ReadWrite>(writing: path)
        try writer.execute("BEGIN EXCLUSIVE")
        let start = ContinuousClock.now
        let error = #expect(throws: SQLiteError.self) {
            try SQLiteConnection<ReadOnly>(reading: path, busyTimeout: .milliseconds(200)).close()
        }
        let waited = ContinuousClock.now - start
        #expect(error?.code.primary == .busy)
        #expect(waited >= .milliseconds(150) && waited < .seconds(5))
        #expect(
            error?.description
                == "cannot open \(path): database is locked (SQLITE_BUSY 5); another connection holds a lock; end it, or wait longer"
        )
        try writer.execute("COMMIT")
        #expect(try count(path) == 0)
    }

    @Test func `opening a database leaves the locks of others in this process alone`() throws {
        let path = try directory.database("CREATE TABLE t(a)")
        let writer = try SQLiteConnection<ReadWrite>(writing: path)
        try writer.execute("BEGIN IMMEDIATE; INSERT INTO t VALUES (1)")
        #expect(try count(path) == 0)
        #expect(throws: SQLiteError.self) {
            try SQLiteConnection<ReadWrite>(writing: path, busyTimeout: .zero).execute("BEGIN IMMEDIATE")
        }
        // A lock that this process lost would let another process write; the shell is one.
        let shell = try Subprocess("sqlite3", [path, "INSERT INTO t VALUES (2)"]).run()
        #expect(!shell.status.isSuccess)
        try writer.execute("COMMIT")
        #expect(try count(path) == 1)
    }

    @Test func `rows in the write-ahead log are read (case 80)`() throws {
        let path = try databaseWithLog()
        let connection = try SQLiteConnection<ReadOnly>(reading: path)
        guard case .writeAheadLog(let bytes?) = connection.file.journal else {
            Issue.record("no log was seen")
            return
        }
        #expect(bytes > 0)
        #expect(try count(path) == 3)
        let mainOnly = try Files.read(path)
        try connection.close()
        #expect(try Files.read(path) == mainOnly)
    }

    @Test func `a database without its log says that it has none (case 80)`() throws {
        let path = try databaseWithLog()
        unlink(path + "-wal")
        let connection = try SQLiteConnection<ReadOnly>(reading: path)
        #expect(connection.file.journal == .writeAheadLog(bytes: nil))
    }

    @Test func `a write-ahead database in a directory that is read-only is read without locks`() throws {
        let path = try directory.database("PRAGMA journal_mode=WAL; CREATE TABLE t(a); INSERT INTO t VALUES (1)")
        #expect(directory.names == ["test.db"])
        chmod(directory.path, 0o555)
        defer { chmod(directory.path, 0o755) }
        try asNobody {
            let connection = try SQLiteConnection<ReadOnly>(reading: path)
            #expect(connection.file.isImmutable)
            #expect(try count(path) == 1)
            try connection.requireUnchanged()
            try connection.close()
        }
        #expect(directory.names == ["test.db"])
    }

    @Test func `a change of a file that is read without locks is noticed`() throws {
        let path = try directory.database("PRAGMA journal_mode=WAL; CREATE TABLE t(a); INSERT INTO t VALUES (1)")
        chmod(directory.path, 0o555)
        let connection = try asNobody { try SQLiteConnection<ReadOnly>(reading: path) }
        chmod(directory.path, 0o755)
        #expect(throws: Never.self) { try connection.requireUnchanged() }
        let writer = try SQLiteConnection<ReadWrite>(writing: path)
        try writer.execute("INSERT INTO t VALUES (2)")
        let error = #expect(throws: SQLiteError.self) { try connection.requireUnchanged() }
        #expect(error?.code == .changedWhileRead)
    }

    @Test func `a log that cannot be read is an error`() throws {
        let path = try databaseWithLog()
        chmod(directory.path, 0o555)
        defer { chmod(directory.path, 0o755) }
        let error = asNobody {
            #expect(throws: SQLiteError.self) { try SQLiteConnection<ReadOnly>(reading: path).close() }
        }
        #expect(error?.code == .unreadableLog)
        #expect(error?.message.contains("'\(path)-wal'") == true)
    }

    @Test func `a file that may not be read or written says so`() throws {
        let path = try directory.database("CREATE TABLE t(a)")
        chmod(directory.path, 0o755)
        chmod(path, 0o000)
        let unreadable = asNobody {
            #expect(throws: SQLiteError.self) { try SQLiteConnection<ReadOnly>(reading: path).close() }
        }
        #expect(unreadable?.code.primary == .cantOpen)
        #expect(unreadable?.description == "cannot open \(path): Permission denied (SQLITE_CANTOPEN 14)")
        chmod(path, 0o444)
        #expect(try asNobody { try count(path) } == 0)
        let unwritable = asNobody {
            #expect(throws: SQLiteError.self) { try SQLiteConnection<ReadWrite>(writing: path).close() }
        }
        #expect(unwritable?.code == .readOnly)
    }

    @Test func `an unfinished transaction in the journal is told`() throws {
        let path = try directory.database("PRAGMA cache_size=1; CREATE TABLE t(a)")
        let writer = try SQLiteConnection<ReadWrite>(writing: path)
        // A cache of few pages spills into the file, as a large transaction does.
        try writer.execute(
            """
            PRAGMA cache_size=2; BEGIN; INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n
            WHERE i < 2000) SELECT hex(randomblob(100)) FROM n
            """)
        let cut = try directory.copyDatabase(path, as: "cut.db")
        let error = #expect(throws: SQLiteError.self) { try SQLiteConnection<ReadOnly>(reading: cut).close() }
        #expect(error?.code == .readOnlyRollback)
        #expect(error?.description.contains("open the database once with write access") == true)
    }

    @Test(.timeLimit(.minutes(1))) func `a statement is interrupted from another thread`() throws {
        let path = try directory.database("CREATE TABLE t(a)")
        let connection = try SQLiteConnection<ReadOnly>(reading: path)
        let interrupt = connection.interrupt
        let other = try WorkerThread {
            Pause.milliseconds(100)
            interrupt.fire()
        }
        defer { other.join() }
        let endless = try connection.prepare(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n")
        let error = #expect(throws: SQLiteError.self) { try endless.run() }
        #expect(error?.code == .interrupt)
    }

    @Test func `an interrupt may come after the connection is gone`() throws {
        let path = try directory.database("CREATE TABLE t(a)")
        let interrupt = try SQLiteConnection<ReadOnly>(reading: path).interrupt
        interrupt.fire()
    }
}
