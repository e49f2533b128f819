internal import PlanSQL

/// A type of PostgreSQL with its modifiers.
package struct PostgresType: Hashable, Sendable, CustomStringConvertible {
    package let name: PostgresTypeName
    /// Length, or precision and scale.
    package let modifiers: [Int]
    package let isArray: Bool

    package init(_ name: PostgresTypeName, _ modifiers: Int..., isArray: Bool = false) {
        self.name = name
        self.modifiers = modifiers
        self.isArray = isArray
    }

    private init(_ name: PostgresTypeName, modifiers: [Int], isArray: Bool) {
        self.name = name
        self.modifiers = modifiers
        self.isArray = isArray
    }

    /// As statements write it: `numeric(10,2)`.
    package var description: String {
        let list = modifiers.map(String.init).joined(separator: ",")
        return name.rawValue + (list.isEmpty ? "" : "(\(list))") + (isArray ? "[]" : "")
    }

    /// Why a text is no type.
    package enum ParsingError: Error, Hashable {
        /// No such type; the nearest name, if one is near.
        case unknown(String)
        /// The modifiers in parentheses are none that the type takes.
        case modifiers(String)
    }

    /// Reads a type as PostgreSQL does: any letter case, short and long spellings, modifiers in parentheses, `[]`.
    package init(parsing text: String) throws(ParsingError) {
        guard let tokens = try? Lexer.tokens(of: text), !tokens.isEmpty else { throw .unknown(text) }
        var words: [String] = []
        var modifiers: [Int] = []
        var isArray = false
        var index = 0
        while index < tokens.count {
            let token = tokens[index]
            if token.kind == .word {
                words.append(token.text.lowercased())
                index += 1
            } else if token.isSymbol("("), modifiers.isEmpty {
                index += 1
                while index < tokens.count, !tokens[index].isSymbol(")") {
                    if let number = Int(tokens[index].text) {
                        modifiers.append(number)
                    } else if !tokens[index].isSymbol(",") {
                        throw .modifiers(text)
                    }
                    index += 1
                }
                guard index < tokens.count, !modifiers.isEmpty else { throw .modifiers(text) }
                index += 1
            } else if token.kind == .quotedName, token.text == "[]" {
                isArray = true
                index += 1
            } else {
                throw .unknown(text)
            }
        }
        let name = words.joined(separator: " ")
        guard
            let type = PostgresTypeName(rawValue: name)
                ?? PostgresTypeName.aliases.first(where: { $0.key == name })?.value
        else { throw .unknown(name) }
        guard type.modifiers.contains(modifiers.count), Self.areInRange(modifiers, of: type) else {
            throw .modifiers(text)
        }
        self.init(type, modifiers: modifiers, isArray: isArray)
    }

    private static func areInRange(_ modifiers: [Int], of type: PostgresTypeName) -> Bool {
        guard let first = modifiers.first else { return true }
        switch type {
        case .numeric: return (1...1000).contains(first) && (0...1000).contains(modifiers.dropFirst().first ?? 0)
        case .time, .timetz, .timestamp, .timestamptz, .interval: return (0...6).contains(first)
        default: return (1...10_485_760).contains(first)
        }
    }

    /// Every name that a type may be written with, for suggestions.
    package static let allNames =
        PostgresTypeName.allCases.map(\.rawValue) + PostgresTypeName.aliases.map(\.key)
}
