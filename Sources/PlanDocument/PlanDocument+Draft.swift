internal import PlanYAML

extension PlanDocument {
    /// The document while its required keys may still be missing.
    struct Draft: PlanSection {
        var version: Located<Int>?
        var include: [Located<String>] = []
        var name: Located<String>?
        var description: Located<String>?
        var created: Located<CalendarDate>?
        var source: SourceSettings?
        var target: TargetSettings?
        var mode = Setting(default: Mode.full)
        var select = SelectSettings()
        var naming = Setting(default: Naming.preserve)
        var types = TypeSettings()
        var values = ValuePolicies()
        var tables: [TableEntry] = []
        var views: [NamedReplacement] = []
        var triggers: [NamedReplacement] = []
        var load = LoadSettings()
        var verify = VerifySettings()
        var safety = SafetySettings()
        var lint = LintSettings()
        var hooks = HookSettings()
        var health: HealthSettings?

        /// Also read on its own, before the document: what it names is merged into the tree.
        static let includeField = Field<Draft>.section(
            "include", .oneOrList(of: .locatedText("path")), \.include,
            "Files with shared defaults, relative to this one. The nearer file wins; of several, the later.")

        static let shape = ObjectShape<Draft>(
            "a plan",
            [
                .required("plan", .formatVersion, \.version, "The version of the format."),
                includeField,
                .required(
                    "name", .planName, \.name,
                    "The plan's name: lower-case letters, digits and hyphens, beginning with a letter, at most 63."),
                .optional("description", .text, \.description, "What the plan is for."),
                .optional(
                    "created", .date, \.created,
                    "When it was written. Appears in the headers of SQL files; no clock does."),
                .optionalSection(
                    "source", SourceSettings.shape, \.source, presence: .required, "The database that is read."),
                .optionalSection(
                    "target", TargetSettings.shape, \.target, presence: .required, "The database that is written."),
                .setting(
                    "mode", .word(), \.mode, "What moves: all, the schema alone, or the rows alone."),
                .section("select", .section, \.select, "Which tables and views move."),
                .setting(
                    "naming", .word(), \.naming, "What becomes of the names of tables and columns that are not renamed."
                ),
                .section("types", .section, \.types, "How declared types become the target's types."),
                .section("values", .section, \.values, "What to do with a value that its target type cannot hold."),
                .section(
                    "tables", .entries("table", of: .section) { TableEntry(name: $0, settings: $1) }, \.tables,
                    "What differs for single tables, by their names in the source."),
                .section(
                    "views", .entries("view", of: Replacement.shape(sql: .now), Self.replacement), \.views,
                    "Views to leave out or to replace."),
                .section(
                    "triggers", .entries("trigger", of: Replacement.shape(sql: .now), Self.replacement), \.triggers,
                    "Triggers to leave out or to replace."),
                .section("load", .section, \.load, "How rows are moved."),
                .section("verify", .section, \.verify, "What is compared after the load."),
                .section("safety", .section, \.safety, "What must hold before anything is run."),
                .section("lint", .section, \.lint, "Which warnings are accepted."),
                .section("hooks", .section, \.hooks, "Statements and commands around a run."),
                .optionalSection(
                    "health", HealthSettings.shape, \.health,
                    "An address that must answer after a run."),
            ])

        @Sendable private static func replacement(_ name: Located<String>, _ value: Replacement) -> NamedReplacement {
            NamedReplacement(name: name, replacement: value)
        }
    }
}

extension Shape where Value == Int {
    /// The version of the format.
    static var formatVersion: Shape {
        let number = Shape.integer(1...1_000_000)
        return Shape(.integer(PlanFormat.version...PlanFormat.version)) { node, decoding in
            guard let version = number.decode(node, &decoding) else { return nil }
            guard version == PlanFormat.version else {
                decoding.add(.unknownVersion(version, at: node.place))
                return nil
            }
            return version
        }
    }
}
