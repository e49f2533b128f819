extension SQLitePrinter {
    func insert(_ statement: InsertStatement) -> String {
        let source =
            switch statement.source {
            case .query(let query): select(query)
            case .defaultValues: "DEFAULT VALUES"
            }
        let upserts = statement.upserts.map(upsert).joined(separator: " ")
        return clauses(
            statement.with.map(with), "INSERT", statement.conflict.map { "OR \($0.rawValue)" }, "INTO",
            relation(statement.table), alias(statement.alias), columns(statement.columns), source,
            upserts.isEmpty ? nil : upserts, list("RETURNING", statement.returning, resultColumn))
    }

    private func upsert(_ clause: UpsertClause) -> String {
        let action =
            switch clause.action {
            case .nothing: "DO NOTHING"
            case .update(let assignments, let condition):
                clauses("DO UPDATE SET", list(assignments, assignment), self.clause("WHERE", condition))
            }
        return clauses(
            "ON CONFLICT", clause.target.isEmpty ? nil : "(\(list(clause.target, orderingTerm)))",
            self.clause("WHERE", clause.targetCondition), action)
    }

    func update(_ statement: UpdateStatement) -> String {
        clauses(
            statement.with.map(with), "UPDATE", statement.conflict.map { "OR \($0.rawValue)" },
            relation(statement.table), alias(statement.alias), statement.index.map(indexHint),
            list("SET", statement.assignments, assignment), statement.from.map { "FROM \(from($0))" },
            clause("WHERE", statement.condition), list("RETURNING", statement.returning, resultColumn),
            list("ORDER BY", statement.order, orderingTerm), statement.limit.map(limit))
    }

    func delete(_ statement: DeleteStatement) -> String {
        clauses(
            statement.with.map(with), "DELETE FROM", relation(statement.table),
            alias(statement.alias), statement.index.map(indexHint),
            clause("WHERE", statement.condition), list("RETURNING", statement.returning, resultColumn),
            list("ORDER BY", statement.order, orderingTerm), statement.limit.map(limit))
    }
}
