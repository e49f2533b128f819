internal import PlanDiagnostics
internal import PlanYAML

extension Shape {
    /// A list, each element of which is read on its own.
    static func list<Element: Sendable>(
        of element: Shape<Element>, minimum: Int = 0
    ) -> Shape where Value == [Element] {
        Shape(.list(of: element.form, minimum: minimum)) { node, decoding in
            guard case .sequence(let nodes) = node.content else {
                decoding.mismatch(node, expected: "a list")
                return nil
            }
            guard nodes.count >= minimum else {
                decoding.add(.emptyList(decoding.name, at: node.place))
                return nil
            }
            return elements(nodes, element, &decoding)
        }
    }

    /// A list, or a single element without brackets.
    static func oneOrList<Element: Sendable>(of element: Shape<Element>) -> Shape where Value == [Element] {
        Shape(.alternatives([element.form, .list(of: element.form, minimum: 1)])) { node, decoding in
            switch node.content {
            case .sequence(let nodes):
                guard !nodes.isEmpty else {
                    decoding.add(.emptyList(decoding.name, at: node.place))
                    return nil
                }
                return elements(nodes, element, &decoding)
            case .scalar, .mapping: return element.decode(node, &decoding).map { [$0] }
            }
        }
    }

    /// A mapping whose keys are the user's.
    ///
    /// - Parameters:
    ///   - key: what a key is, such as `table`.
    ///   - content: what a key may hold.
    static func entries<Element: Sendable, Entry: Sendable>(
        _ key: String, _ content: KeyForm.Content = .name, of element: Shape<Element>,
        _ entry: @escaping @Sendable (Located<String>, Element) -> Entry
    ) -> Shape where Value == [Entry] {
        Shape(.entries(key: KeyForm(label: key, content: content), of: element.form)) { node, decoding in
            guard case .mapping(let pairs) = node.content else {
                decoding.mismatch(node, expected: "a mapping")
                return nil
            }
            var result: [Entry] = []
            for pair in pairs {
                guard !pair.key.text.isEmpty || content == .text else {
                    decoding.add(.emptyText(decoding.name, at: pair.key.place))
                    continue
                }
                decoding.descend(into: pair.key) { decoding in
                    guard let value = element.decode(pair.value, &decoding) else { return }
                    result.append(entry(Located(pair.key.text, at: pair.key.place), value))
                }
            }
            return result
        }
    }

    private static func elements<Element>(
        _ nodes: [YAMLNode], _ element: Shape<Element>, _ decoding: inout Decoding
    ) -> [Element] {
        var result: [Element] = []
        for node in nodes {
            decoding.descend(intoElement: node) { decoding in
                if let value = element.decode(node, &decoding) { result.append(value) }
            }
        }
        return result
    }
}
