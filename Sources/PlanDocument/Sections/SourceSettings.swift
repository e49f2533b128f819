package import PlanSupport

/// `source`: the database that is read.
package struct SourceSettings: Sendable {
    package var endpoint: Endpoint
    /// A pinned snapshot to compile with instead of the database, relative to the file that names it.
    package var catalog: Located<String>?
    package var profile: Setting<ProfileExtent>

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
