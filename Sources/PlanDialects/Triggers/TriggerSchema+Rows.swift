internal import PlanCatalog
internal import PlanDiagnostics
internal import PlanSQL

/// Statements that change several rows: SQLite runs a trigger AFTER a change with the row's turn, PostgreSQL when every
/// row has changed.
extension TriggerSchema {
    /// Where a statement of several rows may have another outcome.
    func rowOrderNotes(of trigger: SourceTrigger) -> [TranslationNote] {
        switch trigger.statement.time {
        case .after: ownTableNote(of: trigger) + childrenNote(of: trigger)
        case .before: laterEffectsNote(of: trigger)
        case .insteadOf: []
        }
    }

    /// An AFTER trigger that sees or changes other rows of its table than the one that fired it.
    private func ownTableNote(of trigger: SourceTrigger) -> [TranslationNote] {
        let own = trigger.table
        let text =
            "in a statement that changes several rows PostgreSQL runs this when all have changed, SQLite after each"
        if let condition = trigger.statement.condition, condition.reads(own) {
            return [TranslationNote(text, at: condition.range)]
        }
        for step in trigger.statement.body {
            if !concernsOwnRowOnly(step, trigger) { return [TranslationNote(text, at: step.range)] }
            let fired = consequences(of: step.changes).flatMap(triggersFired)
            let seesOwn = fired.contains { $0.key != trigger.key && $0.relations.contains(own) }
            if step.changes.allSatisfy({ $0.table != own }), seesOwn {
                return [TranslationNote(text, at: step.range)]
            }
        }
        return []
    }

    /// An AFTER trigger and those of rows that a foreign key's action changes, where one sees what the other does.
    private func childrenNote(of trigger: SourceTrigger) -> [TranslationNote] {
        var change = trigger.change
        if change.kind == .update, change.columns.isEmpty {
            change.columns = Set(relations[trigger.table]?.columns.map(\.name.asciiLowercased) ?? [])
        }
        let fired = actions(of: change).flatMap(triggersFired).filter { $0.statement.time == .after }
        guard !fired.isEmpty else { return [] }
        let (changed, seen) = (Set(consequences(of: trigger).map(\.table)), reach(of: trigger))
        let children = triggers.filter { child in
            fired.contains { $0.key == child.key }
                && (!changed.isDisjoint(with: reach(of: child))
                    || !seen.isDisjoint(with: consequences(of: child).map(\.table)))
        }
        return children.map { child in
            TranslationNote(
                "PostgreSQL runs this before '\(child.statement.name.name.value)', which a foreign key sets off; "
                    + "SQLite runs it afterwards", at: trigger.statement.range)
        }
    }

    /// A BEFORE trigger that sees what the AFTER triggers of the same change do.
    private func laterEffectsNote(of trigger: SourceTrigger) -> [TranslationNote] {
        let later = triggers(on: trigger.table, trigger.statement.event.change, .after)
        let changed = later.reduce(into: Set<String>()) { $0.formUnion(consequences(of: $1).map(\.table)) }
        guard !changed.isDisjoint(with: reach(of: trigger)) else { return [] }
        return [
            TranslationNote(
                "in a statement that changes several rows PostgreSQL runs this for all of them before the triggers "
                    + "AFTER the change, SQLite row by row", at: trigger.statement.range)
        ]
    }

    /// Whether a statement has nothing to do with the trigger's table, or only with the row that fired it.
    private func concernsOwnRowOnly(_ step: Statement, _ trigger: SourceTrigger) -> Bool {
        let own = trigger.table
        switch step {
        case .update(let update) where update.table.name.value.asciiLowercased == own && update.from == nil:
            return isOwnRow(update.condition, trigger)
                && !update.assignments.contains { $0.value.reads(own) } && update.condition?.reads(own) != true
        case .delete(let delete) where delete.table.name.value.asciiLowercased == own:
            return isOwnRow(delete.condition, trigger) && delete.condition?.reads(own) != true
        case .select, .insert, .update, .delete, .createTable, .createVirtualTable, .createIndex, .createView,
            .createTrigger:
            return !step.reads(own)
        }
    }

    /// Whether a condition asks for the key of NEW or OLD.
    private func isOwnRow(_ condition: Expression?, _ trigger: SourceTrigger) -> Bool {
        guard let condition, let shape = relations[trigger.table] else { return false }
        let equal = Set(condition.conjuncts.compactMap { $0.columnOfOwnRow(shape) })
        if equal.contains(RelationShape.rowID) { return true }
        return shape.keys.contains { key in
            key.allSatisfy { name in
                shape.columns.contains { $0.target == name && equal.contains($0.name.asciiLowercased) }
            }
        }
    }
}

extension Statement {
    /// Whether a table, named in lower case, stands anywhere in it.
    fileprivate func reads(_ table: String) -> Bool {
        var result = false
        forEachPart { part in
            if case .relation(let name) = part, name.name.value.asciiLowercased == table { result = true }
        }
        return result
    }
}

extension Expression {
    fileprivate func reads(_ table: String) -> Bool {
        var result = false
        forEachPart { part in
            if case .relation(let name) = part, name.name.value.asciiLowercased == table { result = true }
        }
        return result
    }

    /// The operands of the outermost ANDs.
    var conjuncts: [Expression] {
        if case .binary(.and, let left, let right) = kind { return left.conjuncts + right.conjuncts }
        return [self]
    }

    /// The column, in lower case, of `column = NEW.column` and its like.
    fileprivate func columnOfOwnRow(_ shape: RelationShape) -> String? {
        guard case .binary(let symbol, let left, let right) = kind, symbol == .equal || symbol == .is,
            case .column(let first) = left.kind, case .column(let second) = right.kind
        else { return nil }
        for (column, row) in [(first, second), (second, first)] where row.isOfTriggerRow && !column.isOfTriggerRow {
            let name = shape.plainName(column.name)
            if name == shape.plainName(row.name) { return name }
        }
        return nil
    }
}

extension RelationShape {
    /// What a rowid without a column of its own is called here.
    static let rowID = "rowid"

    /// A column's name in lower case, with one name for all names of the rowid.
    func plainName(_ name: Name) -> String {
        if let column = column(name.value) { return column.name.asciiLowercased }
        let name = name.value.asciiLowercased
        return Scope.rowIDNames.contains(name) ? Self.rowID : name
    }
}

extension ColumnName {
    /// Whether it is a column of NEW or OLD.
    var isOfTriggerRow: Bool {
        table?.value.asciiLowercased == "new" || table?.value.asciiLowercased == "old"
    }
}
