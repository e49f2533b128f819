package import PlanDiagnostics

/// A value of a YAML document, with its place.
package struct YAMLNode: Sendable {
    /// What is written.
    package indirect enum Content: Sendable {
        case scalar(YAMLScalar)
        case sequence([YAMLNode])
        /// In the order of the file; the keys' texts are unique.
        case mapping([YAMLEntry])
    }

    package var content: Content
    /// The value as it stands where it is used: without anchor and tag, and without what follows it.
    package var place: SourcePlace
    /// The value as it is spelled out: for an alias what its anchor names, otherwise `place`.
    package var definition: SourcePlace

    package init(_ content: Content, at place: SourcePlace, definedAt definition: SourcePlace? = nil) {
        self.content = content
        self.place = place
        self.definition = definition ?? place
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

/// The key of a mapping's entry. Keys are compared by their bytes: `é` in one scalar and in two are two keys.
package struct YAMLKey: Sendable {
    package var text: String
    package var place: SourcePlace

    package init(_ text: String, at place: SourcePlace) {
        self.text = text
        self.place = place
    }
}

extension YAMLNode {
    /// The place of a part of a scalar's text, given in UTF-8 offsets into that text.
    ///
    /// Where the file does not spell the text out byte by byte (escapes, folded lines), the place of the whole scalar.
    package func place(ofText range: Range<Int>) -> SourcePlace {
        guard case .scalar(let scalar) = content else { return definition }
        let file = definition.file
        let lead: Int
        switch scalar.style {
        case .plain: lead = 0
        case .quoted: lead = 1
        case .block: return definition
        }
        let start = definition.range.lowerBound + lead
        let end = definition.range.upperBound - lead
        // Only the count of bytes and the absence of escapes and folds are asked for, so that this holds of a text
        // with masked secrets too.
        guard end - start == scalar.text.utf8.count,
            !file.bytes[start..<end].contains(where: { $0 == UInt8(ascii: "\\") || $0 == 0x0A || $0 == 0x0D })
        else { return definition }
        return file.place(start + range.lowerBound..<start + range.upperBound)
    }
}
