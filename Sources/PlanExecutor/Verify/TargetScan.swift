internal import PlanGraph
internal import PlanPostgres
internal import PlanSupport

/// Reads all rows that a query in the target returns, in COPY's binary form.
struct TargetScan: Sendable {
    let copy: CopyInstruction
    let verify: VerifyInstruction
    let shouldStop: @Sendable () -> Bool

    func run<Visitor: RowVisitor, Access>(
        _ visitor: inout Visitor, _ connection: inout PostgresConnection<Access>
    ) throws(StepFailure) {
        var hasher = RowHasher(copy, key: verify.key)
        var isFirst = true
        let expected = copy.columns.count
        let sql = "COPY (\(verify.from)) TO STDOUT (FORMAT binary)"
        try connection.copyOut(sql) { (piece: UnsafeRawBufferPointer) throws(StepFailure) in
            if shouldStop() { throw .stopped }
            var row = piece
            if isFirst {
                row = UnsafeRawBufferPointer(rebasing: row.dropFirst(CopyBinary.header.count))
                isFirst = false
            }
            guard row.count >= 2 else { return }
            let count = Int(Int16(bigEndian: row.loadUnaligned(as: Int16.self)))
            // The trailer.
            if count == -1 { return }
            guard count == expected else {
                throw .failed(.columnCount(table: copy.table, expected: expected, found: count))
            }
            let fields = UnsafeRawBufferPointer(rebasing: row.dropFirst(2))
            visitor.visit(hasher.hash(fields), fields)
        }
    }
}
