internal import PlanCatalog
internal import PlanDiagnostics
internal import PlanSQL
internal import PlanSupport

extension Translator {
    /// A function that makes a table, such as `json_each`.
    mutating func tableFunction(
        _ name: RelationName, _ arguments: [Expression], alias: Name?, at range: SourceRange
    ) throws(Untranslatable) -> TableReference {
        let function = name.name.value.asciiLowercased
        let arguments = try map(arguments) { (argument) throws(Untranslatable) in try value(argument) }
        let label = Name(alias?.value ?? name.name.value)
        switch function {
        case "json_each", "json_tree":
            return try jsonTable(function == "json_each" ? .members : .tree, arguments, label, at: range)
        case "generate_series": return try series(arguments, label, at: range)
        default:
            if function.hasPrefix("pragma_") {
                throw Untranslatable("'\(name.name.value)' reads what SQLite keeps about its own database", at: range)
            }
            throw Untranslatable(
                "'\(name.name.value)' makes a table in a way that PostgreSQL has no equal for", at: range)
        }
    }

    private enum JSONTable {
        case members
        case tree
    }

    /// <https://sqlite.org/json1.html#table_valued_functions_for_parsing_json>.
    private mutating func jsonTable(
        _ kind: JSONTable, _ arguments: [TypedExpression], _ label: Name, at range: SourceRange
    ) throws(Untranslatable) -> TableReference {
        guard let first = arguments.first, arguments.count <= 2 else {
            throw Untranslatable("a table is made of a JSON document and a path", .unresolved, at: range)
        }
        guard first.volatility < .volatile else {
            throw Untranslatable("the document would be computed more than once", at: first.range)
        }
        let path = arguments.count == 2 ? try JSONPath(argument: arguments[1]) : JSONPath([])
        let root = path.part(of: try document(of: first).expression)
        let query =
            switch kind {
            case .members: JSONRows.members(of: root)
            case .tree: JSONRows.tree(of: root)
            }
        scope.frames[scope.frames.count - 1].tables.append(
            Scope.Table(
                name: label.value, columns: JSONRows.columns(of: Name(label.value)), rowIDColumn: nil,
                qualifier: Name(label.value)))
        return TableReference(kind: .lateral(query), alias: Name(label.value))
    }

    /// <https://sqlite.org/series.html>.
    private mutating func series(
        _ arguments: [TypedExpression], _ label: Name, at range: SourceRange
    ) throws(Untranslatable) -> TableReference {
        guard (2...3).contains(arguments.count) else {
            throw Untranslatable("the series has no end", at: range)
        }
        if arguments.count == 3 {
            guard case .integer(let digits)? = arguments[2].literal, let step = Int64(digits), step > 0 else {
                throw Untranslatable("the step of the series is no positive constant", at: arguments[2].range)
            }
        }
        let bounds = try map(arguments) { (argument) throws(Untranslatable) in
            try wideInteger(of: argument).expression
        }
        let name = Name("value")
        let value = TypedExpression(
            Expression(.column(ColumnName(table: Name(label.value), name))), PostgresType(.bigint), .integer,
            affinity: .blob)
        let hidden = ["start", "stop", "step"].map { hidden in
            Scope.Table.Column(
                name: hidden, value: .failure(Untranslatable("'\(hidden)' is an argument of the series", at: range)),
                target: hidden)
        }
        scope.frames[scope.frames.count - 1].tables.append(
            Scope.Table(
                name: label.value,
                columns: [Scope.Table.Column(name: "value", value: .success(value), target: "value")] + hidden,
                rowIDColumn: nil, qualifier: Name(label.value)))
        return TableReference(
            kind: .function(RelationName(Name("generate_series")), bounds), alias: Name(label.value), columns: [name])
    }

    /// `->` and `->>`.
    func jsonArrow(
        _ symbol: BinaryOperator, _ left: Expression, _ right: Expression, at range: SourceRange
    ) throws(Untranslatable) -> TypedExpression {
        let (left, right) = (try value(left), try value(right))
        if left.isNull || right.isNull { return TypedExpression(.null, PostgresType(.text), .null) }
        let path = try arrowPath(right)
        let document = try document(of: left)
        return symbol == .arrow ? json(of: document, at: path) : part(of: document, at: path, reading: .string)
    }

    /// A path, a key alone, or the index of an element.
    private func arrowPath(_ operand: TypedExpression) throws(Untranslatable) -> JSONPath {
        switch operand.literal {
        case .integer(let digits)?:
            guard let index = Int32(digits), index >= 0 else {
                throw Untranslatable(
                    "SQLite's versions differ in what a negative index of a JSON array means", at: operand.range)
            }
            return JSONPath([.index(Int(index))])
        case .string(let text)? where !text.hasPrefix("$"):
            guard !text.isEmpty, !text.contains(where: { ".[\"\\".contains($0) }) else {
                throw Untranslatable(
                    "SQLite's versions differ in whether '\(text)' is a key or a path", at: operand.range)
            }
            return JSONPath([.key(text)])
        case .string?, .null?, .real?, .blob?, .boolean?, .currentDate?, .currentTime?, .currentTimestamp?, nil:
            return try JSONPath(argument: operand)
        }
    }
}

