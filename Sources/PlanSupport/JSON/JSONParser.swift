/// Reads JSON strictly (RFC 8259): no comments, no trailing commas, no duplicate keys, bounded depth, valid UTF-8.
package struct JSONParser {
    /// Why, and where: the byte offset from the start.
    package struct Failure: Error, Hashable, CustomStringConvertible {
        package let reason: String
        package let offset: Int

        package var description: String { "\(reason) at byte \(offset)" }
    }

    private static let maximumDepth = 64
    private let bytes: [UInt8]
    private var index = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    package static func parse(_ bytes: [UInt8]) throws(Failure) -> JSONValue {
        var parser = JSONParser(bytes)
        parser.skipSpace()
        let value = try parser.value(depth: 0)
        parser.skipSpace()
        guard parser.index == bytes.count else { throw parser.failure("something follows the document") }
        return value
    }

    private func failure(_ reason: String) -> Failure { Failure(reason: reason, offset: index) }

    private mutating func skipSpace() {
        while let byte = peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { index += 1 }
    }

    private func peek() -> UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func accept(_ scalar: Unicode.Scalar) -> Bool {
        guard peek() == UInt8(ascii: scalar) else { return false }
        index += 1
        return true
    }

    private mutating func value(depth: Int) throws(Failure) -> JSONValue {
        guard depth < Self.maximumDepth else { throw failure("nested more than \(Self.maximumDepth) deep") }
        switch peek() {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .boolean(true))
        case UInt8(ascii: "f"): return try word("false", .boolean(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), (UInt8(ascii: "0")...UInt8(ascii: "9"))?: return try number()
        case nil: throw failure("the document ends too early")
        default: throw failure("not a JSON value")
        }
    }

    private mutating func word(_ text: String, _ value: JSONValue) throws(Failure) -> JSONValue {
        guard bytes[index...].starts(with: text.utf8) else { throw failure("not a JSON value") }
        index += text.utf8.count
        return value
    }

    private mutating func object(depth: Int) throws(Failure) -> JSONValue {
        index += 1
        var members: [JSONMember] = []
        var keys: Set<String> = []
        skipSpace()
        if accept("}") { return .object([]) }
        while true {
            skipSpace()
            guard peek() == UInt8(ascii: "\"") else { throw failure("expected a key") }
            let start = index
            let key = try string()
            guard keys.insert(key).inserted else { throw Failure(reason: "duplicate key \"\(key)\"", offset: start) }
            skipSpace()
            guard accept(":") else { throw failure("expected ':'") }
            skipSpace()
            members.append(JSONMember(key, try value(depth: depth + 1)))
            skipSpace()
            if accept("}") { return .object(members) }
            guard accept(",") else { throw failure("expected ',' or '}'") }
        }
    }

    private mutating func array(depth: Int) throws(Failure) -> JSONValue {
        index += 1
        var elements: [JSONValue] = []
        skipSpace()
        if accept("]") { return .array([]) }
        while true {
            skipSpace()
            elements.append(try value(depth: depth + 1))
            skipSpace()
            if accept("]") { return .array(elements) }
            guard accept(",") else { throw failure("expected ',' or ']'") }
        }
    }

    private mutating func number() throws(Failure) -> JSONValue {
        let start = index
        _ = accept("-")
        if accept("0") {
            if let byte = peek(), (48...57).contains(byte) { throw failure("a number has a leading zero") }
        } else {
            try digits()
        }
        var isInteger = true
        if accept(".") {
            isInteger = false
            try digits()
        }
        if accept("e") || accept("E") {
            isInteger = false
            if !accept("+") { _ = accept("-") }
            try digits()
        }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        if isInteger, let integer = Int64(text) { return .integer(integer) }
        return .decimal(text)
    }

    private mutating func digits() throws(Failure) {
        let start = index
        while let byte = peek(), (48...57).contains(byte) { index += 1 }
        guard index > start else { throw failure("expected a digit") }
    }

    private mutating func string() throws(Failure) -> String {
        index += 1
        let start = index
        var text: [UInt8] = []
        while true {
            guard let byte = peek() else { throw failure("a string is not closed") }
            index += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let result = String(validating: text, as: UTF8.self) else {
                    throw Failure(reason: "a string is not valid UTF-8", offset: start)
                }
                return result
            case UInt8(ascii: "\\"): try escape(into: &text)
            case 0..<0x20: throw failure("a control character in a string")
            default: text.append(byte)
            }
        }
    }

    private mutating func escape(into text: inout [UInt8]) throws(Failure) {
        guard let byte = peek() else { throw failure("a string is not closed") }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            var code = UInt32(try fourHexadecimalDigits())
            if (0xD800...0xDBFF).contains(code) {
                guard accept("\\"), accept("u") else { throw failure("a surrogate stands alone") }
                let low = UInt32(try fourHexadecimalDigits())
                guard (0xDC00...0xDFFF).contains(low) else { throw failure("a surrogate stands alone") }
                code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw failure("a surrogate stands alone") }
            text += Array(String(Character(scalar)).utf8)
        default: throw failure("unknown escape")
        }
    }

    private mutating func fourHexadecimalDigits() throws(Failure) -> UInt16 {
        guard index + 4 <= bytes.count,
            let value = UInt16(String(decoding: bytes[index..<index + 4], as: UTF8.self), radix: 16)
        else { throw failure("expected four hexadecimal digits") }
        index += 4
        return value
    }
}
