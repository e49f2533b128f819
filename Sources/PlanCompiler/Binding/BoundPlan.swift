package import PlanCatalog
package import PlanDiagnostics
package import PlanDialects
package import PlanDocument
package import PlanGraph
internal import PlanSQL

/// A plan in which every name, type and translation is resolved: what is left is to write operations down.
package struct BoundPlan: Sendable {
    package let schema: String
    package let mode: PlanDocument.Mode
    package let chunkRows: Int
    package let verify: VerifySettings.Level
    package let tables: [BoundTable]
    /// Each after those that it uses.
    package let views: [BoundView]
    package let triggers: [BoundTrigger]
    /// Extensions that the target's types need, sorted.
    package let extensions: [String]
    package let hooks: HookSettings
    package let health: HealthSettings?
    package let backup: SafetySettings.BackupPolicy
    /// How rows come into tables that were there before; nil unless the plan moves rows alone.
    package var merge: BoundMerge?
    package var rowSecurity = TargetSettings.RowSecurity.none
}

/// A table of the source and what becomes of it.
package struct BoundTable: Sendable {
    package let source: Table
    /// The table's statement taken apart.
    let text: TableText?
    package let target: QualifiedName
    package let columns: [BoundColumn]
    /// Where each column stands, by the source's name in lower case: keys of wide tables ask often.
    private let positions: [String: Int]
    package let checks: [PostgresDDL.Check]
    /// What keeps columns whose expressions PostgreSQL does not take for generated ones; nil without such columns.
    package var generator: Generator?
    /// Whether the plan makes a unique constraint of the source's primary key.
    var loosensPrimaryKey = false
    package var primaryKey: BoundKey?
    /// The name of the identity column's sequence, which shares the namespace of tables and indexes.
    package var identitySequence: String?
    package var uniqueConstraints: [BoundKey] = []
    package var indexes: [BoundIndex] = []
    package var foreignKeys: [BoundForeignKey] = []
    /// The table that the target has already; nil for one that the graph makes.
    package var existing: ExistingTable?
    /// In the source's SQL.
    package let rowFilter: String?
    /// The target's names of the columns that the plan says tell rows apart; empty where it says nothing.
    package var key: [String] = []
    /// What happens to a refused value where the column does not say.
    package var invalid = CopyInstruction.InvalidValuePolicy.fail
    /// Columns of the primary key of which a NULL sets the row aside.
    package var nullKeys: [BoundColumn] = []
    /// What must be true of the rows before they are copied.
    package var requirements: [CopyInstruction.Requirement] = []
    /// Where the plan speaks of the table.
    package let place: SourcePlace?

    /// The names of a trigger and its function.
    package struct Generator: Sendable {
        package let trigger: String
        package let function: String
    }

    init(
        source: Table, text: TableText?, target: QualifiedName, columns: [BoundColumn], checks: [PostgresDDL.Check],
        rowFilter: String?, place: SourcePlace?
    ) {
        self.source = source
        self.text = text
        self.target = target
        self.columns = columns
        self.positions = Dictionary(
            columns.indices.map { (columns[$0].source.name.asciiLowercased, $0) }
        ) { first, _ in first }
        self.checks = checks
        self.rowFilter = rowFilter
        self.place = place
    }

    /// The column that one of the source becomes; nil if it is left out.
    package func targetColumn(_ name: String) -> BoundColumn? {
        positions[name.asciiLowercased].map { columns[$0] }
    }

    /// The same for all columns of a key; nil if one is left out.
    package func targetColumns(_ names: [String]) -> [String]? {
        let found = names.compactMap { targetColumn($0)?.name }
        return found.count == names.count ? found : nil
    }

    package var object: ObjectName { ObjectName(target.schema, target.name) }

    package var identityColumn: BoundColumn? { columns.first { $0.isIdentity } }
}

