package import PlanDiagnostics

/// The structure of a `CREATE TABLE` statement of SQLite.
package struct CreateTableStatement: Hashable, Sendable {
    package enum Option: String, CaseIterable, Hashable, Sendable {
        case withoutRowID = "WITHOUT ROWID"
        case strict = "STRICT"
    }

    package let isTemporary: Bool
    package let ifNotExists: Bool
    package let qualifiedName: RelationName
    package let columns: [ColumnDefinition]
    package let constraints: [TableConstraint]
    package let options: [Option]
    /// The query of `CREATE TABLE … AS`, which has no columns of its own.
    package let query: SelectStatement?
    @Uncompared package var range: SourceRange

    package init(
        isTemporary: Bool = false, ifNotExists: Bool = false, qualifiedName: RelationName,
        columns: [ColumnDefinition] = [], constraints: [TableConstraint] = [], options: [Option] = [],
        query: SelectStatement? = nil, range: SourceRange = 0..<0
    ) {
        self.isTemporary = isTemporary
        self.ifNotExists = ifNotExists
        self.qualifiedName = qualifiedName
        self.columns = columns
        self.constraints = constraints
        self.options = options
        self.query = query
        _range = Uncompared(wrappedValue: range)
    }

    /// The table's name, without its schema.
    package var name: Name { qualifiedName.name }

    /// The definition of a column, names compared as SQLite does.
    package func column(named name: String) -> ColumnDefinition? {
        columns.first { $0.name.value.utf8.elementsEqual(name.utf8) { Self.folded($0) == Self.folded($1) } }
    }

    /// SQLite folds ASCII letters only: `É` and `é` are two columns.
    private static func folded(_ byte: UInt8) -> UInt8 {
        UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte
    }
}

/// A column of a `CREATE TABLE`.
package struct ColumnDefinition: Hashable, Sendable {
    package let name: Name
    /// The declared type; nil where there is none.
    package let type: SQLFragment?
    package let constraints: [ColumnConstraint]
    @Uncompared package var range: SourceRange

    package init(
        name: Name, type: SQLFragment? = nil, constraints: [ColumnConstraint] = [], range: SourceRange = 0..<0
    ) {
        self.name = name
        self.type = type
        self.constraints = constraints
        _range = Uncompared(wrappedValue: range)
    }
}

/// What is declared after a column's type.
package struct ColumnConstraint: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case primaryKey(isDescending: Bool, conflict: ConflictResolution?, isAutoincrement: Bool)
        case notNull(conflict: ConflictResolution?)
        case null
        case unique(conflict: ConflictResolution?)
        case check(Expression)
        /// A name that stands without parentheses is a string to SQLite.
        case defaultValue(Expression)
        case collate(Name)
        case references(ReferencesClause)
        /// `DEFERRABLE …` apart from the reference that it is about, which is the one before it.
        case deferral(isDeferrable: Bool, isInitiallyDeferred: Bool)
        case generated(Expression, isStored: Bool)
    }

    /// The name given by `CONSTRAINT`.
    package let name: Name?
    package let kind: Kind
    @Uncompared package var range: SourceRange

    package init(name: Name? = nil, kind: Kind, range: SourceRange = 0..<0) {
        self.name = name
        self.kind = kind
        _range = Uncompared(wrappedValue: range)
    }
}

/// What is declared after the columns.
package struct TableConstraint: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case primaryKey(columns: [OrderingTerm], isAutoincrement: Bool, conflict: ConflictResolution?)
        case unique(columns: [OrderingTerm], conflict: ConflictResolution?)
        case check(Expression)
        case foreignKey(columns: [Name], ReferencesClause)
    }

    package let name: Name?
    package let kind: Kind
    @Uncompared package var range: SourceRange

    package init(name: Name? = nil, kind: Kind, range: SourceRange = 0..<0) {
        self.name = name
        self.kind = kind
        _range = Uncompared(wrappedValue: range)
    }
}

/// `REFERENCES parent (columns) …`.
package struct ReferencesClause: Hashable, Sendable {
    package enum Action: String, CaseIterable, Hashable, Sendable {
        case setNull = "SET NULL"
        case setDefault = "SET DEFAULT"
        case cascade = "CASCADE"
        case restrict = "RESTRICT"
        case noAction = "NO ACTION"
    }

    package let parent: Name
    package let parentColumns: [Name]
    package let onDelete: Action?
    package let onUpdate: Action?
    /// SQLite reads it and enforces nothing by it.
    package let match: Name?
    package let isDeferrable: Bool
    package let isInitiallyDeferred: Bool
    @Uncompared package var range: SourceRange

    package init(
        parent: Name, parentColumns: [Name] = [], onDelete: Action? = nil, onUpdate: Action? = nil, match: Name? = nil,
        isDeferrable: Bool = false, isInitiallyDeferred: Bool = false, range: SourceRange = 0..<0
    ) {
        self.parent = parent
        self.parentColumns = parentColumns
        self.onDelete = onDelete
        self.onUpdate = onUpdate
        self.match = match
        self.isDeferrable = isDeferrable
        self.isInitiallyDeferred = isInitiallyDeferred
        _range = Uncompared(wrappedValue: range)
    }
}
