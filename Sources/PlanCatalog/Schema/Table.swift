/// A table: columns in order, keys and indexes.
package struct Table: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case ordinary
        /// Its rows come from a module, such as `fts5` or `rtree`.
        case virtual(module: String)
        /// Storage of the virtual table of the given name.
        case shadow(of: String)
    }

    package let name: String
    package let kind: Kind
    /// Whether the rows of a table of SQLite have a rowid: the table is not `WITHOUT ROWID`. Columns may take all of the rowid's three names.
    package let hasRowID: Bool
    package let isStrict: Bool
    package let columns: [Column]
    package let primaryKey: PrimaryKey?
    package let uniqueConstraints: [UniqueConstraint]
    package let foreignKeys: [ForeignKey]
    /// Indexes made by `CREATE INDEX`; those that serve a constraint are part of the constraint.
    package let indexes: [Index]
    /// The stored `CREATE TABLE` statement; empty where the engine stores none.
    package let sql: String
    /// Why the engine could not open the table (a missing module), in its words; columns are then empty.
    package let problem: String?
    /// What surrounds a table of PostgreSQL; nil for one of SQLite.
    package let surroundings: TableSurroundings?

    package init(
        name: String, kind: Kind, hasRowID: Bool, isStrict: Bool, columns: [Column], primaryKey: PrimaryKey?,
        uniqueConstraints: [UniqueConstraint], foreignKeys: [ForeignKey], indexes: [Index], sql: String,
        problem: String? = nil, surroundings: TableSurroundings? = nil
    ) {
        self.name = name
        self.kind = kind
        self.hasRowID = hasRowID
        self.isStrict = isStrict
        self.columns = columns
        self.primaryKey = primaryKey
        self.uniqueConstraints = uniqueConstraints
        self.foreignKeys = foreignKeys
        self.indexes = indexes.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        self.sql = sql
        self.problem = problem
        self.surroundings = surroundings
    }

    /// The column of a name, in any ASCII letter case.
    package func column(named name: String) -> Column? {
        columns.first { $0.name == name } ?? columns.first { $0.name.isSameName(as: name) }
    }
}

/// A column of a table.
package struct Column: Hashable, Sendable {
    package enum Generation: String, Sendable, CaseIterable {
        case virtual
        case stored
    }

    package let name: String
    /// The type as declared, with SQLite's spacing; empty where none was.
    package let declaredType: String
    package let isNotNull: Bool
    /// The default as SQL of the engine.
    package let defaultSQL: String?
    /// The collation that comparisons use; `BINARY` unless declared.
    package let collation: String
    package let generation: Generation?
    /// A column of a virtual table that `SELECT *` does not show.
    package let isHidden: Bool
    /// What PostgreSQL knows of a column besides.
    package let details: ColumnDetails

    package init(
        name: String, declaredType: String, isNotNull: Bool = false, defaultSQL: String? = nil,
        collation: String = "BINARY", generation: Generation? = nil, isHidden: Bool = false,
        details: ColumnDetails = ColumnDetails()
    ) {
        self.name = name
        self.declaredType = declaredType
        self.isNotNull = isNotNull
        self.defaultSQL = defaultSQL
        self.collation = collation
        self.generation = generation
        self.isHidden = isHidden
        self.details = details
    }
}

/// The primary key, its columns in the order of the key.
package struct PrimaryKey: Hashable, Sendable {
    package enum Identity: String, Sendable, CaseIterable {
        /// The column is the rowid by another name: the engine gives it a value where an insert does not.
        case rowID = "rowid"
        /// The same, and a value once given is never given again.
        case autoincrement
    }

    package let columns: [String]
    package let identity: Identity?

    package init(columns: [String], identity: Identity? = nil) {
        self.columns = columns
        self.identity = identity
    }
}

/// A UNIQUE constraint declared in the table, its columns in the order of the constraint.
package struct UniqueConstraint: Hashable, Sendable {
    package let columns: [String]
    /// The collation of each column in the constraint's index.
    package let collations: [String]

    package init(columns: [String], collations: [String]) {
        self.columns = columns
        self.collations = collations
    }
}

/// A foreign key, its columns in the order of the key.
package struct ForeignKey: Hashable, Sendable {
    package enum Action: String, Sendable, CaseIterable {
        case noAction = "NO ACTION"
        case restrict = "RESTRICT"
        case setNull = "SET NULL"
        case setDefault = "SET DEFAULT"
        case cascade = "CASCADE"
    }

    package let columns: [String]
    package let parentTable: String
    /// Empty where the declaration names none: the parent's primary key is meant.
    package let parentColumns: [String]
    package let onUpdate: Action
    package let onDelete: Action
    /// The constraint's name; nil where the engine has none.
    package let name: String?
    /// When it may be checked as late as at a transaction's end; nil where it never is, or where the engine says so in the
    /// table's SQL alone.
    package let deferral: Deferral?

    /// When a key that can be deferred is checked unless a transaction says otherwise.
    package enum Deferral: String, Sendable, CaseIterable {
        case immediate
        case deferred
    }

    package init(
        columns: [String], parentTable: String, parentColumns: [String], onUpdate: Action = .noAction,
        onDelete: Action = .noAction, name: String? = nil, deferral: Deferral? = nil
    ) {
        self.name = name
        self.deferral = deferral
        self.columns = columns
        self.parentTable = parentTable
        self.parentColumns = parentColumns
        self.onUpdate = onUpdate
        self.onDelete = onDelete
    }
}

/// An index made by `CREATE INDEX`.
package struct Index: Hashable, Sendable {
    package struct Part: Hashable, Sendable {
        package enum Key: Hashable, Sendable {
            case column(String)
            /// An expression; its text stands in the index's SQL.
            case expression
            case rowID
        }

        package let key: Key
        package let isDescending: Bool
        package let collation: String

        package init(key: Key, isDescending: Bool = false, collation: String = "BINARY") {
            self.key = key
            self.isDescending = isDescending
            self.collation = collation
        }
    }

    package let name: String
    package let isUnique: Bool
    /// Whether it has a WHERE clause; its text stands in the index's SQL.
    package let isPartial: Bool
    package let parts: [Part]
    package let sql: String

    package init(name: String, isUnique: Bool, isPartial: Bool, parts: [Part], sql: String) {
        self.name = name
        self.isUnique = isUnique
        self.isPartial = isPartial
        self.parts = parts
        self.sql = sql
    }
}