/// A column of the source and what becomes of it.
package struct BoundColumn: Sendable {
    package let source: Column
    package let name: String
    package let affinity: DeclaredType.Affinity
    package let decision: TypeDecision
    package let isIdentity: Bool
    package let defaultSQL: String?
    /// What happens to values that the codec refuses.
    package var policies = BoundPolicies()
    /// Whether it is known that the codec refuses none.
    package var isProven = false
    /// How the source writes the points in time that the column holds, where all are written alike.
    package var momentFormat: MomentFormat?
    /// What the source computes in place of the column; nil where its values are read as they are.
    package var sourceSQL: String?
    /// What the codec is told besides the value.
    package var codecArgument: String?
    /// The column that the target has already; nil for one that the graph makes.
    package var existing: Column?
    /// What the plan makes of a value, in a form that is the same for columns of which it makes the same.
    var change: String {
        guard let sourceSQL else { return "" }
        let name = QuotedIdentifier(source.name).description
        let codec = decision.codec.isTransform ? decision.codec.rawValue + (codecArgument ?? "") : ""
        return sourceSQL.split(separator: name, omittingEmptySubsequences: false).joined(separator: "?") + codec
    }

    /// How the column gets a value that an expression computes; nil for a column whose values are written.
    package var generation: BoundGeneration?

    /// Whether the rows of the source have its values in the target.
    package var isCopied: Bool { generation?.isKeptByEngine != true }
}

/// What happens to the values of a column that its codec refuses.
package struct BoundPolicies: Hashable, Sendable {
    package var invalid = CopyInstruction.InvalidValuePolicy.fail
    package var nul = CopyInstruction.NULPolicy.fail
    package var encoding = CopyInstruction.EncodingPolicy.fail

    /// Whether a value may set its row aside.
    var canReject: Bool { invalid == .reject || nul == .reject || encoding == .reject }
}

/// How a computed column is kept.
package enum BoundGeneration: Sendable {
    /// `GENERATED ALWAYS AS (expression) STORED`.
    case stored(String)
    /// A trigger sets it, because PostgreSQL does not take the expression for one that never changes its value.
    case trigger(String)

    var isKeptByEngine: Bool {
        switch self {
        case .stored: true
        case .trigger: false
        }
    }

    var storedSQL: String? {
        switch self {
        case .stored(let sql): sql
        case .trigger: nil
        }
    }
}

/// A view of the source and what becomes of it.
package struct BoundView: Sendable {
    package let source: View
    package let target: QualifiedName
    /// The names of its columns; empty where the query names them.
    package let columns: [String]
    /// In the target's SQL.
    package let query: String
    package let reads: [Effect]
    /// Where the plan speaks of the view.
    package let place: SourcePlace?

    package var object: ObjectName { ObjectName(target.schema, target.name) }
}

/// A trigger of the source and what becomes of it.
package struct BoundTrigger: Sendable {
    /// The table or view that it watches.
    package let table: ObjectName
    package let name: String
    /// The function that is made for it, if one is.
    package let function: QualifiedName?
    /// In the target's SQL, in order.
    package let statements: [String]
    package let reads: [Effect]
    /// Where the plan speaks of the trigger.
    package let place: SourcePlace?
}

/// A primary key or unique constraint.
package struct BoundKey: Sendable {
    package let name: String
    package let columns: [String]
}

/// An index.
package struct BoundIndex: Sendable {
    package enum Definition: Sendable {
        /// Rendered parts and the condition of a partial index.
        case parts([Part], condition: String?)
        /// What follows the table's name, from the plan.
        case text(String)
    }

    /// A part of an index.
    package struct Part: Sendable {
        /// The column, where it is one as it stands.
        package let column: String?
        package let sql: String
    }

    package let name: String
    package let kind: PostgresDDL.IndexKind
    package let definition: Definition
    /// Whether it stands for a key of the source, and for none of its indexes.
    package var servesKey = false

    /// The columns over which it makes rows unique; nil if it does not, or not over columns as they stand.
    package var uniqueColumns: [String]? {
        guard kind == .unique, case .parts(let parts, nil) = definition else { return nil }
        let columns = parts.compactMap(\.column)
        return columns.count == parts.count ? columns : nil
    }
}

/// A foreign key.
package struct BoundForeignKey: Sendable {
    package let name: String
    package let clause: PostgresDDL.ForeignKeyClause
    package let parent: ObjectName
    /// What must be there before: the parent's key, or its unique index.
    package let parentKey: Effect
    /// What becomes of rows without a parent, where the copy does something about them.
    package var orphans: BoundOrphans?
}

/// Rows that name no parent, and what the copy does about them.
package struct BoundOrphans: Sendable {
    package enum Policy: Sendable {
        case reject
        case null
    }

    package let policy: Policy
    /// A condition in the source's SQL over a row of the child's table.
    package let condition: String
    /// The key's columns, by the source's names.
    package let columns: [String]
}
