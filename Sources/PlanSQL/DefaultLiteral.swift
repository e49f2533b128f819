/// A default that is a literal, as SQLite reads it.
package enum DefaultLiteral: Hashable, Sendable {
    case null
    /// Decimal digits with or without a sign; hexadecimal is converted.
    case integer(String)
    case real(String)
    /// `'x'`, or `"x"`, which SQLite takes for a string where no column has the name.
    case string(String)
    /// Hexadecimal digits.
    case blob(String)
    case boolean(Bool)
    case currentTimestamp
    case currentDate
    case currentTime

    /// Reads the text of a default, in parentheses or not; nil if it is an expression.
    package init?(parsing text: String) {
        guard var tokens = try? Lexer.tokens(of: text)[...] else { return nil }
        while let first = tokens.first, let last = tokens.last, first.isSymbol("("), last.isSymbol(")"),
            tokens.count > 2
        {
            tokens = tokens.dropFirst().dropLast()
        }
        var sign = ""
        while let first = tokens.first, tokens.count > 1, first.isSymbol("-") || first.isSymbol("+") {
            if first.isSymbol("-") { sign = sign.isEmpty ? "-" : "" }
            tokens = tokens.dropFirst()
        }
        guard tokens.count == 1, let token = tokens.first else { return nil }
        switch token.kind {
        case .integer:
            if token.text.lowercased().hasPrefix("0x") {
                // SQLite reads hexadecimal as the bits of a signed integer.
                guard let bits = UInt64(token.text.dropFirst(2), radix: 16) else { return nil }
                self = .integer(String(sign.isEmpty ? Int64(bitPattern: bits) : 0 &- Int64(bitPattern: bits)))
            } else {
                self = .integer(sign + token.text.filter { $0 != "_" })
            }
        case .real: self = .real(sign + token.text.filter { $0 != "_" })
        case .string, .quotedName:
            guard sign.isEmpty, token.begins(with: "'") || token.begins(with: "\"") else { return nil }
            self = .string(token.value)
        case .blob:
            guard sign.isEmpty else { return nil }
            self = .blob(String(token.text.dropFirst(2).dropLast()))
        case .word:
            guard sign.isEmpty else { return nil }
            switch token.keyword {
            case "NULL": self = .null
            case "TRUE": self = .boolean(true)
            case "FALSE": self = .boolean(false)
            case "CURRENT_TIMESTAMP": self = .currentTimestamp
            case "CURRENT_DATE": self = .currentDate
            case "CURRENT_TIME": self = .currentTime
            default: return nil
            }
        case .parameter, .symbol: return nil
        }
    }
}
