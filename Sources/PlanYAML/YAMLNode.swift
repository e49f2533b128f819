package import PlanDiagnostics

/// A value of a YAML document, with its place.
package struct YAMLNode: Sendable {
    package indirect enum Content: Sendable {
        case scalar(YAMLScalar)
        case sequence([YAMLNode])
        /// In the order of the file; the keys' texts are unique.
        case mapping([YAMLEntry])
    }

    package var content: Content
    /// The text of the value, without what follows it. For an alias, the place of the alias.
    package var place: SourcePlace

    package init(_ content: Content, at place: SourcePlace) {
        self.content = content
        self.place = place
    }
}

/// One key of a mapping, with its value.
package struct YAMLEntry: Sendable {
    package var key: YAMLKey
    package var value: YAMLNode

    package init(key: YAMLKey, value: YAMLNode) {
        self.key = key
        self.value = value
    }
}

/// The key of a mapping's entry.
package struct YAMLKey: Sendable {
    package var text: String
    package var place: SourcePlace

    package init(_ text: String, at place: SourcePlace) {
        self.text = text
        self.place = place
    }
}

/// A text with what its way of writing says about its type.
package struct YAMLScalar: Hashable, Sendable {
    package enum Style: Hashable, Sendable {
        /// Without quotes: may be read as null, true, false or a number.
        case plain
        /// In single or double quotes: a string.
        case quoted
        /// After `|` or `>`: a string.
        case block
    }

    package var text: String
    package var style: Style
    /// The tag as libyaml resolves it, such as `tag:yaml.org,2002:str`; nil where none is written.
    package var tag: String?

    package init(_ text: String, _ style: Style, tag: String? = nil) {
        self.text = text
        self.style = style
        self.tag = tag
    }
}
