extension SQLitePrinter {
    func select(_ statement: SelectStatement) -> String {
        let cores = [core(statement.first)] + statement.compounds.map { "\($0.operator.rawValue) \(core($0.core))" }
        return clauses(
            statement.with.map(with), cores.joined(separator: " "), list("ORDER BY", statement.order, orderingTerm),
            statement.limit.map(limit))
    }

    func with(_ clause: WithClause) -> String {
        clauses("WITH", clause.isRecursive ? "RECURSIVE" : nil, list(clause.tables, commonTable))
    }

    private func commonTable(_ table: CommonTable) -> String {
        clauses(
            name(table.name), columns(table.columns), "AS", table.materialization?.rawValue,
            "(\(select(table.query)))")
    }

    private func core(_ core: SelectCore) -> String {
        switch core {
        case .values(let rows): "VALUES " + list(rows) { "(\(list($0, expression)))" }
        case .select(let select):
            clauses(
                select.isDistinct ? "SELECT DISTINCT" : "SELECT", list(select.columns, resultColumn),
                select.from.map { "FROM \(from($0))" }, clause("WHERE", select.condition),
                list("GROUP BY", select.groups, expression), clause("HAVING", select.having),
                list("WINDOW", select.windows) { "\(name($0.name)) AS \(window($0.definition))" })
        }
    }

    func resultColumn(_ column: ResultColumn) -> String {
        switch column.kind {
        case .all: "*"
        case .allOf(let table): "\(name(table)).*"
        case .expression(let value, let alias): clauses(expression(value), alias.map { "AS \(name($0))" })
        }
    }

    func orderingTerm(_ term: OrderingTerm) -> String {
        clauses(
            expression(term.expression), term.isDescending ? "DESC" : nil, term.nulls.map { "NULLS \($0.rawValue)" })
    }

    func limit(_ limit: LimitClause) -> String {
        clauses("LIMIT \(expression(limit.count))", clause("OFFSET", limit.offset))
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
        switch join.constraint {
        case nil: return joined
        case .on(let condition)?: return "\(joined) ON \(expression(condition))"
        case .using(let names)?: return "\(joined) USING (\(list(names, name)))"
        }
    }

    private func table(_ reference: TableReference) -> String {
        let alias = reference.alias.map { "AS \(name($0))" }
        switch reference.kind {
        case .table(let table, let hint): return clauses(relation(table), alias, hint.map(indexHint))
        case .function(let function, let arguments):
            return clauses("\(relation(function))(\(list(arguments, expression)))", alias)
        case .subquery(let query): return clauses("(\(select(query)))", alias)
        case .join(let clause): return clauses("(\(from(clause)))", alias)
        }
    }

    func indexHint(_ hint: IndexHint) -> String {
        switch hint {
        case .indexedBy(let index): "INDEXED BY \(name(index))"
        case .notIndexed: "NOT INDEXED"
        }
    }
}
