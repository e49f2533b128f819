internal import PlanCatalog
internal import PlanDiagnostics
internal import PlanDialects
internal import PlanDocument
internal import PlanGraph
internal import PlanSQL

/// The target's foreign keys, and the order of tables that they ask for.
extension PlanBinder {
    /// What the target's foreign keys ask of the rows, where all rows of the parent come from the source.
    mutating func bindParents(of table: inout BoundTable, among tables: [String: BoundTable]) {
        guard let existing = table.existing else { return }
        let settings = entry(for: table.source)?.settings.foreignKeys ?? ForeignKeySettings()
        let rejecting = document.tables.filter { $0.settings.foreignKeys.orphans?.value == .reject }
        for key in existing.table.foreignKeys {
            guard let parent = tables.values.first(where: { $0.target.name == key.parentTable }),
                parent.existing?.keepsRows == false,
                let sourceKey = Self.sourceKey(of: key, table, parent)
            else { continue }
            let search = OrphanCondition(
                sourceKey, of: table, parentKey: sourceKey.parentColumns, among: tables,
                rejecting: Set(rejecting.map(\.name.value.asciiLowercased)))
            if let handled = bindOrphans(sourceKey, settings, search, table) {
                table.foreignKeys.append(
                    BoundForeignKey(
                        name: key.name ?? "",
                        clause: PostgresDDL.ForeignKeyClause(
                            columns: key.columns, parent: parent.target, parentColumns: key.parentColumns,
                            onUpdate: key.onUpdate, onDelete: key.onDelete, isDeferrable: key.deferral != nil,
                            isInitiallyDeferred: key.deferral == .deferred, isValidated: true),
                        parent: parent.object, parentKey: Effect(.target, .table, parent.object), orphans: handled))
            } else if !isSatisfied(sourceKey, of: table, search, parent) {
                table.requirements.append(Self.parents(sourceKey, search, of: table))
            }
        }
    }

    /// A key of the target as one of the source; nil where the source does not fill it.
    private static func sourceKey(of key: ForeignKey, _ child: BoundTable, _ parent: BoundTable) -> ForeignKey? {
        let columns = key.columns.compactMap { name in child.columns.first { $0.name == name } }
        let others = key.parentColumns.compactMap { name in parent.columns.first { $0.name == name } }
        guard columns.count == key.columns.count, others.count == key.parentColumns.count,
            // What is computed on the way is not looked for by what it was.
            (columns + others).allSatisfy({ $0.sourceSQL == nil })
        else { return nil }
        return ForeignKey(
            columns: columns.map(\.source.name), parentTable: parent.source.name,
            parentColumns: others.map(\.source.name), onUpdate: key.onUpdate, onDelete: key.onDelete)
    }

    /// Whether the profile has found no row without a parent.
    private func isSatisfied(
        _ key: ForeignKey, of table: BoundTable, _ search: OrphanCondition, _ parent: BoundTable
    ) -> Bool {
        guard profileIsComplete, table.rowFilter == nil, parent.rowFilter == nil, !search.dependsOnRejects,
            let orphans = profile?.table(named: table.source.name)?.orphans
        else { return false }
        let place = table.source.foreignKeys.firstIndex { other in
            let parentColumns =
                other.parentColumns.isEmpty ? parent.source.primaryKey?.columns ?? [] : other.parentColumns
            return other.parentTable.isSameName(as: key.parentTable) && other.columns == key.columns
                && parentColumns.map(\.asciiLowercased) == key.parentColumns.map(\.asciiLowercased)
        }
        return place.map { $0 >= orphans.count || orphans[$0] == 0 } ?? false
    }

