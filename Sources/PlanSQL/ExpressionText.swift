/// SQL that a plan gives as text and that stands inside a statement of ours.
package enum ExpressionText {
    /// Whose SQL it is.
    package enum Language: Hashable, Sendable {
        /// The source's. Parameters are ours, so that the text may have none.
        case sqlite
        /// The target's, in which `?` is an operator and `::` a cast.
        case postgresql
    }

    /// Why the text cannot stand inside a statement: it would end the statement, close what it did not open, hide what
    /// follows it, or take a value that is not meant for it.
    package static func problem(in text: String, _ language: Language) -> SyntaxError? {
        do {
            let tokens = try Lexer.tokens(of: text)
            guard let last = tokens.last else { return SyntaxError(reason: "the text is empty", range: 0..<0) }
            var depth = 0
            for token in tokens {
                if token.isSymbol(";") { return SyntaxError(reason: "a statement ends here", range: token.range) }
                if token.kind == .parameter, language == .sqlite || token.begins(with: "$") {
                    return SyntaxError(reason: "a parameter (\(token.text)) has no value here", range: token.range)
                }
                if token.isSymbol("(") { depth += 1 }
                if token.isSymbol(")") { depth -= 1 }
                if depth < 0 {
                    return SyntaxError(reason: "a parenthesis is closed that is not open", range: token.range)
                }
            }
            let end = text.utf8.count
            if depth > 0 { return SyntaxError(reason: "a parenthesis is not closed", range: end..<end) }
            if text.utf8.dropFirst(last.range.upperBound).contains(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }) {
                return SyntaxError(
                    reason: "a comment at its end would hide what follows it", range: last.range.upperBound..<end)
            }
            return nil
        } catch {
            return error
        }
    }
}
