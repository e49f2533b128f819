package import PlanCatalog
internal import PlanSupport

extension SQLiteProfiler {
    /// Profiles the tables of a catalog, several at a time, one by each reader.
    ///
    /// - Parameters:
    ///   - readers: that see one moment. Each is used by one thread at a time.
    ///   - progress: as above, from several threads.
    package static func profile(
        _ readers: [SQLiteReader], catalog: Catalog, coverage: DatabaseProfile.Coverage,
        progress: @escaping @Sendable (Progress) -> Void = { _ in }
    ) throws(SQLiteError) -> DatabaseProfile {
        guard let first = readers.first else { return DatabaseProfile(coverage: coverage, tables: []) }
        // The largest come first, so that none of them is begun when all others are done.
        var tables: [(table: Table, rows: Int64)] = []
        for table in catalog.tables where table.kind == .ordinary && table.problem == nil {
            tables.append((table, try RowEstimate.of(table, first.connection)?.rows ?? 0))
        }
        let expected = tables.reduce(0) { $0 + coverage.rows(of: $1.rows) }
        let queue = ScanQueue(tables.sorted { $0.rows > $1.rows }.map(\.table))
        let work: @Sendable (SQLiteReader) -> Void = { reader in
            while let table = queue.next() {
                do throws(SQLiteError) {
                    let scan = TableScan(table: table, coverage: coverage, expected: expected)
                    queue.finish(
                        try scan.profile(
                            reader.connection, catalog, progress: progress, isCancelled: { queue.hasFailed }))
                } catch {
                    queue.fail(error)
                }
            }
        }
        // A thread that cannot be started leaves its share to the others.
        let threads = readers.dropFirst().compactMap { reader in try? WorkerThread { work(reader) } }
        work(first)
        for thread in threads { thread.join() }
        return DatabaseProfile(coverage: coverage, tables: try queue.profiles())
    }
}

extension DatabaseProfile.Coverage {
    /// How many of a table's rows are looked at.
    fileprivate func rows(of count: Int64) -> Int64 {
        switch self {
        case .full: count
        case .sample(let rows): min(count, Int64(rows))
        }
    }
}

/// Tables to be looked at, and what came of those that were.
private final class ScanQueue: Sendable {
    private struct State {
        var tables: [Table]
        var profiles: [TableProfile] = []
        var failure: SQLiteError?
    }

    private let state: Monitor<State>

    init(_ tables: [Table]) { state = Monitor(State(tables: tables.reversed())) }

    /// The next table; nil if there is none, or the work is in vain.
    func next() -> Table? { state.update { $0.failure == nil ? $0.tables.popLast() : nil } }

    var hasFailed: Bool { state.read { $0.failure != nil } }

    func finish(_ profile: TableProfile) { state.update { $0.profiles.append(profile) } }

    /// The first failure is the one to tell: others are of its making.
    func fail(_ error: SQLiteError) { state.update { $0.failure = $0.failure ?? error } }

    func profiles() throws(SQLiteError) -> [TableProfile] {
        let (profiles, failure) = state.read { ($0.profiles, $0.failure) }
        if let failure { throw failure }
        return profiles
    }
}
