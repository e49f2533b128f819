internal import PlanDiagnostics
internal import PlanYAML

/// A type that one mapping of a plan is decoded to. Its initial value is what holds where no key is given.
protocol PlanSection: Sendable {
    init()
    static var shape: ObjectShape<Self> { get }
}

/// A mapping with declared keys, and the type that it is decoded to.
///
/// The only place where the name of a key stands is the field that decodes it.
struct ObjectShape<Owner: PlanSection>: Sendable {
    let name: String
    let fields: [Field<Owner>]

    /// - Parameter name: what messages call such a mapping.
    init(_ name: String, _ fields: [Field<Owner>]) {
        self.name = name
        self.fields = fields
    }

    var form: ObjectForm {
        let fields = fields
        return ObjectForm(name: name, fields: fields.map(\.form)) {
            ObjectCoverage(
                type: "\(Owner.self)", storedProperties: Mirror(reflecting: Owner()).children.count,
                writtenProperties: Set(fields.map { $0.path as PartialKeyPath<Owner> }).count)
        }
    }

    /// Reads a mapping. Keys that are wrong are reported, and the others are read on.
    func decode(_ node: YAMLNode, _ decoding: inout Decoding) -> Owner? {
        guard case .mapping(let entries) = node.content else {
            decoding.mismatch(node, expected: "a mapping")
            return nil
        }
        var owner = Owner()
        var given: [(field: Field<Owner>, key: YAMLKey)] = []
        for entry in entries {
            guard let field = fields.first(where: { $0.form.key == entry.key.text }) else {
                decoding.add(unknownKey(entry.key))
                continue
            }
            given.append((field, entry.key))
            decoding.descend(into: entry.key) { decoding in
                guard decoding.accepts(field.form.availability) else {
                    decoding.add(.keyNotAvailable(decoding.name, at: entry.key.place))
                    return
                }
                field.decode(entry.value, &owner, &decoding)
            }
        }
        checkPresence(given, of: node, &decoding)
        return owner
    }

    private func unknownKey(_ key: YAMLKey) -> Diagnostic {
        .unknownKey(key, in: name, known: fields.map(\.form.key), homes: PlanFormat.homes(ofKey: key.text))
    }

    private func checkPresence(
        _ given: [(field: Field<Owner>, key: YAMLKey)], of node: YAMLNode, _ decoding: inout Decoding
    ) {
        let place =
            decoding.keyPlace ?? node.place.file.place(node.place.range.lowerBound..<node.place.range.lowerBound)
        for field in fields where field.form.presence == .required {
            guard !given.contains(where: { $0.field.form.key == field.form.key }) else { continue }
            decoding.add(.missingKey(field.form.key, in: name, at: place))
        }
        let alternatives = fields.filter { $0.form.presence == .alternative }
        guard !alternatives.isEmpty else { return }
        let chosen = given.filter { $0.field.form.presence == .alternative }
        if chosen.isEmpty { decoding.add(.missingAlternative(alternatives.map(\.form.key), in: name, at: place)) }
        // A key that is not available has been reported, and one error is enough.
        let accepted = chosen.filter { decoding.accepts($0.field.form.availability) }
        if accepted.count > 1 { decoding.add(.excludingKeys(accepted[1].key, accepted[0].key)) }
    }
}

extension Shape where Value: PlanSection {
    /// A mapping with declared keys.
    static var section: Shape {
        Shape(.object(Value.shape.form)) { node, decoding in Value.shape.decode(node, &decoding) }
    }
}
