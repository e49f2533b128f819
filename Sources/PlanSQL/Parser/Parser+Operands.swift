extension Parser {
    /// Reads what stands before, between and after operators: a prefix operator with its operand, or a primary.
    /// `minimum` is how tightly the operators around it bind.
    mutating func operand(_ minimum: Precedence) throws(SyntaxError) -> Expression {
        let start = cursor.offset
        guard let token = cursor.peek else { throw cursor.failure("expected an expression") }
        if token.isSymbol("(") { return try parentheses() }
        let kind: Expression.Kind
        if let symbol = prefix(token) {
            _ = cursor.take()
            // NOT takes what binds more tightly than itself; the signs take another prefix at most.
            // As an operand of what binds more tightly, NOT counts for the parentheses that it is printed with.
            let levels = symbol.precedence < minimum ? 2 : 1
            kind = .unary(symbol, try expression(symbol == .not ? .equality : .prefix, levels: levels))
        } else {
            kind = try primary(token)
        }
        try grow()
        return Expression(kind, range: range(from: start))
    }

    private func prefix(_ token: Token) -> UnaryOperator? {
        if token.isKeyword("NOT") { return .not }
        return token.kind == .symbol ? UnaryOperator(rawValue: token.text) : nil
    }

    /// `(expression)`, `(row, value)` or `(query)`.
    private mutating func parentheses() throws(SyntaxError) -> Expression {
        let start = cursor.offset
        _ = cursor.take()
        if startsSelect {
            let query = try select()
            try cursor.expect(symbol: ")")
            try grow()
            return Expression(.subquery(query), range: range(from: start))
        }
        let elements = try expressions()
        try cursor.expect(symbol: ")")
        if elements.count == 1 { return Expression(elements[0].kind, range: range(from: start)) }
        try grow()
        return Expression(.row(elements), range: range(from: start))
    }

    private mutating func primary(_ token: Token) throws(SyntaxError) -> Expression.Kind {
        switch token.kind {
        case .integer, .real, .blob: return .literal(try literal())
        case .string: return cursor.peek(ahead: 1)?.isSymbol(".") == true ? try column() : .literal(try literal())
        case .parameter:
            guard token.text == "?" || (token.text.utf8.count > 1 && !token.begins(with: "#")) else {
                throw cursor.failure("expected a parameter's name")
            }
            _ = cursor.take()
            return .parameter(token.text)
        case .quotedName: return try columnOrFunction()
        case .word: return try word(token)
        case .symbol: throw cursor.failure("expected an expression")
        }
    }

    private mutating func word(_ token: Token) throws(SyntaxError) -> Expression.Kind {
        switch token.keyword {
        case "NULL", "CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP": return .literal(try literal())
        case "TRUE", "FALSE":
            let next = cursor.peek(ahead: 1)
            let isName = next?.isSymbol(".") == true || next?.isSymbol("(") == true
            return isName ? try columnOrFunction() : .literal(try literal())
        case "CASE": return .conditional(try conditional())
        case "CAST": return try cast()
        case "EXISTS":
            _ = cursor.take()
            return .exists(try parenthesizedSelect())
        case "RAISE": return .raise(try raise())
        default: return try columnOrFunction()
        }
    }

    /// Reads a constant, without a sign.
    mutating func literal() throws(SyntaxError) -> Literal {
        guard let token = cursor.peek, let literal = Literal(token) else {
            throw cursor.failure("expected a constant")
        }
        _ = cursor.take()
        return literal
    }

    private mutating func columnOrFunction() throws(SyntaxError) -> Expression.Kind {
        guard let token = cursor.peek, token.isName else { throw cursor.failure("expected an expression") }
        return cursor.peek(ahead: 1)?.isSymbol("(") == true ? .function(try function()) : try column()
    }

    private mutating func column() throws(SyntaxError) -> Expression.Kind {
        let isDoubleQuoted = cursor.peek?.begins(with: "\"") == true
        let first = try name()
        guard cursor.accept(symbol: ".") else { return .column(ColumnName(first, mayBeString: isDoubleQuoted)) }
        let second = try name()
        guard cursor.accept(symbol: ".") else { return .column(ColumnName(table: first, second)) }
        return .column(ColumnName(schema: first, table: second, try name()))
    }

    private mutating func conditional() throws(SyntaxError) -> CaseExpression {
        try cursor.expect("CASE")
        let operand = cursor.peek?.isKeyword("WHEN") == true ? nil : try expression()
        var branches: [CaseExpression.Branch] = []
        repeat {
            let start = cursor.offset
            try cursor.expect("WHEN")
            let condition = try expression()
            try cursor.expect("THEN")
            let result = try expression()
            branches.append(.init(condition: condition, result: result, range: range(from: start)))
        } while cursor.peek?.isKeyword("WHEN") == true
        let otherwise = try expression(after: "ELSE")
        try cursor.expect("END")
        return CaseExpression(operand: operand, branches: branches, otherwise: otherwise)
    }

    private mutating func cast() throws(SyntaxError) -> Expression.Kind {
        try cursor.expect("CAST")
        try cursor.expect(symbol: "(")
        let value = try expression()
        try cursor.expect("AS")
        let type = try declaredType()
        try cursor.expect(symbol: ")")
        return .cast(value, type)
    }

    private mutating func raise() throws(SyntaxError) -> Raise {
        try cursor.expect("RAISE")
        try cursor.expect(symbol: "(")
        if cursor.accept("IGNORE") {
            try cursor.expect(symbol: ")")
            return .ignore
        }
        for action in RaiseAction.allCases where cursor.accept(action.rawValue) {
            try cursor.expect(symbol: ",")
            let message = try expression()
            try cursor.expect(symbol: ")")
            return .failure(action, message: message)
        }
        throw cursor.failure("expected IGNORE, ROLLBACK, ABORT or FAIL")
    }
}

extension Literal {
    /// The constant that a token is; nil if it is none.
    init?(_ token: Token) {
        switch token.kind {
        case .integer: self = .integer(token.text)
        case .real: self = .real(token.text)
        case .string: self = .string(token.value)
        case .blob: self = .blob(String(token.text.dropFirst(2).dropLast()))
        case .word:
            switch token.keyword {
            case "NULL": self = .null
            case "TRUE": self = .boolean(true)
            case "FALSE": self = .boolean(false)
            case "CURRENT_DATE": self = .currentDate
            case "CURRENT_TIME": self = .currentTime
            case "CURRENT_TIMESTAMP": self = .currentTimestamp
            default: return nil
            }
        case .quotedName, .parameter, .symbol: return nil
        }
    }
}
