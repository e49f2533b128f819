/// What decided a column's type.
package enum TypeReason: Hashable, Sendable {
    /// The plan states it for the column.
    case stated
    /// The target has the column already.
    case target
    /// A rule of the plan's `types.map`, by its pattern.
    case rule(pattern: String)
    /// The plan's `decode`, without a type.
    case decode
    /// What the plan has done to the values on the way.
    case changed
    /// The row of a preset that names the declared type.
    case row(preset: String, declared: String)
    /// No row names it: SQLite's rules of affinity.
    case affinity(preset: String, DeclaredType.Affinity)
}

/// How much of the values a type keeps.
package enum Fidelity: String, Sendable, CaseIterable {
    /// Every value, as what the declaration says that it is.
    case exact
    /// Every value, in a wider type than the declaration asks for, some perhaps as what they were not: a number as text.
    case widening
    /// Values may be rounded, as the plan says.
    case lossy
}
