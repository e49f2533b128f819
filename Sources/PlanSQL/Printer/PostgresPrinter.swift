/// Writes syntax trees as SQL for PostgreSQL 13 and later, in one line, with no more quotes and parentheses than are
/// needed.
///
/// A tree says here what it says to PostgreSQL, whatever SQLite would take it for: to translate is not the printer's
/// work. A node that PostgreSQL has nothing for (`RAISE`, `GLOB`, `INDEXED BY`, `INSERT OR …`) ends the program. The
/// session must have `standard_conforming_strings` on, as it is by default.
package struct PostgresPrinter: SQLPrinting {
    let parentheses: Parentheses

    package init(parentheses: Parentheses = .whereNeeded) { self.parentheses = parentheses }

    /// The SQL of an expression that stands alone, without parentheses around it.
    package func text(of expression: Expression) -> String { self.expression(expression) }

    /// The SQL of a query, without a semicolon at its end.
    package func text(of statement: SelectStatement) -> String { select(statement) }

    /// The SQL of an `INSERT`, without a semicolon at its end.
    package func text(of statement: InsertStatement) -> String { insert(statement) }

    /// The SQL of an `UPDATE`, without a semicolon at its end.
    package func text(of statement: UpdateStatement) -> String { update(statement) }

    /// The SQL of a `DELETE`, without a semicolon at its end.
    package func text(of statement: DeleteStatement) -> String { delete(statement) }

    /// What stands in the parentheses of `CREATE INDEX … ON t (…)` and `ON CONFLICT (…)`, where a column or a call
    /// stands alone and any other expression has parentheses of its own; a collation follows them.
    package func indexParts(_ terms: [OrderingTerm]) -> String {
        list(terms) { term in
            guard case .collate(let value, let collation) = term.expression.kind else {
                return clauses(indexed(term.expression), direction(term))
            }
            return clauses(indexed(value), "COLLATE \(name(collation))", direction(term))
        }
    }

    private func indexed(_ value: Expression) -> String {
        let isBare =
            if case .column(let column) = value.kind {
                column.table == nil
            } else if case .function(let call) = value.kind {
                call.filter == nil && call.window == nil
            } else {
                false
            }
        return isBare ? expression(value) : "(\(expression(value)))"
    }

    // MARK: Names

    /// A name without quotes where it reads as itself in every place: lower case, and no word of the language.
    func name(_ name: Name) -> String {
        precondition(!name.value.isEmpty && !name.value.utf8.contains(0), "PostgreSQL has no empty names and no NUL")
        let isPlain = Self.isWord(name.value) && !PostgresKeywords.quoted.contains(name.value)
        return isPlain ? name.value : QuotedIdentifier(name.value).description
    }

    func functionName(of call: FunctionCall) -> String { functionName(RelationName(schema: call.schema, call.name)) }

    func functionName(_ function: RelationName) -> String {
        let isSyntax = function.schema == nil && PostgresKeywords.functions.contains(function.name.value)
        return isSyntax ? function.name.value : relation(function)
    }

    func column(_ column: ColumnName) -> String {
        [column.schema, column.table, column.name].compactMap { $0.map(name) }.joined(separator: ".")
    }

    /// Whether the name is a word in lower case. A dollar sign, which a word may hold, is PostgreSQL's own extension.
    private static func isWord(_ name: String) -> Bool {
        guard let first = name.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
            return false
        }
        return name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
            default: false
            }
        }
    }
}
