package import PlanDiagnostics

/// Walks over tokens, looking ahead and taking them.
struct TokenCursor {
    private let text: String
    private let tokens: [Token]
    private var index = 0

    init(_ text: String) throws(SyntaxError) {
        self.text = text
        tokens = try Lexer.tokens(of: text)
    }

    var isAtEnd: Bool { index == tokens.count }

    var peek: Token? { index < tokens.count ? tokens[index] : nil }

    func peek(ahead count: Int) -> Token? { index + count < tokens.count ? tokens[index + count] : nil }

    /// Where the next token begins, or the text ends.
    var offset: Int { peek?.range.lowerBound ?? text.utf8.count }

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

    /// Takes a name: a word, a quoted name or, as SQLite allows, a string.
    mutating func name() throws(SyntaxError) -> Name {
        guard let token = peek, token.kind == .word || token.kind == .quotedName || token.kind == .string else {
            throw failure("expected a name")
        }
        index += 1
        return Name(value: token.value, range: token.range)
    }

    /// Takes `( … )` and gives what is inside, parentheses balanced.
    mutating func parenthesized() throws(SyntaxError) -> SQLFragment {
        try expect(symbol: "(")
        let start = endOfLast
        var depth = 1
        while let token = take() {
            if token.isSymbol("(") { depth += 1 }
            if token.isSymbol(")") { depth -= 1 }
            if depth == 0 { return fragment(start..<token.range.lowerBound) }
        }
        throw failure("a parenthesis is not closed")
    }

    /// The text of a range, blanks and comments at its ends left out of the text and the range.
    func fragment(_ range: SourceRange) -> SQLFragment {
        let inside = tokens.filter {
            $0.range.lowerBound >= range.lowerBound && $0.range.upperBound <= range.upperBound
        }
        guard let first = inside.first, let last = inside.last else {
            return SQLFragment(text: "", range: range.lowerBound..<range.lowerBound)
        }
        let trimmed = first.range.lowerBound..<last.range.upperBound
        return SQLFragment(text: String(decoding: Array(text.utf8)[trimmed], as: UTF8.self), range: trimmed)
    }

    func failure(_ reason: String) -> SyntaxError {
        SyntaxError(reason: reason, range: peek?.range ?? text.utf8.count..<text.utf8.count)
    }
}

/// A name with its place.
package struct Name: Hashable, Sendable {
    package let value: String
    package let range: SourceRange
}

/// A part of a statement that is kept as text.
package struct SQLFragment: Hashable, Sendable {
    package let text: String
    package let range: SourceRange
}
