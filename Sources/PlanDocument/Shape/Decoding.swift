internal import PlanDiagnostics
internal import PlanYAML

/// What decoding collects, and where in the document it is.
struct Decoding {
    private(set) var bag = DiagnosticBag()
    private let rule: AvailabilityRule
    private var keys: [YAMLKey] = []
    private var element: SourcePlace?

    init(_ rule: AvailabilityRule) { self.rule = rule }

    mutating func add(_ diagnostic: Diagnostic) { bag.add(diagnostic) }

    func accepts(_ availability: Availability) -> Bool {
        switch (availability, rule) {
        case (.now, _), (.later, .ignored): true
        case (.later, .enforced): false
        }
    }

    /// The keys from the root down to here, such as `load.jobs`; empty at the root.
    var name: String { keys.map { YAMLText.scalar(Echo.text($0.text)) }.joined(separator: ".") }

    /// What to point at for something that is missing here: the list's element, or the key; nil at the root.
    var keyPlace: SourcePlace? { element ?? keys.last?.place }

    mutating func descend(into key: YAMLKey, _ body: (inout Decoding) -> Void) {
        let outer = element
        element = nil
        keys.append(key)
        body(&self)
        keys.removeLast()
        element = outer
    }

    mutating func descend(intoElement node: YAMLNode, _ body: (inout Decoding) -> Void) {
        let outer = element
        element = node.place
        body(&self)
        element = outer
    }

    /// Reports a value of the wrong kind.
    mutating func mismatch(_ node: YAMLNode, expected: String, hint: Diagnostic.FixIt? = nil) {
        add(.wrongKind(name, expected: expected, found: node.kindInWords, at: node.place, fix: hint))
    }

    /// Reports a value of the wrong kind, and has no value to give.
    mutating func refuse<Value>(_ node: YAMLNode, expected: String) -> Value? {
        mismatch(node, expected: expected)
        return nil
    }
}

/// Whether keys and values without machinery are refused.
package enum AvailabilityRule: Sendable {
    case enforced
    /// They are read as if they worked. For tests of the format as a whole.
    case ignored
}

extension YAMLNode {
    /// What is written here, without its text, which might be a secret.
    var kindInWords: String {
        switch content {
        case .sequence: "a list"
        case .mapping: "a mapping"
        case .scalar(let scalar):
            switch scalar.meaning {
            case .null: "nothing"
            case .boolean(let flag): flag ? "true" : "false"
            case .integer: "a number"
            case .number: "a number that is not a whole one of 64 bits"
            case .string: "a text"
            }
        }
    }
}
