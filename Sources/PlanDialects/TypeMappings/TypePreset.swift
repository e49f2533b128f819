/// Which types of PostgreSQL the declared types of SQLite become where the plan says nothing else.
package struct TypePreset: Sendable {
    /// As the plan names it.
    package let name: String
    /// The first that names a declared type decides.
    package let mappings: [TypeMapping]
    /// What an affinity becomes where no row names the declared type.
    package let affinities: [(affinity: DeclaredType.Affinity, mapping: TypeMapping)]

    /// The row for a declared type.
    package func row(for declared: DeclaredType) -> Row {
        if let mapping = mappings.first(where: { $0.declared.contains(declared.name) }) { return .named(mapping) }
        let affinity = declared.affinity
        let mapping = affinities.first { $0.affinity == affinity }?.mapping
        return .affinity(affinity, mapping ?? TypeMapping([], .byContent))
    }

    /// A row, and what it was found by.
    package enum Row: Sendable {
        case named(TypeMapping)
        case affinity(DeclaredType.Affinity, TypeMapping)

        package var mapping: TypeMapping {
            switch self {
            case .named(let mapping), .affinity(_, let mapping): mapping
            }
        }
    }

    /// The preset in which some wishes are others.
    func replacing(
        _ replacements: [(wish: TypeMapping.Wish, by: [TypeMapping.Wish])], name: String
    ) -> TypePreset {
        let replaced = { (mapping: TypeMapping) in
            TypeMapping(
                declared: mapping.declared,
                wishes: mapping.wishes.flatMap { wish in replacements.first { $0.wish == wish }?.by ?? [wish] })
        }
        return TypePreset(
            name: name, mappings: mappings.map(replaced),
            affinities: affinities.map { ($0.affinity, replaced($0.mapping)) })
    }
}
