internal import PlanSQL

/// `printf(FORMAT, …)` and `format(FORMAT, …)` with a constant format (<https://sqlite.org/printf.html>).
extension FunctionRules {
    static let formats: [FunctionRule] = [
        FunctionRule("printf", 1...127, .scalar, format),
        FunctionRule("format", 1...127, .scalar, format),
    ]

    private static func format(_ use: FunctionUse) throws(Untranslatable) -> TypedExpression {
        guard let constant = use.constantText(0) else { throw use.refuse("the format is no constant") }
        var parts: [Expression] = []
        var next = 1
        for part in try FormatPart.parts(of: constant, use) {
            switch part {
            case .text(let text): parts.append(.string(text))
            case .value(let conversion):
                let argument = next < use.arguments.count ? next : nil
                parts.append(try conversion.expression(use, argument))
                next += 1
            }
        }
        if parts.isEmpty { return use.constant("") }
        return use.result(parts.concatenation, .text, .text)
    }
}

/// A piece of a format.
private enum FormatPart {
    case text(String)
    case value(Conversion)

    static func parts(of format: String, _ use: FunctionUse) throws(Untranslatable) -> [FormatPart] {
        var parts: [FormatPart] = []
        var text = ""
        var rest = format.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            guard scalar == "%" else {
                text.unicodeScalars.append(scalar)
                continue
            }
            if rest.first == "%" {
                rest.removeFirst()
                text += "%"
                continue
            }
            if !text.isEmpty { parts.append(.text(text)) }
            text = ""
            parts.append(.value(try Conversion(&rest, use)))
        }
        return text.isEmpty ? parts : parts + [.text(text)]
    }
}

/// `%flags width .precision letter`.
private struct Conversion {
    private var flags: Set<Unicode.Scalar> = []
    private var width: Int?
    private var precision: Int?
    private let letter: Unicode.Scalar

    private static let flagCharacters: Set<Unicode.Scalar> = ["-", "+", " ", "0", ","]

    init(_ rest: inout Substring.UnicodeScalarView, _ use: FunctionUse) throws(Untranslatable) {
        let start = rest
        while let flag = rest.first, Self.flagCharacters.contains(flag) {
            flags.insert(flag)
            rest.removeFirst()
        }
        width = Self.number(&rest)
        if rest.first == "." {
            rest.removeFirst()
            precision = Self.number(&rest) ?? 0
        }
        while rest.first == "l" { rest.removeFirst() }
        let letter = rest.popFirst() ?? " "
        let written = "%" + String(start[..<rest.startIndex])
        let allowed: Set<Unicode.Scalar>
        switch letter {
        case "d", "i": allowed = Self.flagCharacters
        case "x", "X", "c", "s": allowed = ["-", "0"]
        case "f": allowed = ["-", "+", " ", "0"]
        default: throw use.refuse("'\(written)' of the format has no equal in PostgreSQL")
        }
        guard flags.isSubset(of: allowed), precision == nil || letter == "f", (width ?? 0) <= 1000,
            (precision ?? 0) <= 15, !(flags.contains(",") && flags.contains("0"))
        else { throw use.refuse("'\(written)' of the format has no equal in PostgreSQL") }
        self.letter = letter
    }

    private static func number(_ rest: inout Substring.UnicodeScalarView) -> Int? {
        var digits = ""
        while let digit = rest.first, ("0"..."9").contains(digit) {
            digits.unicodeScalars.append(digit)
            rest.removeFirst()
        }
        return digits.isEmpty ? nil : Int(digits) ?? .max
    }

