/// A scalar type of PostgreSQL, under the name that statements of ours use.
package enum PostgresTypeName: String, Sendable, CaseIterable {
    case smallint
    case integer
    case bigint
    case real
    case doublePrecision = "double precision"
    case numeric
    case text
    case varchar
    case char
    case citext
    case bytea
    case boolean
    case date
    case time
    case timestamp
    case timestamptz
    case json
    case jsonb
    case uuid
    case timetz
    case interval
    case money
    case bit
    case varbit
    case inet
    case cidr
    case macaddr
    case macaddr8
    case xml
    case tsvector
    case tsquery
    case point
    case line
    case lseg
    case box
    case path
    case polygon
    case circle
    case hstore

    /// Every other spelling that PostgreSQL takes for a type.
    package static let aliases: KeyValuePairs<String, PostgresTypeName> = [
        "int2": .smallint, "int4": .integer, "int": .integer, "int8": .bigint, "float4": .real,
        "float8": .doublePrecision,
        "float": .doublePrecision, "decimal": .numeric, "dec": .numeric, "character varying": .varchar,
        "char varying": .varchar, "character": .char, "bpchar": .char, "bool": .boolean,
        "time without time zone": .time, "time with time zone": .timetz, "timestamp without time zone": .timestamp,
        "timestamp with time zone": .timestamptz, "bit varying": .varbit,
    ]

    /// How many modifiers in parentheses the type takes.
    var modifiers: ClosedRange<Int> {
        switch self {
        case .numeric: 0...2
        case .varchar, .char, .time, .timestamp, .timestamptz, .timetz, .interval, .bit, .varbit: 0...1
        case .smallint, .integer, .bigint, .real, .doublePrecision, .text, .citext, .bytea, .boolean, .date, .json,
            .jsonb, .uuid, .money, .inet, .cidr, .macaddr, .macaddr8, .xml, .tsvector, .tsquery, .point, .line, .lseg,
            .box, .path, .polygon, .circle, .hstore:
            0...0
        }
    }

    /// The name as a sentence has it: "an integer", "a text".
    var withArticle: String {
        let startsWithVowel = rawValue.first.map { "aeio".contains($0) } ?? false
        return "\(startsWithVowel ? "an" : "a") \(rawValue)"
    }

    /// The extension that brings the type, if it is not built in.
    package var requiredExtension: String? {
        [.citext, .hstore].contains(self) ? rawValue : nil
    }
}
