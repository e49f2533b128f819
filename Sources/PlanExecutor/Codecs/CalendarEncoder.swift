internal import PlanCatalog
internal import PlanPostgres
internal import PlanSQLite

/// Texts of ISO 8601: a date as days since 2000-01-01 (four bytes), times and timestamps as microseconds (eight bytes),
/// since midnight or since 2000-01-01.
struct CalendarEncoder: Sendable {
    private enum Kind {
        case date, time, timestamp, timestampWithTimeZone
    }

    private let kind: Kind
    private let precision: SecondPrecision

    init?(_ type: TargetType) {
        switch type {
        case .date: (kind, precision) = (.date, SecondPrecision(6))
        case .time(let places): (kind, precision) = (.time, SecondPrecision(places))
        case .timestamp(let places): (kind, precision) = (.timestamp, SecondPrecision(places))
        case .timestampWithTimeZone(let places):
            (kind, precision) = (.timestampWithTimeZone, SecondPrecision(places))
        case .smallint, .integer, .bigint, .real, .doublePrecision, .numeric, .text, .limitedText, .name, .bytea,
            .boolean, .json, .jsonb, .uuid, .spelled:
            return nil
        }
    }

    @inline(__always)
    func encode(_ cell: SQLiteCell, into buffer: inout CopyBuffer) throws(ValueRefusal) {
        guard case .text(let bytes) = cell else { throw .storageClass }
        let text = bytes.bindMemory(to: UInt8.self).span
        switch kind {
        case .date:
            guard let days = CalendarText.date(text) else {
                throw CalendarText.timestamp(text) == nil ? .notDate : .notMidnight
            }
            buffer.append(4 as Int32)
            buffer.append(days)
        case .time:
            guard let microseconds = CalendarText.time(text) else { throw .notTime }
            try precision.check(microseconds)
            buffer.append(8 as Int32)
            buffer.append(microseconds)
        case .timestamp, .timestampWithTimeZone:
            guard let timestamp = CalendarText.timestamp(text) else { throw .notTimestamp }
            // The server would drop the zone without a word; without one, UTC is meant.
            if case .timestamp = kind, timestamp.hasZone { throw .zone }
            try precision.check(timestamp.microseconds)
            buffer.append(8 as Int32)
            buffer.append(timestamp.microseconds)
        }
    }
}

/// The decimal places of a second that a type keeps. Checked here, because the server would round.
struct SecondPrecision: Sendable {
    private let places: Int
    /// In microseconds.
    private let unit: Int64

    init(_ places: Int) {
        self.places = min(max(places, 0), 6)
        unit = (self.places..<6).reduce(1) { unit, _ in unit * 10 }
    }

    @inline(__always)
    func check(_ microseconds: Int64) throws(ValueRefusal) {
        if unit > 1, microseconds % unit != 0 { throw .subsecond(places: places) }
    }
}
