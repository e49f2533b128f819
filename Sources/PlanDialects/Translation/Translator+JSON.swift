internal import PlanDiagnostics
internal import PlanSQL
internal import PlanSupport

/// JSON documents, the parts taken out of them, and what is put into them.
///
/// A part is a number or a text, row by row; what it is used for decides how it is written. jsonb keeps what a document
/// means, not how it is spelled: the text of an array or object out of a jsonb has its members in jsonb's order, and a
/// number written with an exponent is a plain one. The column's type has settled that.
extension Translator {
    /// A document as jsonb, and as json if there is a text of it to keep.
    struct JSONDocument {
        var expression: Expression
        var written: Expression?
        var volatility: TypedExpression.Volatility
    }

    /// The document that a value is to SQLite's functions on JSON.
    func document(of value: TypedExpression) throws(Untranslatable) -> JSONDocument {
        func document(
            _ expression: Expression, written: Expression? = nil,
            _ volatility: TypedExpression.Volatility = .immutable
        ) -> JSONDocument {
            JSONDocument(expression: expression, written: written, volatility: max(volatility, value.volatility))
        }
        if value.isNull { return document(Expression.null.cast(to: .jsonb)) }
        switch value.literal {
        case .string(let text)?:
            return document(.string(text).cast(to: .jsonb), written: .string(text).cast(to: .json))
        case let literal?:
            if let constant = JSONConstant.value(literal) { return document(JSONConstant.expression(constant)) }
        case nil: break
        }
        switch value.family {
        case .jsonb where value.storage == .any:
            return document(
                .when(
                    Self.typeOfJSON(value.part).binary(.equal, .string("string")),
                    then: value.textOfPart.cast(to: .jsonb), else: Self.withoutBooleans(value)))
        case .jsonb:
            if let text = value.json?.written {
                return document(value.expression, written: text.cast(to: .json))
            }
            return document(value.expression)
        case .json: return document(value.expression.cast(to: .jsonb), written: value.expression)
        case .text:
            return document(value.expression.cast(to: .jsonb), written: value.expression.cast(to: .json))
        case .integer, .real, .numeric:
            return document(.call("to_jsonb", value.expression), .stable)
        case .boolean where value.storage == .integer:
            return document(.call("to_jsonb", value.expression.cast(to: .integer)), .stable)
        case .boolean, .blob, .date, .time, .timestamp, .timestamptz, .uuid, .other:
            throw Untranslatable("SQLite reads \(value.type.name.withArticle) as JSON", at: value.range)
        }
    }

    /// The value at a path: a number, a text, or NULL.
    func part(
        of document: JSONDocument, at path: JSONPath, reading: TypedExpression.JSONForm.Reading
    ) -> TypedExpression {
        TypedExpression(
            .call("nullif", path.part(of: document.expression), JSONConstant.null), PostgresType(.jsonb), .any,
            volatility: document.volatility,
            json: TypedExpression.JSONForm(reading, written: textOfContainer(document, path)))
    }

    /// What stands at a path, as JSON.
    func json(of document: JSONDocument, at path: JSONPath) -> TypedExpression {
        TypedExpression(
            path.part(of: document.expression), PostgresType(.jsonb), .text, volatility: document.volatility,
            json: TypedExpression.JSONForm(.json, written: textOfContainer(document, path)))
    }

    private func textOfContainer(_ document: JSONDocument, _ path: JSONPath) -> Expression? {
        document.written.map { Self.withoutBlanks(path.container(of: $0).cast(to: .text)) }
    }

    static func typeOfJSON(_ expression: Expression) -> Expression { .call("jsonb_typeof", expression) }

