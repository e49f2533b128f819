/// A type of the target, as far as a codec can fill it. Read once for each column from PostgreSQL's own way of writing it.
enum TargetType: Hashable, Sendable {
    case smallint, integer, bigint
    case real, doublePrecision
    case numeric(NumericLimit?)
    /// Any text type without a length.
    case text
    /// `character varying(n)` or `character(n)`, in characters.
    case limitedText(length: Int)
    /// `name`, in bytes.
    case name
    case bytea
    case boolean
    case date
    /// Decimal places of a second, 0 to 6.
    case time(precision: Int)
    case timestamp(precision: Int)
    case timestampWithTimeZone(precision: Int)
    case json, jsonb
    case uuid
    case spelled(SpelledType)

    /// Reads a type in its long or short spelling; nil for one that no codec fills.
    init?(_ text: String) {
        guard let parts = Self.parts(of: text), let type = Self.type(parts.name, parts.arguments) else { return nil }
        self = type
    }

    /// The name in lower case with single blanks, and the numbers in parentheses, which may stand amid the words:
    /// `timestamp(3) without time zone`.
    private static func parts(of text: String) -> (name: String, arguments: [Int])? {
        var outside = text
        var arguments: [Int] = []
        if let open = text.firstIndex(of: "("), let close = text[open...].firstIndex(of: ")") {
            outside = text[..<open] + " " + text[text.index(after: close)...]
            for argument in text[text.index(after: open)..<close].split(
                separator: ",", omittingEmptySubsequences: false)
            {
                guard let number = Int(argument.filter { $0 != " " }) else { return nil }
                arguments.append(number)
            }
        }
        // An extension's type may stand with its schema: public.citext.
        let unqualified = outside.split(separator: ".").last.map(String.init) ?? ""
        let words = unqualified.lowercased().filter { $0 != "\"" }.split(separator: " ")
        return (words.joined(separator: " "), arguments)
    }

    private static func type(_ name: String, _ arguments: [Int]) -> TargetType? {
        switch (name, arguments.count) {
        case ("smallint", 0), ("int2", 0): .smallint
        case ("integer", 0), ("int", 0), ("int4", 0): .integer
        case ("bigint", 0), ("int8", 0): .bigint
        case ("real", 0), ("float4", 0): .real
        case ("double precision", 0), ("float8", 0): .doublePrecision
        case ("numeric", 0), ("decimal", 0): .numeric(nil)
        case ("numeric", 1), ("decimal", 1): .numeric(NumericLimit(precision: arguments[0], scale: 0))
        case ("numeric", 2), ("decimal", 2): .numeric(NumericLimit(precision: arguments[0], scale: arguments[1]))
        case ("text", 0), ("character varying", 0), ("varchar", 0), ("bpchar", 0), ("citext", 0): .text
        case ("character varying", 1), ("varchar", 1), ("character", 1), ("char", 1), ("bpchar", 1):
            .limitedText(length: arguments[0])
        // The SQL standard: a length that is not given is 1.
        case ("character", 0), ("char", 0): .limitedText(length: 1)
        case ("name", 0): .name
        case ("bytea", 0): .bytea
        case ("boolean", 0), ("bool", 0): .boolean
        case ("date", 0): .date
        case ("time", 0...1), ("time without time zone", 0...1): .time(precision: arguments.first ?? 6)
        case ("timestamp", 0...1), ("timestamp without time zone", 0...1):
            .timestamp(precision: arguments.first ?? 6)
        case ("timestamptz", 0...1), ("timestamp with time zone", 0...1):
            .timestampWithTimeZone(precision: arguments.first ?? 6)
        case ("json", 0): .json
        case ("jsonb", 0): .jsonb
        case ("uuid", 0): .uuid
        default: SpelledType(name, arguments).map { .spelled($0) }
        }
    }
}

/// What `numeric(p,s)` holds. Checked here, because the server would round where it reads the binary form.
struct NumericLimit: Hashable, Sendable {
    let precision: Int
    /// Digits after the point; may be negative from PostgreSQL 15 on.
    let scale: Int

    /// Refuses a number by the powers of ten of its first and last significant digits.
    func check(firstPlace: Int, lastPlace: Int) throws(ValueRefusal) {
        if firstPlace >= precision - scale { throw .tooManyIntegerDigits(limit: precision - scale) }
        if lastPlace < -scale { throw .tooManyFractionDigits(limit: scale) }
    }
}
