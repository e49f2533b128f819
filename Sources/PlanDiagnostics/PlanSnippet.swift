/// Lines for a plan file: a value at a path of keys.
///
///     tables:
///       users:
///         checks:
///           "length(name) > 3": { drop: true }
package struct PlanSnippet: Hashable, Sendable {
    /// The keys from the document's root down.
    package let keys: [String]
    /// The value in YAML's flow form, such as `{ drop: true }`.
    package let value: String
    /// What choosing it means, in a few words.
    package let effect: String

    package init(_ keys: [String], _ value: String, effect: String) {
        self.keys = keys
        self.value = value
        self.effect = effect
    }

    /// The snippet as lines of YAML in block form.
    package var yaml: String {
        var lines: [String] = []
        for (depth, key) in keys.enumerated() {
            let indentation = String(repeating: "  ", count: depth)
            let tail = depth == keys.count - 1 ? " " + value : ""
            lines.append("\(indentation)\(YAMLText.scalar(key)):\(tail)")
        }
        return lines.joined(separator: "\n")
    }
}

/// Text as a YAML scalar.
package enum YAMLText {
    /// The plain form where YAML reads it back as the same string, the double-quoted form where not.
    package static func scalar(_ text: String) -> String {
        isPlain(text) ? text : quoted(text)
    }

    /// The double-quoted form.
    package static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            // What YAML does not take as it is: controls, line separators, the byte order mark, and noncharacters.
            case _ where !isPrintable(scalar):
                let digits = String(scalar.value, radix: 16)
                let (letter, length) = scalar.value <= 0xFF ? ("x", 2) : scalar.value <= 0xFFFF ? ("u", 4) : ("U", 8)
                result += "\\\(letter)" + String(repeating: "0", count: length - digits.utf8.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// Text that may stand in a comment: what YAML takes nowhere, and what would end the line, is a blank or is escaped.
    package static func comment(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n", "\t", "\r": result.append(" ")
            // NEL ends a line too.
            case _ where isPrintable(scalar) && scalar.value != 0x85: result.append(scalar)
            default: result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
            }
        }
        return String(result)
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20...0x7E, 0xA0...0x2027, 0x202A...0xFEFE, 0xFF00...0xFFFD: true
        case 0x1_0000...: scalar.value & 0xFFFE != 0xFFFE
        default: false
        }
    }

    private static func isPlain(_ text: String) -> Bool {
        let words: Set<String> = ["true", "false", "yes", "no", "on", "off", "null", "y", "n", "inf", "nan"]
        guard let first = text.utf8.first, isLetter(first) || first == UInt8(ascii: "_"),
            !words.contains(text.lowercased())
        else { return false }
        return text.utf8.allSatisfy { byte in
            isLetter(byte) || (48...57).contains(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
                || byte == UInt8(ascii: ".")
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte) || (97...122).contains(byte) }
}
