internal import PlanGraph
internal import PlanPostgres
internal import PlanSQLite

/// The encoders of some columns, in order. They stand in memory of its own, where a call copies none: an array would give
/// out copies, and retain what they hold, for each cell.
final class ColumnEncoders: @unchecked Sendable {
    // Both are constant once the instance is made.
    private let first: UnsafeMutablePointer<ColumnEncoder>
    private(set) var count = 0

    /// - Parameters:
    ///   - table: for messages.
    ///   - serverVersion: as libpq counts, 150018 is 15.18.
    ///   - variable: the value of a variable that holds a key.
    /// - Throws: that a column's codec makes no values of its type.
    init(
        _ columns: [CopyInstruction.Column], table: String, serverVersion: Int,
        variable: @Sendable (String) -> String? = { _ in nil }
    ) throws(UnknownConversion) {
        first = .allocate(capacity: columns.count)
        for column in columns {
            let encoder = try ColumnEncoder(column, table: table, serverVersion: serverVersion, variable: variable)
            (first + count).initialize(to: encoder)
            count += 1
        }
    }

    /// One encoder.
    init(_ encoder: consuming ColumnEncoder) {
        first = .allocate(capacity: 1)
        first.initialize(to: encoder)
        count = 1
    }

    deinit {
        first.deinitialize(count: count)
        first.deallocate()
    }

    /// As `ColumnEncoder.encode`.
    @inline(__always)
    func encode(_ column: Int, _ cell: SQLiteCell, into buffer: inout CopyBuffer) throws(ValueRefusal) {
        precondition(column < count)
        try first[column].encode(cell, into: &buffer)
    }

    /// As `ColumnEncoder.passedThrough`.
    func passedThrough(_ column: Int, _ cell: SQLiteCell) throws(ValueRefusal) -> UnsafeRawBufferPointer? {
        precondition(column < count)
        return try first[column].passedThrough(cell)
    }
}

extension CopyInstruction {
    /// The encoders of its columns.
    ///
    /// - Parameter variable: the value of a variable that holds a key.
    func encoders(
        serverVersion: Int, variable: @Sendable (String) -> String? = { _ in nil }
    ) throws(UnknownConversion) -> ColumnEncoders {
        try ColumnEncoders(columns, table: table, serverVersion: serverVersion, variable: variable)
    }
}