    /// - Parameter position: of the argument; nil where the call has none left, which is as if it were NULL.
    func expression(_ use: FunctionUse, _ position: Int?) throws(Untranslatable) -> Expression {
        let value = position.map { use.arguments[$0] }
        // What is said below more than once.
        let isRepeated = !flags.isDisjoint(with: ["0", "+", " "]) || letter == "f" || width != nil
        if isRepeated, let position { try use.repeats(position) }
        switch letter {
        case "s": return padded(try text(use, value))
        // Without a character SQLite writes a NUL, which PostgreSQL refuses when it meets it.
        case "c": return padded(.call("chr", .call("ascii", try text(use, value))))
        case "x", "X":
            let digits = Expression.call("to_hex", try integer(use, value).cast(to: .bigint))
            return padded(letter == "X" ? .call("upper", digits) : digits, sign: nil)
        case "f": return try real(use, value)
        default:
            let number = try integer(use, value)
            var digits = number.cast(to: .text)
            if flags.contains(",") {
                digits = .call(
                    "regexp_replace", digits, .string("([0-9])(?=([0-9]{3})+$)"), .string("\\1,"), .string("g"))
            }
            return signed(digits, isNegative: number.binary(.less, .integer(0)))
        }
    }

    // MARK: Arguments

    private func text(_ use: FunctionUse, _ value: TypedExpression?) throws(Untranslatable) -> Expression {
        guard let value, !value.isNull else { return .string("") }
        let text = try use.translator.text(of: value)
        return value.literal == nil ? .call("coalesce", text, .string("")) : text
    }

    private func integer(_ use: FunctionUse, _ value: TypedExpression?) throws(Untranslatable) -> Expression {
        guard let value, !value.isNull else { return .integer(0) }
        let integer = try use.translator.integer(of: value)
        return value.literal == nil ? .call("coalesce", integer.expression, .integer(0)) : integer.expression
    }

    /// The digits of a real, rounded. Beyond 16 of them SQLite writes zeros; here the type refuses such a number.
    private func real(_ use: FunctionUse, _ value: TypedExpression?) throws(Untranslatable) -> Expression {
        var number = Expression.integer(0)
        if let value, !value.isNull {
            number = try use.translator.number(of: value).decimal
            if value.literal == nil { number = .call("coalesce", number, .integer(0)) }
        }
        let digits = number.cast(to: PostgresType(.numeric, 16, precision ?? 6))
        let isNegative = number.binary(.less, .integer(0))
        // A negative number keeps its sign where it is rounded to zero.
        let magnitude = Expression.call("abs", digits).cast(to: .text)
        return signed(
            .when(isNegative, then: .string("-"), else: .string("")).binary(.concatenate, magnitude),
            isNegative: isNegative)
    }

    // MARK: Signs and width

    private func signed(_ text: Expression, isNegative: Expression) -> Expression {
        let plus = flags.contains("+") ? "+" : flags.contains(" ") ? " " : nil
        guard flags.contains("0"), !flags.contains("-"), width != nil else {
            guard let plus else { return padded(text) }
            return padded(
                Expression.when(isNegative, then: .string(""), else: .string(plus)).binary(.concatenate, text))
        }
        let sign = Expression.when(isNegative, then: .string("-"), else: .string(plus ?? ""))
        return padded(.call("ltrim", text, .string("-")), sign: sign)
    }

    /// Filled with blanks up to the width, which SQLite counts in bytes.
    private func padded(_ text: Expression) -> Expression {
        guard let width else { return text }
        let filling = Expression.call(
            "repeat", .string(" "), Expression.integer(Int64(width)).binary(.minus, .call("octet_length", text)))
        return flags.contains("-") ? text.binary(.concatenate, filling) : filling.binary(.concatenate, text)
    }

    /// Filled with zeros between the sign and the digits if the format says so.
    private func padded(_ digits: Expression, sign: Expression?) -> Expression {
        guard let width, flags.contains("0"), !flags.contains("-") else {
            return padded(sign.map { $0.binary(.concatenate, digits) } ?? digits)
        }
        var room = Expression.integer(Int64(width)).binary(.minus, .call("octet_length", digits))
        if let sign { room = room.binary(.minus, .call("octet_length", sign)) }
        let filled = Expression.call("repeat", .string("0"), room).binary(.concatenate, digits)
        return sign.map { $0.binary(.concatenate, filled) } ?? filled
    }
}
