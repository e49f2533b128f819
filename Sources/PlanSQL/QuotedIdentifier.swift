/// A name as SQL, always in double quotes: no word is reserved inside them, and both engines read them alike.
///
/// The only way in which a name enters SQL.
package struct QuotedIdentifier: Hashable, Sendable, CustomStringConvertible {
    /// The name in quotes, quotes in it doubled.
    package let description: String

    package init(_ name: String) {
        guard name.utf8.contains(UInt8(ascii: "\"")) else {
            description = "\"\(name)\""
            return
        }
        var text = String.UnicodeScalarView("\"".unicodeScalars)
        for scalar in name.unicodeScalars {
            if scalar == "\"" { text.append(scalar) }
            text.append(scalar)
        }
        text.append("\"")
        description = String(text)
    }
}

/// A text as an SQL string literal, for statements that take no parameters.
package struct QuotedLiteral: Hashable, Sendable, CustomStringConvertible {
    /// The text in single quotes, quotes in it doubled.
    package let description: String

    package init(_ text: String) {
        var literal = String.UnicodeScalarView("'".unicodeScalars)
        for scalar in text.unicodeScalars {
            if scalar == "'" { literal.append(scalar) }
            literal.append(scalar)
        }
        literal.append("'")
        description = String(literal)
    }
}
