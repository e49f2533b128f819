internal import PlanSQL
internal import PlanSupport

extension FunctionRules {
    /// Functions of <https://sqlite.org/json1.html>.
    static let json: [FunctionRule] =
        [
            FunctionRule("json", 1) { (use) throws(Untranslatable) in
                try use.document().map { use.translator.json(of: $0, at: JSONPath([])) } ?? use.nothing
            },
            FunctionRule("json_valid", 1...2) { (use) throws(Untranslatable) in try valid(use) },
            FunctionRule("json_type", 1...2) { (use) throws(Untranslatable) in
                guard let document = try use.document() else { return use.nothing }
                let part = try use.path(1).part(of: document.expression)
                return use.result(typeName(of: part), .text, .text, volatility: document.volatility)
            },
            FunctionRule("json_array_length", 1...2) { (use) throws(Untranslatable) in
                guard let document = try use.document() else { return use.nothing }
                let part = try use.path(1).part(of: document.expression)
                let isArray = Translator.typeOfJSON(part).binary(.equal, .string("array"))
                return use.result(
                    .when(
                        isArray, then: .call("jsonb_array_length", part), else: .when(part.isNotNull, then: .integer(0))
                    ), .integer, .integer, volatility: document.volatility)
            },
            FunctionRule("json_extract", 2...100) { (use) throws(Untranslatable) in try extract(use) },
            FunctionRule("json_quote", 1) { (use) throws(Untranslatable) in try quote(use) },
            FunctionRule("json_array", 0...100) { (use) throws(Untranslatable) in try array(use) },
            FunctionRule("json_object", 0...100) { (use) throws(Untranslatable) in try object(use) },
        ] + jsonChanges + jsonAggregates + withoutPostgresEqual

    private static let withoutPostgresEqual: [FunctionRule] =
        [
            "jsonb", "jsonb_array", "jsonb_extract", "jsonb_insert", "jsonb_object", "jsonb_patch", "jsonb_remove",
            "jsonb_replace", "jsonb_set", "jsonb_group_array", "jsonb_group_object",
        ].map { .withoutEqual($0, "'\($0)' makes a blob in SQLite's own binary form of JSON") } + [
            .withoutEqual("json_error_position", "PostgreSQL does not tell where a text fails to be JSON"),
            .withoutEqual("json_pretty", "PostgreSQL lays a JSON document out over lines in another way"),
            .withoutEqual("json_patch", "PostgreSQL has nothing that merges JSON documents at every depth"),
        ]

    // MARK: Asking

    /// Malformed text makes a cast fail, and PostgreSQL before 16 has no other way to ask.
    private static func valid(_ use: FunctionUse) throws(Untranslatable) -> TypedExpression {
        guard use.arguments.count == 1 else { throw use.refuse("json_valid() is told which forms of JSON are valid") }
        if use.first.isNull { return use.nothing }
        guard use.first.family == .jsonb || use.first.family == .json, use.first.storage == .text else {
            throw use.refuse("PostgreSQL before 16 cannot ask whether a text is JSON without failing where it is not")
        }
        // A column of documents holds nothing else.
        return use.translator.truthValue(
            .when(use.first.expression.isNotNull, then: .boolean(true)), use.first.volatility)
    }

    /// SQLite's name for the type of a jsonb.
    static func typeName(of part: Expression) -> Expression {
        let isReal = Expression(
            .pattern(PatternMatch(operand: part.cast(to: .text), comparison: .like, pattern: .string("%.%"))))
        let type = Translator.typeOfJSON(part)
        return Expression(
            .conditional(
                CaseExpression(
                    operand: type,
                    branches: [
                        .init(condition: .string("string"), result: .string("text")),
                        .init(
                            condition: .string("number"),
                            result: .when(isReal, then: .string("real"), else: .string("integer"))),
                        .init(condition: .string("boolean"), result: part.cast(to: .text)),
                    ], otherwise: type)))
    }

    /// One path gives a value, several an array of what stands there.
    private static func extract(_ use: FunctionUse) throws(Untranslatable) -> TypedExpression {
        guard let document = try use.document() else { return use.nothing }
        let translator = use.translator
        if use.arguments.count == 2 { return translator.part(of: document, at: try use.path(1), reading: .json) }
        let parts = try translator.map(Array(1..<use.arguments.count)) { (position) throws(Untranslatable) in
            try use.path(position).part(of: document.expression)
        }
        return use.made(
            .when(document.expression.isNotNull, then: .call("jsonb_build_array", parts)), written: nil,
            volatility: max(.stable, document.volatility))
    }

    // MARK: Making

    private static func quote(_ use: FunctionUse) throws(Untranslatable) -> TypedExpression {
        let value = try use.translator.jsonb(use.first)
        let quoted = use.first.isNull ? JSONConstant.null : .call("coalesce", value.expression, JSONConstant.null)
        return use.made(quoted, written: use.translator.writtenElement(use.first), volatility: value.volatility)
    }

