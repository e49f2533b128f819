internal import PlanCatalog

/// The module of a virtual table, which stands nowhere but in its statement.
enum VirtualTableModule {
    /// The name after `CREATE VIRTUAL TABLE name USING`, without its quotes; nil if the text is no such statement.
    static func name(inSQL sql: String) -> String? {
        var scan = Scan(bytes: Array(sql.utf8))
        var words: [Word] = []
        while let word = scan.next() {
            // A table may have the quoted name 'using'; the keyword has no quotes and does not follow TABLE or a dot.
            if let last = words.last, words.count > 3, last.isKeyword("using"),
                !words[words.count - 2].isPunctuation(".")
            {
                return word.text
            }
            words.append(word)
        }
        return nil
    }

    private struct Word {
        let text: String
        let isQuoted: Bool

        func isKeyword(_ keyword: String) -> Bool { !isQuoted && text.asciiLowercased == keyword }

        func isPunctuation(_ character: String) -> Bool { !isQuoted && text == character }
    }

    /// Splits SQL into words, quoted names and single characters, without blanks and comments.
    private struct Scan {
        let bytes: [UInt8]
        var index = 0

        mutating func next() -> Word? {
            skipBlanksAndComments()
            guard index < bytes.count else { return nil }
            let start = index
            switch bytes[index] {
            case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"): return quoted(until: bytes[index])
            case UInt8(ascii: "["): return quoted(until: UInt8(ascii: "]"))
            default: index += 1
            }
            if isWordByte(bytes[start]) {
                while index < bytes.count, isWordByte(bytes[index]) { index += 1 }
            }
            return Word(text: String(decoding: bytes[start..<index], as: UTF8.self), isQuoted: false)
        }

        private mutating func skipBlanksAndComments() {
            while index < bytes.count {
                if bytes[index] <= 0x20 {
                    index += 1
                } else if bytes[index...].starts(with: [0x2D, 0x2D]) {
                    index = bytes[index...].firstIndex(of: 0x0A) ?? bytes.count
                } else if bytes[index...].starts(with: [0x2F, 0x2A]) {
                    index += 2
                    while index < bytes.count, !bytes[index...].starts(with: [0x2A, 0x2F]) { index += 1 }
                    index = min(index + 2, bytes.count)
                } else {
                    return
                }
            }
        }

        /// A quoted name; the closing quote doubled stands for itself, but for `]`.
        private mutating func quoted(until end: UInt8) -> Word {
            var name: [UInt8] = []
            index += 1
            while index < bytes.count {
                let byte = bytes[index]
                index += 1
                if byte == end {
                    guard end != UInt8(ascii: "]"), index < bytes.count, bytes[index] == end else { break }
                    index += 1
                }
                name.append(byte)
            }
            return Word(text: String(decoding: name, as: UTF8.self), isQuoted: true)
        }

        private func isWordByte(_ byte: UInt8) -> Bool {
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
                || byte == 0x24 || byte >= 0x80
        }
    }
}
