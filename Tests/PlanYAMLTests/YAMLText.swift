import PlanDiagnostics
import PlanYAML

/// A text read as YAML, with what is said about it.
struct YAMLReading {
    let file: SourceFile
    let root: YAMLNode?
    let diagnostics: [Diagnostic]

    init(_ text: String, limits: YAMLLimits = YAMLLimits()) { self.init(Array(text.utf8), limits: limits) }

    init(_ bytes: [UInt8], limits: YAMLLimits = YAMLLimits()) {
        file = SourceFile(path: "a.yml", bytes: bytes)
        var bag = DiagnosticBag()
        root = YAMLParser.parse(file, limits: limits, into: &bag)
        diagnostics = bag.diagnostics
    }

    /// The first diagnostic, as `line:column-column message`.
    var firstMessage: String? {
        diagnostics.first.map { diagnostic in
            let place = diagnostic.place.map { "\($0.start.line):\($0.start.column)-\($0.end.column) " } ?? ""
            return place + diagnostic.message
        }
    }

    /// The tree in brackets and braces, scalars in their own text.
    var outline: String { root.map { $0.outline } ?? "nothing" }

    /// The text at each place, in the order of the file: keys, scalars and collections.
    var places: [String] { root.map { $0.places.map { $0.file[$0.range] } } ?? [] }
}

extension YAMLNode {
    var outline: String {
        switch content {
        case .scalar(let scalar): scalar.text
        case .sequence(let elements): "[" + elements.map(\.outline).joined(separator: ", ") + "]"
        case .mapping(let entries):
            "{" + entries.map { "\($0.key.text): \($0.value.outline)" }.joined(separator: ", ") + "}"
        }
    }

    var places: [SourcePlace] {
        switch content {
        case .scalar: [place]
        case .sequence(let elements): [place] + elements.flatMap(\.places)
        case .mapping(let entries): [place] + entries.flatMap { [$0.key.place] + $0.value.places }
        }
    }
}
