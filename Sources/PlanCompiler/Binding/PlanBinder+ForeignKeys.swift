internal import PlanCatalog
internal import PlanDiagnostics
internal import PlanDialects
internal import PlanDocument
internal import PlanGraph
internal import PlanSQL

extension PlanBinder {
    /// - Parameter tables: by the source's names in lower case.
    mutating func bindForeignKeys(_ table: inout BoundTable, among tables: [String: BoundTable]) -> [BoundForeignKey] {
        let settings = entry(for: table.source)?.settings.foreignKeys ?? ForeignKeySettings()
        checkDropped(settings, table)
        var result: [BoundForeignKey] = []
        for (position, key) in table.source.foreignKeys.enumerated() where !isDropped(key, settings) {
            let orphans = profile?.table(named: table.source.name)?.orphans
            let count = orphans.map { position < $0.count ? $0[position] : 0 } ?? 0
            if let bound = bindForeignKey(key, orphans: count, settings, &table, among: tables) { result.append(bound) }
        }
        return result
    }

    private func isDropped(_ key: ForeignKey, _ settings: ForeignKeySettings) -> Bool {
        switch settings.drop?.value {
        case nil: false
        case .all: true
        case .keys(let keys): keys.contains { Self.isSame($0.value, key.columns) }
        }
    }

    private static func isSame(_ left: [String], _ right: [String]) -> Bool {
        left.map(\.asciiLowercased) == right.map(\.asciiLowercased)
    }

    private mutating func checkDropped(_ settings: ForeignKeySettings, _ table: BoundTable) {
        guard case .keys(let keys)? = settings.drop?.value else { return }
        for key in keys where !table.source.foreignKeys.contains(where: { Self.isSame(key.value, $0.columns) }) {
            let known = table.source.foreignKeys.map { $0.columns.joined(separator: ", ") }
            diagnostics.add(
                .noSuch(
                    "foreign key", key.map { $0.joined(separator: ", ") }, in: "table '\(table.source.name)'",
                    among: known))
        }
    }

    private mutating func bindForeignKey(
        _ key: ForeignKey, orphans: Int, _ settings: ForeignKeySettings, _ table: inout BoundTable,
        among tables: [String: BoundTable]
    ) -> BoundForeignKey? {
        let written = writtenClause(of: key, in: table)
        let place = written?.place ?? text.statement("table", table.source.name, sql: table.source.sql)
        let child = table.source.name
        let refuse = { (reason: String) in
            Diagnostic.impossibleForeignKey(key, table: child, reason: reason, at: place)
        }
        guard let columns = table.targetColumns(key.columns) else {
            noteLostColumn("foreign key", key.columns, table)
            return nil
        }
        guard let parent = tables[key.parentTable.asciiLowercased] else {
            let exists = catalog.table(named: key.parentTable) != nil || catalog.view(named: key.parentTable) != nil
            diagnostics.add(
                refuse(
                    exists
                        ? "the plan does not move '\(key.parentTable)'" : "there is no table '\(key.parentTable)'"))
            return nil
        }
        let parentKey = key.parentColumns.isEmpty ? parent.source.primaryKey?.columns ?? [] : key.parentColumns
        guard !parentKey.isEmpty, parentKey.count == key.columns.count else {
            diagnostics.add(
                refuse(
                    "'\(key.parentTable)' has no primary key of \(key.columns.count) column\(key.columns.count == 1 ? "" : "s")"
                ))
            return nil
        }
        if let missing = parentKey.first(where: { parent.source.column(named: $0) == nil }) {
            diagnostics.add(refuse("'\(key.parentTable)' has no column '\(missing)'"))
            return nil
        }
        guard let parentColumns = parent.targetColumns(parentKey),
            let keyEffect = uniqueKey(of: parent, over: parentColumns)
        else {
            diagnostics.add(refuse("\(key.parentTable)(\(parentKey.joined(separator: ", "))) is not unique"))
            return nil
        }
        for (child, other) in zip(key.columns, parentKey) {
            if table.targetColumn(child)?.change != parent.targetColumn(other)?.change {
                diagnostics.add(refuse("the plan makes other values of '\(child)' than of its parent's"))
                return nil
            }
            if let child = table.targetColumn(child)?.decision.type,
                let other = parent.targetColumn(other)?.decision.type,
                !child.isComparable(with: other)
            {
                diagnostics.add(refuse("the column has type \(child), its parent \(other)"))
                return nil
            }
        }
        let isValidated = settings.orphans?.value != .notValid && document.verify.foreignKeys.value
        let rejecting = document.tables.filter { $0.settings.foreignKeys.orphans?.value == .reject }
        let search = OrphanCondition(
            key, of: table, parentKey: parentKey, among: tables,
            rejecting: Set(rejecting.map(\.name.value.asciiLowercased)))
        let handled = bindOrphans(key, settings, search, table)
        if handled == nil, isValidated {
            if parent.mayReject { diagnostics.add(.rejectedParents(key, table: table.source.name, at: place)) }
            requireParents(key, search, parent, of: &table)
        }
        // The profile counts all rows, so it says nothing about those that a filter lets through.
        if orphans > 0, isValidated, handled == nil, table.rowFilter == nil {
            diagnostics.add(.orphans(orphans, key, table: table.source.name, at: place))
            return nil
        }
        let wanted = "\(table.target.name)_\(columns.joined(separator: "_"))_fkey"
        return BoundForeignKey(
            name: constraintName(wanted, for: "foreign key", of: table),
            clause: PostgresDDL.ForeignKeyClause(
                columns: columns, parent: parent.target, parentColumns: parentColumns, onUpdate: key.onUpdate,
                onDelete: key.onDelete, isDeferrable: written?.clause.isDeferrable ?? false,
                isInitiallyDeferred: written?.clause.isInitiallyDeferred ?? false, isValidated: isValidated),
            parent: parent.object, parentKey: keyEffect, orphans: handled)
    }

    /// The primary key, unique constraint or unique index over exactly these columns, in any order.
    private func uniqueKey(of parent: BoundTable, over columns: [String]) -> Effect? {
        let wanted = Set(columns)
        guard wanted.count == columns.count else { return nil }
        for key in [parent.primaryKey].compactMap({ $0 }) + parent.uniqueConstraints where Set(key.columns) == wanted {
            return Effect(.target, .key, ObjectName(parent.target.schema, parent.target.name, key.name))
        }
        for index in parent.indexes where index.uniqueColumns.map(Set.init) == wanted {
            return Effect(.target, .index, ObjectName(parent.target.schema, index.name))
        }
        return nil
    }

    /// The clause in the table's SQL: deferral stands only there.
    private func writtenClause(
        of key: ForeignKey, in table: BoundTable
    ) -> (clause: ReferencesClause, place: SourcePlace)? {
        guard let text = table.text else { return nil }
        for column in text.statement.columns where Self.isSame([column.name.value], key.columns) {
            for constraint in column.constraints {
                if case .references(let clause) = constraint.kind, Self.isSame([clause.parent.value], [key.parentTable])
                {
                    return (clause, text.place(constraint.range))
                }
            }
        }
        for constraint in text.statement.constraints {
            if case .foreignKey(let columns, let clause) = constraint.kind,
                Self.isSame(columns.map(\.value), key.columns), Self.isSame([clause.parent.value], [key.parentTable])
            {
                return (clause, text.place(constraint.range))
            }
        }
        return nil
    }
}
