/// What PostgreSQL knows of a table besides its columns and keys, and what matters to who writes rows into it.
package struct TableSurroundings: Hashable, Sendable {
    /// A trigger of the table.
    package struct Trigger: Hashable, Sendable {
        /// When it fires, as `pg_trigger.tgenabled` tells it.
        package enum State: String, Sendable, CaseIterable {
            /// For changes of ordinary sessions.
            case origin
            case always
            /// For changes that replication makes.
            case replica
            case disabled
        }

        package let name: String
        package let state: State

        package init(name: String, state: State) {
            self.name = name
            self.state = state
        }
    }

    /// A foreign key of another table, or of this one, that names rows of this table.
    package struct Reference: Hashable, Sendable {
        package let schema: String
        package let table: String
        /// Its parent is this table.
        package let key: ForeignKey

        package init(schema: String, table: String, key: ForeignKey) {
            self.schema = schema
            self.table = table
            self.key = key
        }
    }

    /// The definitions of checks and exclusions, sorted.
    package let checks: [String]
    /// Sorted by name.
    package let triggers: [Trigger]
    /// Sorted by schema, table and name.
    package let references: [Reference]
    /// Whether rules rewrite statements over it.
    package let hasRules: Bool

    package init(checks: [String], triggers: [Trigger], references: [Reference], hasRules: Bool) {
        self.checks = checks
        self.triggers = triggers
        self.references = references
        self.hasRules = hasRules
    }
}

/// What PostgreSQL knows of a column besides.
package struct ColumnDetails: Hashable, Sendable {
    /// Whether a statement may give an identity column its value.
    package enum Identity: String, Sendable, CaseIterable {
        case always
        case byDefault = "by_default"
    }

    package let identity: Identity?
    /// The sequence, as SQL, that gives the column its values, upwards; nil where none does.
    package let sequence: String?
    /// The type that a domain is over, where the declared type is a domain.
    package let baseType: String?
    /// The values of an enum, in its order; empty for every other type.
    package let labels: [String]

    package init(
        identity: Identity? = nil, sequence: String? = nil, baseType: String? = nil, labels: [String] = []
    ) {
        self.identity = identity
        self.sequence = sequence
        self.baseType = baseType
        self.labels = labels
    }
}
