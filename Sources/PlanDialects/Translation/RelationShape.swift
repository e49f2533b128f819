package import PlanCatalog
package import PlanSQL

/// A table or view as expressions see it: what SQLite calls it and its columns, and what they are in PostgreSQL.
package struct RelationShape: Sendable {
    /// A column of a relation.
    package struct Column: Sendable {
        /// Its name in the source.
        package let name: String
        /// Its name in the target.
        package let target: String
        package let type: PostgresType
        package let storage: TypedExpression.Storage
        package let affinity: DeclaredType.Affinity?
        /// Nil where an application defines the collation.
        package let collation: Collation?
        package let timeFormat: TimeFormat?
        /// Whether SQLite refuses NULL in it; the rowid's column, to which NULL means a new number, is not so.
        package let isNotNull: Bool
        /// Whether it has a value where an insert gives none.
        package let hasDefault: Bool
        /// Whether its value is computed of the others.
        package let isGenerated: Bool
        /// Whether the plan makes other values of those that the source has.
        package let isChanged: Bool

        package init(
            name: String, target: String, type: PostgresType, storage: TypedExpression.Storage,
            affinity: DeclaredType.Affinity?, collation: Collation?, timeFormat: TimeFormat? = nil,
            isNotNull: Bool = false, hasDefault: Bool = false, isGenerated: Bool = false, isChanged: Bool = false
        ) {
            self.name = name
            self.target = target
            self.type = type
            self.storage = storage
            self.affinity = affinity
            self.collation = collation
            self.timeFormat = timeFormat
            self.isNotNull = isNotNull
            self.hasDefault = hasDefault
            self.isGenerated = isGenerated
            self.isChanged = isChanged
        }
    }

    package let name: String
    /// What PostgreSQL calls it; without a schema for a common table.
    package let target: RelationName
    package let columns: [Column]
    /// The source's name of the column that is the rowid; nil where the rowid has no column.
    package let rowIDColumn: String?
    /// Columns of the source that the plan leaves out.
    package let leftOut: [String]
    /// The target's names of the primary key's columns; empty without one.
    package let primaryKey: [String]
    /// The target's names of the columns of each other key: UNIQUE constraints and unique indexes of columns alone.
    package let uniqueKeys: [[String]]
    /// Whether there are unique indexes with a condition, or of expressions.
    package let hasOtherUniqueIndexes: Bool
    package let hasChecks: Bool
    /// In the source's names.
    package let foreignKeys: [ForeignKey]

    package init(
        name: String, target: RelationName, columns: [Column], rowIDColumn: String? = nil, leftOut: [String] = [],
        primaryKey: [String] = [], uniqueKeys: [[String]] = [], hasOtherUniqueIndexes: Bool = false,
        hasChecks: Bool = false, foreignKeys: [ForeignKey] = []
    ) {
        self.name = name
        self.target = target
        self.columns = columns
        self.rowIDColumn = rowIDColumn
        self.leftOut = leftOut
        self.primaryKey = primaryKey
        self.uniqueKeys = uniqueKeys
        self.hasOtherUniqueIndexes = hasOtherUniqueIndexes
        self.hasChecks = hasChecks
        self.foreignKeys = foreignKeys
    }

    /// The column that a name of the source means, the names of the rowid included.
    func column(_ name: String) -> Column? {
        let wanted = name.asciiLowercased
        if let column = columns.first(where: { $0.name.asciiLowercased == wanted }) { return column }
        guard Scope.rowIDNames.contains(wanted), let rowIDColumn else { return nil }
        return columns.first { $0.name.asciiLowercased == rowIDColumn.asciiLowercased }
    }

    /// The columns that tell a row from every other, for each key; in the target's names.
    var keys: [[String]] { (primaryKey.isEmpty ? [] : [primaryKey]) + uniqueKeys.filter { $0 != primaryKey } }
}

/// The relations of the target, found by what the source calls them.
package struct Relations: Sendable {
    private var shapes: [String: RelationShape] = [:]
    /// Names of the source that the plan leaves out.
    private var leftOut: Set<String> = []
    /// Views whose SQL the plan gives.
    private var given: Set<String> = []

    package init(_ shapes: [RelationShape] = [], leftOut: [String] = []) {
        for shape in shapes { self.shapes[shape.name.asciiLowercased] = shape }
        self.leftOut = Set(leftOut.map(\.asciiLowercased))
    }

    package mutating func add(_ shape: RelationShape) { shapes[shape.name.asciiLowercased] = shape }

    /// Notes a view whose SQL the plan gives, so that nobody knows what its columns hold.
    package mutating func addGiven(_ name: String) { given.insert(name.asciiLowercased) }

    package subscript(name: String) -> RelationShape? { shapes[name.asciiLowercased] }

    /// Every relation, by name.
    var all: [RelationShape] { shapes.sorted { $0.key < $1.key }.map(\.value) }

    /// The relation of a name.
    ///
    /// - Throws: why there is none, with the name's place.
    func shape(_ name: RelationName) throws(Untranslatable) -> RelationShape {
        if let schema = name.schema, schema.value.asciiLowercased != "main" {
            throw Untranslatable("'\(schema.value)' is another database", at: name.range)
        }
        if let shape = self[name.name.value] { return shape }
        if name.name.value.asciiLowercased.hasPrefix("sqlite_") {
            throw Untranslatable("'\(name.name.value)' is a table of SQLite itself", at: name.range)
        }
        if given.contains(name.name.value.asciiLowercased) {
            throw Untranslatable(
                "the plan gives the SQL of '\(name.name.value)', so that the types of its columns are not known",
                at: name.range)
        }
        if leftOut.contains(name.name.value.asciiLowercased) {
            throw Untranslatable("'\(name.name.value)' is not carried over", .leftOut, at: name.range)
        }
        throw Untranslatable("there is no table or view '\(name.name.value)'", .unresolved, at: name.range)
    }
}
