extension SQLPrinting {
    func select(_ statement: SelectStatement) -> String {
        clauses(
            statement.with.map(with), cores(of: statement), list("ORDER BY", statement.order, orderingTerm),
            statement.limit.map(limit))
    }

    func with(_ clause: WithClause) -> String {
        clauses("WITH", clause.isRecursive ? "RECURSIVE" : nil, list(clause.tables, commonTable))
    }

    private func commonTable(_ table: CommonTable) -> String {
        clauses(
            name(table.name), columns(table.columns), "AS", table.materialization?.rawValue, subquery(table.query))
    }

    func core(_ core: SelectCore) -> String {
        switch core {
        case .values(let rows): "VALUES " + list(rows, row)
        case .select(let select):
            clauses(
                select.isDistinct ? "SELECT DISTINCT" : "SELECT",
                select.columns.isEmpty ? nil : list(select.columns, resultColumn),
                select.from.map { "FROM \(from($0))" }, clause("WHERE", select.condition),
                list("GROUP BY", select.groups, expression), clause("HAVING", select.having),
                list("WINDOW", select.windows) { "\(name($0.name)) AS \(window($0.definition))" })
        }
    }

    func resultColumn(_ column: ResultColumn) -> String {
        switch column.kind {
        case .all: "*"
        case .allOf(let table): "\(name(table)).*"
        case .expression(let value, let alias): clauses(expression(value), self.alias(alias))
        }
    }

    func orderingTerm(_ term: OrderingTerm) -> String { clauses(expression(term.expression), direction(term)) }

    /// What follows the expression of a term.
    func direction(_ term: OrderingTerm) -> String? {
        let text = clauses(term.isDescending ? "DESC" : nil, term.nulls.map { "NULLS \($0.rawValue)" })
        return text.isEmpty ? nil : text
    }

    func limit(_ limit: LimitClause) -> String {
        clauses("LIMIT \(expression(limit.count))", clause("OFFSET", limit.offset))
    }

    func assignment(_ assignment: Assignment) -> String {
        let target =
            assignment.columns.count == 1 ? list(assignment.columns, name) : "(\(list(assignment.columns, name)))"
        return "\(target) = \(expression(assignment.value))"
    }

    /// What comes after the table to the right of a join.
    func constraint(_ constraint: Join.Constraint) -> String {
        switch constraint {
        case .on(let condition): "ON \(expression(condition))"
        case .using(let names): "USING (\(list(names, name)))"
        }
    }
}
