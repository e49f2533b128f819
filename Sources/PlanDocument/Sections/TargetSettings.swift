package import PlanSupport

/// `target`: the database that is written.
package struct TargetSettings: Sendable {
    package var endpoint: Endpoint
    /// The PostgreSQL schema that everything is created in.
    package var schema: Setting<String>
    /// The major version of the oldest server that the SQL must run on.
    package var version: Setting<Int>

    /// Which engine, and how it is reached.
    package enum Endpoint: Sendable {
        /// A connection string.
        case postgres(Located<VariableTemplate>)
        /// A path, relative to the file that names it.
        case sqlite(Located<VariableTemplate>)
    }
}
