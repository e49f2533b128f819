internal import PlanSQL

/// Functions of <https://sqlite.org/lang_corefunc.html> about bytes, and those that make random ones.
extension FunctionRules {
    static let blobs: [FunctionRule] = [
        FunctionRule("hex", 1, .scalar, hexadecimal),
        FunctionRule("unhex", 1...2, .scalar, bytes),
        FunctionRule("zeroblob", 1) { (use) throws(Untranslatable) in
            let count = Expression.call("coalesce", try use.integer(0), .integer(0)).cast(to: .integer)
            return use.result(.call("decode", .call("repeat", .string("00"), count), .string("hex")), .bytea, .blob)
        },
        FunctionRule("random", 0) { (use) in
            let digits = Expression.call("left", randomDigits, .integer(16))
            let bits = Expression.string("x").binary(.concatenate, digits).cast(to: PostgresType(.bit, 64))
            return use.result(bits.cast(to: .bigint), .bigint, .integer, volatility: .volatile)
        },
        FunctionRule("randomblob", 1) { (use) throws(Untranslatable) in
            guard case .integer(let digits)? = use.first.literal, let count = Int(digits), count <= 1024 else {
                throw use.refuse("randomblob() has no constant number of bytes up to 1024")
            }
            return use.result(
                .call("decode", randomDigits(2 * max(count, 1)), .string("hex")), .bytea, .blob,
                volatility: .volatile)
        },
    ]

    /// The bytes of a value as digits; of NULL none.
    private static func hexadecimal(_ use: FunctionUse) throws(Untranslatable) -> TypedExpression {
        if use.first.isNull { return use.constant("") }
        if let digits = use.first.expression.randomDigits { return use.result(.call("upper", digits), .text, .text) }
        let bytes: Expression
        var volatility = TypedExpression.Volatility.immutable
        if use.first.family == .blob {
            bytes = use.first.expression
        } else {
            bytes = .call("convert_to", try use.text(0), .string("UTF8"))
            volatility = .stable
        }
        let digits = Expression.call("upper", .call("encode", bytes, .string("hex")))
        return use.result(
            use.first.literal == nil ? .call("coalesce", digits, .string("")) : digits, .text, .text,
            volatility: volatility)
    }

    /// The bytes that digits stand for, those of a second text between them passed over; NULL if they are none.
    private static func bytes(_ use: FunctionUse) throws(Untranslatable) -> TypedExpression {
        if use.arguments.contains(where: \.isNull) {
            return use.result(Expression.null.cast(to: .bytea), .bytea, .null)
        }
        let text = try use.text(0)
        var passedOver = ""
        if use.arguments.count == 2 {
            guard let constant = use.constantText(1) else {
                throw use.refuse("the characters that unhex() passes over are no constant")
            }
            // Digits are never passed over.
            passedOver = String(
                String.UnicodeScalarView(constant.unicodeScalars.filter { !$0.properties.isASCIIHexDigit }))
        }
        try use.repeats(0)
        var (gap, digits) = ("", text)
        if !passedOver.isEmpty {
            gap = "[" + passedOver.unicodeScalars.map(GlobPattern.escaped).joined() + "]*"
            digits = .call("translate", text, .string(passedOver), .string(""))
        }
        let isHexadecimal = text.binary(.matches, .string("^\(gap)([0-9A-Fa-f]{2}\(gap))*$"))
        return use.result(
            .when(isHexadecimal, then: .call("decode", digits, .string("hex"))), .bytea, .blob)
    }

    // MARK: Random digits

    /// 32 hexadecimal digits in lower case: random and unique in practice, but not to keep a secret with.
    ///
    /// Some bits of a random UUID are always the same, which those of a digest of it are not.
    private static let randomDigits = Expression.call("md5", Expression.call("gen_random_uuid").cast(to: .text))

    /// Random digits in lower case.
    private static func randomDigits(_ count: Int) -> Expression {
        let whole = Array(repeating: randomDigits, count: (count + 31) / 32).concatenation
        return count.isMultiple(of: 32) ? whole : .call("left", whole, .integer(Int64(count)))
    }
}

extension Expression {
    /// The digits that `randomblob()` makes its bytes of.
    fileprivate var randomDigits: Expression? {
        guard case .function(let call) = kind, call.name.value == "decode", let digits = call.argumentList.first,
            digits.isLowerHexadecimal
        else { return nil }
        return digits
    }

    /// The digits in lower case that an expression has in upper case, if it does.
    var lowerHexadecimal: Expression? {
        guard case .function(let call) = kind, call.name.value == "upper", let digits = call.argumentList.first,
            digits.isLowerHexadecimal
        else { return nil }
        return digits
    }

    private var isLowerHexadecimal: Bool {
        switch kind {
        case .function(let call) where call.name.value == "md5": true
        case .function(let call) where call.name.value == "left": call.argumentList[0].isLowerHexadecimal
        case .binary(.concatenate, let left, let right): left.isLowerHexadecimal && right.isLowerHexadecimal
        default: false
        }
    }
}
