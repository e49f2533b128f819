internal import PlanSQL

/// Functions of <https://sqlite.org/lang_corefunc.html> about texts.
extension FunctionRules {
    static let text: [FunctionRule] = [
        FunctionRule("length", 1) { (use) throws(Untranslatable) in
            if use.first.family == .blob {
                return use.result(.call("octet_length", use.first.expression), .integer, .integer)
            }
            return use.result(.call("char_length", try use.text(0)), .integer, .integer)
        },
        FunctionRule("octet_length", 1) { (use) throws(Untranslatable) in
            let value = use.first.family == .blob ? use.first.expression : try use.text(0)
            return use.result(.call("octet_length", value), .integer, .integer)
        },
        FunctionRule("lower", 1) { (use) throws(Untranslatable) in
            let text = try use.text(0)
            return use.result(text.lowerHexadecimal ?? Translator.folded(text), .text, .text)
        },
        // As `lower`: only the letters of ASCII.
        FunctionRule("upper", 1) { (use) throws(Untranslatable) in
            let text = try use.text(0)
            if case .literal(.string(let constant)) = text.kind {
                let letters = constant.utf8.map { (97...122).contains($0) ? $0 - 32 : $0 }
                return use.result(.string(String(decoding: letters, as: UTF8.self)), .text, .text)
            }
            return use.result(.call("upper", text.collate("C")), .text, .text)
        },
        FunctionRule("trim", 1...2) { (use) throws(Untranslatable) in try trim(use, "btrim") },
        FunctionRule("ltrim", 1...2) { (use) throws(Untranslatable) in try trim(use, "ltrim") },
        FunctionRule("rtrim", 1...2) { (use) throws(Untranslatable) in try trim(use, "rtrim") },
        FunctionRule("replace", 3, .scalar, replace),
        FunctionRule("instr", 2, .scalar, position),
        FunctionRule("unicode", 1) { (use) throws(Untranslatable) in
            // The empty text has no first character.
            use.result(.call("nullif", .call("ascii", try use.text(0)), .integer(0)), .integer, .integer)
        },
        FunctionRule("char", 0...127, .scalar, characters),
        FunctionRule("concat", 1...127) { (use) throws(Untranslatable) in
            use.result(.call("concat", try use.texts()), .text, .text, volatility: .stable)
        },
        FunctionRule("concat_ws", 2...127) { (use) throws(Untranslatable) in
            use.result(.call("concat_ws", try use.texts()), .text, .text, volatility: .stable)
        },
        FunctionRule("glob", 2) { (use) throws(Untranslatable) in try match(use, .glob) },
        FunctionRule("like", 2...3) { (use) throws(Untranslatable) in try match(use, .like) },
        FunctionRule("quote", 1, .scalar, quote),
    ]

    private static func trim(_ use: FunctionUse, _ name: String) throws(Untranslatable) -> TypedExpression {
        use.result(.call(name, try use.texts()), .text, .text)
    }

    private static func replace(_ use: FunctionUse) throws(Untranslatable) -> TypedExpression {
        let texts = try use.texts()
        var result: Expression = .call("replace", texts)
        // What is nowhere looked for is replaced by nothing, NULL too.
        switch use.arguments[1].literal {
        case .string("")?: result = texts[0]
        case nil where use.arguments[2].literal == nil || use.arguments[2].isNull:
            try use.repeats(0)
            try use.repeats(1)
            result = .when(texts[1].binary(.equal, .string("")), then: texts[0], else: result)
        default: break
        }
        return use.result(result, .text, .text)
    }

    private static func position(_ use: FunctionUse) throws(Untranslatable) -> TypedExpression {
        if use.first.family == .blob, use.arguments[1].family == .blob {
            // The function behind POSITION (b IN a).
            return use.result(
                .call("position", use.first.expression, use.arguments[1].expression), .integer, .integer)
        }
        return use.result(.call("strpos", try use.texts()), .integer, .integer)
    }

    /// `char(…)`. A NULL is the character 0 to SQLite, which PostgreSQL refuses when it meets it.
    private static func characters(_ use: FunctionUse) throws(Untranslatable) -> TypedExpression {
        var constant = ""
        var isConstant = true
        var parts: [Expression] = []
        for (index, argument) in use.arguments.enumerated() {
            let integer = try use.integer(index)
            if case .integer(let digits)? = argument.literal {
                let scalar = UInt32(digits).flatMap { Unicode.Scalar($0) } ?? "\u{FFFD}"
                guard scalar != "\0" else { throw use.refuse("PostgreSQL has no text with a NUL in it") }
                constant.unicodeScalars.append(scalar)
                parts.append(.string(String(scalar)))
            } else {
                isConstant = false
                parts.append(.call("chr", .call("coalesce", integer, .integer(0)).cast(to: .integer)))
            }
        }
        if isConstant { return use.constant(constant) }
        return use.result(parts.concatenation, .text, .text)
    }

    private static func match(_ use: FunctionUse, _ comparison: PatternOperator) throws(Untranslatable)
        -> TypedExpression
    {
        let sources = use.call.argumentList
        return try use.translator.pattern(
            PatternMatch(
                operand: sources[1], comparison: comparison, pattern: sources[0],
                escape: sources.count == 3 ? sources[2] : nil), at: use.range)
    }

    /// A value as SQL writes it.
    private static func quote(_ use: FunctionUse) throws(Untranslatable) -> TypedExpression {
        let value = use.first
        let quoted: Expression
        switch value.storage {
        case .null: return use.constant("NULL")
        case .integer: quoted = try use.text(0)
        case .text:
            let doubled = Expression.call("replace", try use.text(0), .string("'"), .string("''"))
            quoted = [.string("'"), doubled, .string("'")].concatenation
        case .blob:
            let digits = Expression.call("upper", .call("encode", value.expression, .string("hex")))
            quoted = [.string("X'"), digits, .string("'")].concatenation
        case .real, .number, .any:
            throw use.refuse("the digits that SQLite writes for a real are not known in PostgreSQL")
        }
        return use.result(
            value.literal == nil ? .call("coalesce", quoted, .string("NULL")) : quoted, .text, .text,
            volatility: value.family.isTemporal ? .stable : .immutable)
    }
}

extension [Expression] {
    /// The texts one after the other.
    var concatenation: Expression {
        guard let first else { return .string("") }
        return dropFirst().reduce(first) { $0.binary(.concatenate, $1) }
    }
}
