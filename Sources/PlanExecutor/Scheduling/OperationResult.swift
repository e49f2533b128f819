/// What became of one operation that was begun.
struct OperationResult: Sendable {
    var state: OperationState
    var seconds: Double = 0
    /// When a worker took it; nil where an earlier attempt did.
    var start: ContinuousClock.Instant?
    /// For a copy: what was committed.
    var copied: CopiedRows?
    /// For a verification of values: what was compared.
    var verified: TableVerification?
    /// For a command or a request: what it wrote or answered.
    var output: String?
    /// What the last statement answered, if it answered.
    var answer: String?
}

/// The rows of a copy that are committed.
struct CopiedRows: Sendable {
    let table: String
    var read: Int64 = 0
    var written: Int64 = 0
    /// Those of `written` that an earlier attempt of the run had committed.
    var earlier: Int64 = 0
    /// Rows set aside: those that were read and not written.
    var rejected: Int64 = 0
    /// By column and policy, in the order of the columns.
    var policyUses: [PolicyUse] = []
    /// The file of the rows that were set aside, if there are any.
    var rejectFile: String?
    /// Bytes sent.
    var bytes: Int64 = 0
    var chunks = 0

    /// Adds a chunk.
    mutating func add(_ chunk: CopyChunk, _ uses: [PolicyUse], rejectFile path: String?) {
        read += chunk.rows + chunk.rejected
        written += chunk.rows
        rejected += chunk.rejected
        policyUses.add(uses)
        rejectFile = path ?? rejectFile
        bytes += chunk.bytes
        chunks += 1
    }
}

extension [PolicyUse] {
    /// Adds the uses of a chunk, keeping the order of the columns as far as it shows.
    mutating func add(_ uses: [PolicyUse]) {
        for use in uses {
            guard let index = firstIndex(where: { $0.column == use.column && $0.policy == use.policy }) else {
                append(use)
                continue
            }
            self[index] = PolicyUse(
                column: use.column, policy: use.policy, count: self[index].count + use.count)
        }
    }
}
