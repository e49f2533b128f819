internal import PlanCatalog
internal import PlanPostgres

/// A date or a timestamp of the target, made of microseconds from 2000-01-01, as the server counts.
struct MomentField: Sendable {
    private enum Kind {
        case date, timestamp
    }

    private let kind: Kind
    private let precision: SecondPrecision

    init?(_ type: TargetType) {
        switch type {
        case .date: (kind, precision) = (.date, SecondPrecision(6))
        case .timestamp(let places), .timestampWithTimeZone(let places):
            (kind, precision) = (.timestamp, SecondPrecision(places))
        case .smallint, .integer, .bigint, .real, .doublePrecision, .numeric, .text, .limitedText, .name, .bytea,
            .boolean, .time, .json, .jsonb, .uuid, .spelled:
            return nil
        }
    }

    /// What the server's timestamps hold: from 4714-11-24 BC to the end of the year 294276.
    private static let range: Range<Int64> = -211_813_488_000_000_000..<9_223_371_331_200_000_000

    @inline(__always)
    func append(_ microseconds: Int64, to buffer: inout CopyBuffer) throws(ValueRefusal) {
        guard Self.range.contains(microseconds) else { throw .outOfRange }
        switch kind {
        case .date:
            guard microseconds % CalendarText.day == 0 else { throw .notMidnight }
            buffer.append(4 as Int32)
            buffer.append(Int32(microseconds / CalendarText.day))
        case .timestamp:
            try precision.check(microseconds)
            buffer.append(8 as Int32)
            buffer.append(microseconds)
        }
    }
}
