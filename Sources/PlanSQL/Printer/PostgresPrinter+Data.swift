extension PostgresPrinter {
    func insert(_ statement: InsertStatement) -> String {
        precondition(statement.conflict == nil, "PostgreSQL has no INSERT OR …")
        precondition(statement.upserts.count <= 1, "PostgreSQL has one ON CONFLICT")
        let source =
            switch statement.source {
            case .query(let query): select(query)
            case .defaultValues: "DEFAULT VALUES"
            }
        return clauses(
            statement.with.map(with), "INSERT INTO", relation(statement.table), alias(statement.alias),
            columns(statement.columns), source, statement.upserts.first.map(upsert),
            list("RETURNING", statement.returning, resultColumn))
    }

    private func upsert(_ clause: UpsertClause) -> String {
        let action: String
        switch clause.action {
        case .nothing: action = "DO NOTHING"
        case .update(let assignments, let condition):
            precondition(!clause.target.isEmpty, "PostgreSQL's DO UPDATE asks for a target")
            action = clauses("DO UPDATE SET", list(assignments, assignment), self.clause("WHERE", condition))
        }
        return clauses(
            "ON CONFLICT", clause.target.isEmpty ? nil : "(\(indexParts(clause.target)))",
            self.clause("WHERE", clause.targetCondition), action)
    }

    func update(_ statement: UpdateStatement) -> String {
        precondition(statement.conflict == nil, "PostgreSQL has no UPDATE OR …")
        precondition(statement.index == nil, "PostgreSQL has no INDEXED BY")
        precondition(statement.order.isEmpty && statement.limit == nil, "PostgreSQL's UPDATE has no LIMIT")
        return clauses(
            statement.with.map(with), "UPDATE", relation(statement.table), alias(statement.alias),
            list("SET", statement.assignments, assignment), statement.from.map { "FROM \(from($0))" },
            clause("WHERE", statement.condition), list("RETURNING", statement.returning, resultColumn))
    }

    func delete(_ statement: DeleteStatement) -> String {
        precondition(statement.index == nil, "PostgreSQL has no INDEXED BY")
        precondition(statement.order.isEmpty && statement.limit == nil, "PostgreSQL's DELETE has no LIMIT")
        return clauses(
            statement.with.map(with), "DELETE FROM", relation(statement.table), alias(statement.alias),
            clause("WHERE", statement.condition), list("RETURNING", statement.returning, resultColumn))
    }
}
