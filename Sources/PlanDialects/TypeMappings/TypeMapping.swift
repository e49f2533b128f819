internal import PlanCatalog

/// One row of a table of type mappings: declared types, and the target types to try in order.
package struct TypeMapping: Sendable {
    /// What a row wants for a declared type.
    package enum Wish: Hashable, Sendable {
        case type(PostgresTypeName)
        /// An array, of JSON lists.
        case arrayOf(PostgresTypeName)
        /// The type with the declaration's arguments as modifiers, where it has as many.
        case typeWithArguments(PostgresTypeName)
        /// `timestamptz` where all values name a zone, else `timestamp`.
        case timestampByContent
        /// The narrowest of the integer types that holds the column's integers; the widest where nobody looked.
        case narrowestInteger
        /// Whatever holds the values.
        case byContent
    }

    /// Names in upper case.
    package let declared: [String]
    package let wishes: [Wish]

    package init(_ declared: [String], _ wishes: Wish...) {
        self.init(declared: declared, wishes: wishes)
    }

    init(declared: [String], wishes: [Wish]) {
        self.declared = declared
        self.wishes = wishes
    }

    /// Whether the row's wish depends on how large the values are.
    var narrows: Bool { wishes.contains(.narrowestInteger) }

    /// The types to try for a declaration and what the column holds, best first.
    ///
    /// - Parameter role: a column that hands out values goes on beyond those that it has.
    func candidates(_ declared: DeclaredType, _ profile: ColumnProfile?, role: ColumnRole) -> [PostgresType] {
        wishes.compactMap { wish in
            switch wish {
            case .type(let name): return PostgresType(name)
            case .arrayOf(let name): return PostgresType(name, isArray: true)
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
            case .narrowestInteger: return Self.narrowestInteger(profile, role)
            case .byContent: return nil
            }
        }
    }
}

extension TypeMapping {
    private static func narrowestInteger(_ profile: ColumnProfile?, _ role: ColumnRole) -> PostgresType {
        guard let range = profile?.integerRange, profile?.reals == 0 else { return PostgresType(.bigint) }
        let names: [PostgresTypeName] = role == .identity ? [.integer, .bigint] : [.smallint, .integer, .bigint]
        let type = names.lazy.map { PostgresType($0) }.first { type in
            type.integerRange.contains(range.lowerBound) && type.integerRange.contains(range.upperBound)
        }
        return type ?? PostgresType(.bigint)
    }
}

/// What a column is for.
package enum ColumnRole: Sendable {
    case ordinary
    /// It gives new rows their numbers.
    case identity
}

extension PostgresType {
    /// The integers of an integer type; all of 64 bits for any other.
    var integerRange: ClosedRange<Int64> {
        switch name {
        case .smallint: Int64(Int16.min)...Int64(Int16.max)
        case .integer: Int64(Int32.min)...Int64(Int32.max)
        default: .min ... .max
        }
    }

    /// The type if its modifiers are ones that PostgreSQL takes.
    fileprivate var checked: PostgresType? { try? PostgresType(parsing: description) }
}
