internal import PlanGraph

extension RunReport {
    /// Puts a report together from what became of each operation, in the order of the graph.
    ///
    /// - Parameter start: when the run began.
    init(
        _ graph: OperationGraph, run: Int64, state: RunState, jobs: Int, results: [OperationResult?],
        since start: ContinuousClock.Instant, seconds: Double, wasDone: Bool = false, error: String?, undo: UndoOutcome?
    ) {
        let undone = Set(undo?.undone ?? [])
        var operations: [OperationReport] = []
        var tables: [TableReport] = []
        var sequences: [SequenceReport] = []
        var comparisons: [ComparisonReport] = []
        for (operation, result) in zip(graph.operations, results) {
            var result = result ?? OperationResult(state: .pending)
            if undone.contains(operation.id) { result.state = .undone }
            operations.append(
                OperationReport(operation, result, start: result.start.map { start.duration(to: $0).seconds }))
            if let copied = result.copied {
                tables.append(TableReport(operation.id, copied, seconds: result.seconds))
            }
            if let verified = result.verified {
                comparisons.append(ComparisonReport(operation.id, verified))
            }
            if operation.kind == .setSequence, result.state == .done {
                sequences.append(
                    SequenceReport(
                        operation: operation.id, name: operation.sequenceName,
                        value: result.answer.flatMap { Int64($0) }))
            }
        }
        self.init(
            run: run, graphDigest: graph.digest, planName: graph.inputs.plan.name, state: state, jobs: jobs,
            operations: operations, tables: tables, sequences: sequences, comparisons: comparisons,
            seconds: seconds, wasDone: wasDone, error: error, undo: undo)
    }
}

extension OperationReport {
    init(_ operation: Operation, _ result: OperationResult, start: Double? = nil) {
        self.init(
            id: operation.id, kind: operation.kind.rawValue, state: result.state, start: start, seconds: result.seconds,
            rows: result.copied?.written ?? result.verified?.targetRows,
            output: operation.kind == .mergeRows ? result.answer : result.output)
    }
}

extension ComparisonReport {
    init(_ operation: String, _ verified: TableVerification) {
        self.init(
            operation: operation, table: verified.table, sourceRows: verified.sourceRows,
            targetRows: verified.targetRows, rejected: verified.rejectedRows, differing: verified.differingRows)
    }
}

extension TableReport {
    init(_ operation: String, _ copied: CopiedRows, seconds: Double) {
        self.init(
            operation: operation, table: copied.table, read: copied.read, written: copied.written,
            earlier: copied.earlier, rejected: copied.rejected,
            bytes: copied.bytes, chunks: copied.chunks, seconds: seconds, policyUses: copied.policyUses,
            rejectFile: copied.rejectFile)
    }
}

extension Operation {
    /// The sequence that it writes, or what it is about.
    fileprivate var sequenceName: String {
        (writes.first { $0.object == .sequence }?.name ?? name).description
    }
}
