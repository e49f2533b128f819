internal import PlanPostgres
internal import PlanSupport

/// The advisory locks that say that somebody works on a graph. The server lets go of them when their session ends, however
/// that happens.
///
/// There are two. The first is held, alone, by the session that coordinates a run or a rollback. The second is shared by
/// the sessions of its workers: a server process may still be busy for a dead client, and until it has noticed, nobody
/// may undo what it does.
struct RunLock: Sendable {
    private let coordinator: Int64
    private let workers: Int64

    init(graph digest: String) {
        let digits = digest.utf8.drop { $0 != UInt8(ascii: ":") }.dropFirst()
        coordinator = Self.key(digits.prefix(16))
        workers = Self.key(digits.dropFirst(16).prefix(16))
    }

    private static func key(_ digits: some Sequence<UInt8>) -> Int64 {
        let text = String(decoding: Array(digits), as: UTF8.self)
        return Int64(bitPattern: UInt64(text, radix: 16) ?? 0)
    }

    /// Who holds one of the locks.
    struct Holder {
        let backendPID: Int32
        let role: String
    }

    /// Takes the coordinator's lock for the rest of the session.
    ///
    /// - Returns: who has it already, or whose workers are still busy; nil if it was taken.
    func take(_ connection: borrowing TargetConnection) throws(PostgresError) -> Holder? {
        // A session that has just ended lets go a moment after its client has left.
        let deadline = ContinuousClock.now + .seconds(1)
        while try connection.query("SELECT pg_try_advisory_lock(\(coordinator))").scalar != "t" {
            if ContinuousClock.now > deadline {
                // It may be gone between the two looks.
                return try holder(connection) ?? Holder(backendPID: 0, role: "unknown")
            }
            Pause.milliseconds(20)
        }
        return try workersHaveLeft(connection) ? nil : holder(connection)
    }

    /// Waits until no session holds a share of the workers' lock: the server processes of a client that was killed, or
    /// whose connection broke, go as soon as they notice.
    ///
    /// - Returns: false if that took more than five seconds.
    func workersHaveLeft(_ connection: borrowing TargetConnection) throws(PostgresError) -> Bool {
        let deadline = ContinuousClock.now + .seconds(5)
        while try connection.query("SELECT pg_try_advisory_lock(\(workers))").scalar != "t" {
            if ContinuousClock.now > deadline { return false }
            Pause.milliseconds(20)
        }
        try connection.perform("SELECT pg_advisory_unlock(\(workers))")
        return true
    }

    /// Runs `body` while no session has a share of the workers' lock, nor can get one: a worker that connects again comes
    /// before, and is waited for, or after, and sees what `body` has done.
    func withoutWorkers<Value>(
        _ connection: borrowing TargetConnection, _ body: (borrowing TargetConnection) throws(PostgresError) -> Value
    ) throws(PostgresError) -> Value {
        let deadline = ContinuousClock.now + .seconds(5)
        while try connection.query("SELECT pg_try_advisory_lock(\(workers))").scalar != "t" {
            guard ContinuousClock.now < deadline else {
                throw PostgresError(code: .objectInUse, message: "sessions of an earlier attempt are still busy")
            }
            Pause.milliseconds(20)
        }
        let value = Result { () throws(PostgresError) in try body(connection) }
        try connection.perform("SELECT pg_advisory_unlock(\(workers))")
        return try value.get()
    }

    /// Makes the server end a session of ours that has lost its client, so that what it was doing is done or not done.
    /// Ended are only sessions that have a share of the workers' lock.
    ///
    /// - Throws: `objectInUse` if it is not gone after five seconds.
    func evict(_ backendPID: Int32, _ connection: borrowing TargetConnection) throws(PostgresError) {
        let deadline = ContinuousClock.now + .seconds(5)
        while try connection.query(
            """
            SELECT pg_terminate_backend(pid) FROM pg_catalog.pg_locks
            WHERE locktype = 'advisory' AND objsubid = 1 AND granted AND pid = \(backendPID) AND pid <> pg_backend_pid()
                AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
                AND ((classid::bigint << 32) | objid::bigint) = \(workers)
            """
        ).rowCount > 0 {
            guard ContinuousClock.now < deadline else {
                throw PostgresError(
                    code: .objectInUse, message: "the server process \(backendPID) of a lost connection is still busy")
            }
            Pause.milliseconds(20)
        }
    }

    /// Takes a share of the workers' lock for the rest of the session.
    func share(_ connection: borrowing TargetConnection) throws(PostgresError) {
        try connection.perform("SELECT pg_advisory_lock_shared(\(workers))")
    }

    /// Another session that holds one of the locks.
    func holder<Access>(_ connection: borrowing PostgresConnection<Access>) throws(PostgresError) -> Holder? {
        // A key of 64 bits stands in pg_locks as two halves, with objsubid 1.
        let result = try connection.query(
            """
            SELECT l.pid, coalesce(a.usename, 'unknown')
            FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
            WHERE l.locktype = 'advisory' AND l.objsubid = 1 AND l.granted AND l.pid <> pg_backend_pid()
                AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
                AND ((l.classid::bigint << 32) | l.objid::bigint) IN (\(coordinator), \(workers))
            ORDER BY l.mode, l.pid LIMIT 1
            """)
        guard result.rowCount > 0 else { return nil }
        return Holder(
            backendPID: result[row: 0, column: 0].flatMap { Int32($0) } ?? 0,
            role: result[row: 0, column: 1] ?? "unknown")
    }
}
