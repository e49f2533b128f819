/// The name of an object inside a database: schema, table, column or constraint, from the outside in.
///
/// Written with dots between the parts; a part that is not `[a-z_][a-z0-9_]*` stands in double quotes, quotes doubled,
/// so that `public."a.b"` has two parts.
package struct ObjectName: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let parts: [String]
    /// The written form.
    package let description: String

    package init(_ parts: String...) { self.init(parts: parts) }

    package init(parts: [String]) {
        self.parts = parts
        description = parts.map(Self.written).joined(separator: ".")
    }

    /// Reads the written form; nil if `text` is not one.
    package init?(parsing text: String) {
        var parts: [String] = []
        var rest = Substring(text)
        repeat {
            guard let part = Self.takePart(&rest) else { return nil }
            parts.append(part)
        } while rest.popFirst(".")
        guard rest.isEmpty else { return nil }
        self.init(parts: parts)
        guard description == text else { return nil }
    }

    package static func < (left: ObjectName, right: ObjectName) -> Bool {
        left.description.utf8.lexicographicallyPrecedes(right.description.utf8)
    }

    private static func takePart(_ text: inout Substring) -> String? {
        guard text.popFirst("\"") else {
            let part = text.prefix { $0 != "." && $0 != "\"" }
            text.removeFirst(part.count)
            return part.isEmpty ? nil : String(part)
        }
        var part = String.UnicodeScalarView()
        var scalars = text.unicodeScalars
        while let scalar = scalars.popFirst() {
            if scalar != "\"" {
                part.append(scalar)
            } else if scalars.first == "\"" {
                scalars.removeFirst()
                part.append(scalar)
            } else {
                text = Substring(scalars)
                return String(part)
            }
        }
        return nil
    }

    private static func written(_ part: String) -> String {
        let bytes = part.utf8
        let isPlain =
            !bytes.isEmpty && !(48...57).contains(bytes[bytes.startIndex])
            && bytes.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "_") }
        if isPlain { return part }
        var text = String.UnicodeScalarView("\"".unicodeScalars)
        for scalar in part.unicodeScalars {
            if scalar == "\"" { text.append(scalar) }
            text.append(scalar)
        }
        text.append("\"")
        return String(text)
    }
}

extension Substring {
    /// Takes the first character if it is the given one. Looks at scalars, since a name may begin with a combining mark.
    fileprivate mutating func popFirst(_ scalar: Unicode.Scalar) -> Bool {
        guard unicodeScalars.first == scalar else { return false }
        unicodeScalars.removeFirst()
        return true
    }
}
