internal import Glibc
internal import PlanSupport

/// Several readers of one file that all see the same moment, without write access to it.
///
/// With a write-ahead log writers go on meanwhile; with a rollback journal they cannot commit until the readers end.
///
/// SQLite as most systems build it has no call for that. So a coordinator, outside any transaction, reads `PRAGMA
/// data_version`, which differs once somebody has committed; every reader begins a transaction and reads, which fixes
/// what it sees; the coordinator reads the version again. If it is the same, nobody has committed in between, and all
/// readers see one state. If not, or if a writer was in the way, all let go and try again. It works with a rollback
/// journal and with a write-ahead log: https://www.sqlite.org/pragma.html#pragma_data_version
package struct SQLiteSnapshotReaders: ~Copyable {
    private let coordinator: SQLiteConnection<ReadOnly>
    private let beginners: [Beginner]
    private let path: String
    private let busyTimeout: Duration

    /// Opens the connections.
    ///
    /// - Parameter busyTimeout: how long a statement waits for the locks of others.
    package init(_ path: String, count: Int, busyTimeout: Duration = .seconds(5)) throws(SQLiteError) {
        let coordinator = try SQLiteConnection<ReadOnly>(reading: path, busyTimeout: busyTimeout)
        var beginners: [Beginner] = []
        for _ in 0..<count { beginners.append(try Beginner(path, busyTimeout: busyTimeout)) }
        self.coordinator = coordinator
        self.beginners = beginners
        self.path = path
        self.busyTimeout = busyTimeout
    }

    /// How far the database is written now, before the readers begin.
    package func position() throws(SQLiteError) -> SQLitePosition { try coordinator.position() }

    /// The readers, in transactions that see one moment.
    ///
    /// - Parameter limit: how long to try.
    /// - Throws: `noCommonMoment` when the time is up.
    package consuming func begin(within limit: Duration = .seconds(10)) throws(SQLiteError) -> [SQLiteReader] {
        let version = try coordinator.prepare("PRAGMA data_version")
        // A reader that waits for a writer that waits for another reader would wait in vain: nobody waits.
        setBusyTimeouts(.zero)
        let start = ContinuousClock.now
        var pause = 50.0
        var attempts = 0
        while try !beginTogether(version) {
            attempts += 1
            guard ContinuousClock.now - start < limit else { throw tooBusy(attempts, limit) }
            // Microseconds; at random, so as not to keep step with a writer that commits regularly.
            usleep(UInt32(Double.random(in: 0...pause)))
            pause = min(pause * 1.5, 5_000)
        }
        setBusyTimeouts(busyTimeout)
        return beginners.map(\.reader)
    }

    private func setBusyTimeouts(_ timeout: Duration) {
        coordinator.setBusyTimeout(timeout)
        for beginner in beginners { beginner.reader.connection.setBusyTimeout(timeout) }
    }

    /// Begins all transactions; false, with all ended, if a commit or a lock came between.
    private func beginTogether(_ version: borrowing SQLiteStatement) throws(SQLiteError) -> Bool {
        do throws(SQLiteError) {
            let before = try value(version)
            for beginner in beginners { try beginner.begin() }
            if try value(version) == before { return true }
        } catch  where error.code.primary == .busy || error.code.primary == .locked {
            // As with a commit: once more.
        }
        for beginner in beginners { try beginner.end() }
        return false
    }

    /// The version now. The statement is reset, so that the coordinator holds no lock.
    private func value(_ version: borrowing SQLiteStatement) throws(SQLiteError) -> Int64 {
        defer { version.reset() }
        return try version.step() ? version.integer(0) : 0
    }

    private func tooBusy(_ attempts: Int, _ limit: Duration) -> SQLiteError {
        SQLiteError(
            code: .noCommonMoment, action: .snapshot,
            message:
                "other connections committed or held a lock at each of \(attempts) attempts within \(limit), so the "
                + "readers could not all begin at one moment; pause the writers, or read a copy made by 'VACUUM INTO'",
            path: path)
    }

    /// A reader and the statements that begin and end its transaction, prepared beforehand to be quick.
    private final class Beginner {
        let reader: SQLiteReader
        private let transaction: SQLiteStatement
        private let firstRead: SQLiteStatement
        private let rollback: SQLiteStatement

        init(_ path: String, busyTimeout: Duration) throws(SQLiteError) {
            let reader = SQLiteReader(try SQLiteConnection<ReadOnly>(reading: path, busyTimeout: busyTimeout))
            transaction = try reader.connection.prepare("BEGIN")
            // BEGIN alone takes no lock; the first read fixes what the transaction sees.
            firstRead = try reader.connection.prepare("SELECT 1 FROM main.sqlite_schema LIMIT 1")
            rollback = try reader.connection.prepare("ROLLBACK")
            self.reader = reader
        }

        func begin() throws(SQLiteError) {
            try transaction.run()
            try firstRead.run()
        }

        func end() throws(SQLiteError) {
            if reader.connection.isInTransaction { try rollback.run() }
        }
    }
}
