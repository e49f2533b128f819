internal import PlanYAML

/// Puts shared defaults under a file: mappings key by key, everything else whole, the nearer file winning.
enum DocumentMerger {
    /// - Parameter form: what the value is; nil where it is not declared, which decoding reports later.
    static func merge(_ near: YAMLNode, over far: YAMLNode, form: ValueForm?) -> YAMLNode {
        guard case .mapping(let nearEntries) = near.content, case .mapping(let farEntries) = far.content else {
            return near
        }
        let farValues = Dictionary(
            farEntries.map { (Array($0.key.text.utf8), $0.value) }, uniquingKeysWith: { first, _ in first })
        var entries = nearEntries.map { entry in
            guard let other = farValues[Array(entry.key.text.utf8)] else { return entry }
            let inner = form?.value(ofKey: entry.key.text)
            return YAMLEntry(key: entry.key, value: merge(entry.value, over: other, form: inner))
        }
        let stated = Set(nearEntries.map { Array($0.key.text.utf8) })
        let replaced = keysReplaced(by: nearEntries, form: form)
        entries += farEntries.filter { entry in
            !stated.contains(Array(entry.key.text.utf8)) && !replaced.contains(entry.key.text)
        }
        return YAMLNode(.mapping(entries), at: near.place, definedAt: near.definition)
    }

    /// Of keys that exclude each other, the farther file's give way to the nearer's: `sql` replaces `drop`.
    private static func keysReplaced(by entries: [YAMLEntry], form: ValueForm?) -> [String] {
        guard case .object(let object)? = form else { return [] }
        let alternatives = object.alternatives.map(\.key)
        return entries.contains { alternatives.contains($0.key.text) } ? alternatives : []
    }
}
