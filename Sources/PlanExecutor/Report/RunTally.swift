package import PlanSupport

/// How far a run is, added up from its events.
package struct RunTally: Sendable {
    /// A copy.
    package struct Table: Sendable {
        /// The operation's id.
        package let id: String
        /// Sent so far, those of an earlier attempt included.
        package fileprivate(set) var rows: Int64 = 0
        package fileprivate(set) var bytes: Int64 = 0
        /// Rows that an earlier attempt had committed.
        package fileprivate(set) var earlier: Int64 = 0
        /// About and as far as that can be told; of a copy that is done, what it was.
        package fileprivate(set) var expected: Int64?
        package fileprivate(set) var isDone = false
        fileprivate var start: ContinuousClock.Instant?

        /// Rows that are likely to come yet; nil where nobody knows.
        fileprivate var missing: Int64? { isDone ? 0 : expected.map { max($0 - rows, 0) } }
    }

    package private(set) var run: Int64 = 0
    package private(set) var operations = 0
    /// Operations that are done or skipped.
    package private(set) var finished = 0
    package private(set) var undone = 0
    package private(set) var failed = 0
    /// By id.
    private var copies: [String: Table] = [:]
    /// The operation that was last heard of.
    package private(set) var current = ""
    private let start: ContinuousClock.Instant
    /// When the first row could come.
    private var admission: ContinuousClock.Instant

    package init() {
        start = .now
        admission = start
    }

    /// The copies of which anything is known, sorted by id.
    package var tables: [Table] { copies.values.sorted { $0.id < $1.id } }
    package var rows: Int64 { copies.values.reduce(0) { $0 + $1.rows } }
    package var bytes: Int64 { copies.values.reduce(0) { $0 + $1.bytes } }
    /// All rows that are expected, about.
    package var expectedRows: Int64 { copies.values.reduce(0) { $0 + max($1.expected ?? 0, $1.rows) } }
    /// Seconds since it began to be added up.
    package var seconds: Double { start.duration(to: .now).seconds }

    /// Rows a second, since admission; nil as long as it would be a guess.
    package var rowsPerSecond: Double? {
        let elapsed = admission.duration(to: .now).seconds
        let arrived = copies.values.reduce(0) { $0 + $1.rows - $1.earlier }
        return elapsed > 0.5 && arrived > 0 ? Double(arrived) / elapsed : nil
    }

    /// Seconds until all rows are copied, if it goes on like that; nil where it cannot be told.
    package var secondsLeft: Double? {
        guard let rate = rowsPerSecond else { return nil }
        var missing: Int64 = 0
        for table in copies.values {
            guard let rows = table.missing else { return nil }
            missing += rows
        }
        return Double(missing) / rate
    }

    /// Seconds until a table's rows are copied, if it goes on like that.
    package func secondsLeft(_ table: Table) -> Double? {
        guard let start = table.start, let missing = table.missing else { return nil }
        let (elapsed, arrived) = (start.duration(to: .now).seconds, table.rows - table.earlier)
        return elapsed > 0.5 && arrived > 0 ? Double(missing) * elapsed / Double(arrived) : nil
    }

    /// The copy that was last heard of, if it is under way.
    package var currentTable: Table? { copies[current].flatMap { $0.isDone ? nil : $0 } }

    /// Adds what an event says.
    package mutating func add(_ event: RunEvent) {
        switch event {
        case .admitted(let run, _, let operations, _, let expected, let done):
            (self.run, self.operations, finished, admission) = (run, operations, done.operations, .now)
            for (id, rows) in expected { change(id) { $0.expected = rows } }
            for (id, rows) in done.rows { change(id) { ($0.rows, $0.earlier) = (rows, rows) } }
        case .finishedBefore(let run): self.run = run.id
        case .operationStarted(let id): current = id
        case .rowsCopied(let id, let rows, let bytes):
            current = id
            change(id) { table in
                (table.rows, table.bytes) = (rows, bytes)
                if table.start == nil { table.start = .now }
            }
        case .operationFinished(let report):
            finished += 1
            guard let rows = report.rows, copies[report.id] != nil else { return }
            change(report.id) { ($0.rows, $0.expected, $0.isDone) = (rows, rows, true) }
        case .operationFailed: failed += 1
        case .operationUndone: undone += 1
        case .stopping, .undoStarted, .undoFailed, .undoFinished, .failureHookEnded: break
        }
    }

    private mutating func change(_ id: String, _ body: (inout Table) -> Void) {
        body(&copies[id, default: Table(id: id)])
    }
}

extension RunTally {
    /// A line of a log that says how far the run is.
    package var json: JSONValue {
        .object([
            "event": "progress", "at": .decimal(seconds, places: 3), "operations": .integer(Int64(operations)),
            "finished": .integer(Int64(finished)), "rows": .integer(rows), "expected_rows": .integer(expectedRows),
            "bytes": .integer(bytes), "rows_per_second": rowsPerSecond.map { .decimal($0, places: 0) },
            "seconds_left": secondsLeft.map { .decimal($0, places: 0) },
            "tables": .array(
                tables.filter { !$0.isDone && $0.start != nil }.map { table in
                    .object([
                        "operation": .string(table.id), "rows": .integer(table.rows), "bytes": .integer(table.bytes),
                        "expected_rows": table.expected.map { .integer($0) },
                        "seconds_left": secondsLeft(table).map { .decimal($0, places: 0) },
                    ])
                }),
        ])
    }
}
