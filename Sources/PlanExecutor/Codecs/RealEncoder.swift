internal import PlanPostgres
internal import PlanSQLite

/// Reals, and integers that a double holds exactly, as IEEE 754 numbers of four or eight bytes.
struct RealEncoder: Sendable {
    private enum Width {
        case four, eight
    }

    private let width: Width

    init?(_ type: TargetType) {
        switch type {
        case .real: width = .four
        case .doublePrecision: width = .eight
        case .smallint, .integer, .bigint, .numeric, .text, .limitedText, .name, .bytea, .boolean, .date, .time,
            .timestamp, .timestampWithTimeZone, .json, .jsonb, .uuid, .spelled:
            return nil
        }
    }

    @inline(__always)
    func encode(_ cell: SQLiteCell, into buffer: inout CopyBuffer) throws(ValueRefusal) {
        let value: Double
        switch cell {
        case .real(let real): value = real
        case .integer(let integer):
            guard let exact = Double(exactly: integer) else { throw .inexact }
            value = exact
        case .text, .blob, .null: throw .storageClass
        }
        switch width {
        case .four:
            let narrow = Float(value)
            guard Double(narrow) == value else { throw .inexact }
            buffer.append(4 as Int32)
            buffer.append(narrow.bitPattern)
        case .eight:
            buffer.append(8 as Int32)
            buffer.append(value.bitPattern)
        }
    }
}