/// The rows of json_each() and json_tree(), as queries with the columns `key` and `value`.
private enum JSONRows {
    private static let key = Name("key")
    private static let value = Name("value")

    static func columns(of table: Name) -> [Scope.Table.Column] {
        let value = Expression(.column(ColumnName(table: table, value)))
        let part = Expression.call("nullif", value, JSONConstant.null)
        let isContainer = Translator.type(of: value, isOneOf: "array", "object")
        let jsonb = PostgresType(.jsonb)
        let own: KeyValuePairs = [
            "id": "SQLite's own number of the part", "parent": "SQLite's own number of the part around it",
            "fullkey": "the path as SQLite spells it", "path": "the path as SQLite spells it",
            "json": "the document as SQLite keeps it", "root": "the path that the table begins at",
        ]
        func column(_ name: String, _ value: TypedExpression) -> Scope.Table.Column {
            Scope.Table.Column(name: name, value: .success(value), target: name)
        }
        let known = [
            column(
                "key", TypedExpression(Expression(.column(ColumnName(table: table, key))), jsonb, .any, affinity: .blob)
            ),
            column("value", TypedExpression(part, jsonb, .any, affinity: .blob, json: .init(.json))),
            column(
                "type", TypedExpression(FunctionRules.typeName(of: value), PostgresType(.text), .text, affinity: .blob)),
            column("atom", TypedExpression(.when(isContainer.negated, then: part), jsonb, .any, affinity: .blob)),
        ]
        return known
            + own.map { name, meaning in
                Scope.Table.Column(
                    name: name, value: .failure(Untranslatable("'\(name)' is \(meaning)", at: 0..<0)), target: name)
            }
    }

    /// A row for each element or member, or one for a scalar.
    static func members(of document: Expression) -> SelectStatement {
        let scalar = SimpleSelect(
            columns: results(Expression.null.cast(to: .jsonb), document),
            condition: Translator.type(of: document, isOneOf: "array", "object").negated)
        return SelectStatement(
            first: .select(elements(of: document)),
            compounds: [members(in: document), scalar].map { .init(operator: .unionAll, core: .select($0)) })
    }

    /// A row for the document, and one for every part, however deep.
    static func tree(of document: Expression) -> SelectStatement {
        let parts = Name("parts")
        let child = Name("part")
        let parent = Expression(.column(ColumnName(table: parts, value)))
        let columns = [key, value].map { name in
            ResultColumn(kind: .expression(Expression(.column(ColumnName(table: child, name))), alias: nil))
        }
        let start = SimpleSelect(
            columns: results(Expression.null.cast(to: .jsonb), document), condition: document.isNotNull)
        let children = SelectStatement(
            first: .select(elements(of: parent)),
            compounds: [.init(operator: .unionAll, core: .select(members(in: parent)))])
        let step = SimpleSelect(
            columns: columns,
            from: FromClause(
                first: TableReference(kind: .table(RelationName(parts), nil)),
                joins: [Join(kind: .plain(.cross), table: TableReference(kind: .lateral(children), alias: child))]))
        let all = SelectStatement(
            first: .select(start), compounds: [.init(operator: .unionAll, core: .select(step))])
        return SelectStatement(
            with: WithClause(isRecursive: true, tables: [CommonTable(name: parts, columns: [key, value], query: all)]),
            first: .select(
                SimpleSelect(
                    columns: [ResultColumn(kind: .all)],
                    from: FromClause(first: TableReference(kind: .table(RelationName(parts), nil))))))
    }

    private static func results(_ first: Expression, _ second: Expression) -> [ResultColumn] {
        zip([first, second], [key, value]).map { expression, name in
            ResultColumn(kind: .expression(expression, alias: expression.isNamed(name.value) ? nil : name))
        }
    }

    private static func elements(of document: Expression) -> SimpleSelect {
        let (table, number) = (Name("element"), Name("number"))
        let index = Expression(.column(ColumnName(table: table, number))).binary(.minus, .integer(1))
        return SimpleSelect(
            columns: results(.call("to_jsonb", index), Expression(.column(ColumnName(table: table, value)))),
            from: FromClause(
                first: TableReference(
                    kind: .numberedFunction(
                        RelationName(Name("jsonb_array_elements")), [only("array", document, .array([]))]),
                    alias: table, columns: [value, number])))
    }

    private static func members(in document: Expression) -> SimpleSelect {
        let table = Name("member")
        let column = { (name: Name) in Expression(.column(ColumnName(table: table, name))) }
        return SimpleSelect(
            columns: results(.call("to_jsonb", column(key)), column(value)),
            from: FromClause(
                first: TableReference(
                    kind: .function(RelationName(Name("jsonb_each")), [only("object", document, .object([]))]),
                    alias: table, columns: [key, value])))
    }

    /// The document if it is of a type, and an empty one if not.
    private static func only(_ type: String, _ document: Expression, _ empty: JSONValue) -> Expression {
        .when(
            Translator.typeOfJSON(document).binary(.equal, .string(type)), then: document,
            else: JSONConstant.expression(empty))
    }
}
