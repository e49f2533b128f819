/// Where operands get parentheses.
package enum Parentheses: Hashable, Sendable {
    case whereNeeded
    /// Around every operand that is more than a name, a constant or a call: shows what binds to what.
    case everywhere
}

/// What the printers of both engines write alike. Each adds its names, its operators, its joins and its compounds.
protocol SQLPrinting {
    /// A name where only a name can stand.
    func name(_ name: Name) -> String
    /// A function's name before its parenthesis.
    func functionName(of call: FunctionCall) -> String
    /// An expression, without parentheses around it.
    func expression(_ expression: Expression) -> String
    /// How far a bound of a window's frame is from the current row.
    func distance(_ expression: Expression) -> String
    /// The cores of a query with the operators between them.
    func cores(of statement: SelectStatement) -> String
    /// What a query reads, after its `FROM`.
    func from(_ clause: FromClause) -> String
}

extension SQLPrinting {
    /// Clauses that are there, with blanks between them.
    func clauses(_ parts: String?...) -> String { parts.compactMap { $0 }.joined(separator: " ") }

    func clause(_ keyword: String, _ value: Expression?) -> String? { value.map { "\(keyword) \(expression($0))" } }

    func list<Element>(_ elements: [Element], _ print: (Element) -> String) -> String {
        elements.map(print).joined(separator: ", ")
    }

    /// `keyword a, b`, or nothing without elements.
    func list<Element>(_ keyword: String, _ elements: [Element], _ print: (Element) -> String) -> String? {
        elements.isEmpty ? nil : "\(keyword) \(list(elements, print))"
    }

    /// `(a, b)` of names, or nothing without names.
    func columns(_ names: [Name]) -> String? { names.isEmpty ? nil : "(\(list(names, name)))" }

    func relation(_ relation: RelationName) -> String {
        let last = name(relation.name)
        return relation.schema.map { "\(name($0)).\(last)" } ?? last
    }

    func alias(_ alias: Name?) -> String? { alias.map { "AS \(name($0))" } }
}
