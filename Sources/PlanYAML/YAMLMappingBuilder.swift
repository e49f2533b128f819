internal import PlanDiagnostics

/// Collects the entries of one mapping: keys are texts and unique, and `<<` brings in those of other mappings.
struct YAMLMappingBuilder {
    private var entries: [YAMLEntry] = []
    private var places: [[UInt8]: SourcePlace] = [:]
    /// Where merged entries are to stand, and which they are.
    private var merged: (index: Int, key: SourcePlace, entries: [YAMLEntry])?

    mutating func add(key: YAMLNode, value: YAMLNode, into bag: inout DiagnosticBag) {
        guard case .scalar(let scalar) = key.content, !(scalar.style == .plain && scalar.text.isEmpty) else {
            bag.add(.keyIsNotText(at: key.place))
            return
        }
        if scalar.style == .plain, scalar.tag == nil, scalar.text == "<<" {
            merge(value, key: key.place, into: &bag)
            return
        }
        let bytes = Array(scalar.text.utf8)
        if let first = places[bytes] {
            bag.add(.duplicateKey(scalar.text, at: key.place, first: first))
            return
        }
        places[bytes] = key.place
        entries.append(YAMLEntry(key: YAMLKey(scalar.text, at: key.place), value: value))
    }

    /// The entries in the order of the file; an entry of the mapping's own wins over a merged one.
    consuming func finish() -> [YAMLEntry] {
        guard let merged else { return entries }
        var seen = Set(places.keys)
        let additions = merged.entries.filter { seen.insert(Array($0.key.text.utf8)).inserted }
        entries.insert(contentsOf: additions, at: merged.index)
        return entries
    }

    private mutating func merge(_ value: YAMLNode, key: SourcePlace, into bag: inout DiagnosticBag) {
        if let merged {
            bag.add(.duplicateKey("<<", at: key, first: merged.key))
            return
        }
        var additions: [YAMLEntry] = []
        let sources: [YAMLNode]
        if case .sequence(let elements) = value.content { sources = elements } else { sources = [value] }
        for source in sources {
            guard case .mapping(let entries) = source.content else {
                bag.add(.mergeOfNoMapping(at: source.place))
                continue
            }
            additions += entries
        }
        merged = (entries.count, key, additions)
    }
}
