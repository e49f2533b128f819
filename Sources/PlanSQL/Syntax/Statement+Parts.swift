/// What a statement consists of, however deep inside it.
package enum SyntaxPart: Hashable, Sendable {
    /// Expressions come before those inside them.
    case expression(Expression)
    /// A table or view that a query reads, or that a statement changes; the names of common tables too.
    case relation(RelationName)
}

extension Statement {
    /// Every table or view that it names anywhere inside, common tables among them.
    package var relationNames: [RelationName] {
        var names: [RelationName] = []
        forEachPart { if case .relation(let name) = $0 { names.append(name) } }
        return names
    }

    /// Visits the parts of a query, of a statement that changes rows, or of a view or trigger, those of the queries inside
    /// it included. Of a table or index nothing is visited.
    package func forEachPart(_ visit: (SyntaxPart) -> Void) {
        switch self {
        case .select(let statement): statement.forEachPart(visit)
        case .insert(let statement): statement.forEachPart(visit)
        case .update(let statement):
            statement.with?.forEachPart(visit)
            visit(.relation(statement.table))
            for assignment in statement.assignments { assignment.value.forEachPart(visit) }
            statement.from?.forEachPart(visit)
            statement.condition?.forEachPart(visit)
            statement.returning.forEachPart(visit)
            statement.order.forEachPart(visit)
            statement.limit?.forEachPart(visit)
        case .delete(let statement):
            statement.with?.forEachPart(visit)
            visit(.relation(statement.table))
            statement.condition?.forEachPart(visit)
            statement.returning.forEachPart(visit)
            statement.order.forEachPart(visit)
            statement.limit?.forEachPart(visit)
        case .createView(let view): view.query.forEachPart(visit)
        case .createTrigger(let trigger):
            visit(.relation(trigger.table))
            trigger.condition?.forEachPart(visit)
            for statement in trigger.body { statement.forEachPart(visit) }
        case .createTable, .createVirtualTable, .createIndex: break
        }
    }
}

extension InsertStatement {
    fileprivate func forEachPart(_ visit: (SyntaxPart) -> Void) {
        with?.forEachPart(visit)
        visit(.relation(table))
        if case .query(let query) = source { query.forEachPart(visit) }
        for clause in upserts {
            clause.target.forEachPart(visit)
            clause.targetCondition?.forEachPart(visit)
            if case .update(let assignments, let condition) = clause.action {
                for assignment in assignments { assignment.value.forEachPart(visit) }
                condition?.forEachPart(visit)
            }
        }
        returning.forEachPart(visit)
    }
}

extension SelectStatement {
    /// Visits the parts of the query and of those inside it.
    package func forEachPart(_ visit: (SyntaxPart) -> Void) {
        with?.forEachPart(visit)
        first.forEachPart(visit)
        for compound in compounds { compound.core.forEachPart(visit) }
        order.forEachPart(visit)
        limit?.forEachPart(visit)
    }
}

extension SelectCore {
    fileprivate func forEachPart(_ visit: (SyntaxPart) -> Void) {
        switch self {
        case .values(let rows): for value in rows.joined() { value.forEachPart(visit) }
        case .select(let select):
            select.columns.forEachPart(visit)
            select.from?.forEachPart(visit)
            select.condition?.forEachPart(visit)
            for group in select.groups { group.forEachPart(visit) }
            select.having?.forEachPart(visit)
            for window in select.windows {
                for part in window.definition.partition { part.forEachPart(visit) }
                window.definition.order.forEachPart(visit)
            }
        }
    }
}

extension Expression {
    /// Visits the expression and its parts, those of the queries inside it included.
    package func forEachPart(_ visit: (SyntaxPart) -> Void) {
        visit(.expression(self))
        switch kind {
        case .exists(let query), .subquery(let query): query.forEachPart(visit)
        case .membership(let membership):
            switch membership.group {
            case .select(let query): query.forEachPart(visit)
            case .table(let name): visit(.relation(name))
            case .list, .function: break
            }
        case .raise(.failure(_, let message)): message.forEachPart(visit)
        case .literal, .column, .parameter, .unary, .binary, .collate, .isNull, .isNotNull, .pattern, .between,
            .conditional, .cast, .function, .row, .raise, .array, .subscript:
            break
        }
        for child in children { child.forEachPart(visit) }
    }
}

extension FromClause {
    fileprivate func forEachPart(_ visit: (SyntaxPart) -> Void) {
        first.forEachPart(visit)
        for join in joins {
            join.table.forEachPart(visit)
            if case .on(let condition)? = join.constraint { condition.forEachPart(visit) }
        }
    }
}

extension TableReference {
    fileprivate func forEachPart(_ visit: (SyntaxPart) -> Void) {
        switch kind {
        case .table(let name, _): visit(.relation(name))
        case .function(_, let arguments), .numberedFunction(_, let arguments):
            for argument in arguments { argument.forEachPart(visit) }
        case .subquery(let query), .lateral(let query): query.forEachPart(visit)
        case .join(let clause): clause.forEachPart(visit)
        }
    }
}

extension WithClause {
    fileprivate func forEachPart(_ visit: (SyntaxPart) -> Void) {
        for table in tables { table.query.forEachPart(visit) }
    }
}

extension [ResultColumn] {
    fileprivate func forEachPart(_ visit: (SyntaxPart) -> Void) {
        for column in self {
            if case .expression(let expression, _) = column.kind { expression.forEachPart(visit) }
        }
    }
}

extension [OrderingTerm] {
    fileprivate func forEachPart(_ visit: (SyntaxPart) -> Void) {
        for term in self { term.expression.forEachPart(visit) }
    }
}

extension LimitClause {
    fileprivate func forEachPart(_ visit: (SyntaxPart) -> Void) {
        count.forEachPart(visit)
        offset?.forEachPart(visit)
    }
}
