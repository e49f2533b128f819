/// PostgreSQL's SQL for a trigger, as a plan gives it: `CREATE TRIGGER …`, and before it `CREATE FUNCTION …` where the
/// trigger needs one of its own.
package struct GivenTrigger: Hashable, Sendable {
    /// A function's name; the schema where it is written.
    package struct Function: Hashable, Sendable {
        package let schema: String?
        package let name: String

        package init(schema: String?, name: String) {
            self.schema = schema
            self.name = name
        }
    }

    /// A relation's name; the schema where it is written.
    package struct Table: Hashable, Sendable {
        package let schema: String?
        package let name: String

        package init(schema: String?, name: String) {
            self.schema = schema
            self.name = name
        }
    }

    package let name: String
    /// What the trigger watches.
    package let table: Table
    package let function: Function?
    /// Each without the semicolon at its end.
    package let statements: [String]

    package init(parsing text: String) throws(SyntaxError) {
        let all = try PostgresStatements.split(text)
        let range = 0..<text.utf8.count
        guard let last = all.last, all.count <= 2 else {
            throw SyntaxError(reason: "expected CREATE TRIGGER, with CREATE FUNCTION before it or alone", range: range)
        }
        (name, table) = try Self.trigger(last.head, range: range)
        function = all.count == 2 ? try Self.function(all[0].head, range: range) : nil
        statements = all.map(\.text)
    }

    private static func trigger(_ head: String, range: Range<Int>) throws(SyntaxError) -> (String, Table) {
        var words = try created(head, range: range)
        if words.first?.isKeyword("CONSTRAINT") == true { words = words.dropFirst() }
        guard words.popFirst()?.isKeyword("TRIGGER") == true, let name = words.popFirst(),
            // A column whose name is a reserved word stands in quotes.
            let on = words.firstIndex(where: { $0.isKeyword("ON") }), let table = qualified(words[(on + 1)...])
        else { throw SyntaxError(reason: "expected CREATE TRIGGER … ON … as the last statement", range: range) }
        return (folded(name), Table(schema: table.schema, name: table.name))
    }

    private static func function(_ head: String, range: Range<Int>) throws(SyntaxError) -> Function {
        var words = try created(head, range: range)
        guard words.popFirst()?.isKeyword("FUNCTION") == true, let function = qualified(words) else {
            throw SyntaxError(reason: "expected CREATE FUNCTION as the first statement", range: range)
        }
        return Function(schema: function.schema, name: function.name)
    }

    /// The words after CREATE.
    private static func created(_ head: String, range: Range<Int>) throws(SyntaxError) -> ArraySlice<Token> {
        let words = try Lexer.tokens(of: head)
        guard words.first?.isKeyword("CREATE") == true else {
            throw SyntaxError(reason: "expected CREATE TRIGGER, with CREATE FUNCTION before it or alone", range: range)
        }
        if words.dropFirst().first?.isKeyword("OR") == true {
            throw SyntaxError(reason: "CREATE OR REPLACE would replace what is not this plan's", range: range)
        }
        return words.dropFirst()
    }

    /// The name at the beginning, with the schema before it.
    private static func qualified(_ words: ArraySlice<Token>) -> (schema: String?, name: String)? {
        guard let first = words.first else { return nil }
        let rest = words.dropFirst()
        guard rest.first?.isSymbol(".") == true, let second = rest.dropFirst().first else {
            return (nil, folded(first))
        }
        return (folded(first), folded(second))
    }

    /// PostgreSQL puts names without quotes into lower case.
    private static func folded(_ token: Token) -> String {
        guard token.kind == .word else { return token.value }
        return String(decoding: token.text.utf8.map { (65...90).contains($0) ? $0 + 32 : $0 }, as: UTF8.self)
    }
}

/// Statements of PostgreSQL, told apart by their semicolons.
enum PostgresStatements {
    /// A statement, and what stands before its first text in dollar quotes or with escapes.
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
            case UInt8(ascii: "E"), UInt8(ascii: "e"):
                if bytes[(offset + 1)...].first == UInt8(ascii: "'") {
                    // Its escapes are none of the lexer's, and no name stands behind it.
                    if headEnd == nil { headEnd = offset }
                    guard let end = escapedEnd(in: bytes, from: offset + 2) else {
                        throw SyntaxError(reason: "a quote is not closed", range: offset..<bytes.count)
                    }
                    offset = end
                } else {
                    offset = wordEnd(in: bytes, from: offset)
                }
            case let byte where Lexer.startsWord(byte): offset = wordEnd(in: bytes, from: offset)
            case UInt8(ascii: "-") where bytes[offset...].starts(with: Array("--".utf8)):
                offset = bytes[offset...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            case UInt8(ascii: "/") where bytes[offset...].starts(with: Array("/*".utf8)):
                guard let end = commentEnd(in: bytes, from: offset) else {
                    throw SyntaxError(reason: "a comment is not closed", range: offset..<bytes.count)
                }
                offset = end
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

    /// The end of a word, which may have dollar signs in it.
    private static func wordEnd(in bytes: [UInt8], from start: Int) -> Int {
        bytes[start...].firstIndex { !Lexer.continuesWord($0) } ?? bytes.count
    }

    /// Behind the quote that closes a text in which a backslash escapes.
    private static func escapedEnd(in bytes: [UInt8], from start: Int) -> Int? {
        var offset = start
        while offset < bytes.count {
            switch bytes[offset] {
            case UInt8(ascii: "\\"): offset += 2
            case UInt8(ascii: "'"): return offset + 1
            default: offset += 1
            }
        }
        return nil
    }

    /// Behind a comment; PostgreSQL's stand inside one another.
    private static func commentEnd(in bytes: [UInt8], from start: Int) -> Int? {
        var (offset, depth) = (start, 0)
        while offset < bytes.count {
            if bytes[offset...].starts(with: Array("/*".utf8)) {
                depth += 1
                offset += 2
            } else if bytes[offset...].starts(with: Array("*/".utf8)) {
                depth -= 1
                offset += 2
                if depth == 0 { return offset }
            } else {
                offset += 1
            }
        }
        return nil
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
