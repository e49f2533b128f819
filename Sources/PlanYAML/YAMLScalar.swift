/// A text with what its way of writing says about its type.
package struct YAMLScalar: Hashable, Sendable {
    /// How it is written.
    package enum Style: Hashable, Sendable {
        /// Without quotes: may be read as null, true, false or a number.
        case plain
        /// In single or double quotes: a string.
        case quoted
        /// After `|` or `>`: a string.
        case block
    }

    /// An explicit tag, such as `!!str`.
    package enum Tag: Hashable, Sendable {
        case string
        case null
        case boolean
        case integer
        case float
    }

    /// What a scalar means under the core schema of YAML 1.2.
    package enum Meaning: Hashable, Sendable {
        case null
        case boolean(Bool)
        case integer(Int64)
        /// A number that is not an integer of 64 bits; the text stands in the scalar.
        case number
        case string
    }

    package var text: String
    package var style: Style
    package var tag: Tag?

    package init(_ text: String, _ style: Style, tag: Tag? = nil) {
        self.text = text
        self.style = style
        self.tag = tag
    }

    /// What the text means: a string where it is quoted or tagged so, and otherwise what YAML 1.2, chapter 10.3, says.
    ///
    /// The words that only YAML 1.1 knows (`yes`, `no`, `on`, `off`, `1:30`, dates) are strings.
    package var meaning: Meaning {
        if tag == .string || (style != .plain && tag == nil) { return .string }
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .boolean(true)
        case "false", "False", "FALSE": return .boolean(false)
        case ".nan", ".NaN", ".NAN": return .number
        default: return numericMeaning
        }
    }

    private var numericMeaning: Meaning {
        let bytes = Array(text.utf8)
        if bytes.starts(with: "0x".utf8) { return radixMeaning(bytes.dropFirst(2), radix: 16) }
        if bytes.starts(with: "0o".utf8) { return radixMeaning(bytes.dropFirst(2), radix: 8) }
        var rest = bytes[...]
        if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest.removeFirst() }
        if [".inf", ".Inf", ".INF"].contains(where: { rest.elementsEqual($0.utf8) }) { return .number }
        let whole = Self.takeDigits(&rest)
        if rest.isEmpty, whole > 0 { return Int64(text).map(Meaning.integer) ?? .number }
        var fraction = 0
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            fraction = Self.takeDigits(&rest)
        }
        guard whole + fraction > 0 else { return .string }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest.removeFirst()
            if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest.removeFirst() }
            guard Self.takeDigits(&rest) > 0 else { return .string }
        }
        return rest.isEmpty ? .number : .string
    }

    private func radixMeaning(_ digits: ArraySlice<UInt8>, radix: Int) -> Meaning {
        let isNumber =
            !digits.isEmpty
            && digits.allSatisfy { byte in
                radix == 8
                    ? (48...55).contains(byte)
                    : (48...57).contains(byte) || (65...70).contains(byte) || (97...102).contains(byte)
            }
        guard isNumber else { return .string }
        return Int64(String(decoding: digits, as: UTF8.self), radix: radix).map(Meaning.integer) ?? .number
    }

    /// Takes the digits at the front, and says how many there were.
    private static func takeDigits(_ bytes: inout ArraySlice<UInt8>) -> Int {
        let count = bytes.prefix { (48...57).contains($0) }.count
        bytes.removeFirst(count)
        return count
    }
}