    private static func parents(
        _ key: ForeignKey, _ search: OrphanCondition, of table: BoundTable
    ) -> CopyInstruction.Requirement {
        let columns = key.columns.map { QuotedIdentifier($0).description }.joined(separator: ", ")
        let conditions = (table.rowFilter.map { ["(\($0))"] } ?? []) + [search.sql]
        return CopyInstruction.Requirement(
            offenders: "SELECT \(table.rowName), \(columns) FROM \(QuotedIdentifier(table.source.name))"
                + " WHERE \(conditions.joined(separator: " AND "))",
            message:
                "rows name by \(key.columns.joined(separator: ", ")) a row of '\(key.parentTable)' that is not moved")
    }

    // MARK: The order

    /// A foreign key to a table of the plan.
    private struct Edge {
        let child: QualifiedName
        let parent: QualifiedName
        let key: ForeignKey
    }

    mutating func bindMerge(_ tables: [BoundTable]) -> BoundMerge {
        let schema = document.target.schema.value
        var edges: [Edge] = []
        for parent in tables {
            for reference in parent.existing?.table.surroundings?.references ?? [] {
                edges.append(
                    Edge(
                        child: QualifiedName(schema: reference.schema, name: reference.table), parent: parent.target,
                        key: reference.key))
            }
        }
        let inner = edges.filter { edge in tables.contains { $0.target == edge.child } }
        let order = Self.order(tables.map(\.target.name), inner.map { ($0.child.name, $0.parent.name) })
        let place = { (name: QualifiedName) in order.firstIndex(of: name.name) ?? 0 }
        var deferred: [BoundMerge.DeferredKey] = []
        var undone: [BoundMerge.DeferredKey] = []
        var followers: [BoundMerge.Follower] = []
        for edge in edges {
            let key = BoundMerge.DeferredKey(table: edge.child, name: edge.key.name ?? "", deferral: edge.key.deferral)
            let child = tables.first { $0.target == edge.child }?.existing
            guard let parent = tables.first(where: { $0.target == edge.parent }), let emptied = parent.existing else {
                continue
            }
            let staysBehind = emptied.isEmptied && child?.isEmptied != true
            if staysBehind { refuseReference(edge.child, edge.key, to: parent, schema: schema) }
            // Rows take new values before others are added, also those that name one of the same table.
            let namesItself = edge.child == edge.parent && child?.policy == .update
            let isLate = child != nil && (place(edge.child) < place(edge.parent) || namesItself)
            if edge.key.onDelete == .noAction {
                if isLate || staysBehind { deferred.append(key) }
                if isLate || staysBehind || child?.policy == .update { undone.append(key) }
            } else if child == nil {
                followers.append(
                    BoundMerge.Follower(
                        table: edge.child, columns: edge.key.columns, parent: edge.parent,
                        parentColumns: edge.key.parentColumns))
            } else if isLate {
                deferred.append(key)
                undone.append(key)
            }
        }
        return BoundMerge(
            order: order.map { ObjectName(schema, $0) }, deferred: deferred, deferredInUndo: undone,
            followers: followers)
    }

    /// Rows that stay and name rows that go: TRUNCATE takes no such, and DELETE would change them, unless the key is
    /// checked at the end.
    private mutating func refuseReference(
        _ child: QualifiedName, _ key: ForeignKey, to parent: BoundTable, schema: String
    ) {
        guard let existing = parent.existing, existing.policy == .truncate || key.onDelete != .noAction else { return }
        let name = child.schema == schema ? child.name : "\(child.schema).\(child.name)"
        diagnostics.add(
            .referencedFromOutside(
                parent.source.name, existing.policy.rawValue, by: name, key.name ?? "", onDelete: key.onDelete,
                at: entry(for: parent.source)?.name.place ?? document.load.existing.place))
    }

    /// Parents before children; where they go round in a circle, the first by name is taken.
    private static func order(_ names: [String], _ edges: [(child: String, parent: String)]) -> [String] {
        var waiting = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        var order: [String] = []
        while !waiting.isEmpty {
            let next =
                waiting.firstIndex { name in
                    !edges.contains { $0.child == name && $0.parent != name && waiting.contains($0.parent) }
                } ?? 0
            order.append(waiting.remove(at: next))
        }
        return order
    }
}
