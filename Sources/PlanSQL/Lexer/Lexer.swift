package import PlanDiagnostics

/// Why a text is not SQL, and where.
package struct SyntaxError: Error, Hashable, Sendable {
    package let reason: String
    package let range: SourceRange
}

/// Cuts SQL into tokens by SQLite's rules (<https://sqlite.org/lang_keywords.html>, tokenize.c's classes). Blanks and
/// comments are left out.
package struct Lexer {
    private let bytes: [UInt8]
    private var index = 0

    private init(_ text: String) { bytes = Array(text.utf8) }

    package static func tokens(of text: String) throws(SyntaxError) -> [Token] {
        var lexer = Lexer(text)
        var tokens: [Token] = []
        while let token = try lexer.next() { tokens.append(token) }
        return tokens
    }

    private func byte(at place: Int) -> UInt8 { place < bytes.count ? bytes[place] : 0 }

    private mutating func next() throws(SyntaxError) -> Token? {
        try skipBlanks()
        guard index < bytes.count else { return nil }
        let start = index
        let kind: Token.Kind
        switch bytes[index] {
        case UInt8(ascii: "'"):
            try skipQuoted(closing: UInt8(ascii: "'"))
            kind = .string
        case UInt8(ascii: "\""), UInt8(ascii: "`"):
            try skipQuoted(closing: bytes[index])
            kind = .quotedName
        case UInt8(ascii: "["):
            guard let end = bytes[index...].firstIndex(of: UInt8(ascii: "]")) else {
                throw SyntaxError(reason: "a name in brackets is not closed", range: start..<bytes.count)
            }
            index = end + 1
            kind = .quotedName
        case UInt8(ascii: "x"), UInt8(ascii: "X"):
            if byte(at: index + 1) == UInt8(ascii: "'") {
                try skipBlob()
                kind = .blob
            } else {
                skipWord()
                kind = .word
            }
        case let byte where Self.startsWord(byte):
            skipWord()
            kind = .word
        case let byte where Self.isDigit(byte) || (byte == UInt8(ascii: ".") && Self.isDigit(self.byte(at: index + 1))):
            kind = try skipNumber()
        case UInt8(ascii: "?"):
            index += 1
            while Self.isDigit(byte(at: index)) { index += 1 }
            kind = .parameter
        case UInt8(ascii: ":"), UInt8(ascii: "@"), UInt8(ascii: "$"), UInt8(ascii: "#"):
            index += 1
            skipWord()
            kind = .parameter
        default:
            skipSymbol()
            kind = .symbol
        }
        return Token(
            kind: kind, range: start..<index, text: String(decoding: bytes[start..<index], as: UTF8.self))
    }

    private mutating func skipBlanks() throws(SyntaxError) {
        while index < bytes.count {
            switch bytes[index] {
            case 0x20, 0x09, 0x0A, 0x0C, 0x0D: index += 1
            case UInt8(ascii: "-") where byte(at: index + 1) == UInt8(ascii: "-"):
                while index < bytes.count, bytes[index] != 0x0A { index += 1 }
            case 0xEF where byte(at: index + 1) == 0xBB && byte(at: index + 2) == 0xBF: index += 3
            case UInt8(ascii: "/") where byte(at: index + 1) == UInt8(ascii: "*"):
                // The star that opens a comment does not close it.
                index += 3
                // SQLite lets a comment run to the end of the text.
                while index < bytes.count, !(bytes[index - 1] == UInt8(ascii: "*") && bytes[index] == UInt8(ascii: "/"))
                {
                    index += 1
                }
                index = min(index + 1, bytes.count)
            default: return
            }
        }
    }

    private mutating func skipQuoted(closing quote: UInt8) throws(SyntaxError) {
        let start = index
        index += 1
        while index < bytes.count {
            if bytes[index] == quote {
                guard byte(at: index + 1) == quote, index + 1 < bytes.count else {
                    index += 1
                    return
                }
                index += 1
            }
            index += 1
        }
        throw SyntaxError(reason: "a quoted text is not closed", range: start..<bytes.count)
    }

    private mutating func skipWord() {
        while index < bytes.count, Self.continuesWord(bytes[index]) { index += 1 }
    }

    private mutating func skipBlob() throws(SyntaxError) {
        let start = index
        index += 2
        while Self.isHexadecimal(byte(at: index)) { index += 1 }
        guard byte(at: index) == UInt8(ascii: "'"), (index - start).isMultiple(of: 2) else {
            throw SyntaxError(reason: "expected pairs of hexadecimal digits and a quote", range: start..<index)
        }
        index += 1
    }

    private mutating func skipNumber() throws(SyntaxError) -> Token.Kind {
        let start = index
        let kind = skipDigitsOfNumber()
        if index < bytes.count, Self.continuesWord(bytes[index]) {
            skipWord()
            throw SyntaxError(reason: "expected a number", range: start..<index)
        }
        return kind
    }

    private mutating func skipDigitsOfNumber() -> Token.Kind {
        if bytes[index] == UInt8(ascii: "0"), byte(at: index + 1) | 0x20 == UInt8(ascii: "x"),
            Self.isHexadecimal(byte(at: index + 2))
        {
            index += 2
            while Self.isHexadecimal(byte(at: index))
                || (byte(at: index) == UInt8(ascii: "_") && Self.isHexadecimal(byte(at: index + 1)))
            {
                index += 1
            }
            return .integer
        }
        var kind = Token.Kind.integer
        skipDigits()
        if byte(at: index) == UInt8(ascii: ".") {
            kind = .real
            index += 1
            skipDigits()
        }
        if byte(at: index) | 0x20 == UInt8(ascii: "e") {
            let sign = byte(at: index + 1) == UInt8(ascii: "+") || byte(at: index + 1) == UInt8(ascii: "-") ? 1 : 0
            if Self.isDigit(byte(at: index + 1 + sign)) {
                kind = .real
                index += 1 + sign
                skipDigits()
            }
        }
        return kind
    }

    private mutating func skipDigits() {
        while Self.isDigit(byte(at: index))
            || (byte(at: index) == UInt8(ascii: "_") && Self.isDigit(byte(at: index + 1)))
        {
            index += 1
        }
    }

    private mutating func skipSymbol() {
        let three = String(decoding: bytes[index..<min(index + 3, bytes.count)], as: UTF8.self)
        if three == "->>" {
            index += 3
            return
        }
        let two = String(decoding: bytes[index..<min(index + 2, bytes.count)], as: UTF8.self)
        index += ["||", "<<", ">>", "<=", ">=", "==", "!=", "<>", "->"].contains(two) ? 2 : 1
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        isDigit(byte) || (97...102).contains(byte | 0x20)
    }

    /// Letters, underscore, and every byte of a character outside ASCII.
    static func startsWord(_ byte: UInt8) -> Bool {
        (65...90).contains(byte) || (97...122).contains(byte) || byte == UInt8(ascii: "_") || byte >= 0x80
    }

    static func continuesWord(_ byte: UInt8) -> Bool {
        startsWord(byte) || isDigit(byte) || byte == UInt8(ascii: "$")
    }
}
