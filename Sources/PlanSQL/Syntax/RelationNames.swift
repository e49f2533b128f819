/// Finds the tables and views that a statement names.
struct RelationNameCollector {
    private(set) var names: [RelationName] = []

    mutating func visit(_ query: SelectStatement) {
        query.with?.tables.forEach { visit($0.query) }
        for core in [query.first] + query.compounds.map(\.core) { visit(core) }
        query.order.forEach { visit($0.expression) }
        if let limit = query.limit { visit([limit.count, limit.offset].compactMap { $0 }) }
    }

    private mutating func visit(_ core: SelectCore) {
        switch core {
        case .values(let rows): rows.forEach { visit($0) }
        case .select(let select):
            for column in select.columns {
                if case .expression(let expression, _) = column.kind { visit(expression) }
            }
            if let from = select.from { visit(from) }
            visit([select.condition, select.having].compactMap { $0 } + select.groups)
            for window in select.windows {
                visit(window.definition.partition + window.definition.order.map(\.expression))
            }
        }
    }

    mutating func visit(_ from: FromClause) {
        visit(from.first)
        for join in from.joins {
            visit(join.table)
            if case .on(let condition)? = join.constraint { visit(condition) }
        }
    }

    private mutating func visit(_ table: TableReference) {
        switch table.kind {
        case .table(let name, _): names.append(name)
        case .function(_, let arguments), .numberedFunction(_, let arguments): visit(arguments)
        case .subquery(let query), .lateral(let query): visit(query)
        case .join(let clause): visit(clause)
        }
    }

    private mutating func visit(_ expressions: [Expression]) { expressions.forEach { visit($0) } }

    mutating func visit(_ expression: Expression) {
        switch expression.kind {
        case .exists(let query), .subquery(let query): visit(query)
        case .membership(let membership):
            switch membership.group {
            case .select(let query): visit(query)
            case .table(let name): names.append(name)
            case .list, .function: break
            }
        case .literal, .column, .parameter, .unary, .binary, .collate, .isNull, .isNotNull, .pattern, .between,
            .conditional, .cast, .function, .row, .raise, .array, .subscript:
            break
        }
        visit(expression.children)
    }

    mutating func visit(_ statement: Statement) {
        switch statement {
        case .select(let query): visit(query)
        case .insert(let insert):
            names.append(insert.table)
            insert.with?.tables.forEach { visit($0.query) }
            if case .query(let query) = insert.source { visit(query) }
            for upsert in insert.upserts {
                visit([upsert.targetCondition].compactMap { $0 })
                if case .update(let assignments, let condition) = upsert.action {
                    visit(assignments.map(\.value) + [condition].compactMap { $0 })
                }
            }
        case .update(let update):
            names.append(update.table)
            update.with?.tables.forEach { visit($0.query) }
            if let from = update.from { visit(from) }
            visit(update.assignments.map(\.value) + [update.condition].compactMap { $0 })
        case .delete(let delete):
            names.append(delete.table)
            delete.with?.tables.forEach { visit($0.query) }
            visit([delete.condition].compactMap { $0 })
        case .createTable, .createVirtualTable, .createIndex: break
        case .createView(let view): visit(view.query)
        case .createTrigger(let trigger):
            names.append(trigger.table)
            if let condition = trigger.condition { visit(condition) }
            trigger.body.forEach { visit($0) }
        }
    }
}

extension Statement {
    /// Every table or view that it names anywhere inside, in the order of the text, common tables among them.
    package var relationNames: [RelationName] {
        var collector = RelationNameCollector()
        collector.visit(self)
        return collector.names
    }
}
