/// What may be written for a value: the part of a shape that the JSON Schema, the reference and the merging of
/// included files are made from.
package indirect enum ValueForm: Sendable {
    case text(TextForm)
    case words([WordForm])
    case integer(ClosedRange<Int>)
    case boolean([BooleanForm])
    /// Any text, number, true, false or null.
    case scalar
    case list(of: ValueForm, minimum: Int)
    /// A mapping whose keys are names of the user's, described by `key`.
    case entries(key: KeyForm, of: ValueForm)
    case object(ObjectForm)
    case alternatives([ValueForm])
}

/// What the keys of a mapping are that the user chooses.
package struct KeyForm: Sendable {
    package enum Content: Hashable, Sendable {
        /// The name of something, which has at least one character.
        case name
        /// Any text, an empty one too.
        case text
    }

    /// What the reference calls a key, such as `table`.
    package let label: String
    package let content: Content
}

/// Whether what a key or a value asks for exists.
package enum Availability: Hashable, Sendable {
    case now
    /// It is part of the format, and refused until its machinery exists.
    case later
}

/// A kind of text.
package struct TextForm: Sendable {
    /// What the text may hold.
    package enum Content: Hashable, Sendable {
        case plain
        /// May hold a secret by mistake.
        case connection
    }

    /// What the reference calls it, such as `date YYYY-MM-DD`.
    package let label: String
    /// A regular expression of JSON Schema that every such text matches.
    package let pattern: String?
    package let content: Content

    package init(_ label: String, pattern: String? = nil, content: Content = .plain) {
        self.label = label
        self.pattern = pattern
        self.content = content
    }
}

/// One word of a closed set.
package struct WordForm: Hashable, Sendable {
    package let word: String
    package let availability: Availability
}

/// True or false.
package struct BooleanForm: Hashable, Sendable {
    package let value: Bool
    package let availability: Availability
}
