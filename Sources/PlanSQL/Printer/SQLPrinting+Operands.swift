/// Operands that bring their own beginning and end.
extension SQLPrinting {
    func subquery(_ query: SelectStatement) -> String { "(\(select(query)))" }

    func row(_ elements: [Expression]) -> String { "(\(list(elements, expression)))" }

    func conditional(_ conditional: CaseExpression) -> String {
        let branches = conditional.branches.map {
            "WHEN \(expression($0.condition)) THEN \(expression($0.result))"
        }
        return clauses(
            "CASE", conditional.operand.map(expression), branches.joined(separator: " "),
            clause("ELSE", conditional.otherwise), "END")
    }

    // MARK: Functions

    func function(_ call: FunctionCall) -> String {
        let order = list("ORDER BY", call.order, orderingTerm)
        let arguments =
            switch call.arguments {
            case .star: "*"
            case .list(let list): list.isEmpty ? order ?? "" : clauses(self.list(list, expression), order)
            case .distinct(let list): clauses("DISTINCT", list.isEmpty ? nil : self.list(list, expression), order)
            }
        let window: String? =
            switch call.window {
            case nil: nil
            case .named(let window)?: "OVER \(name(window))"
            case .defined(let definition)?: "OVER \(self.window(definition))"
            }
        return clauses(
            "\(functionName(of: call))(\(arguments))", call.filter.map { "FILTER (WHERE \(expression($0)))" }, window)
    }

    /// A window's definition, in its parentheses.
    func window(_ window: WindowDefinition) -> String {
        let inside = clauses(
            window.base.map(name), list("PARTITION BY", window.partition, expression),
            list("ORDER BY", window.order, orderingTerm), window.frame.map(frame))
        return "(\(inside))"
    }

    private func frame(_ frame: WindowFrame) -> String {
        let bounds = frame.end.map { "BETWEEN \(bound(frame.start)) AND \(bound($0))" } ?? bound(frame.start)
        return clauses(frame.unit.rawValue, bounds, frame.exclusion.map { "EXCLUDE \($0.rawValue)" })
    }

    private func bound(_ bound: WindowFrame.Bound) -> String {
        switch bound {
        case .unboundedPreceding: "UNBOUNDED PRECEDING"
        case .preceding(let distance): "\(self.distance(distance)) PRECEDING"
        case .currentRow: "CURRENT ROW"
        case .following(let distance): "\(self.distance(distance)) FOLLOWING"
        case .unboundedFollowing: "UNBOUNDED FOLLOWING"
        }
    }
}
