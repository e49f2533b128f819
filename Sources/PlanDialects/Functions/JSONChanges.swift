internal import PlanSQL
internal import PlanSupport

extension FunctionRules {
    /// json_set() and its kin, whose paths are applied one after the other.
    static let jsonChanges: [FunctionRule] = [
        FunctionRule("json_set", 1...99) { (use) throws(Untranslatable) in try change(use, setting) },
        FunctionRule("json_insert", 1...99) { (use) throws(Untranslatable) in try change(use, inserting) },
        FunctionRule("json_replace", 1...99) { (use) throws(Untranslatable) in try change(use, replacing) },
        FunctionRule("json_remove", 1...99) { (use) throws(Untranslatable) in
            guard let document = try use.document() else { return use.nothing }
            var result = document.expression
            for position in 1..<use.arguments.count {
                let path = try changedPath(use, position)
                result = guarded(path, result) { $0.binary(.withoutPath, path.array) }
            }
            return use.made(result, written: nil, volatility: document.volatility)
        },
    ]

    private typealias Change = (Expression, JSONPath, Expression) -> Expression?

    private static func change(_ use: FunctionUse, _ change: Change) throws(Untranslatable) -> TypedExpression {
        guard !use.arguments.count.isMultiple(of: 2) else {
            throw Untranslatable(
                "'\(use.call.name.value)' takes pairs of a path and a value", .unresolved, at: use.range)
        }
        guard let document = try use.document() else { return use.nothing }
        var result = document.expression
        var volatility = document.volatility
        for position in stride(from: 1, to: use.arguments.count, by: 2) {
            let path = try changedPath(use, position)
            let value = try use.translator.jsonb(use.arguments[position + 1])
            volatility = max(volatility, value.volatility)
            let member: Expression =
                if value.isNull { JSONConstant.null } else if use.arguments[position + 1].literal != nil {
                    value.expression
                } else { .call("coalesce", value.expression, JSONConstant.null) }
            guard let changed = change(result, path, member) else {
                throw Untranslatable(
                    "PostgreSQL does not make the parts of this path that are missing as SQLite does",
                    at: use.arguments[position].range)
            }
            result = changed
        }
        return use.made(result, written: nil, volatility: volatility)
    }

    private static func changedPath(_ use: FunctionUse, _ position: Int) throws(Untranslatable) -> JSONPath {
        let path = try use.path(position)
        guard !path.steps.isEmpty else {
            throw Untranslatable("the path is that of the whole document", at: use.arguments[position].range)
        }
        return path
    }

    // MARK: Kinds of change

    /// What is there is replaced, what is not is made, with the objects that it stands in.
    private static func setting(_ document: Expression, _ path: JSONPath, _ value: Expression) -> Expression? {
        if path.hasOnlyNames { return setting(document, path.steps[...], value) }
        guard path.steps.count == 1, let step = path.steps.first else { return nil }
        let changed = Expression.call("jsonb_set", document, path.array, value)
        switch step {
        case .key: return .when(type(of: document, is: "object"), then: changed, else: document)
        case .index(let index):
            return .when(
                length(of: document, .greaterOrEqual, index), then: changed, else: document)
        case .fromEnd: return replacing(document, path, value)
        case .end: return .when(type(of: document, is: "array"), then: changed, else: document)
        }
    }

    /// Where SQLite leaves an array or a scalar as it is, PostgreSQL fails.
    private static func setting(
        _ document: Expression, _ steps: ArraySlice<JSONPath.Step>, _ value: Expression
    ) -> Expression? {
        guard let step = steps.first else { return value }
        let path = JSONPath([step])
        let inner =
            steps.count == 1
            ? value
            : setting(
                .call("coalesce", path.part(of: document), JSONConstant.expression(.object([]))), steps.dropFirst(),
                value)
        return inner.map { .call("jsonb_set", document, path.array, $0) }
    }

    /// Only what is not there is made.
    private static func inserting(_ document: Expression, _ path: JSONPath, _ value: Expression) -> Expression? {
        if path.steps.count == 1, case .index(let index)? = path.steps.first {
            return .when(
                length(of: document, .equal, index), then: .call("jsonb_set", document, path.array, value),
                else: document)
        }
        if case .fromEnd? = path.steps.last { return nil }
        return setting(document, path, value).map {
            .when(path.part(of: document).isNull, then: $0, else: document)
        }
    }

    /// Only what is there is replaced.
    private static func replacing(_ document: Expression, _ path: JSONPath, _ value: Expression) -> Expression? {
        guarded(path, document) { .call("jsonb_set", $0, path.array, value, .boolean(false)) }
    }

    /// A change of what is at a path. PostgreSQL's own paths take `0` for a key and for an index.
    private static func guarded(
        _ path: JSONPath, _ document: Expression, _ change: (Expression) -> Expression
    ) -> Expression {
        if path.hasOnlyNames { return change(document) }
        return .when(path.part(of: document).isNotNull, then: change(document), else: document)
    }

    private static func type(of document: Expression, is name: String) -> Expression {
        Translator.typeOfJSON(document).binary(.equal, .string(name))
    }

    /// A comparison of an array's length; NULL for other documents.
    private static func length(of document: Expression, _ symbol: BinaryOperator, _ number: Int) -> Expression {
        .when(
            type(of: document, is: "array"),
            then: Expression.call("jsonb_array_length", document).binary(symbol, .integer(Int64(number))))
    }
}
