package import PlanSupport
internal import PlanYAML

/// `source`: the database that is read.
package struct SourceSettings: Sendable {
    package var endpoint: Endpoint
    /// A pinned snapshot to compile with instead of the database, relative to the file that names it.
    package var catalog: Located<String>?
    package var profile: Setting<ProfileExtent>
    /// Whether nobody writes to it from a run's beginning to the end of what resumes it, so that this need not be proven.
    package var quiesced: Setting<Bool>

    /// Which engine, and how it is reached.
    package enum Endpoint: Sendable {
        /// A path, relative to the file that names it.
        case sqlite(Located<VariableTemplate>)
        /// A connection string.
        case postgres(Located<VariableTemplate>)
    }

    /// How much of each column is looked at.
    package enum ProfileExtent: Hashable, Sendable {
        case full
        case sample(rows: Int)
        case none
    }
}

extension SourceSettings {
    struct Draft: PlanSection {
        var sqlite: Located<VariableTemplate>?
        var postgres: Located<VariableTemplate>?
        var catalog: Located<String>?
        var profile = Setting(default: ProfileExtent.full)
        var quiesced = Setting(default: false)

        static let shape = ObjectShape<Draft>(
            "'source'",
            [
                .alternative(
                    "sqlite", .path, \.sqlite, "A SQLite file, relative to the plan; may hold `${NAME}`."),
                .alternative(
                    "postgres", .connection, \.postgres, availability: .later,
                    "A PostgreSQL connection string, without a password: `${NAME}` stands for all of it or a part."),
                .optional(
                    "catalog", .text("path"), \.catalog,
                    "A pinned snapshot, relative to the plan, with which the plan compiles with no database at hand."),
                .setting(
                    "profile", .profileExtent, \.profile,
                    "How much of each column is looked at. `sample` alone is `sample(1000)`."),
                .setting(
                    "quiesced", .boolean(later: []), \.quiesced,
                    "Whether nobody writes to it until all is moved: a run is then resumed without proof that it is unchanged."
                ),
            ])
    }

    static let shape = Shape<Draft>.section.refined { draft, _, _ -> SourceSettings? in
        let endpoint = draft.sqlite.map(Endpoint.sqlite) ?? draft.postgres.map(Endpoint.postgres)
        return endpoint.map {
            SourceSettings(endpoint: $0, catalog: draft.catalog, profile: draft.profile, quiesced: draft.quiesced)
        }
    }
}

extension Shape where Value == SourceSettings.ProfileExtent {
    /// `full`, `none`, `sample` or `sample(1000)`.
    static var profileExtent: Shape {
        let form = TextForm(
            "`full`, `sample`, `sample(ROWS)` or `none`", pattern: "^(full|none|sample(\\([1-9][0-9]{0,8}\\))?)$")
        let text = Shape<String>.text(form)
        return Shape(text.form, write: { .string(Self.written($0)) }) { node, decoding in
            guard let text = text.decode(node, &decoding) else { return nil }
            switch text {
            case "full": return .full
            case "none": return SourceSettings.ProfileExtent.none
            case "sample": return .sample(rows: 1000)
            default: break
            }
            let digits = text.dropFirst("sample(".utf8.count).dropLast()
            if text.hasPrefix("sample("), text.hasSuffix(")"), digits.utf8.allSatisfy({ (48...57).contains($0) }),
                digits.utf8.count <= 9, digits.utf8.first != 48, let rows = Int(digits)
            {
                return .sample(rows: rows)
            }
            let expected = "full, sample, sample(ROWS) or none"
            decoding.add(.malformed(decoding.name, expected: expected, at: node.place))
            return nil
        }
    }

    private static func written(_ extent: SourceSettings.ProfileExtent) -> String {
        switch extent {
        case .full: "full"
        case .none: "none"
        case .sample(let rows): "sample(\(rows))"
        }
    }
}
