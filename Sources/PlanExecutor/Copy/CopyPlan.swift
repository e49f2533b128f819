internal import PlanGraph
internal import PlanSQLite

/// How the copies of a run are cut into ranges, and which parts of them an earlier attempt has copied.
struct CopyPlan: Sendable {
    /// By the operation's id; a copy of which nothing is known is not there.
    let estimates: [String: RowEstimate]
    let earlier: LedgerProgress
    let streams: Int

    /// What is to be done of a copy.
    func progress(_ copy: CopyInstruction, id: String) throws(StepFailure) -> CopyProgress {
        let chunks = earlier.chunks[id] ?? []
        return CopyProgress(
            waiting: try ranges(copy, id, chunks), nextNumber: (chunks.map(\.number).max() ?? 0) + 1,
            copied: CopiedRows(
                table: copy.table, earlierRows: chunks.reduce(0) { $0 + $1.rows },
                bytes: chunks.reduce(0) { $0 + $1.bytes }, chunks: chunks.count,
                rejected: chunks.reduce(0) { $0 + $1.rejected }), isShared: !copy.canReject,
            rejectsEnd: chunks.compactMap(\.rejectsEnd).max(), start: .now)
    }

    private func ranges(
        _ copy: CopyInstruction, _ id: String, _ chunks: [CopyChunk]
    ) throws(StepFailure) -> [CopyRange] {
        switch copy.chunkBy {
        case .none: return [.whole]
        case .key:
            guard let last = chunks.last else { return [.after(nil)] }
            guard let key = last.lastRow else {
                throw .failed(
                    .answer(
                        query: "chunk \(last.number) of \(id)",
                        reason: "the ledger does not say where the chunk ended; undo the run with 'plan rollback'"))
            }
            return [.after(key)]
        case .rowID:
            // What cannot be estimated is one range.
            let estimate = estimates[id] ?? RowEstimate(rows: 1, rowIDs: Int64.min...Int64.max)
            guard let extent = estimate.rowIDs else { return [] }
            // Rows that are set aside go into one file, in the order of the chunks.
            if copy.canReject {
                return RangeCutter(rows: 1, extent: extent, chunkRows: 1, streams: 1)
                    .ranges(without: chunks.compactMap(\.rowIDs)).map { .rowIDs($0) }
            }
            let cutter = RangeCutter(
                rows: estimate.rows, extent: extent, chunkRows: copy.chunkRows, streams: streams)
            return cutter.ranges(without: chunks.compactMap(\.rowIDs)).map { .rowIDs($0) }
        }
    }

    /// How many streams a run can use: as many as it has operations side by side, or ranges of a table.
    static func usefulStreams(_ graph: OperationGraph, _ estimates: [String: RowEstimate], atMost wanted: Int) -> Int {
        var useful = GraphEdges(graph).width
        for operation in graph.operations {
            guard case .copy(let copy)? = operation.do.first, !copy.canReject, let estimate = estimates[operation.id],
                let extent = estimate.rowIDs
            else { continue }
            let cutter = RangeCutter(
                rows: estimate.rows, extent: extent, chunkRows: copy.chunkRows, streams: wanted)
            useful = max(useful, cutter.ranges().count)
        }
        return max(1, min(wanted, useful))
    }
}
