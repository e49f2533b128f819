/// SQL that a plan gives as text and that stands inside a statement of ours.
package enum ExpressionText {
    /// Why the text cannot stand inside parentheses: it would end the statement or close what it did not open.
    package static func problem(in text: String) -> SyntaxError? {
        do {
            let tokens = try Lexer.tokens(of: text)
            if tokens.isEmpty { return SyntaxError(reason: "the text is empty", range: 0..<0) }
            var depth = 0
            for token in tokens {
                if token.isSymbol(";") { return SyntaxError(reason: "a statement ends here", range: token.range) }
                if token.isSymbol("(") { depth += 1 }
                if token.isSymbol(")") { depth -= 1 }
                if depth < 0 {
                    return SyntaxError(reason: "a parenthesis is closed that is not open", range: token.range)
                }
            }
            if depth > 0 {
                let end = text.utf8.count
                return SyntaxError(reason: "a parenthesis is not closed", range: end..<end)
            }
            return nil
        } catch {
            return error
        }
    }
}
