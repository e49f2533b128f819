internal import PlanDiagnostics
internal import PlanSupport
internal import PlanYAML

/// Why an included file could not be read.
package struct IncludeFailure: Error, Sendable {
    /// In a few words, without the path: `no such file`.
    package let reason: String

    package init(_ reason: String) { self.reason = reason }
}

/// Reads a file and what it includes into one tree, whose places show no password.
struct DocumentLoader {
    typealias Include = (_ path: String, _ place: SourcePlace) -> Result<SourceFile, IncludeFailure>

    private struct Link {
        var path: String
        /// Where it is included; nil for the plan itself.
        var place: SourcePlace?
    }

    private static let maximumIncludes = 64
    private let include: Include
    private let rule: AvailabilityRule
    private(set) var bag = DiagnosticBag()
    private var count = 0

    init(_ rule: AvailabilityRule, include: @escaping Include) {
        self.rule = rule
        self.include = include
    }

    /// The merged tree; nil where a diagnostic says why there is none.
    mutating func load(_ file: SourceFile) -> YAMLNode? {
        let root = load(file, chain: [Link(path: Path.normalize(file.path), place: nil)])
        return bag.hasErrors ? nil : root
    }

    private mutating func load(_ file: SourceFile, chain: [Link]) -> YAMLNode? {
        guard let root = read(file) else { return nil }
        guard case .mapping(let entries) = root.content else {
            bag.add(
                .wrongKind("", expected: "a mapping", found: root.kindInWords, at: root.place, fix: nil))
            return nil
        }
        let field = PlanDocument.Draft.includeField
        var result = root
        for entry in entries where entry.key.text == field.form.key {
            var draft = PlanDocument.Draft()
            var decoding = Decoding(rule)
            decoding.descend(into: entry.key) { field.decode(entry.value, &draft, &$0) }
            bag.add(contentsOf: decoding.bag)
            // Later files win over earlier ones, so that they are merged first.
            for path in draft.include.reversed() {
                guard let shared = load(path, chain: chain) else { continue }
                result = DocumentMerger.merge(result, over: shared, form: .object(PlanFormat.root))
            }
        }
        return result
    }

    private mutating func load(_ path: Located<String>, chain: [Link]) -> YAMLNode? {
        count += 1
        guard count <= Self.maximumIncludes else {
            if count == Self.maximumIncludes + 1 { bag.add(.tooManyIncludes(Self.maximumIncludes, at: path.place)) }
            return nil
        }
        switch include(path.value, path.place) {
        case .failure(let failure):
            bag.add(.unreadableInclude(path.value, reason: failure.reason, at: path.place))
            return nil
        case .success(let file):
            let identity = Path.normalize(file.path)
            if let start = chain.firstIndex(where: { $0.path == identity }) {
                bag.add(.includeCycle(path.value, via: chain[(start + 1)...].compactMap(\.place), at: path.place))
                return nil
            }
            return load(file, chain: chain + [Link(path: identity, place: path.place)])
        }
    }

    /// The tree of one file, with places in a text whose passwords are masked.
    private mutating func read(_ file: SourceFile) -> YAMLNode? {
        var found = DiagnosticBag()
        let tree = YAMLParser.parse(file, into: &found)
        let hidden =
            tree.map { DocumentSecrets.ranges(in: file, tree: $0, form: .object(PlanFormat.root)) }
            ?? DocumentSecrets.ranges(inUnreadable: file)
        guard !hidden.isEmpty else {
            bag.add(contentsOf: found)
            return tree
        }
        return YAMLParser.parse(file.bytes, placesIn: SecretMask.file(file, hiding: hidden), into: &bag)
    }
}
