package import PlanSupport

/// `target`: the database that is written.
package struct TargetSettings: Sendable {
    package var endpoint: Endpoint
    /// The PostgreSQL schema that everything is created in.
    package var schema: Setting<String>
    /// The major version of the oldest server that the SQL must run on.
    package var version: Setting<Int>

    /// A pinned snapshot of the target's tables, relative to the file that names it.
    package var catalog: Located<String>?

    package var rowSecurity: Setting<RowSecurity>

    /// Whether tables are made with row-level security.
    package enum RowSecurity: String, CaseIterable, Sendable {
        case none
        /// Enabled, and no policy yet.
        case stubs
    }

    /// Which engine, and how it is reached.
    package enum Endpoint: Sendable {
        /// A connection string.
        case postgres(Located<VariableTemplate>)
        /// A path, relative to the file that names it.
        case sqlite(Located<VariableTemplate>)
    }
}

extension TargetSettings {
    /// The oldest and the newest server that SQL can be written for.
    private static let versions = 13...18

    struct Draft: PlanSection {
        var postgres: Located<VariableTemplate>?
        var sqlite: Located<VariableTemplate>?
        var schema = Setting(default: "public")
        var version = Setting(default: 13)
        var catalog: Located<String>?
        var rowSecurity = Setting(default: RowSecurity.none)

        static let shape = ObjectShape<Draft>(
            "'target'",
            [
                .alternative(
                    "postgres", .connection, \.postgres,
                    "A PostgreSQL connection string, without a password: `${NAME}` stands for all of it or a part."),
                .alternative(
                    "sqlite", .path, \.sqlite, availability: .later,
                    "A SQLite file, relative to the plan; may hold `${NAME}`."),
                .setting(
                    "schema", .text("schema name"), \.schema, "The PostgreSQL schema that everything is created in."),
                .setting(
                    "version", .integer(versions), \.version, "The oldest PostgreSQL server that the SQL must run on."),
                .optional(
                    "catalog", .text("path"), \.catalog,
                    "A pinned snapshot of the target's tables, relative to the plan, with which a plan of `mode: data` "
                        + "compiles with no server at hand."),
                .setting(
                    "row_security", .word(), \.rowSecurity,
                    "Whether each table is made with row-level security enabled and no policy, so that nobody but its owner "
                        + "sees a row until you write policies."),
            ])
    }

    static let shape = Shape<Draft>.section.refined { draft, _, _ -> TargetSettings? in
        let endpoint = draft.postgres.map(Endpoint.postgres) ?? draft.sqlite.map(Endpoint.sqlite)
        return endpoint.map {
            TargetSettings(
                endpoint: $0, schema: draft.schema, version: draft.version, catalog: draft.catalog,
                rowSecurity: draft.rowSecurity)
        }
    }
}
