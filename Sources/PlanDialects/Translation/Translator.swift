internal import PlanCatalog
internal import PlanDiagnostics
package import PlanSQL

/// Turns expressions and queries of SQLite into trees that mean the same to PostgreSQL.
///
/// A translation has the value that SQLite computes, or fails where SQLite computes one (an overflow, a text that is no
/// JSON), and never a different one. What cannot be translated so is `Untranslatable`, with its place.
package struct Translator: Sendable {
    /// What is asked of the result beside its value.
    package enum Purpose: Hashable, Sendable {
        /// Indexes and generated columns: PostgreSQL takes immutable functions only.
        case immutable
        /// Defaults, CHECKs, queries, triggers.
        case general
    }

    package var relations: Relations
    package var scope: Scope
    package let purpose: Purpose
    /// The oldest major version that the SQL must run on.
    package let serverVersion: Int

    package init(relations: Relations, scope: Scope, purpose: Purpose, serverVersion: Int) {
        self.relations = relations
        self.scope = scope
        self.purpose = purpose
        self.serverVersion = serverVersion
    }

    /// Translates an expression for its value.
    package func value(_ source: Expression) throws(Untranslatable) -> TypedExpression {
        var result = try untimed(source)
        result.range = source.range
        return result
    }

    /// Translates an expression for its truth, as CHECK, WHERE and WHEN ask for it.
    package func condition(_ source: Expression) throws(Untranslatable) -> TypedExpression {
        try truth(of: try value(source))
    }

    private func untimed(_ source: Expression) throws(Untranslatable) -> TypedExpression {
        let range = source.range
        switch source.kind {
        case .literal(let literal): return try constant(literal, at: range)
        case .column(let name): return try column(name, at: range)
        case .parameter(let text):
            throw Untranslatable("the parameter \(text) has no value here", .unresolved, at: range)
        case .unary(let symbol, let operand): return try unary(symbol, operand, at: range)
        case .binary(let symbol, let left, let right): return try binary(symbol, left, right, at: range)
        case .collate(let operand, let name):
            guard let collation = Collation(operator: name.value) else {
                throw Untranslatable(
                    "the collation '\(name.value)' is an application's own", .applicationDefined, at: name.range)
            }
            var result = try value(operand)
            result.collation = collation
            return result
        case .isNull(let operand): return try nullTest(operand, isNull: .yes)
        case .isNotNull(let operand): return try nullTest(operand, isNull: .no)
        case .pattern(let pattern): return try self.pattern(pattern, at: range)
        case .between(let between): return try self.between(between, at: range)
        case .membership(let membership): return try self.membership(membership, at: range)
        case .conditional(let conditional): return try self.conditional(conditional, at: range)
        case .cast(let operand, let type): return try cast(operand, type, at: range)
        case .function(let call): return try function(call, at: range)
        case .exists(let query):
            return truthValue(Expression(.exists(try select(query).statement)), .stable)
        case .subquery(let query): return try scalar(query, at: range)
        case .row: throw Untranslatable("a row stands where a single value is needed", at: range)
        case .raise: throw Untranslatable("RAISE stands inside an expression", at: range)
        case .array, .subscript: preconditionFailure("the parser of SQLite makes no array")
        }
    }

    // MARK: Names

    private func column(_ name: ColumnName, at range: SourceRange) throws(Untranslatable) -> TypedExpression {
        if let schema = name.schema, schema.value.asciiLowercased != "main" {
            throw Untranslatable("'\(schema.value)' is another database", at: range)
        }
        if let value = try scope.lookUp(name, at: range) { return value }
        // SQLite takes a double-quoted word that names nothing for a string (<https://sqlite.org/quirks.html#dblquote>).
        if name.mayBeString { return try constant(.string(name.name.value), at: range) }
        let written = name.table.map { "\($0.value).\(name.name.value)" } ?? name.name.value
        throw Untranslatable("there is no column '\(written)'", .unresolved, at: range)
    }

    // MARK: Parts

    /// A truth value, which to SQLite is the integer 0 or 1.
    func truthValue(_ expression: Expression, _ volatility: TypedExpression.Volatility) -> TypedExpression {
        TypedExpression(expression, PostgresType(.boolean), .integer, volatility: volatility)
    }

    private enum Nullness { case yes, no }

    private func nullTest(_ operand: Expression, isNull: Nullness) throws(Untranslatable) -> TypedExpression {
        let value = try value(operand)
        return truthValue(isNull == .yes ? value.expression.isNull : value.expression.isNotNull, value.volatility)
    }

    /// `(SELECT …)` as a value: its first row, or NULL without one.
    private func scalar(_ query: SelectStatement, at range: SourceRange) throws(Untranslatable) -> TypedExpression {
        let result = try select(query)
        guard result.columns.count == 1, let column = result.columns.first else {
            throw Untranslatable(
                "a query of \(result.columns.count) columns stands where a single value is needed", at: range)
        }
        var value = column.value
        // PostgreSQL fails where a query has a second row; SQLite does not look for one.
        value.expression = Expression(.subquery(result.isSingleRow ? result.statement : result.statement.limitedToOne))
        (value.literal, value.collation) = (nil, .none)
        value.volatility = max(value.volatility, .stable)
        return value
    }
}
