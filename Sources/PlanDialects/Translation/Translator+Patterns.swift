internal import PlanCatalog
internal import PlanDiagnostics
internal import PlanSQL

/// LIKE, GLOB, REGEXP and MATCH (<https://sqlite.org/lang_expr.html#like>).
extension Translator {
    func pattern(_ match: PatternMatch, at range: SourceRange) throws(Untranslatable) -> TypedExpression {
        switch match.comparison {
        case .like: return try like(match)
        case .glob: return try glob(match)
        case .regexp:
            throw Untranslatable("REGEXP is a function of the application", .applicationDefined, at: range)
        case .match: throw Untranslatable("MATCH belongs to a virtual table", at: range)
        }
    }

    /// SQLite's LIKE takes A–Z for a–z and no character for an escape unless one is named; PostgreSQL's takes neither
    /// and the backslash.
    private func like(_ match: PatternMatch) throws(Untranslatable) -> TypedExpression {
        let operand = try asText(try value(match.operand))
        let pattern = try asText(try value(match.pattern))
        let escape: Expression
        switch try match.escape.map({ (escape) throws(Untranslatable) in try value(escape) })?.literal {
        case nil where match.escape == nil: escape = .string("")
        case .string(let character)? where character.unicodeScalars.count == 1: escape = .string(character)
        default: throw Untranslatable("the escape character is no constant", at: match.pattern.range)
        }
        var (left, right) = (operand.expression, pattern.expression)
        // Without letters their case does not matter.
        if !Self.hasNoLetters(pattern.literal) {
            guard match.escape == nil || !Self.isLetter(escape) else {
                throw Untranslatable("the escape character is a letter", at: match.pattern.range)
            }
            left = Self.folded(left)
            if case .string(let text)? = pattern.literal {
                right = .string(text.asciiLowercased)
            } else {
                right = Self.folded(right)
            }
        }
        return truthValue(
            Expression(
                .pattern(
                    PatternMatch(
                        operand: left, isNegated: match.isNegated, comparison: .like, pattern: right, escape: escape))),
            max(operand.volatility, pattern.volatility))
    }

    private static func hasNoLetters(_ pattern: Literal?) -> Bool {
        guard case .string(let text)? = pattern else { return false }
        return !text.utf8.contains(where: isASCIILetter)
    }

    private static func isASCIILetter(_ byte: UInt8) -> Bool {
        (65...90).contains(byte) || (97...122).contains(byte)
    }

    private static func isLetter(_ escape: Expression) -> Bool {
        guard case .literal(.string(let text)) = escape.kind else { return true }
        return text.utf8.contains(where: isASCIILetter)
    }

    /// GLOB with a constant pattern: a LIKE where it has no sets, else a regular expression.
    private func glob(_ match: PatternMatch) throws(Untranslatable) -> TypedExpression {
        let operand = try asText(try value(match.operand))
        guard case .string(let text)? = try value(match.pattern).literal else {
            throw Untranslatable("the pattern of GLOB is no constant", at: match.pattern.range)
        }
        guard let pattern = GlobPattern(text) else {
            // A set that does not end matches nothing.
            return truthValue(
                .when(operand.expression.isNotNull, then: .boolean(match.isNegated)), operand.volatility)
        }
        if let like = pattern.like {
            return truthValue(
                Expression(
                    .pattern(
                        PatternMatch(
                            operand: operand.expression, isNegated: match.isNegated, comparison: .like,
                            pattern: .string(like)))),
                operand.volatility)
        }
        return truthValue(
            operand.expression.collate("C")
                .binary(match.isNegated ? .matchesNot : .matches, .string(pattern.regularExpression)),
            operand.volatility)
    }
}

/// A pattern of GLOB: `*`, `?` and sets in brackets.
struct GlobPattern {
    private enum Part {
        case anything
        case anyCharacter
        case character(Unicode.Scalar)
        /// Ranges of characters.
        case set([ClosedRange<Unicode.Scalar>], isNegated: Bool)
    }

    private var parts: [Part] = []

    /// Nil where a set does not end.
    init?(_ text: String) {
        var rest = Array(text.unicodeScalars)[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "*": parts.append(.anything)
            case "?": parts.append(.anyCharacter)
            case "[":
                guard let set = Self.set(&rest) else { return nil }
                parts.append(set)
            default: parts.append(.character(scalar))
            }
        }
    }

    /// Reads a set after its bracket: `^` negates, a first `]` is an element, `a-z` is a range.
    private static func set(_ rest: inout ArraySlice<Unicode.Scalar>) -> Part? {
        var ranges: [ClosedRange<Unicode.Scalar>] = []
        let isNegated = rest.first == "^"
        if isNegated { rest.removeFirst() }
        var previous: Unicode.Scalar?
        var isFirst = true
        while let scalar = rest.popFirst() {
            if scalar == "]", !isFirst { return .set(ranges, isNegated: isNegated) }
            isFirst = false
            if scalar == "-", let low = previous, let high = rest.first, high != "]" {
                rest.removeFirst()
                if low <= high {
                    ranges.removeLast()
                    ranges.append(low...high)
                }
                previous = nil
            } else {
                ranges.append(scalar...scalar)
                previous = scalar
            }
        }
        return nil
    }

    /// The same as a pattern of LIKE; nil if it has sets.
    var like: String? {
        var result = ""
        for part in parts {
            switch part {
            case .anything: result += "%"
            case .anyCharacter: result += "_"
            case .character(let scalar):
                if ["%", "_", "\\"].contains(scalar) { result += "\\" }
                result.unicodeScalars.append(scalar)
            case .set: return nil
            }
        }
        return result
    }

    /// The same as a regular expression for the whole text.
    var regularExpression: String {
        // In this mode a dot matches line feeds too, and everything but metacharacters is itself.
        var result = "^"
        for part in parts {
            switch part {
            case .anything: result += ".*"
            case .anyCharacter: result += "."
            case .character(let scalar): result += Self.escaped(scalar)
            case .set(let ranges, let isNegated):
                // An empty set matches nothing, its opposite everything.
                guard !ranges.isEmpty else {
                    result += isNegated ? "." : "(?!)"
                    continue
                }
                let inside = ranges.map { range in
                    range.lowerBound == range.upperBound
                        ? Self.escaped(range.lowerBound)
                        : Self.escaped(range.lowerBound) + "-" + Self.escaped(range.upperBound)
                }
                result += "[" + (isNegated ? "^" : "") + inside.joined() + "]"
            }
        }
        return result + "$"
    }

    /// A character as it stands for itself in a regular expression.
    static func escaped(_ scalar: Unicode.Scalar) -> String {
        let metacharacters: [Unicode.Scalar] = [
            "\\", "^", "$", ".", "[", "]", "|", "(", ")", "*", "+", "?", "{", "}", "-",
        ]
        return (metacharacters.contains(scalar) ? "\\" : "") + String(scalar)
    }
}