    private static func array(_ use: FunctionUse) throws(Untranslatable) -> TypedExpression {
        let translator = use.translator
        let elements = try translator.map(use.arguments) { (argument) throws(Untranslatable) in
            try translator.element(argument)
        }
        let texts = use.arguments.compactMap { translator.writtenElement($0) }
        let written =
            texts.count < elements.count
            ? nil : Expression.joined([.string("[")] + texts.separated(by: ",") + [.string("]")])
        return use.made(.call("jsonb_build_array", elements), written: written, volatility: .stable)
    }

    private static func object(_ use: FunctionUse) throws(Untranslatable) -> TypedExpression {
        let translator = use.translator
        guard use.arguments.count.isMultiple(of: 2) else {
            throw Untranslatable("json_object() takes pairs of a name and a value", .unresolved, at: use.range)
        }
        var members: [Expression] = []
        var texts: [[Expression]] = []
        var names: Set<String> = []
        for position in stride(from: 0, to: use.arguments.count, by: 2) {
            let (name, value) = (use.arguments[position], use.arguments[position + 1])
            guard name.storage == .text else { throw use.refuse("a name in a JSON object is no text in every row") }
            if case .string(let text)? = name.literal, !names.insert(text).inserted {
                throw use.refuse("SQLite keeps both members of the name '\(text)', and jsonb one")
            }
            members += [try use.text(position), try translator.element(value)]
            let label = name.literal.flatMap(JSONConstant.value).map { Expression.string(JSONConstant.text($0)) }
            if let label, let text = translator.writtenElement(value) { texts.append([label, .string(":"), text]) }
        }
        let isWritten = texts.count * 2 == use.arguments.count
        let pieces = texts.enumerated().flatMap { ($0 == 0 ? [] : [.string(",")]) + $1 }
        return use.made(
            .call("jsonb_build_object", members),
            written: isWritten ? .joined([.string("{")] + pieces + [.string("}")]) : nil, volatility: .stable)
    }

    // MARK: Aggregates

    private static let jsonAggregates: [FunctionRule] = [
        FunctionRule("json_group_array", 1, .aggregate) { (use) throws(Untranslatable) in
            let translator = use.translator
            let element = try translator.element(use.first)
            let all = try translator.aggregate(
                use, "jsonb_agg", use.call.isDistinct ? .distinct([element]) : .list([element]))
            var written: Expression?
            if !use.call.isDistinct, let text = translator.writtenElement(use.first) {
                let list = try translator.aggregate(use, "string_agg", .list([text, .string(",")]))
                written = .joined([.string("["), .call("coalesce", list, .string("")), .string("]")])
            }
            return use.made(
                .call("coalesce", all, JSONConstant.expression(.array([]))), written: written, volatility: .stable)
        },
        FunctionRule("json_group_object", 2, .aggregate) { (use) throws(Untranslatable) in
            let members = [try use.text(0), try use.translator.element(use.arguments[1])]
            let all = try use.translator.aggregate(use, "jsonb_object_agg", .list(members))
            return use.made(
                .call("coalesce", all, JSONConstant.expression(.object([]))), written: nil, volatility: .stable)
        },
    ]
}

extension FunctionUse {
    /// The first argument as a document; nil for NULL, of which every function makes NULL.
    func document() throws(Untranslatable) -> Translator.JSONDocument? {
        if first.isNull { return nil }
        guard first.volatility < .volatile else { throw refuse("the document would be computed more than once") }
        return try translator.document(of: first)
    }

    var nothing: TypedExpression { TypedExpression(.null, PostgresType(.text), .null) }

    /// The path that an argument is; that of the whole document where there is no such argument.
    func path(_ position: Int) throws(Untranslatable) -> JSONPath {
        guard position < arguments.count else { return JSONPath([]) }
        return try JSONPath(argument: arguments[position])
    }

    /// A document that a function of SQLite makes.
    func made(
        _ expression: Expression, written: Expression?, volatility: TypedExpression.Volatility
    ) -> TypedExpression {
        var made = result(expression, .jsonb, .text, volatility: volatility)
        made.json = TypedExpression.JSONForm(.json, written: written)
        return made
    }
}

extension JSONPath {
    /// The path that a constant argument is.
    init(argument: TypedExpression) throws(Untranslatable) {
        guard case .string(let text)? = argument.literal else {
            throw Untranslatable("the path into the JSON document is no constant", at: argument.range)
        }
        guard let path = JSONPath(text) else {
            throw Untranslatable("'\(text)' is no path into a JSON document that is known here", at: argument.range)
        }
        self = path
    }
}

extension Expression {
    /// Texts one after the other, constants in one piece.
    static func joined(_ pieces: [Expression]) -> Expression {
        var merged: [Expression] = []
        for piece in pieces {
            if case .literal(.string(let text)) = piece.kind, case .literal(.string(let before))? = merged.last?.kind {
                merged[merged.count - 1] = .string(before + text)
            } else {
                merged.append(piece)
            }
        }
        guard let first = merged.first else { return .string("") }
        return merged.dropFirst().reduce(first) { $0.binary(.concatenate, $1) }
    }
}

extension [Expression] {
    fileprivate func separated(by separator: String) -> [Expression] {
        Array(map { [$0] }.joined(separator: [.string(separator)]))
    }
}
