/// `types`: how declared types become target types.
package struct TypeSettings: PlanSection {
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

extension TypeSettings {
    static let shape = ObjectShape<TypeSettings>(
        "'types'",
        [
            .setting(
                "preset", .word(), \.preset,
                "The type mappings that hold where no rule of `map` matches."),
            .section(
                "map", .list(of: TypeRule.shape), \.map,
                "Rules by declared type, for all tables. The first that matches decides, before the preset."),
        ])
}

extension TypeRule {
    struct Draft: PlanSection {
        var declared: Located<String>?
        var to: Located<String>?

        static let shape = ObjectShape<Draft>(
            "a rule of 'types.map'",
            [
                .required(
                    "declared", .text("pattern"), \.declared,
                    "A declared type, such as `DATETIME` or `DECIMAL(*,*)`; letter case does not matter."),
                .required("to", .text("type"), \.to, "The target's type."),
            ])
    }

    static let shape = Shape<Draft>.section.refined { draft, _, _ -> TypeRule? in
        guard let declared = draft.declared, let to = draft.to else { return nil }
        return TypeRule(declared: declared, to: to)
    }
}
