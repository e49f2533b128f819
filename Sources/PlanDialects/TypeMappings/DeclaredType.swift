internal import PlanSQL

/// A declared type of SQLite taken apart: `DECIMAL(10, 2)` is `DECIMAL` and [10, 2], `text []` is `TEXT[]`.
package struct DeclaredType: Hashable, Sendable {
    /// The words in upper case, one blank between; empty where no type was declared.
    package let name: String
    package let arguments: [Int]

    package init(_ text: String) {
        let tokens = (try? Lexer.tokens(of: text)) ?? []
        let opening = tokens.firstIndex { $0.isSymbol("(") } ?? tokens.count
        let isArray = tokens[..<opening].last?.text == "[]"
        let words = tokens[..<opening].dropLast(isArray ? 1 : 0)
        name = words.map { $0.value.uppercased() }.joined(separator: " ") + (isArray ? "[]" : "")
        arguments = tokens[opening...].compactMap { Int($0.text) }
    }

    /// SQLite's rules of affinity (<https://sqlite.org/datatype3.html#determination_of_column_affinity>).
    package enum Affinity: String, Sendable, CaseIterable {
        case integer
        case text
        case blob
        case real
        case numeric
    }

    package var affinity: Affinity {
        let bytes = Array(name.utf8)
        let holds = { (part: String) in
            bytes.indices.contains { bytes[$0...].starts(with: part.utf8) }
        }
        if holds("INT") { return .integer }
        if holds("CHAR") || holds("CLOB") || holds("TEXT") { return .text }
        if bytes.isEmpty || holds("BLOB") { return .blob }
        if holds("REAL") || holds("FLOA") || holds("DOUB") { return .real }
        return .numeric
    }

    /// Whether it matches a pattern of a plan: words compared in any letter case, `*` for any number in parentheses,
    /// and a pattern without parentheses for the type with none.
    package func matches(pattern: String) -> Bool {
        let tokens = (try? Lexer.tokens(of: pattern)) ?? []
        let opening = tokens.firstIndex { $0.isSymbol("(") } ?? tokens.count
        let name = tokens[..<opening].map { $0.value.uppercased() }.joined(separator: " ")
        let arguments = tokens[opening...].map(\.text).filter { Int($0) != nil || $0 == "*" }
        return name == self.name && arguments.count == self.arguments.count
            && zip(arguments, self.arguments).allSatisfy { $0 == "*" || $0 == String($1) }
    }
}
