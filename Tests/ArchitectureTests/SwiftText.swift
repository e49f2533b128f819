/// The code of a Swift file as words and marks, without comments and without the text of string literals.
///
/// Code inside a literal's interpolations counts.
struct SwiftText {
    /// A word (identifier, keyword, number) or a single mark, with the line that it is on.
    struct Token: Equatable {
        let text: String
        /// From 1.
        let line: Int
        /// Whether nothing stands between it and the token before.
        let isAttached: Bool

        var isWord: Bool { text.unicodeScalars.allSatisfy { $0 == "_" || $0.properties.isAlphabetic || $0.isDigit } }
    }

    private(set) var tokens: [Token] = []
    private let scalars: [Unicode.Scalar]
    private var index = 0
    private var line = 1
    private var isAttached = false

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
        readCode()
    }

    /// The modules that the code imports, with the lines of their names.
    var imports: [(module: String, line: Int)] {
        let kinds: Set = ["typealias", "struct", "class", "enum", "protocol", "let", "var", "func", "actor", "macro"]
        return tokens.indices.compactMap { index in
            // `.import`, `import:` and `import` in backquotes are names.
            guard tokens[index].text == "import", index == 0 || ![".", "`"].contains(tokens[index - 1].text) else {
                return nil
            }
            let rest = tokens[(index + 1)...].drop { kinds.contains($0.text) || $0.text == "`" }
            guard let module = rest.first, module.isWord else { return nil }
            return (module.text, module.line)
        }
    }

    /// The lines on which the marks or words follow one another, such as `try`, `!`.
    func lines(of sequence: String...) -> [Int] {
        guard tokens.count >= sequence.count else { return [] }
        return (0...tokens.count - sequence.count).compactMap { start in
            let part = tokens[start..<start + sequence.count]
            guard part.map(\.text) == sequence, part.dropFirst().allSatisfy(\.isAttached) else { return nil }
            return part[start].line
        }
    }

    // MARK: Reading

    private func peek(_ offset: Int = 0) -> Unicode.Scalar? {
        index + offset < scalars.count ? scalars[index + offset] : nil
    }

    private func isAhead(_ text: String) -> Bool {
        var offset = 0
        for scalar in text.unicodeScalars {
            guard peek(offset) == scalar else { return false }
            offset += 1
        }
        return true
    }

    private mutating func advance(_ count: Int = 1) {
        for _ in 0..<count where index < scalars.count {
            if scalars[index] == "\n" { line += 1 }
            index += 1
        }
    }

    /// Reads up to the end, or up to the parenthesis that closes an interpolation.
    private mutating func readCode(inInterpolation: Bool = false) {
        var depth = 0
        while let scalar = peek() {
            if isAhead("//") {
                while let next = peek(), next != "\n" { advance() }
            } else if isAhead("/*") {
                readBlockComment()
            } else if let hashes = literalHashes {
                readLiteral(hashes: hashes)
            } else if scalar == " " || scalar == "\t" || scalar == "\n" || scalar == "\r" {
                advance()
            } else {
                if scalar == "(" { depth += 1 }
                if scalar == ")" { depth -= 1 }
                if inInterpolation, depth < 0 {
                    advance()
                    return
                }
                readToken()
                continue
            }
            isAttached = false
        }
    }

    private mutating func readToken() {
        let start = index
        while let scalar = peek(), scalar == "_" || scalar.properties.isAlphabetic || scalar.isDigit { advance() }
        if index == start { advance() }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[start..<index])
        tokens.append(Token(text: String(text), line: line, isAttached: isAttached))
        isAttached = true
    }

    private mutating func readBlockComment() {
        var depth = 0
        repeat {
            if isAhead("/*") {
                depth += 1
                advance(2)
            } else if isAhead("*/") {
                depth -= 1
                advance(2)
            } else {
                advance()
            }
        } while depth > 0 && index < scalars.count
    }

    /// How many `#` stand before the quote of a literal that begins here; nil where none begins.
    private var literalHashes: Int? {
        var count = 0
        while peek(count) == "#" { count += 1 }
        return peek(count) == "\"" ? count : nil
    }

    private mutating func readLiteral(hashes: Int) {
        let marks = String(repeating: "#", count: hashes)
        advance(hashes)
        let isMultiline = isAhead("\"\"\"")
        let quote = isMultiline ? "\"\"\"" : "\""
        advance(quote.count)
        while let scalar = peek() {
            // A literal that is not closed ends with its line, so that one mistake does not hide the rest.
            if !isMultiline, scalar == "\n" { return }
            if isAhead(quote + marks) {
                advance(quote.count + hashes)
                return
            }
            if isAhead("\\\(marks)(") {
                advance(2 + hashes)
                isAttached = false
                readCode(inInterpolation: true)
            } else {
                advance(isAhead("\\" + marks) ? 2 + hashes : 1)
            }
        }
    }
}

extension Unicode.Scalar {
    fileprivate var isDigit: Bool { ("0"..."9").contains(self) }
}
