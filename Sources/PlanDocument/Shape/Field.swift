internal import PlanSupport
internal import PlanYAML

/// A stored property that a key is decoded to.
typealias Property<Owner, Value> = any WritableKeyPath<Owner, Value> & Sendable

/// One key of a mapping: its name, its value's shape, its default and its documentation, and the property it is
/// decoded to.
struct Field<Owner: PlanSection>: Sendable {
    let form: FieldForm
    let path: any PartialKeyPath<Owner> & Sendable
    let decode: @Sendable (YAMLNode, inout Owner, inout Decoding) -> Void

    /// A key that may be left out.
    static func optional<Value>(
        _ key: String, _ shape: Shape<Value>, _ path: Property<Owner, Located<Value>?>,
        availability: Availability = .now, _ documentation: String
    ) -> Field { located(key, shape, path, .optional, availability, documentation) }

    /// A key that must be there.
    static func required<Value>(
        _ key: String, _ shape: Shape<Value>, _ path: Property<Owner, Located<Value>?>,
        availability: Availability = .now, _ documentation: String
    ) -> Field { located(key, shape, path, .required, availability, documentation) }

    /// One of several keys of which exactly one must be there.
    static func alternative<Value>(
        _ key: String, _ shape: Shape<Value>, _ path: Property<Owner, Located<Value>?>,
        availability: Availability = .now, _ documentation: String
    ) -> Field { located(key, shape, path, .alternative, availability, documentation) }

    /// A key with a default, which is the property's initial value.
    static func setting<Value>(
        _ key: String, _ shape: Shape<Value>, _ path: Property<Owner, Setting<Value>>,
        availability: Availability = .now, _ documentation: String
    ) -> Field {
        let initial = Owner()[keyPath: path].value
        return Field(
            form: FieldForm(
                key: key, value: shape.form, presence: .optional, availability: availability,
                defaultValue: shape.write.map { $0(initial) }, documentation: documentation), path: path
        ) { node, owner, decoding in
            guard let value = shape.decode(node, &decoding) else { return }
            owner[keyPath: path] = Setting(Located(value, at: node.place))
        }
    }

    /// A key whose value has its places inside: a section, or a list.
    static func section<Value: Sendable>(
        _ key: String, _ shape: Shape<Value>, _ path: Property<Owner, Value>,
        presence: FieldForm.Presence = .optional, availability: Availability = .now, _ documentation: String
    ) -> Field {
        Field(
            form: FieldForm(
                key: key, value: shape.form, presence: presence, availability: availability, defaultValue: nil,
                documentation: documentation), path: path
        ) { node, owner, decoding in
            guard let value = shape.decode(node, &decoding) else { return }
            owner[keyPath: path] = value
        }
    }

    /// As `section`, for a property that is nil where the key is absent.
    static func optionalSection<Value: Sendable>(
        _ key: String, _ shape: Shape<Value>, _ path: Property<Owner, Value?>,
        presence: FieldForm.Presence = .optional, availability: Availability = .now, _ documentation: String
    ) -> Field {
        let optional = shape.refined { value, _, _ in Value??.some(value) }
        return section(key, optional, path, presence: presence, availability: availability, documentation)
    }

    private static func located<Value>(
        _ key: String, _ shape: Shape<Value>, _ path: Property<Owner, Located<Value>?>,
        _ presence: FieldForm.Presence, _ availability: Availability, _ documentation: String
    ) -> Field {
        optionalSection(
            key, shape.located, path, presence: presence, availability: availability, documentation)
    }
}
