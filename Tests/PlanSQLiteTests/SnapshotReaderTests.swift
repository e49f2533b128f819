import PlanSQLite
import PlanSupport
import PlanTestSupport
import Synchronization
import Testing

@Suite struct SnapshotReaderTests {
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    /// A thread that moves amounts between the rows of two tables and adds rows, one commit after another.
    final class Writer: Sendable {
        let commits = Atomic(0)
        private let isStopped = Atomic(false)
        private let hasEnded = Atomic(false)

        init(_ path: String) throws {
            _ = try WorkerThread { [self] in
                defer { hasEnded.store(true, ordering: .sequentiallyConsistent) }
                guard let connection = try? SQLiteConnection<ReadWrite>(writing: path) else { return }
                // Nothing is lost if the machine fails, and the commits come faster.
                try? connection.execute("PRAGMA synchronous=OFF")
                while !isStopped.load(ordering: .sequentiallyConsistent) {
                    do {
                        try connection.execute(
                            "BEGIN IMMEDIATE; INSERT INTO a VALUES (1); INSERT INTO b VALUES (-1); COMMIT")
                        commits.add(1, ordering: .sequentiallyConsistent)
                    } catch {
                        // The readers hold it back.
                        if connection.isInTransaction { try? connection.execute("ROLLBACK") }
                    }
                }
            }
        }

        func stop() {
            isStopped.store(true, ordering: .sequentiallyConsistent)
            while !hasEnded.load(ordering: .sequentiallyConsistent) { Pause.milliseconds(1) }
        }
    }

    /// What a reader sees of both tables, as one text.
    static func view(_ reader: SQLiteReader) throws -> String {
        let statement = try reader.connection.prepare(
            "SELECT (SELECT count(*) FROM a), (SELECT count(*) FROM b), (SELECT sum(x) FROM a), (SELECT sum(x) FROM b)")
        guard try statement.step() else { return "nothing" }
        return (0..<4).map { "\(statement.integer($0))" }.joined(separator: " ")
    }

    @Test(.timeLimit(.minutes(2)), arguments: ["WAL", "DELETE", "TRUNCATE"])
    func `readers agree while a writer commits all the time`(journal: String) throws {
        let path = try directory.database(
            "PRAGMA journal_mode=\(journal); CREATE TABLE a(x); CREATE TABLE b(x); INSERT INTO a VALUES (1); INSERT INTO b VALUES (-1)"
        )
        let writer = try Writer(path)
        defer { writer.stop() }
        var seen: Set<String> = []
        for _ in 0..<10 {
            let before = writer.commits.load(ordering: .sequentiallyConsistent)
            while writer.commits.load(ordering: .sequentiallyConsistent) < before + 3 {
                Pause.milliseconds(1)
            }
            let readers = try SQLiteSnapshotReaders(path, count: 4).begin()
            let views = try readers.map { try Self.view($0) }
            #expect(Set(views).count == 1, "\(views)")
            let words = views[0].split(separator: " ")
            #expect(words[0] == words[1])
            // Later reads of the same readers see no more.
            #expect(try readers.map { try Self.view($0) } == views)
            seen.insert(views[0])
            for reader in readers { try reader.endSnapshot() }
        }
        #expect(seen.count == 10)
    }

    @Test func `a reader works on another thread than it was opened by`() async throws {
        let path = try directory.database("CREATE TABLE a(x); CREATE TABLE b(x); INSERT INTO a VALUES (5)")
        let readers = try SQLiteSnapshotReaders(path, count: 3).begin()
        let views = try await withThrowingTaskGroup(of: String.self) { group in
            for reader in readers { group.addTask { try Self.view(reader) } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(views == ["1 0 5 0"])
    }

    @Test(.timeLimit(.minutes(1)), arguments: [.milliseconds(100), .zero] as [Duration])
    func `readers that cannot begin end in a clear error`(limit: Duration) throws {
        let path = try directory.database("CREATE TABLE a(x)")
        let readers = try SQLiteSnapshotReaders(path, count: 2)
        let writer = try SQLiteConnection<ReadWrite>(writing: path)
        try writer.execute("BEGIN EXCLUSIVE")
        do {
            _ = try readers.begin(within: limit)
            Issue.record("the readers began behind a lock")
        } catch {
            #expect(error.code == .noCommonMoment)
            #expect(error.description.contains("attempts within \(limit)"))
        }
    }

    @Test func `a reader holds its lock until its snapshot ends`() throws {
        let path = try directory.database("CREATE TABLE a(x)")
        let readers = try SQLiteSnapshotReaders(path, count: 2).begin()
        let writer = try SQLiteConnection<ReadWrite>(writing: path, busyTimeout: .zero)
        #expect(throws: SQLiteError.self) { try writer.execute("INSERT INTO a VALUES (1)") }
        for reader in readers { try reader.endSnapshot() }
        try writer.execute("INSERT INTO a VALUES (1)")
    }
}
