/// A JSON document as a value. Objects keep the order of their keys.
package indirect enum JSONValue: Hashable, Sendable {
    case null
    case boolean(Bool)
    case integer(Int64)
    /// A number that is not an integer of 64 bits, as written.
    case decimal(String)
    case string(String)
    case array([JSONValue])
    case object([JSONMember])

    /// An object from pairs; a pair whose value is nil is left out.
    package static func object(_ members: KeyValuePairs<String, JSONValue?>) -> JSONValue {
        .object(members.compactMap { key, value in value.map { JSONMember(key, $0) } })
    }

    /// A number with a fixed count of decimal places.
    package static func decimal(_ value: Double, places: Int) -> JSONValue {
        var scale = 1.0
        for _ in 0..<places { scale *= 10 }
        let scaled = (value.magnitude * scale).rounded()
        let whole = Int64(scaled / scale)
        let fraction = String(Int64(scaled) - whole * Int64(scale))
        let padding = String(repeating: "0", count: max(0, places - fraction.utf8.count))
        return .decimal((value < 0 ? "-" : "") + "\(whole)" + (places > 0 ? "." + padding + fraction : ""))
    }

    /// The value of a key, if this is an object that has it.
    package subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }
}

/// One key of a JSON object, with its value.
package struct JSONMember: Hashable, Sendable {
    package let key: String
    package let value: JSONValue

    package init(_ key: String, _ value: JSONValue) {
        self.key = key
        self.value = value
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByStringInterpolation, ExpressibleByBooleanLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(booleanLiteral value: Bool) { self = .boolean(value) }
    package init(integerLiteral value: Int64) { self = .integer(value) }
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
}
