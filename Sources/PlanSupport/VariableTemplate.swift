/// A text with `${NAME}` in it, whose variables are resolved only to open a connection.
///
/// `$$` stands for one dollar sign. A name is a letter or underscore, then letters, digits and underscores.
package struct VariableTemplate: Hashable, Sendable, CustomStringConvertible {
    package enum Segment: Hashable, Sendable {
        case literal(String)
        case variable(String)
    }

    /// Why a text is not a template.
    package enum ParsingError: Error, Hashable {
        /// `${` without `}`, at a byte offset.
        case unterminated(offset: Int)
        /// `${…}` around something that is not a name, at a byte offset.
        case invalidName(String, offset: Int)
    }

    /// A variable that is not set.
    package struct MissingVariable: Error, Hashable {
        package let name: String

        package init(name: String) { self.name = name }
    }

    /// The text as written.
    package let description: String
    package let segments: [Segment]

    package init(_ text: String) throws(ParsingError) {
        description = text
        var segments: [Segment] = []
        var literal: [UInt8] = []
        let bytes = Array(text.utf8)
        var index = 0
        while index < bytes.count {
            let next = index + 1 < bytes.count ? bytes[index + 1] : 0
            guard bytes[index] == UInt8(ascii: "$"), next == UInt8(ascii: "{") || next == UInt8(ascii: "$") else {
                literal.append(bytes[index])
                index += 1
                continue
            }
            if next == UInt8(ascii: "$") {
                literal.append(next)
                index += 2
                continue
            }
            guard let end = bytes[index...].firstIndex(of: UInt8(ascii: "}")) else {
                throw .unterminated(offset: index)
            }
            let name = String(decoding: bytes[(index + 2)..<end], as: UTF8.self)
            guard Self.isName(name) else { throw .invalidName(name, offset: index) }
            if !literal.isEmpty { segments.append(.literal(String(decoding: literal, as: UTF8.self))) }
            literal = []
            segments.append(.variable(name))
            index = end + 1
        }
        if !literal.isEmpty { segments.append(.literal(String(decoding: literal, as: UTF8.self))) }
        self.segments = segments
    }

    /// The names of the variables, in order of appearance.
    package var variables: [String] {
        segments.compactMap { segment in
            switch segment {
            case .literal: nil
            case .variable(let name): name
            }
        }
    }

    /// The text with its variables replaced.
    ///
    /// - Parameter value: the value of a variable, nil if it is not set.
    package func resolve(_ value: (String) -> String?) throws(MissingVariable) -> Secret {
        var text = ""
        for segment in segments {
            switch segment {
            case .literal(let part): text += part
            case .variable(let name):
                guard let part = value(name) else { throw MissingVariable(name: name) }
                text += part
            }
        }
        return Secret(text)
    }

    private static func isName(_ name: String) -> Bool {
        guard let first = name.utf8.first, !(48...57).contains(first) else { return false }
        return name.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 95
        }
    }
}
