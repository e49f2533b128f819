internal import PlanPostgres
internal import PlanSQLite

/// Integers, and reals that are whole numbers, as two, four or eight bytes.
struct IntegerEncoder: Sendable {
    private enum Width {
        case two, four, eight
    }

    private let width: Width

    init?(_ type: TargetType) {
        switch type {
        case .smallint: width = .two
        case .integer: width = .four
        case .bigint: width = .eight
        case .real, .doublePrecision, .numeric, .text, .limitedText, .name, .bytea, .boolean, .date, .time, .timestamp,
            .timestampWithTimeZone, .json, .jsonb, .uuid, .spelled:
            return nil
        }
    }

    @inline(__always)
    func encode(_ cell: SQLiteCell, into buffer: inout CopyBuffer) throws(ValueRefusal) {
        let value: Int64
        switch cell {
        case .integer(let integer): value = integer
        case .real(let real):
            guard real.rounded(.towardZero) == real, real.isFinite else { throw .notWhole }
            guard let whole = Int64(exactly: real) else { throw .outOfRange }
            value = whole
        case .text, .blob, .null: throw .storageClass
        }
        switch width {
        case .two:
            guard let narrow = Int16(exactly: value) else { throw .outOfRange }
            buffer.append(2 as Int32)
            buffer.append(narrow)
        case .four:
            guard let narrow = Int32(exactly: value) else { throw .outOfRange }
            buffer.append(4 as Int32)
            buffer.append(narrow)
        case .eight:
            buffer.append(8 as Int32)
            buffer.append(value)
        }
    }
}
