internal import PlanCatalog
internal import PlanDiagnostics
internal import PlanDialects
internal import PlanDocument
internal import PlanSQL

/// Expressions of the source's schema, translated.
extension PlanBinder {
    func translator(_ scope: Scope, _ purpose: Translator.Purpose = .general) -> Translator {
        Translator(
            relations: Relations(), scope: scope, purpose: purpose,
            serverVersion: document.target.version.value)
    }

    /// The columns of a table that is being bound.
    func shape(of table: Table, _ columns: [BoundColumn], target: String) -> RelationShape {
        BoundTable(
            source: table, text: nil, target: QualifiedName(schema: document.target.schema.value, name: target),
            columns: columns, checks: [], rowFilter: nil, place: nil
        ).shape
    }

    // MARK: Defaults

    /// A default that is an expression, as the column's type takes it.
    func translateDefault(_ source: Expression, for decision: TypeDecision) throws(Untranslatable) -> String {
        let translator = translator(.empty)
        let value = try translator.value(source)
        let coerced: Expression
        if let format = decision.codec.timeFormat {
            coerced = try translator.coerce(value, to: decision.type, decodedFrom: format)
        } else {
            coerced = try translator.coerce(value, to: decision.type)
        }
        return "(\(PostgresPrinter().text(of: coerced)))"
    }

    // MARK: Generated columns

    /// A generated column with the expression that computes it.
    typealias GeneratedColumn = (column: BoundColumn, expression: Expression, place: (SourceRange) -> SourcePlace)

    /// Translates the expressions of generated columns. PostgreSQL lets none use another, so that each is written out
    /// where SQLite names it.
    mutating func bindGenerations(
        _ generated: [GeneratedColumn], of table: Table, plain: [BoundColumn], target: String
    ) -> [BoundColumn] {
        let shape = shape(of: table, plain + generated.map(\.column), target: target)
        var computed: [String: TypedExpression] = [:]
        var result: [BoundColumn] = []
        var open = generated
        while !open.isEmpty {
            let names = Set(open.map(\.column.source.name.asciiLowercased))
            // Columns that use one that is not translated yet wait for it; SQLite allows no circle.
            let independent = open.filter { one in !one.expression.names.contains { names.contains($0) } }
            let ready = independent.isEmpty ? open : independent
            for one in ready {
                var bound = one.column
                do throws(Untranslatable) {
                    bound.generation = try generation(one, shape, &computed)
                    result.append(bound)
                } catch {
                    diagnostics.add(
                        .untranslatedGeneratedColumn(
                            bound.source.name, table: table.name, reason: error, at: one.place(error.range)))
                }
            }
            open.removeAll { one in ready.contains { $0.column.name == one.column.name } }
        }
        return result
    }

    /// By the engine where PostgreSQL takes the expression for one that never changes its value; else by a trigger.
    private func generation(
        _ one: GeneratedColumn, _ shape: RelationShape, _ computed: inout [String: TypedExpression]
    ) throws(Untranslatable) -> BoundGeneration {
        let key = one.column.source.name.asciiLowercased
        try shape.requireUnchanged(in: one.expression)
        if let value = try? assigned(one, translator(.columns(of: shape, computed: computed), .immutable)),
            value.volatility == .immutable
        {
            computed[key] = value
            return .stored(PostgresPrinter().text(of: value.expression))
        }
        // Columns that use this one find its value in the new row.
        let value = try assigned(one, translator(.columns(of: shape, qualifier: "new")))
        return .trigger(PostgresPrinter().text(of: value.expression))
    }

    private func assigned(
        _ one: GeneratedColumn, _ translator: Translator
    ) throws(Untranslatable) -> TypedExpression {
        let column = one.column.shape
        let value = try translator.value(one.expression)
        return TypedExpression(
            try translator.coerce(value, to: column.type), column.type, column.storage, affinity: column.affinity,
            collation: column.collation ?? .none, volatility: value.volatility)
    }

    // MARK: Indexes

    /// A part of an index: a column, or an expression that never changes its value.
    func translatePart(
        _ part: Index.Part, written: OrderingTerm?, of table: BoundTable
    ) throws(Untranslatable) -> BoundIndex.Part {
        let source: Expression
        switch part.key {
        case .column(let name): source = Expression(.column(ColumnName(Name(name))), range: written?.range ?? 0..<0)
        case .rowID: source = Expression(.column(ColumnName(Name("rowid"))), range: written?.range ?? 0..<0)
        case .expression:
            guard let written else {
                throw Untranslatable("the index's SQL does not say what this part is", at: 0..<0)
            }
            source = written.expression
        }
        guard let collation = Collation(column: part.collation) else {
            throw Untranslatable(
                "the collation '\(part.collation)' is an application's own", .applicationDefined, at: source.range)
        }
        let translator = translator(.columns(of: table.shape), .immutable)
        var value = try translator.value(source)
        guard value.volatility == .immutable else { throw Self.notImmutable(source.range) }
        guard value.literal == nil else { throw Untranslatable("the part is a constant", at: source.range) }
        if value.type.name != .citext { value.collation = collation }
        let expression = try translator.keyExpression(value)
        return Self.part(expression, isDescending: part.isDescending)
    }

    /// A part of an index, as it is written.
    static func part(_ expression: Expression, isDescending: Bool = false) -> BoundIndex.Part {
        guard case .column(let column) = expression.kind else {
            let term = OrderingTerm(expression: expression, isDescending: isDescending)
            return BoundIndex.Part(column: nil, sql: PostgresPrinter().indexParts([term]))
        }
        let name = column.name.value
        return BoundIndex.Part(
            column: name, sql: QuotedIdentifier(name).description + (isDescending ? " DESC" : ""))
    }

    func translateCondition(_ source: Expression, of table: BoundTable) throws(Untranslatable) -> String {
        try table.shape.requireUnchanged(in: source)
        let condition = try translator(.columns(of: table.shape), .immutable).condition(source)
        guard condition.volatility == .immutable else { throw Self.notImmutable(source.range) }
        return PostgresPrinter().text(of: condition.expression)
    }

    private static func notImmutable(_ range: SourceRange) -> Untranslatable {
        Untranslatable("PostgreSQL takes only functions here that give the same value on every machine", at: range)
    }
}

extension RelationShape {
    /// An expression over a column whose values the plan changes was written for other values than those that arrive.
    func requireUnchanged(in expression: Expression) throws(Untranslatable) {
        let names = expression.names
        guard let column = columns.first(where: { $0.isChanged && names.contains($0.name.asciiLowercased) }) else {
            return
        }
        throw Untranslatable("the plan changes the values of '\(column.name)'", at: expression.range)
    }
}

extension Expression {
    /// The names of columns in it, in lower case.
    var names: Set<String> {
        var found: Set<String> = []
        if case .column(let column) = kind { found.insert(column.name.value.asciiLowercased) }
        for child in children { found.formUnion(child.names) }
        return found
    }
}
