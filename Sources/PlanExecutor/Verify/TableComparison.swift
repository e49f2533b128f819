internal import PlanGraph
internal import PlanPostgres
internal import PlanSQLite
internal import PlanSupport

/// Compares the rows of one copy in source and target, both read at once.
///
/// The first pass adds up the rows' hashes in buckets. Only where buckets differ there are two more: one that counts the
/// rows of some of those buckets by their hashes, and one that keeps the values of the rows that are to be told. Memory
/// does not grow with the table.
struct TableComparison {
    let copy: CopyInstruction
    let verify: VerifyInstruction
    /// The target's table, for messages.
    let table: String
    let reader: SQLiteReader
    let stop: StopSignal
    /// The value of a variable that holds a key.
    let variable: @Sendable (String) -> String?
    /// How many differences are told.
    let limit: Int

    /// Rows of both sides whose hashes are kept while the differences are looked for.
    private static let searchedRows = 500_000

    func run<Access>(_ connection: inout PostgresConnection<Access>) throws(StepFailure) -> TableVerification {
        let start = ContinuousClock.now
        let encoders = try encoders(connection.serverVersion)
        let (source, target) = try scan(BucketSums(), encoders, &connection)
        guard source.sums != target.sums else {
            return result(source, target, rows: 0, isComplete: true, [], start)
        }
        let search = try search(source, target, encoders, &connection)
        let told = Array(search.found.differences.prefix(limit))
        let samples = try samples(of: told, encoders, &connection)
        let differences = told.map { samples.difference($0) }.sorted { $0.precedes($1) }
        return result(
            source, target, rows: search.found.rows, isComplete: search.isComplete, differences, start)
    }

    private func encoders(_ serverVersion: Int) throws(StepFailure) -> ColumnEncoders {
        do throws(UnknownConversion) {
            return try copy.encoders(serverVersion: serverVersion, variable: variable)
        } catch {
            throw .failed(.conversion(error))
        }
    }

    private func result(
        _ source: BucketSums, _ target: BucketSums, rows: Int64, isComplete: Bool, _ differences: [RowDifference],
        _ start: ContinuousClock.Instant
    ) -> TableVerification {
        TableVerification(
            copy: verify.copy, table: table, sourceRows: source.rows + source.rejected, targetRows: target.rows,
            rejectedRows: source.rejected,
            differingRows: rows, isComplete: isComplete, differences: differences,
            seconds: start.duration(to: .now).seconds)
    }

    // MARK: Passes

    /// Both sides from their first row to their last, the source's on a thread of its own.
    private func scan<Visitor: RowVisitor, Access>(
        _ visitor: Visitor, _ encoders: ColumnEncoders, _ connection: inout PostgresConnection<Access>
    ) throws(StepFailure) -> (source: Visitor, target: Visitor) {
        let stop = stop
        let abandoned = StopSignal()
        let shouldStop: @Sendable () -> Bool = { stop.isSet || abandoned.isSet }
        let scan = SourceScan(
            copy: copy, key: verify.key, encoders: encoders, reader: reader, shouldStop: shouldStop)
        let outcome = Monitor<Result<Visitor, StepFailure>?>(nil)
        let thread: WorkerThread
        do throws(WorkerThread.StartFailure) {
            thread = try WorkerThread {
                var source = visitor
                let result: Result<Visitor, StepFailure>
                do throws(StepFailure) {
                    try scan.run(&source)
                    result = .success(source)
                } catch {
                    abandoned.raise()
                    result = .failure(error)
                }
                outcome.update { $0 = result }
            }
        } catch {
            throw .failed(.answer(query: copy.read, reason: error.description))
        }
        var target = visitor
        var failure: StepFailure?
        do throws(StepFailure) {
            try TargetScan(copy: copy, verify: verify, shouldStop: shouldStop).run(&target, &connection)
        } catch {
            abandoned.raise()
            failure = error
        }
        thread.join()
        switch outcome.read({ $0 }) {
        case .success(let source)?:
            if let failure { throw failure }
            return (source, target)
        // The side that failed first made the other stop.
        case .failure(let error)?: throw error.isStop ? failure ?? error : error
        case nil: preconditionFailure("the thread has ended without a result")
        }
    }

    private func search<Access>(
        _ source: BucketSums, _ target: BucketSums, _ encoders: ColumnEncoders,
        _ connection: inout PostgresConnection<Access>
    ) throws(StepFailure) -> (found: DifferenceSearch, isComplete: Bool) {
        var isWanted = [Bool](repeating: false, count: BucketSums.count)
        var rows = 0
        var isComplete = true
        for index in isWanted.indices where source.sums[index] != target.sums[index] {
            if rows >= Self.searchedRows {
                isComplete = false
                break
            }
            rows += source.sums[index].rows + target.sums[index].rows
            isWanted[index] = true
        }
        let counted = try scan(BucketRows(isWanted: isWanted), encoders, &connection)
        return (DifferenceSearch(source: counted.source.counts, target: counted.target.counts), isComplete)
    }

    private func samples<Access>(
        of differences: [DifferenceSearch.Difference], _ encoders: ColumnEncoders,
        _ connection: inout PostgresConnection<Access>
    ) throws(StepFailure) -> DifferenceSamples {
        let wanted = Set(differences.flatMap(\.rows))
        let (source, target) = try scan(
            RowSamples(wanted: wanted, columns: copy.columns.count), encoders, &connection)
        return DifferenceSamples(copy: copy, key: verify.key, source: source.rows, target: target.rows)
    }
}

extension StepFailure {
    fileprivate var isStop: Bool {
        switch self {
        case .stopped: true
        case .failed: false
        }
    }
}

extension DifferenceSearch.Difference {
    fileprivate var rows: [RowHashes] {
        switch kind {
        case .changed(let source, let target): [source, target]
        case .missing(let row), .added(let row), .repeated(let row, _, _): [row]
        }
    }
}
