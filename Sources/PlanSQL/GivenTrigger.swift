/// PostgreSQL's SQL for a trigger, as a plan gives it: `CREATE TRIGGER …`, and before it `CREATE FUNCTION …` where the
/// trigger needs one of its own.
package struct GivenTrigger: Hashable, Sendable {
    /// A function's name; the schema where it is written.
    package struct Function: Hashable, Sendable {
        package let schema: String?
        package let name: String
    }

    package let name: String
    package let function: Function?
    /// Each without the semicolon at its end.
    package let statements: [String]

    package init(parsing text: String) throws(SyntaxError) {
        let all = try PostgresStatements.split(text)
        let range = 0..<text.utf8.count
        guard let last = all.last, all.count <= 2 else {
            throw SyntaxError(reason: "expected CREATE TRIGGER, with CREATE FUNCTION before it or alone", range: range)
        }
        let words = try Lexer.tokens(of: last.head)
        guard let keyword = words.firstIndex(where: { $0.isKeyword("TRIGGER") }),
            words.first?.isKeyword("CREATE") == true,
            words.indices.contains(keyword + 1)
        else { throw SyntaxError(reason: "expected CREATE TRIGGER as the last statement", range: range) }
        name = Self.folded(words[keyword + 1])
        function = all.count == 2 ? try Self.function(all[0].head, range: range) : nil
        statements = all.map(\.text)
    }

    private static func function(_ head: String, range: Range<Int>) throws(SyntaxError) -> Function {
        let words = try Lexer.tokens(of: head)
        guard words.first?.isKeyword("CREATE") == true,
            let keyword = words.firstIndex(where: { $0.isKeyword("FUNCTION") }), words.indices.contains(keyword + 1)
        else { throw SyntaxError(reason: "expected CREATE FUNCTION as the first statement", range: range) }
        guard !words[..<keyword].contains(where: { $0.isKeyword("REPLACE") }) else {
            throw SyntaxError(reason: "CREATE OR REPLACE would replace what is not this plan's", range: range)
        }
        let first = folded(words[keyword + 1])
        guard words.indices.contains(keyword + 3), words[keyword + 2].isSymbol(".") else {
            return Function(schema: nil, name: first)
        }
        return Function(schema: first, name: folded(words[keyword + 3]))
    }

    /// PostgreSQL puts names without quotes into lower case.
    private static func folded(_ token: Token) -> String {
        token.kind == .word ? token.text.lowercased() : token.value
    }
}

/// Statements of PostgreSQL, told apart by their semicolons.
enum PostgresStatements {
    /// A statement, and what stands before the first text in dollar quotes.
    struct Statement {
        let text: String
        let head: String
    }

    /// Takes a text apart at semicolons that stand outside quotes, dollar quotes and comments.
    static func split(_ text: String) throws(SyntaxError) -> [Statement] {
        var statements: [Statement] = []
        let bytes = Array(text.utf8)
        var (start, offset) = (0, 0)
        var headEnd: Int?
        func finish(at end: Int) {
            let whole = String(decoding: bytes[start..<end], as: UTF8.self).trimmingBlanks
            let head = String(decoding: bytes[start..<min(headEnd ?? end, end)], as: UTF8.self)
            if !whole.isEmpty { statements.append(Statement(text: whole, head: head)) }
            headEnd = nil
        }
        while offset < bytes.count {
            switch bytes[offset] {
            case UInt8(ascii: ";"):
                finish(at: offset)
                offset += 1
                start = offset
            case UInt8(ascii: "'"), UInt8(ascii: "\""):
                guard let end = bytes[(offset + 1)...].firstIndex(of: bytes[offset]) else {
                    throw SyntaxError(reason: "a quote is not closed", range: offset..<bytes.count)
                }
                offset = end + 1
            case UInt8(ascii: "-") where bytes[offset...].starts(with: Array("--".utf8)):
                offset = bytes[offset...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            case UInt8(ascii: "/") where bytes[offset...].starts(with: Array("/*".utf8)):
                guard let end = find(Array("*/".utf8), in: bytes, from: offset + 2) else {
                    throw SyntaxError(reason: "a comment is not closed", range: offset..<bytes.count)
                }
                offset = end + 2
            case UInt8(ascii: "$"):
                guard let tag = dollarQuote(bytes[offset...]) else {
                    offset += 1
                    continue
                }
                if headEnd == nil { headEnd = offset }
                guard let end = find(tag, in: bytes, from: offset + tag.count) else {
                    throw SyntaxError(reason: "a text in dollar quotes is not closed", range: offset..<bytes.count)
                }
                offset = end + tag.count
            default: offset += 1
            }
        }
        finish(at: bytes.count)
        return statements
    }

    /// `$tag$` or `$$` at the beginning.
    private static func dollarQuote(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
        let inside = bytes.dropFirst().prefix { Lexer.continuesWord($0) && $0 != UInt8(ascii: "$") }
        guard bytes.indices.contains(inside.endIndex), bytes[inside.endIndex] == UInt8(ascii: "$"),
            inside.first.map(Lexer.startsWord) ?? true
        else { return nil }
        return Array(bytes[bytes.startIndex...inside.endIndex])
    }

    private static func find(_ wanted: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        guard start + wanted.count <= bytes.count else { return nil }
        return (start...(bytes.count - wanted.count)).first { bytes[$0..<$0 + wanted.count].elementsEqual(wanted) }
    }
}

extension String {
    fileprivate var trimmingBlanks: String {
        let isBlank = { (character: Character) in character.isWhitespace }
        return String(drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    }
}
