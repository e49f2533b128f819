/// Walks over tokens, looking ahead and taking them.
struct TokenCursor {
    private let bytes: [UInt8]
    private let tokens: [Token]
    private var index = 0

    init(_ text: String) throws(SyntaxError) {
        bytes = Array(text.utf8)
        tokens = try Lexer.tokens(of: text)
    }

    var isAtEnd: Bool { index == tokens.count }

    var peek: Token? { index < tokens.count ? tokens[index] : nil }

    func peek(ahead count: Int) -> Token? { index + count < tokens.count ? tokens[index + count] : nil }

    /// Where the next token begins, or the text ends.
    var offset: Int { peek?.range.lowerBound ?? bytes.count }

    /// Where the token before ends.
    var endOfLast: Int { index > 0 ? tokens[index - 1].range.upperBound : 0 }

    mutating func take() -> Token? {
        guard index < tokens.count else { return nil }
        defer { index += 1 }
        return tokens[index]
    }

    mutating func accept(_ keyword: String) -> Bool {
        guard peek?.isKeyword(keyword) == true else { return false }
        index += 1
        return true
    }

    /// Takes two words that belong together, or neither.
    mutating func accept(_ first: String, _ second: String) -> Bool {
        guard peek?.isKeyword(first) == true, peek(ahead: 1)?.isKeyword(second) == true else { return false }
        index += 2
        return true
    }

    mutating func accept(symbol: String) -> Bool {
        guard peek?.isSymbol(symbol) == true else { return false }
        index += 1
        return true
    }

    mutating func expect(_ keyword: String) throws(SyntaxError) {
        guard accept(keyword) else { throw failure("expected \(keyword)") }
    }

    mutating func expect(symbol: String) throws(SyntaxError) {
        guard accept(symbol: symbol) else { throw failure("expected '\(symbol)'") }
    }

    /// Takes `( … )`, parentheses balanced.
    mutating func skipParenthesized() throws(SyntaxError) {
        try expect(symbol: "(")
        var depth = 1
        while let token = take() {
            if token.isSymbol("(") { depth += 1 }
            if token.isSymbol(")") { depth -= 1 }
            if depth == 0 { return }
        }
        throw failure("expected ')'")
    }

    /// The text from a token's start to where the token before the next one ends.
    func fragment(from start: Int) -> SQLFragment {
        let range = start..<max(start, endOfLast)
        return SQLFragment(String(decoding: bytes[range], as: UTF8.self), range: range)
    }

    func failure(_ reason: String) -> SyntaxError {
        SyntaxError(reason: reason, range: peek?.range ?? bytes.count..<bytes.count)
    }
}
