/// What became of one operation that was begun.
struct OperationResult: Sendable {
    var state: OperationState
    var seconds: Double = 0
    /// For a copy: what was committed.
    var copied: CopiedRows?
    /// For a verification of values: what was compared.
    var verified: TableVerification?
    /// What the last statement answered, if it answered.
    var answer: String?
}

/// The rows of a copy that are committed.
struct CopiedRows: Sendable {
    let table: String
    var read: Int64 = 0
    var written: Int64 = 0
    /// Bytes sent.
    var bytes: Int64 = 0
    var chunks = 0
}
