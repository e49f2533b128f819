package import PlanGraph

extension PostgresType {
    /// Whether a codec makes values of this type. The executor's table of encoders holds the same pairs.
    package func accepts(_ codec: CodecID) -> Bool {
        guard !isArray else { return false }
        switch codec {
        case .integer: return [.smallint, .integer, .bigint].contains(name)
        case .real: return [.real, .doublePrecision].contains(name)
        case .numeric: return name == .numeric
        case .text: return [.text, .varchar, .char, .citext].contains(name)
        case .blob: return name == .bytea
        case .boolean, .booleanText: return name == .boolean
        case .iso8601: return [.date, .time, .timestamp, .timestamptz].contains(name)
        case .epochSeconds, .epochMilliseconds, .epochMicroseconds, .julianDay:
            return [.date, .timestamp, .timestamptz].contains(name)
        case .json: return [.json, .jsonb].contains(name)
        case .uuidText, .uuidBlob: return name == .uuid
        }
    }
}

extension PostgresType {
    /// Whether PostgreSQL can compare a foreign key's column of this type with a parent's of another.
    package func isComparable(with parent: PostgresType) -> Bool {
        if name == parent.name { return true }
        let integers: [PostgresTypeName] = [.smallint, .integer, .bigint]
        let texts: [PostgresTypeName] = [.text, .varchar, .char]
        if integers.contains(name) {
            return (integers + [.numeric, .real, .doublePrecision]).contains(parent.name)
        }
        return texts.contains(name) && texts.contains(parent.name)
    }
}
