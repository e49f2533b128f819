/// A type of the target whose values SQLite holds as texts in the type's own spelling.
enum SpelledType: Hashable, Sendable {
    /// Decimal places of a second.
    case timeWithTimeZone(precision: Int)
    case interval
    case inet
    case cidr
    /// Six or eight bytes.
    case macaddr(bytes: Int)
    /// So many bits, or at most so many.
    case bits(Int, isVarying: Bool)
    case geometry(GeometryShape)
    case array(ArrayElement)

    /// - Parameters:
    ///   - name: in lower case with single blanks.
    ///   - arguments: the numbers in parentheses.
    init?(_ name: String, _ arguments: [Int]) {
        if name.hasSuffix("[]") {
            guard arguments.isEmpty, let element = ArrayElement(String(name.dropLast(2))) else { return nil }
            self = .array(element)
            return
        }
        switch (name, arguments.count) {
        case ("time with time zone", 0...1), ("timetz", 0...1):
            self = .timeWithTimeZone(precision: arguments.first ?? 6)
        case ("interval", 0): self = .interval
        case ("inet", 0): self = .inet
        case ("cidr", 0): self = .cidr
        case ("macaddr", 0): self = .macaddr(bytes: 6)
        case ("macaddr8", 0): self = .macaddr(bytes: 8)
        case ("bit", 0...1): self = .bits(arguments.first ?? 1, isVarying: false)
        case ("bit varying", 0...1), ("varbit", 0...1): self = .bits(arguments.first ?? .max, isVarying: true)
        default:
            guard arguments.isEmpty, let shape = GeometryShape(rawValue: name) else { return nil }
            self = .geometry(shape)
        }
    }
}

/// A type that the elements of an array may have. The number is the type's in PostgreSQL's catalog (`pg_type.dat`), which
/// an array's binary form names.
enum ArrayElement: UInt32, Hashable, Sendable, CaseIterable {
    case boolean = 16
    case bigint = 20
    case smallint = 21
    case integer = 23
    case text = 25
    case real = 700
    case doublePrecision = 701
    case date = 1082
    case timestamp = 1114
    case timestampWithTimeZone = 1184
    case uuid = 2950

    init?(_ name: String) {
        switch TargetType(name) {
        case .boolean?: self = .boolean
        case .bigint?: self = .bigint
        case .smallint?: self = .smallint
        case .integer?: self = .integer
        case .text? where name == "text": self = .text
        case .real?: self = .real
        case .doublePrecision?: self = .doublePrecision
        case .date?: self = .date
        case .timestamp(precision: 6)?: self = .timestamp
        case .timestampWithTimeZone(precision: 6)?: self = .timestampWithTimeZone
        case .uuid?: self = .uuid
        case .text?, .timestamp?, .timestampWithTimeZone?, .numeric?, .limitedText?, .name?, .bytea?, .time?, .json?,
            .jsonb?, .spelled?, nil:
            return nil
        }
    }

    var type: TargetType {
        switch self {
        case .boolean: .boolean
        case .bigint: .bigint
        case .smallint: .smallint
        case .integer: .integer
        case .text: .text
        case .real: .real
        case .doublePrecision: .doublePrecision
        case .date: .date
        case .timestamp: .timestamp(precision: 6)
        case .timestampWithTimeZone: .timestampWithTimeZone(precision: 6)
        case .uuid: .uuid
        }
    }
}
