package import PlanSupport

/// A mapping with declared keys, without the types that it is decoded to.
package struct ObjectForm: Sendable {
    /// What messages call it, such as `an entry of 'types.map'`.
    package let name: String
    package let fields: [FieldForm]
    private let coverageOfOwner: @Sendable () -> ObjectCoverage

    init(name: String, fields: [FieldForm], coverage: @escaping @Sendable () -> ObjectCoverage) {
        self.name = name
        self.fields = fields
        coverageOfOwner = coverage
    }

    /// The keys of which exactly one must be given; empty where there is no such rule.
    package var alternatives: [FieldForm] { fields.filter { $0.presence == .alternative } }

    /// The field of a key; nil where the key is not declared.
    package func field(_ key: String) -> FieldForm? { fields.first { $0.key == key } }

    /// How the fields and the stored properties of the decoded type meet. For tests.
    package var coverage: ObjectCoverage { coverageOfOwner() }
}

/// One declared key.
package struct FieldForm: Sendable {
    /// Whether the key must be given.
    package enum Presence: Hashable, Sendable {
        case optional
        case required
        /// Exactly one of the object's fields with this presence must be given.
        case alternative
    }

    package let key: String
    package let value: ValueForm
    package let presence: Presence
    package let availability: Availability
    /// The value that stands for an absent key; nil where there is none.
    package let defaultValue: JSONValue?
    /// One or two sentences in Markdown.
    package let documentation: String
}

/// The stored properties of the type that an object is decoded to, and how many of them its fields write.
package struct ObjectCoverage: Sendable {
    package let type: String
    package let storedProperties: Int
    package let writtenProperties: Int
}
