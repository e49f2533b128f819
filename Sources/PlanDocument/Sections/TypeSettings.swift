/// `types`: how declared types become target types.
package struct TypeSettings: Sendable {
    package var preset = Setting(default: Preset.exact)
    /// The first rule that matches decides, before the preset.
    package var map: [TypeRule] = []

    package init() {}

    /// The mappings that hold where the plan says nothing else.
    package enum Preset: String, CaseIterable, Sendable {
        case exact
        case compact
        case supabase
    }
}

/// One entry of `types.map`.
package struct TypeRule: Sendable {
    /// A pattern over declared types, such as `DECIMAL(*,*)`.
    package var declared: Located<String>
    /// The target's type, not yet resolved.
    package var to: Located<String>
}