    /// A text of JSON without the blanks between its tokens.
    static func withoutBlanks(_ text: Expression) -> Expression {
        .call("regexp_replace", text, .string(#"("(\\.|[^"\\])*")|\s+"#), .string(#"\1"#), .string("g"))
    }

    /// A part with the integers that SQLite has for JSON's true and false.
    static func withoutBooleans(_ value: TypedExpression) -> Expression {
        let constant = { (number: Int64) in JSONConstant.expression(.integer(number)) }
        return Expression(
            .conditional(
                CaseExpression(
                    operand: value.expression,
                    branches: [
                        .init(condition: JSONConstant.expression(.boolean(true)), result: constant(1)),
                        .init(condition: JSONConstant.expression(.boolean(false)), result: constant(0)),
                    ], otherwise: value.expression)))
    }

    // MARK: Parts as SQL values

    func text(ofPart value: TypedExpression) -> Expression {
        let part = value.part
        let branches: [(Expression, Expression)] = [
            (part.binary(.equal, JSONConstant.expression(.boolean(true))), .string("1")),
            (part.binary(.equal, JSONConstant.expression(.boolean(false))), .string("0")),
            (Self.type(of: part, isOneOf: "array", "object"), text(ofContainer: value)),
            // SQLite writes a real without zeros at its end, but for one after the point.
            (
                Self.type(of: part, isOneOf: "number"),
                .call("regexp_replace", value.textOfPart, .string(#"(\.\d+?)0+$"#), .string(#"\1"#))
            ),
        ]
        return Expression(
            .conditional(
                CaseExpression(
                    branches: branches.map { .init(condition: $0, result: $1) }, otherwise: value.textOfPart)))
    }

    /// The text of a part that is an array or an object.
    func text(ofContainer value: TypedExpression) -> Expression {
        value.json?.written ?? Self.withoutBlanks(value.part.cast(to: .text))
    }

    static func type(of part: Expression, isOneOf names: String...) -> Expression {
        Expression(.membership(Membership(operand: typeOfJSON(part), group: .list(names.map(Expression.string)))))
    }

    /// The number that a part is; PostgreSQL fails where it is a text.
    func number(ofPart value: TypedExpression) -> TypedExpression {
        let isBoolean = Self.typeOfJSON(value.part).binary(.equal, .string("boolean"))
        return result(
            .when(
                isBoolean, then: value.part.cast(to: .boolean).cast(to: .integer),
                else: value.expression.cast(to: .numeric)), .numeric, .number, of: [value])
    }

    /// The truth of a part; PostgreSQL fails where it is a text.
    func truth(ofPart value: TypedExpression) -> TypedExpression {
        let isNumber = Self.typeOfJSON(value.part).binary(.equal, .string("number"))
        return truthValue(
            .when(
                isNumber, then: value.part.binary(.notEqual, JSONConstant.expression(.integer(0))),
                else: value.expression.cast(to: .boolean)), value.volatility)
    }

    /// A part for a column of a type. PostgreSQL fails where the column would hold another value.
    func coerce(part value: TypedExpression, to type: PostgresType) throws(Untranslatable) -> Expression {
        switch type.family {
        case .text: return text(ofPart: value)
        case .boolean: return truth(ofPart: value).expression
        case .real, .numeric: return number(ofPart: value).expression.cast(to: type)
        case .integer:
            // The cast from jsonb would round a fraction; that of its text fails.
            let (isBoolean, isText) = (
                Self.typeOfJSON(value.part).binary(.equal, .string("boolean")),
                Self.typeOfJSON(value.part).binary(.equal, .string("string"))
            )
            let branches = [
                CaseExpression.Branch(
                    condition: isBoolean, result: value.part.cast(to: .boolean).cast(to: .integer)),
                CaseExpression.Branch(condition: isText, result: value.part.cast(to: .integer)),
            ]
            return Expression(
                .conditional(CaseExpression(branches: branches, otherwise: value.textOfPart.cast(to: type))))
        case .jsonb: return try document(of: value).expression
        case .json:
            let text = text(ofPart: value)
            return text.cast(to: .json)
        case .blob, .date, .time, .timestamp, .timestamptz, .uuid, .other:
            throw Untranslatable(
                "a part of a JSON document, a number or a text, is put into a column of type \(type)", at: value.range)
        }
    }

    /// A value that is to be told apart from others or put in order among them, which a number that has become a text
    /// cannot be.
    func distinguishable(_ value: TypedExpression) throws(Untranslatable) -> TypedExpression {
        guard value.storage != .any || value.family == .jsonb else {
            throw Untranslatable(
                "the value is a number or a text, row by row, and PostgreSQL has its text", at: value.range)
        }
        return value
    }

    /// A result of a query without duplicates.
    func distinct(_ value: TypedExpression) throws(Untranslatable) -> TypedExpression {
        var value = try distinguishable(value)
        if Self.isPart(value) { value.expression = Self.withoutBooleans(value) }
        return value
    }

    /// Puts parts in SQLite's order: numbers, then texts by their bytes.
    func order(ofPart value: TypedExpression) -> Expression {
        let isNumber = Self.type(of: value.part, isOneOf: "number", "boolean")
        let key = Expression(
            .row([
                isNumber.negated, .when(isNumber, then: number(ofPart: value).expression),
                text(ofPart: value).collate("C"),
            ]))
        return .when(value.askedForNull.isNotNull, then: key)
    }

    // MARK: What is put into documents

    /// A value as SQLite's functions put it into a document, of any type that PostgreSQL's functions take.
    func element(_ value: TypedExpression) throws(Untranslatable) -> Expression {
        if value.isNull { return Expression.null.cast(to: .text) }
        if Self.isPart(value) { return element(part: value) }
        if value.json?.reading == .json { return value.expression }
        switch value.family {
        case .integer, .real, .numeric: return value.expression
        case .boolean where value.storage == .integer: return try number(of: value).expression
        case .jsonb:
            throw Untranslatable(
                "SQLite puts the text of this document into another one as a string; inside json() it is JSON",
                at: value.range)
        case .blob: throw Untranslatable("SQLite puts no blob into a JSON document", at: value.range)
        case .text where value.storage == .any:
            throw Untranslatable("the value is a number or a text, row by row", at: value.range)
        case .boolean, .text, .date, .time, .timestamp, .timestamptz, .json, .uuid, .other:
            let text = try text(of: value)
            return value.literal == nil ? text : text.cast(to: .text)
        }
    }

    private func element(part value: TypedExpression) -> Expression {
        let container: Expression
        switch value.json?.reading {
        case .json?: return Self.withoutBooleans(value)
        case .string?: container = .call("to_jsonb", text(ofContainer: value))
        // Whether SQLite still knows that it is JSON depends on how it runs the query; the cast fails.
        case nil: container = value.part.cast(to: .numeric).cast(to: .text).cast(to: .jsonb)
        }
        return .when(
            Self.type(of: value.part, isOneOf: "array", "object"), then: container, else: Self.withoutBooleans(value))
    }

    /// The same as jsonb; NULL stays NULL.
    func jsonb(_ value: TypedExpression) throws(Untranslatable) -> TypedExpression {
        if let literal = value.literal, !value.isNull, let constant = JSONConstant.value(literal) {
            return TypedExpression(
                JSONConstant.expression(constant), PostgresType(.jsonb), .any, json: .init(.json), range: value.range)
        }
        let element = try element(value)
        let isJSON = value.family == .jsonb && !value.isNull
        let isConverted = !isJSON || value.json?.reading == .string
        var jsonb = result(
            isJSON ? element : .call("to_jsonb", element), .jsonb, value.isNull ? .null : .any, of: [value],
            volatility: isConverted ? .stable : .immutable)
        jsonb.json = .init(.json)
        return jsonb
    }

    /// The same as a text of JSON, `null` for NULL; nil where it is not known how SQLite writes it.
    func writtenElement(_ value: TypedExpression) -> Expression? {
        if let literal = value.literal {
            // SQLite writes a real in its own way.
            if case .real = literal { return nil }
            return JSONConstant.value(literal).map { .string(JSONConstant.text($0)) }
        }
        let text: Expression
        switch value.family {
        case .jsonb:
            guard value.storage == .text, let written = value.json?.written else { return nil }
            text = written
        case .integer: text = value.expression.cast(to: .text)
        case .boolean where value.storage == .integer: text = value.expression.cast(to: .integer).cast(to: .text)
        case .text where value.storage == .text:
            text = Expression.call("to_json", value.expression).cast(to: .text)
        case .boolean, .real, .numeric, .text, .blob, .date, .time, .timestamp, .timestamptz, .json, .uuid, .other:
            return nil
        }
        return .call("coalesce", text, .string("null"))
    }

    // MARK: Several values of one type

    /// Values of which some are parts, as parts. Where a view has made texts of them, the others have to be texts.
    func unify(parts values: [TypedExpression], at range: SourceRange) throws(Untranslatable) -> [TypedExpression] {
        if values.allSatisfy({ $0.isNull || $0.family == .text }) { return values }
        return try map(values) { (value) throws(Untranslatable) in
            if value.isNull || Self.isPart(value) { return value }
            guard value.json == nil, value.storage != .any else {
                throw Untranslatable("the value is a part of a document or a document, row by row", at: range)
            }
            return try jsonb(value)
        }
    }
}

extension TypedExpression {
    /// What stands in the document, JSON's null included; of a part as jsonb.
    var part: Expression {
        guard case .function(let call) = expression.kind, call.name.value == "nullif",
            case .list(let arguments) = call.arguments, arguments.count == 2, arguments[1] == JSONConstant.null
        else { return expression }
        return arguments[0]
    }

    /// The text of a part that is a string or a number; of others it is what PostgreSQL writes.
    var textOfPart: Expression {
        let part = part
        if case .binary(.arrow, let document, let key) = part.kind { return document.binary(.longArrow, key) }
        return part.binary(.pathText, .string("{}"))
    }

    /// An expression that is NULL where the value is.
    var askedForNull: Expression { storage == .any && family == .jsonb ? textOfPart : expression }
}
