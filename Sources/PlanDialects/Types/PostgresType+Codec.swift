package import PlanGraph

extension PostgresType {
    /// Whether a codec makes values of this type. The executor's table of encoders holds the same pairs.
    package func accepts(_ codec: CodecID) -> Bool {
        if isArray { return codec == .jsonArray && modifiers.isEmpty && Self.elements.contains(name) }
        switch codec {
        case .integer: return [.smallint, .integer, .bigint].contains(name)
        case .real: return [.real, .doublePrecision].contains(name)
        case .numeric: return name == .numeric
        case .text: return [.text, .varchar, .char, .citext].contains(name)
        case .blob, .hex, .base64: return name == .bytea
        case .boolean, .booleanText: return name == .boolean
        case .iso8601: return [.date, .time, .timestamp, .timestamptz, .timetz].contains(name)
        case .interval: return name == .interval && isUnbounded
        case .address: return [.inet, .cidr, .macaddr, .macaddr8].contains(name)
        case .bits: return [.bit, .varbit].contains(name)
        case .geometry: return [.point, .box, .lseg, .line, .path, .polygon, .circle].contains(name)
        case .jsonArray: return false
        case .epochSeconds, .epochMilliseconds, .epochMicroseconds, .epochNanoseconds, .julianDay, .packedDigits:
            return [.date, .timestamp, .timestamptz].contains(name)
        case .json, .jsonBlob, .jsonValue: return [.json, .jsonb].contains(name)
        case .uuidText, .uuidBlob, .uuidV5, .uuidV7: return name == .uuid
        case .sha256, .hmac: return isUnbounded && [.text, .varchar, .citext].contains(name) || name == .bytea
        case .mask: return isUnbounded && [.text, .varchar, .citext].contains(name)
        case .pseudonym:
            return isUnbounded && [.text, .varchar, .citext].contains(name) || [.bigint, .uuid].contains(name)
        }
    }
}

extension PostgresType {
    private var isUnbounded: Bool { modifiers.isEmpty }

    /// The types that the elements of an array may have.
    private static let elements: [PostgresTypeName] = [
        .smallint, .integer, .bigint, .real, .doublePrecision, .text, .boolean, .date, .timestamp, .timestamptz, .uuid,
    ]
}

extension CodecID {
    /// The type of what a codec reads, where a plan names the codec and no type.
    package var usualType: PostgresTypeName {
        switch self {
        case .integer: .bigint
        case .real: .doublePrecision
        case .numeric: .numeric
        case .text, .sha256, .hmac, .mask, .pseudonym: .text
        case .blob, .hex, .base64: .bytea
        case .boolean, .booleanText: .boolean
        case .iso8601, .epochSeconds, .epochMilliseconds, .epochMicroseconds, .epochNanoseconds, .julianDay,
            .packedDigits:
            .timestamptz
        case .json, .jsonBlob, .jsonValue: .jsonb
        case .interval: .interval
        case .address: .inet
        case .bits: .varbit
        case .geometry: .point
        case .jsonArray: .text
        case .uuidText, .uuidBlob, .uuidV5, .uuidV7: .uuid
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
