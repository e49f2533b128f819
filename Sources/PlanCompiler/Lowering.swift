internal import PlanDiagnostics
internal import PlanDialects
internal import PlanDocument
internal import PlanGraph

/// Turns a bound plan into operations. Each kind has its file in `Operations/`.
struct Lowering {
    let plan: BoundPlan
    /// What is in the names of tables of the graph's own, so that no other graph gives the same.
    let mark: String

    var operations: [OperationDraft] {
        if let merge = plan.merge { return surrounded(rowOperations(merge)) }
        var drafts = [createSchema()].compactMap { $0 } + plan.extensions.map(createExtension)
        for table in plan.tables {
            drafts.append(createTable(table))
            if let trigger = keepGenerated(table) { drafts.append(trigger) }
            if plan.mode == .full {
                drafts.append(copyRows(table))
                switch plan.verify {
                case .none: break
                case .counts: drafts.append(verifyCounts(table))
                case .values: drafts += [verifyCounts(table), verifyValues(table)]
                }
                if let column = table.identityColumn { drafts.append(setSequence(table, column)) }
            }
            if let key = table.primaryKey { drafts.append(addPrimaryKey(key, table)) }
            drafts += table.uniqueConstraints.map { addUnique($0, table) }
            drafts += table.indexes.map { createIndex($0, table) }
            drafts += table.foreignKeys.map { addForeignKey($0, table) }
            switch plan.rowSecurity {
            case .none: break
            case .stubs: drafts.append(enableRowSecurity(table))
            }
            if plan.verify != .none { drafts.append(verifySchema(table)) }
        }
        drafts += plan.views.map(createView)
        drafts += plan.triggers.map(createTrigger)
        return surrounded(drafts)
    }

    /// What must be there before keys and indexes are built on a table: its rows, so that they are built once.
    func filled(_ table: ObjectName) -> Effect {
        Effect(.target, plan.mode == .full ? .rows : .table, table)
    }
}

extension BoundTable {
    /// Where the plan speaks of the table.
    var origin: Origin? { place.map { Origin(line: $0.start.line, column: $0.start.column) } }
}
