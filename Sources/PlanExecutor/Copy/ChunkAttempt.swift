/// One try to copy a chunk, and what it turned out to be.
struct ChunkAttempt {
    /// What the ledger's entry says; nil before it is written, and where the range had no rows.
    private(set) var chunk: CopyChunk?
    /// What is left of the range.
    private(set) var rest: CopyRange?
    /// Whether the operation was marked done with it.
    var isLast = false
    /// What the schedule was told to be sent.
    var countedRows: Int64 = 0
    var countedBytes: Int64 = 0

    mutating func end(
        _ claim: CopyClaim, _ encoder: borrowing RowEncoder, _ lastRow: SourceKey?, isCut: Bool, rejectsEnd: Int64?
    ) {
        var covered: ClosedRange<Int64>?
        switch claim.range {
        case .whole: break
        case .rowIDs(let range):
            let upper = isCut ? encoder.keys?.upperBound ?? range.upperBound : range.upperBound
            covered = range.lowerBound...upper
            if upper < range.upperBound { rest = .rowIDs(upper + 1...range.upperBound) }
        case .after: if let lastRow { rest = .after(lastRow) }
        }
        chunk = CopyChunk(
            number: claim.number, rowIDs: covered, lastRow: lastRow, rows: encoder.written, bytes: encoder.bytes,
            rejected: encoder.rejected, rejectsEnd: rejectsEnd)
    }
}

/// How large a chunk may become.
enum ChunkLimit {
    /// Bytes sent, after which a chunk is committed however few its rows are: it bounds what a fault costs.
    static let bytes: Int64 = 64 << 20
}
