extension SQLitePrinter {
    func cores(of statement: SelectStatement) -> String {
        let rest = statement.compounds.map { "\($0.operator.rawValue) \(core($0.core))" }
        return ([core(statement.first)] + rest).joined(separator: " ")
    }

    // MARK: FROM

    func from(_ clause: FromClause) -> String {
        table(clause.first) + clause.joins.map(join).joined()
    }

    private func join(_ join: Join) -> String {
        let table = table(join.table)
        let joined =
            switch join.kind {
            case .comma: ", \(table)"
            case .natural(let direction): " NATURAL \(direction.rawValue) \(table)"
            case .plain(let direction): " \(direction.rawValue) \(table)"
            }
        return clauses(joined, join.constraint.map(constraint))
    }

    private func table(_ reference: TableReference) -> String {
        precondition(reference.columns.isEmpty, "SQLite's aliases name no columns")
        let alias = alias(reference.alias)
        switch reference.kind {
        case .table(let table, let hint): return clauses(relation(table), alias, hint.map(indexHint))
        case .function(let function, let arguments): return clauses(relation(function) + row(arguments), alias)
        case .subquery(let query): return clauses(subquery(query), alias)
        case .join(let clause): return clauses("(\(from(clause)))", alias)
        case .numberedFunction, .lateral: preconditionFailure("SQLite has no LATERAL and no ORDINALITY")
        }
    }

    func indexHint(_ hint: IndexHint) -> String {
        switch hint {
        case .indexedBy(let index): "INDEXED BY \(name(index))"
        case .notIndexed: "NOT INDEXED"
        }
    }
}
