internal import PlanDiagnostics
internal import PlanYAML

/// Finds what must not be shown of a file: wherever a diagnostic points, it prints the whole line.
enum DocumentSecrets {
    /// Ranges of a file whose YAML cannot be read: everything that looks like a password.
    static func ranges(inUnreadable file: SourceFile) -> [Range<Int>] {
        SecretScanner.secrets(in: file.bytes, .unreadableFile)
    }

    /// Ranges of a file that holds this tree.
    ///
    /// Passwords in addresses are found anywhere, comments included. `password = 'x'` is found in texts that the format
    /// does not declare, and in connection strings; SQL may say so.
    static func ranges(in file: SourceFile, tree: YAMLNode, form: ValueForm) -> [Range<Int>] {
        var ranges = SecretScanner.secrets(in: file.bytes, .file)
        collect(tree, form: form, into: &ranges)
        return ranges
    }

    /// - Parameter form: nil under a key that is not declared.
    private static func collect(_ node: YAMLNode, form: ValueForm?, into ranges: inout [Range<Int>]) {
        switch node.content {
        case .scalar(let scalar):
            if form?.holdsPlainText != true { ranges += secrets(of: scalar, at: node) }
        case .sequence(let elements):
            for element in elements { collect(element, form: form?.element, into: &ranges) }
        case .mapping(let entries):
            for entry in entries {
                let inner = form?.value(ofKey: entry.key.text)
                let isSecretName = SecretScanner.keywords.contains(entry.key.text.lowercased())
                if inner == nil, isSecretName, case .scalar = entry.value.content {
                    ranges.append(entry.value.definition.range)
                }
                if inner == nil { ranges += secrets(of: YAMLScalar(entry.key.text, .plain), at: entry.key.place) }
                collect(entry.value, form: inner, into: &ranges)
            }
        }
    }

    private static func secrets(of scalar: YAMLScalar, at node: YAMLNode) -> [Range<Int>] {
        SecretScanner.secrets(in: Array(scalar.text.utf8), .value).map { node.place(ofText: $0).range }
    }

    private static func secrets(of key: YAMLScalar, at place: SourcePlace) -> [Range<Int>] {
        SecretScanner.secrets(in: Array(key.text.utf8), .value).isEmpty ? [] : [place.range]
    }
}

extension ValueForm {
    /// Whether a scalar here is known to be no connection string.
    fileprivate var holdsPlainText: Bool {
        switch self {
        case .text(let form): form.content == .plain
        case .scalar: true
        case .integer, .boolean, .words, .list, .entries, .object: false
        case .alternatives(let forms): forms.contains { $0.holdsPlainText }
        }
    }

    /// What a list's elements are.
    var element: ValueForm? {
        switch self {
        case .list(let element, _): element
        case .alternatives(let forms): forms.lazy.compactMap(\.element).first
        case .text, .words, .integer, .boolean, .scalar, .entries, .object: nil
        }
    }

    /// What the value of a mapping's key is; nil where the key is not declared.
    func value(ofKey key: String) -> ValueForm? {
        switch self {
        case .object(let object): object.field(key)?.value
        case .entries(_, let element): element
        case .alternatives(let forms): forms.lazy.compactMap { $0.value(ofKey: key) }.first
        case .text, .words, .integer, .boolean, .scalar, .list: nil
        }
    }
}
