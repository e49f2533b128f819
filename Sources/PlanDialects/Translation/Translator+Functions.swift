internal import PlanCatalog
internal import PlanDiagnostics
package import PlanSQL

extension Translator {
    func function(_ call: FunctionCall, at range: SourceRange) throws(Untranslatable) -> TypedExpression {
        let name = call.name.value.asciiLowercased
        let sources = call.argumentList
        guard let rule = FunctionRules.rule(name, count: sources.count) else {
            throw Untranslatable(
                "'\(call.name.value)' is a function of the application, not of SQLite", .applicationDefined,
                at: call.name.range.isEmpty ? range : call.name.range)
        }
        guard rule.counts.contains(sources.count) else {
            throw Untranslatable(
                "'\(call.name.value)' takes another number of arguments than \(sources.count)", .unresolved, at: range)
        }
        if rule.kind == .scalar, call.filter != nil || call.window != nil || !call.order.isEmpty || call.isDistinct {
            throw Untranslatable("'\(call.name.value)' is no aggregate", .unresolved, at: range)
        }
        if rule.kind == .window, call.window == nil {
            throw Untranslatable("'\(call.name.value)' needs a window", .unresolved, at: range)
        }
        let arguments = try map(sources) { (source) throws(Untranslatable) in try value(source) }
        return try rule.translate(FunctionUse(translator: self, call: call, arguments: arguments, range: range))
    }

    /// A call of an aggregate or window function of PostgreSQL, with the clauses that the source's call has.
    func aggregate(
        _ use: FunctionUse, _ name: String, _ arguments: FunctionCall.Arguments
    ) throws(Untranslatable) -> Expression {
        let call = use.call
        let order = try map(call.order) { (term) throws(Untranslatable) in try orderingTerm(term) }
        let filter = try call.filter.map { (filter) throws(Untranslatable) in try condition(filter).expression }
        let window: FunctionCall.Window?
        switch call.window {
        case nil: window = nil
        case .named(let name)?: window = .named(name)
        case .defined(let definition)?: window = .defined(try self.window(definition))
        }
        return Expression(
            .function(
                FunctionCall(name: Name(name), arguments: arguments, order: order, filter: filter, window: window)))
    }

    func window(_ window: WindowDefinition) throws(Untranslatable) -> WindowDefinition {
        var order = try map(window.order) { (term) throws(Untranslatable) in try orderingTerm(term) }
        let distances = window.frame.map { [$0.start, $0.end].compactMap { $0?.distance } } ?? []
        let numbers = try map(distances) { (distance) throws(Untranslatable) in try number(of: try value(distance)) }
        if window.frame?.unit == .range, !distances.isEmpty, let distance = distances.first {
            // SQLite takes a distance in an order of one term only.
            guard window.order.count == 1, let term = window.order.first else {
                throw Untranslatable(
                    "the distance of RANGE is in an order that another window gives", at: distance.range)
            }
            let key = try value(term.expression)
            guard key.family.isNumeric else {
                throw Untranslatable(
                    "PostgreSQL has no distance between values of type \(key.type.name.rawValue)", at: distance.range)
            }
            // PostgreSQL adds numbers of one type only.
            if key.family != .real, numbers.contains(where: { $0.family == .real }) {
                order = [try orderingTerm(try real(of: key), term)]
            }
        }
        return WindowDefinition(
            base: window.base,
            partition: try map(window.partition) { (part) throws(Untranslatable) in try grouped(try value(part)) },
            order: order, frame: try window.frame.map { (frame) throws(Untranslatable) in try self.frame(frame) })
    }

    private func frame(_ frame: WindowFrame) throws(Untranslatable) -> WindowFrame {
        WindowFrame(
            unit: frame.unit, start: try bound(frame.start),
            end: try frame.end.map { (end) throws(Untranslatable) in try bound(end) }, exclusion: frame.exclusion)
    }

    private func bound(_ bound: WindowFrame.Bound) throws(Untranslatable) -> WindowFrame.Bound {
        switch bound {
        case .unboundedPreceding, .currentRow, .unboundedFollowing: return bound
        case .preceding(let distance): return .preceding(try number(of: try value(distance)).expression)
        case .following(let distance): return .following(try number(of: try value(distance)).expression)
        }
    }

    /// A term of ORDER BY. SQLite puts NULL before everything else, and texts in the order of their bytes.
    func orderingTerm(_ term: OrderingTerm) throws(Untranslatable) -> OrderingTerm {
        try orderingTerm(try value(term.expression), term)
    }

    func orderingTerm(_ value: TypedExpression, _ term: OrderingTerm) throws(Untranslatable) -> OrderingTerm {
        let nulls = term.nulls ?? (term.isDescending ? .last : .first)
        var expression = try grouped(value)
        if value.family == .jsonb {
            guard value.storage == .any else {
                throw Untranslatable("SQLite puts the texts of a jsonb in order", at: term.range)
            }
            expression = order(ofPart: value)
        }
        if value.family == .text, value.collation.kind != .noCase { expression = expression.collate("C") }
        return OrderingTerm(expression: expression, isDescending: term.isDescending, nulls: nulls)
    }

    /// A value as an index or a key tells values apart.
    package func keyExpression(_ value: TypedExpression) throws(Untranslatable) -> Expression { try grouped(value) }

    /// A value as GROUP BY, DISTINCT and PARTITION BY tell values apart.
    func grouped(_ value: TypedExpression) throws(Untranslatable) -> Expression {
        let value = try distinguishable(value)
        return switch (value.family, value.collation.kind) {
        case (.json, _): throw Untranslatable("PostgreSQL does not compare values of type json", at: value.range)
        case (.text, .noCase): Self.folded(value.expression)
        case (.text, .rightTrim): .call("rtrim", value.expression, .string(" "))
        case (.jsonb, _) where value.storage == .any: Self.withoutBooleans(value)
        default: value.expression
        }
    }
}

extension WindowFrame.Bound {
    /// How far it is from the row; nil where it is the row or an end of the partition.
    fileprivate var distance: Expression? {
        switch self {
        case .preceding(let distance), .following(let distance): distance
        case .unboundedPreceding, .currentRow, .unboundedFollowing: nil
        }
    }
}

extension FunctionCall {
    /// The arguments; empty for `*`.
    var argumentList: [Expression] {
        switch arguments {
        case .star: []
        case .list(let list), .distinct(let list): list
        }
    }

    var isDistinct: Bool {
        if case .distinct = arguments { return true }
        return false
    }
}
