extension PostgresPrinter {
    /// The operators of a tree associate to the left; `INTERSECT` binds more tightly than the others here.
    func cores(of statement: SelectStatement) -> String {
        var text = core(statement.first)
        var endsInLooseOperator = false
        for compound in statement.compounds {
            if compound.operator == .intersect {
                if endsInLooseOperator { text = "(\(text))" }
                endsInLooseOperator = false
            } else {
                endsInLooseOperator = true
            }
            text = "\(text) \(compound.operator.rawValue) \(core(compound.core))"
        }
        return text
    }

    // MARK: FROM

    func from(_ clause: FromClause) -> String {
        ([table(clause.first)] + clause.joins.map(join)).joined(separator: " ")
    }

    /// A comma is a `CROSS JOIN`: in a tree it binds as every join does, to the left, in PostgreSQL less tightly.
    private func join(_ join: Join) -> String {
        let table = table(join.table)
        switch (join.kind, join.constraint) {
        case (.natural(let direction), _): return "NATURAL \(outer(direction) ?? "JOIN") \(table)"
        case (.comma, nil): return "CROSS JOIN \(table)"
        case (.comma, let constraint?): return "JOIN \(table) \(self.constraint(constraint))"
        case (.plain(let direction), let constraint):
            guard let outer = outer(direction) else {
                return constraint.map { "JOIN \(table) \(self.constraint($0))" } ?? "CROSS JOIN \(table)"
            }
            // PostgreSQL asks for a constraint.
            return "\(outer) \(table) \(constraint.map(self.constraint) ?? "ON TRUE")"
        }
    }

    private func outer(_ direction: Join.Direction) -> String? {
        switch direction {
        case .left, .right, .full: direction.rawValue
        case .inner, .cross: nil
        }
    }

    private func table(_ reference: TableReference) -> String {
        precondition(reference.columns.isEmpty || reference.alias != nil, "columns are renamed after an alias")
        let alias = alias(reference.alias).map { $0 + (columns(reference.columns) ?? "") }
        switch reference.kind {
        case .table(let table, let hint):
            precondition(hint == nil, "PostgreSQL has no INDEXED BY")
            return clauses(relation(table), alias)
        case .function(let function, let arguments): return clauses(functionName(function) + row(arguments), alias)
        case .numberedFunction(let function, let arguments):
            return clauses(functionName(function) + row(arguments), "WITH ORDINALITY", alias)
        case .subquery(let query):
            precondition(alias != nil, "PostgreSQL before 16 asks for an alias of a query")
            return clauses(subquery(query), alias)
        case .lateral(let query):
            precondition(alias != nil, "PostgreSQL before 16 asks for an alias of a query")
            return clauses("LATERAL", subquery(query), alias)
        case .join(let clause):
            // Only a join can stand in parentheses.
            guard clause.joins.isEmpty else { return clauses("(\(from(clause)))", alias) }
            let only = clause.first
            return table(
                reference.alias == nil
                    ? only : TableReference(kind: only.kind, alias: reference.alias, columns: reference.columns))
        }
    }
}
