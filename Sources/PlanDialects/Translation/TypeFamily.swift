/// Types of PostgreSQL that compare with one another and follow the same rules here.
package enum TypeFamily: Hashable, Sendable {
    case boolean
    case integer
    case real
    case numeric
    case text
    case blob
    case date
    case time
    case timestamp
    case timestamptz
    case json
    case jsonb
    case uuid
    /// Types that no value of SQLite becomes without the plan's saying so.
    case other

    var isNumeric: Bool { self == .integer || self == .real || self == .numeric }

    var isTemporal: Bool { self == .date || self == .time || self == .timestamp || self == .timestamptz }
}

extension PostgresType {
    package var family: TypeFamily {
        guard !isArray else { return .other }
        switch name {
        case .boolean: return .boolean
        case .smallint, .integer, .bigint: return .integer
        case .real, .doublePrecision: return .real
        case .numeric: return .numeric
        case .text, .varchar, .char, .citext: return .text
        case .bytea: return .blob
        case .date: return .date
        case .time: return .time
        case .timestamp: return .timestamp
        case .timestamptz: return .timestamptz
        case .json: return .json
        case .jsonb: return .jsonb
        case .uuid: return .uuid
        case .timetz, .interval, .money, .bit, .varbit, .inet, .cidr, .macaddr, .macaddr8, .xml, .tsvector, .tsquery,
            .point, .line, .lseg, .box, .path, .polygon, .circle, .hstore:
            return .other
        }
    }
}
