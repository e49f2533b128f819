internal import PlanGraph
internal import PlanPostgres
internal import PlanSQLite

/// Does with values that their codecs refuse what the policies of their columns say.
struct ValueSettler {
    /// What became of a value.
    enum Outcome {
        /// Its field is in the buffer.
        case written
        /// Its row is to be set aside, for this reason.
        case rejected(reason: String)
    }

    let copy: CopyInstruction
    let encoders: ColumnEncoders

    /// Settles a value that was refused.
    ///
    /// - Parameters:
    ///   - field: where the value's field begins in the buffer; what was appended since is taken back.
    ///   - used: told each policy that was used on the way to a field.
    /// - Throws: the refusal, where the policy is that it ends the run.
    func settle(
        _ column: Int, _ cell: SQLiteCell, _ refusal: ValueRefusal, from field: Int, into buffer: inout CopyBuffer,
        used: (ValuePolicy) -> Void
    ) throws(ValueRefusal) -> Outcome {
        buffer.truncate(to: field)
        guard let policy = copy.columns[column].policy(for: refusal) else { throw refusal }
        var repaired = CopyBuffer()
        switch policy {
        case .reject: return .rejected(reason: refusal.code)
        case .null:
            used(policy)
            buffer.appendNull()
            return .written
        case .strip: TextRepair.strip(cell.bytes, into: &repaired)
        case .replace: TextRepair.replace(cell.bytes, into: &repaired)
        case .latin1: TextRepair.latin1(cell.bytes, into: &repaired)
        }
        used(policy)
        return try repaired.withBytes { bytes throws(ValueRefusal) in
            let cell = SQLiteCell.text(bytes)
            do throws(ValueRefusal) {
                try encoders.encode(column, cell, into: &buffer)
                return .written
            } catch {
                // Each repair takes its reason away, so that this ends.
                return try settle(column, cell, error, from: field, into: &buffer, used: used)
            }
        }
    }
}

extension SQLiteCell {
    /// The bytes of a text or blob; none for others.
    fileprivate var bytes: UnsafeRawBufferPointer {
        switch self {
        case .text(let bytes), .blob(let bytes): bytes
        case .null, .integer, .real: UnsafeRawBufferPointer(start: nil, count: 0)
        }
    }
}
