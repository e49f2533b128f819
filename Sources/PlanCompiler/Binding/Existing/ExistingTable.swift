internal import PlanCatalog
internal import PlanDialects
package import PlanDocument
package import PlanGraph
internal import PlanSupport

/// A table that the target had before the graph, and what becomes of its rows.
package struct ExistingTable: Sendable {
    /// As the target has it.
    let table: Table
    package let policy: LoadSettings.ExistingPolicy
    /// Columns that tell its rows apart; empty where none do, and no row has to be found again.
    package let key: [String]
    /// Whether the target itself keeps rows with equal keys apart.
    let isKeyUnique: Bool

    /// Whether all rows that it has go.
    var isEmptied: Bool { policy == .truncate || policy == .replace }

    /// Whether the rows that it has stay, so that those that come are told apart from them by the key.
    var keepsRows: Bool {
        switch policy {
        case .append, .skip, .update: true
        case .fail, .truncate, .replace: false
        }
    }
}

/// How the rows of all tables come to stand beside or in the place of those that are there, in one transaction.
package struct BoundMerge: Sendable {
    /// A foreign key that is checked at the end for as long as rows are written.
    struct DeferredKey: Hashable {
        let table: QualifiedName
        let name: String
        /// As the target has it.
        let deferral: ForeignKey.Deferral?
    }

    /// A foreign key of a table that the plan does not move, by which an undo would take rows of that table along.
    struct Follower: Hashable {
        let table: QualifiedName
        let columns: [String]
        let parent: QualifiedName
        let parentColumns: [String]
    }

    /// Each table after those that its rows name, circles apart.
    package let order: [ObjectName]
    let deferred: [DeferredKey]
    let deferredInUndo: [DeferredKey]
    let followers: [Follower]
}

extension BoundPlan {
    /// What the graph relies on of tables that were there before it; nil where it makes them all.
    var existingTables: GraphInputs.Target.Tables? {
        guard merge != nil else { return nil }
        let found = tables.compactMap(\.existing)
        let catalog = Catalog(engine: .postgresql, tables: found.map(\.table), views: [], triggers: [])
        return GraphInputs.Target.Tables(
            fingerprint: catalog.fingerprint, objects: catalog.objectDigests,
            empty: found.filter { $0.policy == .fail }.map(\.table.name).sorted())
    }
}

extension Column {
    /// What values of a column of the target wait in: a type that a codec writes, from which the column's own is made. Texts
    /// do for every type, in the spelling that the server itself writes.
    var waiting: (type: PostgresType, sql: String) {
        if !details.labels.isEmpty { return (PostgresType(.text), "text") }
        let name = details.baseType ?? declaredType
        if let type = Self.type(name), type.generalCodec != nil { return (type, name) }
        switch name {
        // More places than a currency has are no copy.
        case "money": return (PostgresType(.numeric, 19, 2), "numeric(19,2)")
        case "oid": return (PostgresType(.bigint), "bigint")
        default: return (PostgresType(.text), "text")
        }
    }

    private static func type(_ name: String) -> PostgresType? {
        if let type = try? PostgresType(parsing: name) { return type }
        // Types of extensions come with the schema that they were put into.
        guard let last = name.split(separator: ".").last, let type = try? PostgresType(parsing: String(last)),
            type.name.requiredExtension != nil
        else { return nil }
        return type
    }
}

extension BoundColumn {
    /// The type of the column that its values wait in.
    var stagedType: String { existing?.waiting.sql ?? decision.type.description }

    /// The target's type, where it is another than the values wait in.
    var finalType: String? { existing.flatMap { $0.declaredType == stagedType ? nil : $0.declaredType } }
}
