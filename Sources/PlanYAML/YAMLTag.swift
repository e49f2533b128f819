/// An explicit tag: the ones of the core schema are known, and no other.
struct YAMLTag {
    private static let core = "tag:yaml.org,2002:"
    private let text: String?

    /// - Parameter text: the tag with its handle resolved; nil where none is written.
    init(_ text: String?) { self.text = text }

    /// As it would be written in a file.
    var written: String {
        guard let text else { return "" }
        return text.hasPrefix(Self.core) ? "!!" + text.dropFirst(Self.core.count) : text
    }

    var fitsScalar: Bool { text == nil || ofScalar != nil }
    var fitsSequence: Bool { text == nil || text == Self.core + "seq" }
    var fitsMapping: Bool { text == nil || text == Self.core + "map" }

    /// What the tag says about a scalar.
    var ofScalar: YAMLScalar.Tag? {
        switch text {
        // A lone exclamation mark says that the text is not to be interpreted.
        case "!", Self.core + "str": .string
        case Self.core + "null": .null
        case Self.core + "bool": .boolean
        case Self.core + "int": .integer
        case Self.core + "float": .float
        default: nil
        }
    }
}
