internal import PlanCatalog
internal import PlanSQL

/// Names that make PostgreSQL fire triggers in SQLite's order. PostgreSQL goes by the bytes of the names; SQLite fires
/// the newest trigger first, those of `UPDATE OF` among the others of `UPDATE`.
extension TriggerSchema {
    /// How PostgreSQL names the triggers by which it keeps foreign keys. It checks and acts in the order of names as well.
    private static let foreignKeyPrefix = "RI_ConstraintTrigger_"

    /// When a trigger fires, beside the foreign keys of its table.
    private enum Moment {
        case any
        /// Before PostgreSQL checks the keys: SQLite does so at the end of the statement.
        case beforeForeignKeys
        /// After the keys' actions, such as CASCADE: SQLite performs them as soon as the row has changed.
        case afterForeignKeys
    }

    /// The name of a trigger in PostgreSQL: its own, or one with a number before it where the order says so.
    func targetName(of trigger: SourceTrigger) -> String {
        let group = triggers(on: trigger.table, trigger.statement.event.change, trigger.statement.time).reversed()
        let names = group.map { PostgresName.fitted($0.target) }
        let moment = moment(of: Array(group))
        let isOrdered = !isOrderSeen(Array(group)) || zip(names, names.dropFirst()).allSatisfy(Self.precedes)
        if isOrdered, names.allSatisfy({ Self.isAt(moment, $0) }) { return PostgresName.fitted(trigger.target) }
        let position = (group.firstIndex { $0.key == trigger.key }).map {
            group.distance(from: group.startIndex, to: $0)
        }
        let digits = String((position ?? 0) + 1)
        let number = String(repeating: "0", count: max(0, String(group.count).count - digits.count)) + digits
        // A digit stands before `RI_ConstraintTrigger_`, a small letter after it.
        return PostgresName.fitted("\(moment == .beforeForeignKeys ? "" : "t")\(number)_\(trigger.target)")
    }

    private static func precedes(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }

    private static func isAt(_ moment: Moment, _ name: String) -> Bool {
        switch moment {
        case .any: true
        case .beforeForeignKeys: precedes(name, foreignKeyPrefix)
        case .afterForeignKeys: precedes(foreignKeyPrefix, name)
        }
    }

    /// Whether it can be told in which order triggers of one table, time and event run.
    private func isOrderSeen(_ group: [SourceTrigger]) -> Bool {
        guard group.count > 1 else { return false }
        if group.contains(where: \.ignores) { return true }
        let changed = group.map { Set(consequences(of: $0).map(\.table)) }
        let seen = group.map(reach)
        return changed.indices.contains { one in
            seen.indices.contains { other in one != other && !changed[one].isDisjoint(with: seen[other]) }
        }
    }

    private func moment(of group: [SourceTrigger]) -> Moment {
        guard let first = group.first, first.statement.time == .after else { return .any }
        let children = references(to: first.table)
        let kind = first.statement.event.change
        let acts = children.contains { _, key in
            switch kind == .delete ? key.onDelete : key.onUpdate {
            case .noAction, .restrict: false
            case .cascade, .setNull, .setDefault: kind != .insert
            }
        }
        if acts { return .afterForeignKeys }
        let changed = group.reduce(into: Set<String>()) { $0.formUnion(consequences(of: $1).map(\.table)) }
        let parents = relations[first.table]?.foreignKeys.map(\.parentTable.asciiLowercased) ?? []
        let settles =
            kind == .delete
            ? children.contains { changed.contains($0.child) }
            : (parents + (kind == .update ? children.map(\.child) : [])).contains(where: changed.contains)
        return settles ? .beforeForeignKeys : .any
    }
}
