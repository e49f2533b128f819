internal import PlanCatalog
internal import PlanSQL

/// All triggers of a schema, with its relations: what sets off what, and in which order.
package struct TriggerSchema: Sendable {
    package let relations: Relations
    /// In the order in which they were created.
    package let triggers: [SourceTrigger]
    /// The same by the table or view that they watch, in lower case.
    private let triggersByTable: [String: [SourceTrigger]]
    /// The foreign keys that refer to each table, in lower case, each with the table that it stands in.
    private let referencesByParent: [String: [Reference]]

    /// A foreign key with the table that it stands in, in lower case.
    typealias Reference = (child: String, key: ForeignKey)

    /// - Parameter triggers: in the order in which they were created, which is that of `sqlite_schema`'s rowid: SQLite
    ///   fires the newest first.
    package init(relations: Relations, triggers: [SourceTrigger]) {
        self.relations = relations
        self.triggers = triggers
        self.triggersByTable = Dictionary(grouping: triggers, by: \.table)
        var references: [String: [Reference]] = [:]
        for shape in relations.all {
            for key in shape.foreignKeys {
                references[key.parentTable.asciiLowercased, default: []].append((shape.name.asciiLowercased, key))
            }
        }
        self.referencesByParent = references
    }

    // MARK: What sets off what

    /// The triggers of a table or view, at a time if one is given.
    func triggers(
        on table: String, _ kind: RowChange.Kind, _ time: CreateTriggerStatement.Time? = nil
    ) -> [SourceTrigger] {
        triggersByTable[table.asciiLowercased, default: []].filter { trigger in
            trigger.statement.event.change == kind && (time == nil || trigger.statement.time == time)
        }
    }

    /// Everything that a trigger's body does to rows, by way of other triggers and of foreign keys too.
    func consequences(of trigger: SourceTrigger) -> Set<RowChange> {
        consequences(of: trigger.statement.body.flatMap(\.changes))
    }

    /// Changes with everything that they set off.
    func consequences(of changes: [RowChange]) -> Set<RowChange> {
        var found: Set<RowChange> = []
        var rest = changes
        while let change = rest.popLast() {
            guard found.insert(change).inserted else { continue }
            for trigger in triggersFired(by: change) { rest += trigger.statement.body.flatMap(\.changes) }
            rest += actions(of: change)
        }
        return found
    }

    /// The tables and views that a trigger reads or changes, by way of other triggers and of foreign keys too.
    func reach(of trigger: SourceTrigger) -> Set<String> {
        let changes = consequences(of: trigger)
        let fired = changes.flatMap(triggersFired)
        return fired.reduce(into: trigger.relations.union(changes.map(\.table))) { $0.formUnion($1.relations) }
    }

    /// The triggers that watch for a change.
    func triggersFired(by change: RowChange) -> [SourceTrigger] {
        triggersByTable[change.table, default: []].filter { fires($0, change) }
    }

    /// Whether a trigger watches for a change. `UPDATE OF` asks which columns are set, not whether they change.
    func fires(_ trigger: SourceTrigger, _ change: RowChange) -> Bool {
        guard trigger.table == change.table, trigger.statement.event.change == change.kind else { return false }
        guard case .update(let columns) = trigger.statement.event, !columns.isEmpty else { return true }
        return columns.contains { change.columns.contains($0.value.asciiLowercased) }
    }

    /// Whether a trigger's own body can make it fire once more.
    func isRecursive(_ trigger: SourceTrigger) -> Bool {
        consequences(of: trigger).contains { fires(trigger, $0) }
    }

    // MARK: Foreign keys

    /// What foreign keys do to the rows that refer to a changed row.
    func actions(of change: RowChange) -> [RowChange] {
        var result: [RowChange] = []
        for (child, key) in references(to: change.table) {
            let action: ForeignKey.Action
            switch change.kind {
            case .insert: continue
            case .delete, .replacement: action = key.onDelete
            case .update:
                guard parentColumns(of: key).contains(where: change.columns.contains) else { continue }
                action = key.onUpdate
            }
            switch action {
            case .noAction, .restrict: break
            case .cascade where change.kind != .update: result.append(RowChange(table: child, kind: .delete))
            case .cascade, .setNull, .setDefault:
                result.append(
                    RowChange(table: child, kind: .update, columns: Set(key.columns.map(\.asciiLowercased))))
            }
        }
        return result
    }

    /// The foreign keys that refer to a table, each with the table that it stands in, in lower case.
    func references(to table: String) -> [Reference] { referencesByParent[table.asciiLowercased, default: []] }

    /// In lower case. Where the key names none, they are the parent's primary key, whatever the rowid is called.
    private func parentColumns(of key: ForeignKey) -> Set<String> {
        if !key.parentColumns.isEmpty { return Set(key.parentColumns.map(\.asciiLowercased)) }
        guard let parent = relations[key.parentTable] else { return [] }
        return Set(
            parent.columns.filter { parent.primaryKey.contains($0.target) }.map(\.name.asciiLowercased)
                + Scope.rowIDNames)
    }
}
