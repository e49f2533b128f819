internal import PlanSQL

/// One transform as a plan writes it: a name, and arguments in parentheses where it takes some.
struct TransformCall: Hashable {
    enum Argument: Hashable {
        /// `'x'`.
        case text(String)
        /// An integer.
        case integer(Int)
        /// A number with a fraction, as written.
        case real(String)
        /// A column of the source: a name, in double quotes or not.
        case column(String)
        /// `${NAME}`.
        case variable(String)
    }

    let name: String
    let arguments: [Argument]

    /// Nil where the text is none.
    init?(parsing text: String) {
        var text = text
        // A variable is no token of SQL.
        var variables: [String] = []
        while let start = text.firstRange(of: "${"), let end = text[start.upperBound...].firstIndex(of: "}") {
            variables.append(String(text[start.upperBound..<end]))
            text.replaceSubrange(start.lowerBound...end, with: "$variable\(variables.count - 1)")
        }
        guard let tokens = try? Lexer.tokens(of: text), let first = tokens.first, first.kind == .word else {
            return nil
        }
        name = first.text.lowercased()
        if tokens.count == 1 {
            arguments = []
            return
        }
        guard tokens.count >= 3, tokens[1].isSymbol("("), tokens[tokens.count - 1].isSymbol(")") else { return nil }
        var arguments: [Argument] = []
        var rest = tokens[2..<(tokens.count - 1)]
        while !rest.isEmpty {
            let isNegative = rest.first?.isSymbol("-") == true
            if isNegative { rest.removeFirst() }
            guard let token = rest.popFirst(),
                let argument = Self.argument(token, isNegative: isNegative, variables)
            else { return nil }
            arguments.append(argument)
            if rest.isEmpty { break }
            guard rest.popFirst()?.isSymbol(",") == true, !rest.isEmpty else { return nil }
        }
        self.arguments = arguments
    }

    private static func argument(_ token: Token, isNegative: Bool, _ variables: [String]) -> Argument? {
        let sign = isNegative ? "-" : ""
        switch token.kind {
        case .integer: return Int(sign + token.text).map { .integer($0) }
        case .real: return .real(sign + token.text)
        case .string where !isNegative: return .text(token.value)
        case .word where !isNegative, .quotedName where !isNegative: return .column(token.value)
        case .parameter where !isNegative:
            guard token.text.hasPrefix("$variable"), let index = Int(token.text.dropFirst(9)),
                variables.indices.contains(index)
            else { return nil }
            return .variable(variables[index])
        case .string, .word, .quotedName, .parameter, .blob, .symbol: return nil
        }
    }
}
