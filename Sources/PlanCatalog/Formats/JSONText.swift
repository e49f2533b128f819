/// JSON documents as text (RFC 8259), classified without building a value.
package enum JSONText {
    /// What a text is as JSON.
    package enum Kind: Hashable, Sendable {
        case notJSON
        /// JSON that `jsonb` would refuse or change: a `\u0000`, a lone surrogate, a repeated key, a huge exponent.
        case onlyJSON
        /// JSON that `jsonb` returns with the same meaning.
        case jsonb
    }

    private static let maximumDepth = 500
    /// `numeric`, which holds the numbers of `jsonb`, ends at 131,072 digits before the point and 16,383 after it; a number
    /// of no more digits and places together than the smaller of the two is within both.
    private static let maximumPlaces = 16_383

    package static func kind(of text: Span<UInt8>) -> Kind {
        var scan = Scan()
        scan.skipSpace(text)
        guard scan.value(text, depth: 0) else { return .notJSON }
        scan.skipSpace(text)
        guard scan.index == text.count else { return .notJSON }
        return scan.isPlain ? .jsonb : .onlyJSON
    }

    /// Where the scan is, and whether all it saw is within `jsonb`.
    private struct Scan {
        var index = 0
        var isPlain = true

        mutating func skipSpace(_ text: Span<UInt8>) {
            while index < text.count, [0x20, 0x0A, 0x0D, 0x09].contains(text[index]) { index += 1 }
        }

        private mutating func accept(_ text: Span<UInt8>, _ byte: UInt8) -> Bool {
            guard index < text.count, text[index] == byte else { return false }
            index += 1
            return true
        }

        mutating func value(_ text: Span<UInt8>, depth: Int) -> Bool {
            guard depth < JSONText.maximumDepth, index < text.count else { return false }
            switch text[index] {
            case UInt8(ascii: "{"): return object(text, depth: depth)
            case UInt8(ascii: "["): return array(text, depth: depth)
            case UInt8(ascii: "\""): return string(text)
            case UInt8(ascii: "t"): return word(text, "true")
            case UInt8(ascii: "f"): return word(text, "false")
            case UInt8(ascii: "n"): return word(text, "null")
            default: return number(text)
            }
        }

        private mutating func object(_ text: Span<UInt8>, depth: Int) -> Bool {
            index += 1
            var keys: Set<[UInt8]> = []
            skipSpace(text)
            if accept(text, UInt8(ascii: "}")) { return true }
            repeat {
                skipSpace(text)
                let start = index
                guard index < text.count, text[index] == UInt8(ascii: "\""), string(text) else { return false }
                let key = (start..<index).map { text[$0] }
                // Keys are compared as written; an escape may hide a repetition, so it is taken for one.
                if !keys.insert(key).inserted || key.contains(UInt8(ascii: "\\")) { isPlain = false }
                skipSpace(text)
                guard accept(text, UInt8(ascii: ":")) else { return false }
                skipSpace(text)
                guard value(text, depth: depth + 1) else { return false }
                skipSpace(text)
            } while accept(text, UInt8(ascii: ","))
            return accept(text, UInt8(ascii: "}"))
        }

        private mutating func array(_ text: Span<UInt8>, depth: Int) -> Bool {
            index += 1
            skipSpace(text)
            if accept(text, UInt8(ascii: "]")) { return true }
            repeat {
                skipSpace(text)
                guard value(text, depth: depth + 1) else { return false }
                skipSpace(text)
            } while accept(text, UInt8(ascii: ","))
            return accept(text, UInt8(ascii: "]"))
        }

        private mutating func word(_ text: Span<UInt8>, _ word: String) -> Bool {
            guard index + word.utf8.count <= text.count else { return false }
            for byte in word.utf8 {
                guard text[index] == byte else { return false }
                index += 1
            }
            return true
        }

        private mutating func digits(_ text: Span<UInt8>) -> Int {
            let start = index
            while index < text.count, (48...57).contains(text[index]) { index += 1 }
            return index - start
        }

        private mutating func number(_ text: Span<UInt8>) -> Bool {
            _ = accept(text, UInt8(ascii: "-"))
            var places = 1
            if accept(text, UInt8(ascii: "0")) {
                if index < text.count, (48...57).contains(text[index]) { return false }
            } else {
                places = digits(text)
                if places == 0 { return false }
            }
            if accept(text, UInt8(ascii: ".")) {
                let count = digits(text)
                if count == 0 { return false }
                places += count
            }
            if accept(text, UInt8(ascii: "e")) || accept(text, UInt8(ascii: "E")) {
                if !accept(text, UInt8(ascii: "+")) { _ = accept(text, UInt8(ascii: "-")) }
                let start = index
                let count = digits(text)
                if count == 0 { return false }
                var exponent = 0
                for place in start..<min(index, start + 6) { exponent = exponent * 10 + Int(text[place]) - 48 }
                places += count > 6 ? JSONText.maximumPlaces : exponent
            }
            if places > JSONText.maximumPlaces { isPlain = false }
            return true
        }

        private mutating func string(_ text: Span<UInt8>) -> Bool {
            index += 1
            while index < text.count {
                let byte = text[index]
                index += 1
                if byte == UInt8(ascii: "\"") { return true }
                if byte < 0x20 { return false }
                guard byte == UInt8(ascii: "\\") else { continue }
                guard index < text.count else { return false }
                let escape = text[index]
                index += 1
                switch escape {
                case UInt8(ascii: "u"):
                    guard let code = fourDigits(text) else { return false }
                    if code == 0 || (0xDC00...0xDFFF).contains(code) { isPlain = false }
                    if (0xD800...0xDBFF).contains(code), !lowSurrogateFollows(text) { isPlain = false }
                case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
                    UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
                    continue
                default: return false
                }
            }
            return false
        }

        /// Takes the second half of a surrogate pair, if it is there.
        private mutating func lowSurrogateFollows(_ text: Span<UInt8>) -> Bool {
            let start = index
            if accept(text, UInt8(ascii: "\\")), accept(text, UInt8(ascii: "u")), let code = fourDigits(text),
                (0xDC00...0xDFFF).contains(code)
            {
                return true
            }
            index = start
            return false
        }

        private mutating func fourDigits(_ text: Span<UInt8>) -> UInt16? {
            guard index + 4 <= text.count else { return nil }
            var code: UInt16 = 0
            for place in index..<index + 4 {
                switch text[place] {
                case 48...57: code = code << 4 | UInt16(text[place] - 48)
                case 65...70: code = code << 4 | UInt16(text[place] - 55)
                case 97...102: code = code << 4 | UInt16(text[place] - 87)
                default: return nil
                }
            }
            index += 4
            return code
        }
    }
}
