internal import PlanCatalog
internal import PlanDiagnostics
internal import PlanDocument
internal import PlanGraph
internal import PlanSQL

extension PlanBinder {
    /// What the copy does about rows without a parent, where the plan says so.
    mutating func bindOrphans(
        _ key: ForeignKey, _ settings: ForeignKeySettings, _ search: OrphanCondition, _ table: BoundTable
    ) -> BoundOrphans? {
        guard let stated = settings.orphans else { return nil }
        switch stated.value {
        case .fail, .notValid: return nil
        case .reject:
            if search.isCircular {
                diagnostics.add(.orphanCircle(key, table: table.source.name, at: stated.place))
                return nil
            }
            return BoundOrphans(policy: .reject, condition: search.sql, columns: key.columns)
        case .null:
            let primaryKey = table.source.primaryKey?.columns ?? []
            let fixed = key.columns.first { name in
                table.targetColumn(name)?.source.isNotNull == true || primaryKey.contains { $0.isSameName(as: name) }
            }
            if let fixed {
                diagnostics.add(.orphanNotNull(fixed, table: table.source.name, at: stated.place))
                return nil
            }
            return BoundOrphans(policy: .null, condition: search.sql, columns: key.columns)
        }
    }

    /// Where a filter decides which rows move, or nobody has looked, the rows are asked before the run.
    func requireParents(
        _ key: ForeignKey, _ search: OrphanCondition, _ parent: BoundTable, of table: inout BoundTable
    ) {
        let isKnown =
            profileIsComplete && table.rowFilter == nil && parent.rowFilter == nil && parent.nullKeys.isEmpty
            && !search.dependsOnRejects
        if isKnown { return }
        let columns = key.columns.map { QuotedIdentifier($0).description }.joined(separator: ", ")
        let conditions = (table.rowFilter.map { ["(\($0))"] } ?? []) + [search.sql]
        table.requirements.append(
            CopyInstruction.Requirement(
                offenders: "SELECT \(table.rowName), \(columns) FROM \(QuotedIdentifier(table.source.name))"
                    + " WHERE \(conditions.joined(separator: " AND "))",
                message:
                    "rows name by \(key.columns.joined(separator: ", ")) a row of '\(key.parentTable)' that is not moved"
            ))
    }
}

/// The rows of a table that name by a foreign key a parent which is not moved: one that does not exist, that a filter
/// leaves out, or that is itself rejected for want of a parent.
struct OrphanCondition {
    /// A condition over a row of the child's table.
    let sql: String
    /// Whether the search comes back to a table that it has been at.
    let isCircular: Bool
    /// Whether rows of the parent are rejected for want of theirs.
    let dependsOnRejects: Bool

    /// - Parameters:
    ///   - tables: by the source's names in lower case.
    ///   - rejecting: the names of those of which rows without a parent are set aside.
    init(
        _ key: ForeignKey, of child: BoundTable, parentKey: [String], among tables: [String: BoundTable],
        rejecting: Set<String>
    ) {
        var search = Search(tables: tables, rejecting: rejecting)
        sql = search.condition(key, of: child, parentKey: parentKey, path: [child.source.name.asciiLowercased])
        isCircular = search.isCircular
        dependsOnRejects = search.dependsOnRejects
    }

    private struct Search {
        let tables: [String: BoundTable]
        let rejecting: Set<String>
        var isCircular = false
        var dependsOnRejects = false

        /// A child's value is compared as if it stood in the parent's column, with that column's affinity and collation
        /// (https://www.sqlite.org/foreignkeys.html, section 3): hence the parent on the left, and the unary plus, which
        /// takes the child's own affinity away.
        mutating func condition(
            _ key: ForeignKey, of child: BoundTable, parentKey: [String], path: [String]
        ) -> String {
            let childName = QuotedIdentifier(child.source.name)
            let areThere = key.columns.map { "\(childName).\(QuotedIdentifier($0)) IS NOT NULL" }
            let match = zip(parentKey, key.columns).map { parent, column in
                "plan_parent.\(QuotedIdentifier(parent)) = +\(childName).\(QuotedIdentifier(column))"
            }
            return "(\(areThere.joined(separator: " AND ")) AND NOT EXISTS (SELECT 1 FROM "
                + "\(moved(key.parentTable, path: path)) AS plan_parent WHERE \(match.joined(separator: " AND "))))"
        }

        /// The rows of a table that move.
        private mutating func moved(_ name: String, path: [String]) -> String {
            guard let table = tables[name.asciiLowercased] else { return QuotedIdentifier(name).description }
            var conditions = table.rowFilter.map { ["(\($0))"] } ?? []
            conditions += table.nullKeys.map { "\(QuotedIdentifier($0.source.name)) IS NOT NULL" }
            let lowercased = table.source.name.asciiLowercased
            let isRejecting = rejecting.contains(lowercased)
            if path.contains(lowercased) {
                if isRejecting { isCircular = true }
            } else if isRejecting {
                for key in table.source.foreignKeys {
                    let parentKey =
                        key.parentColumns.isEmpty
                        ? tables[key.parentTable.asciiLowercased]?.source.primaryKey?.columns ?? [] : key.parentColumns
                    guard parentKey.count == key.columns.count else { continue }
                    dependsOnRejects = true
                    let orphan = condition(
                        key, of: table, parentKey: parentKey, path: path + [lowercased])
                    conditions.append("NOT \(orphan)")
                }
            }
            let quoted = QuotedIdentifier(table.source.name)
            if conditions.isEmpty { return quoted.description }
            return "(SELECT * FROM \(quoted) WHERE \(conditions.joined(separator: " AND ")))"
        }
    }
}

extension BoundTable {
    /// Whether rows may be set aside for their values, as far as is known.
    var mayReject: Bool { columns.contains { !$0.isProven && $0.policies.canReject } || !nullKeys.isEmpty }

    /// Whether the copy is told to set rows aside in some case.
    var canReject: Bool {
        columns.contains { $0.isCopied && $0.policies.canReject } || !rowTests.isEmpty
    }

    /// The conditions in the source's SQL that set a row aside, with the columns that are to blame.
    var rowTests: [(condition: String, test: CopyInstruction.RowTest)] {
        let nulls = nullKeys.map { column in
            ("\(column.readSQL) IS NULL", CopyInstruction.RowTest(column: column.name, reason: .nullKey))
        }
        let orphans = foreignKeys.compactMap { key -> (String, CopyInstruction.RowTest)? in
            guard let orphans = key.orphans, orphans.policy == .reject, let first = orphans.columns.first,
                let column = targetColumn(first)
            else { return nil }
            return (orphans.condition, CopyInstruction.RowTest(column: column.name, reason: .orphan))
        }
        return nulls + orphans
    }

    /// What the source reads for a column: NULL for a key whose parent is not moved, where the plan says so.
    func readSQL(_ column: BoundColumn) -> String {
        let conditions = foreignKeys.compactMap { key -> String? in
            guard let orphans = key.orphans, orphans.policy == .null,
                orphans.columns.contains(where: { $0.isSameName(as: column.source.name) })
            else { return nil }
            return orphans.condition
        }
        guard !conditions.isEmpty else { return column.readSQL }
        return "CASE WHEN \(conditions.joined(separator: " OR ")) THEN NULL ELSE \(column.readSQL) END"
    }
}
