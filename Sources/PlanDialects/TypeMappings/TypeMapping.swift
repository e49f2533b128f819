internal import PlanCatalog

/// One row of a table of type mappings: declared types, and the target types to try in order.
package struct TypeMapping: Sendable {
    /// What a row wants for a declared type.
    package enum Wish: Hashable, Sendable {
        case type(PostgresTypeName)
        /// The type with the declaration's arguments as modifiers, where it has as many.
        case typeWithArguments(PostgresTypeName)
        /// `timestamptz` where all values name a zone, else `timestamp`.
        case timestampByContent
        /// Whatever holds the values.
        case byContent
    }

    /// Names in upper case.
    package let declared: [String]
    package let wishes: [Wish]

    package init(_ declared: [String], _ wishes: Wish...) {
        self.declared = declared
        self.wishes = wishes
    }

    /// The types to try for a declaration and what the column holds, best first.
    func candidates(_ declared: DeclaredType, _ profile: ColumnProfile?) -> [PostgresType] {
        wishes.compactMap { wish in
            switch wish {
            case .type(let name): return PostgresType(name)
            case .typeWithArguments(let name):
                switch declared.arguments.count {
                case 1: return PostgresType(name, declared.arguments[0]).checked
                case 2 where name == .numeric:
                    return PostgresType(name, declared.arguments[0], declared.arguments[1]).checked
                default: return nil
                }
            case .timestampByContent:
                guard let profile, profile.texts > 0, profile.allTexts(parseAs: .timestampWithZone) else {
                    return PostgresType(.timestamp)
                }
                return PostgresType(.timestamptz)
            case .byContent: return nil
            }
        }
    }
}

extension PostgresType {
    /// The type if its modifiers are ones that PostgreSQL takes.
    fileprivate var checked: PostgresType? { try? PostgresType(parsing: description) }
}
