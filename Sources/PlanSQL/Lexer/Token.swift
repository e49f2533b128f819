package import PlanDiagnostics

/// One token of SQL, with its bytes' range in the text.
package struct Token: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// A word without quotes: a keyword or a name.
        case word
        /// `"x"`, `` `x` `` or `[x]`.
        case quotedName
        /// `'x'`.
        case string
        /// `x'00ff'`.
        case blob
        case integer
        case real
        /// `?`, `?1`, `:a`, `@a`, `$a`.
        case parameter
        /// An operator or a punctuation mark.
        case symbol
    }

    package let kind: Kind
    package let range: SourceRange
    /// The token as written.
    package let text: String

    /// The value of a name or a string, without its quotes.
    package var value: String {
        switch kind {
        case .quotedName, .string:
            let inner = text.unicodeScalars.dropFirst().dropLast()
            guard let quote = text.unicodeScalars.first, quote != "[" else { return String(inner) }
            var result = String.UnicodeScalarView()
            var isSecond = false
            for scalar in inner {
                isSecond = scalar == quote && !isSecond
                if !isSecond { result.append(scalar) }
            }
            return String(result)
        case .word, .blob, .integer, .real, .parameter, .symbol: return text
        }
    }

    /// Whether it is a word without quotes that reads so in any letter case.
    package func isKeyword(_ word: String) -> Bool {
        kind == .word && text.utf8.count == word.utf8.count
            && zip(text.utf8, word.utf8).allSatisfy { left, right in
                left == right || ((97...122).contains(left) && left - 32 == right)
            }
    }

    /// The keyword that a word without quotes may be.
    var keyword: String { Keywords.spelling(of: text) }

    /// Whether the text begins so. Scalars are compared, since a sign and a combining mark after it make another
    /// character.
    func begins(with sign: Unicode.Scalar) -> Bool { text.unicodeScalars.first == sign }

    /// Whether a name may stand here without more: quoted, or a word that is not reserved.
    var isName: Bool {
        switch kind {
        case .quotedName, .string: true
        case .word: !Keywords.reserved.contains(keyword)
        case .blob, .integer, .real, .parameter, .symbol: false
        }
    }

    package func isSymbol(_ symbol: String) -> Bool { kind == .symbol && text == symbol }
}
