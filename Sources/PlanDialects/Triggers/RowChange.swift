internal import PlanCatalog
internal import PlanSQL

/// Something that happens to rows of a table, as far as triggers and foreign keys ask.
struct RowChange: Hashable {
    enum Kind: Hashable {
        case insert
        case update
        case delete
        /// A row that `REPLACE` takes away: foreign keys act on that, triggers do not, as long as triggers are not made
        /// recursive (<https://sqlite.org/lang_conflict.html>).
        case replacement
    }

    /// In lower case.
    let table: String
    let kind: Kind
    /// The columns that an update sets, in lower case; empty for other changes.
    var columns: Set<String> = []
}

extension Statement {
    /// What the statement does to rows, triggers and foreign keys aside.
    var changes: [RowChange] {
        switch self {
        case .insert(let statement):
            let table = statement.table.name.value.asciiLowercased
            var changes = [RowChange(table: table, kind: .insert)]
            if statement.conflict == .replace { changes.append(RowChange(table: table, kind: .replacement)) }
            for clause in statement.upserts {
                if case .update(let assignments, _) = clause.action {
                    changes.append(RowChange(table: table, kind: .update, columns: assignments.columns))
                }
            }
            return changes
        case .update(let statement):
            return [
                RowChange(
                    table: statement.table.name.value.asciiLowercased, kind: .update,
                    columns: statement.assignments.columns)
            ]
        case .delete(let statement):
            return [RowChange(table: statement.table.name.value.asciiLowercased, kind: .delete)]
        case .select, .createTable, .createVirtualTable, .createIndex, .createView, .createTrigger: return []
        }
    }
}

extension [Assignment] {
    fileprivate var columns: Set<String> { Set(flatMap(\.columns).map(\.value.asciiLowercased)) }
}
