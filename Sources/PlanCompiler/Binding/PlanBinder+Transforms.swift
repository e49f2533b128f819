internal import PlanCatalog
internal import PlanDiagnostics
internal import PlanDialects
internal import PlanDocument
internal import PlanGraph
internal import PlanSQL

/// What becomes of a column's values before its codec sees them, and which codec that is where a transform is one.
struct BoundTransform {
    /// What the source reads; nil where the column is read as it is.
    var sourceSQL: String?
    /// What the column holds then, where the plan states no type.
    var result = SQLTransform.Result.same
    var codec: CodecTransform?
    /// What the codec is told besides the value.
    var argument: String?
}

extension PlanBinder {
    /// Reads a column's `add`, `transform` and `map`, in this order.
    mutating func bindTransforms(
        _ said: ColumnSettings, _ column: Column, of table: Table, _ settings: TableSettings
    ) -> BoundTransform {
        var bound = BoundTransform()
        guard said.changesValues else { return bound }
        var value = QuotedIdentifier(column.name).description
        if let expression = said.add {
            checkExpression(expression, key: "add", .sqlite)
            value = "(\(expression.value))"
            bound.result = .unknown
        }
        for (position, stated) in (said.transform ?? []).enumerated() {
            guard let call = TransformCall(parsing: stated.value) else {
                diagnostics.add(.malformedTransform(stated))
                continue
            }
            if let transform = SQLTransform.all.first(where: { $0.name == call.name }) {
                guard let arguments = constants(of: call, transform, table) else {
                    diagnostics.add(.transformArguments(stated, takes: transform.signature))
                    continue
                }
                value = transform.sql(value, arguments)
                switch transform.result {
                case .same: break
                case .text, .unknown: bound.result = transform.result
                }
            } else if let transform = CodecTransform.all.first(where: { $0.name == call.name }) {
                if position < (said.transform ?? []).count - 1 { diagnostics.add(.transformIsLast(stated)) }
                bound.codec = transform
                bindArgument(call, transform, stated, column, of: table, settings, &value, &bound)
            } else {
                let known = SQLTransform.all.map(\.name) + CodecTransform.all.map(\.name)
                diagnostics.add(.noSuchTransform(stated, name: call.name, among: known))
            }
        }
        bound.sourceSQL = value
        return bound
    }

    /// The arguments of a transform as SQL; nil where they are none that it takes.
    private func constants(of call: TransformCall, _ transform: SQLTransform, _ table: Table) -> [String]? {
        guard transform.takes(call.arguments.count) else { return nil }
        var result: [String] = []
        for (position, argument) in call.arguments.enumerated() {
            guard let sql = constant(argument, transform.parameter(position), table) else { return nil }
            result.append(sql)
        }
        return result
    }

    private func constant(
        _ argument: TransformCall.Argument, _ kind: SQLTransform.Kind, _ table: Table
    ) -> String? {
        switch (kind, argument) {
        case (.text, .text(let text)), (.constant, .text(let text)), (.value, .text(let text)):
            return QuotedLiteral(text).description
        case (.integer, .integer(let number)), (.constant, .integer(let number)), (.value, .integer(let number)):
            return String(number)
        case (.constant, .real(let number)), (.value, .real(let number)): return number
        case (.value, .column(let name)): return table.column(named: name).map { QuotedIdentifier($0.name).description }
        case (.word(let words), .text(let word)), (.word(let words), .column(let word)):
            return words.contains(word) ? "'\(word)'" : nil
        case (.text, _), (.integer, _), (.constant, _), (.value, _), (.word, _): return nil
        }
    }

    /// The argument of a transform that is a codec.
    private mutating func bindArgument(
        _ call: TransformCall, _ transform: CodecTransform, _ stated: Located<String>, _ column: Column,
        of table: Table, _ settings: TableSettings, _ value: inout String, _ bound: inout BoundTransform
    ) {
        switch (transform.parameter, call.arguments.first, call.arguments.count) {
        case (.none, nil, _): return
        case (.namespace, nil, _): bound.argument = namespace(of: column, table)
        case (.namespace, .text(let name), 1): bound.argument = name
        case (.key, .variable(let name), 1): bound.argument = "${\(name)}"
        case (.count, nil, _): bound.argument = "0"
        case (.count, .integer(let count), 1) where count >= 0: bound.argument = String(count)
        case (.column, .column(let name), 1):
            guard let other = table.column(named: name) else {
                diagnostics.add(
                    .noSuch(
                        "column", stated.map { _ in name }, in: "table '\(table.name)'",
                        among: table.columns.map(\.name)))
                return
            }
            let decode = settings.columns.first { $0.name.value.isSameName(as: other.name) }?.settings.decode?.value
            value = "(coalesce(\(milliseconds(of: other, decode: decode)), '') || ':' || \(value))"
        case (.none, _, _), (.namespace, _, _), (.key, _, _), (.count, _, _), (.column, _, _):
            diagnostics.add(.transformArguments(stated, takes: transform.signature))
        }
    }

    /// A row has the same UUID wherever it is named: the column of a foreign key is in the namespace of its parent's table.
    private func namespace(of column: Column, _ table: Table) -> String {
        let key = table.foreignKeys.first { $0.columns.count == 1 && $0.columns[0].isSameName(as: column.name) }
        return key?.parentTable ?? table.name
    }

    /// A column's moment in milliseconds since 1970, as the plan's `decode` reads it; NULL where it is none.
    private func milliseconds(of column: Column, decode: String?) -> String {
        let name = QuotedIdentifier(column.name).description
        let ofDays = { (days: String) in "CAST(round((\(days) - 2440587.5) * 86400000.0) AS INTEGER)" }
        switch decode.flatMap(CodecID.init(rawValue:)) {
        case .epochSeconds: return "CAST(\(name) * 1000 AS INTEGER)"
        case .epochMilliseconds: return name
        case .epochMicroseconds: return "\(name) / 1000"
        case .epochNanoseconds: return "\(name) / 1000000"
        case .julianDay: return ofDays(name)
        default:
            return "CASE WHEN typeof(\(name)) = 'text' AND \(name) GLOB '[0-9][0-9][0-9][0-9]-*' "
                + "THEN \(ofDays("julianday(\(name))")) END"
        }
    }
}

extension SQLTransform {
    /// How it is written.
    fileprivate var signature: String {
        let list = parameters.enumerated().map { position, kind in
            let what =
                switch kind {
                case .text: "text"
                case .integer: "number"
                case .constant: "constant"
                case .value: "constant or column"
                case .word(let words): words.joined(separator: " | ")
                }
            return position >= parameters.count - optional ? "[\(what)]" : what
        }
        return list.isEmpty ? name : "\(name)(\(list.joined(separator: ", "))\(repeats ? ", …" : ""))"
    }
}

extension CodecTransform {
    /// How it is written.
    fileprivate var signature: String {
        switch parameter {
        case .none: name
        case .namespace: "\(name)(['namespace'])"
        case .column: "\(name)(column)"
        case .key: "\(name)(${VARIABLE})"
        case .count: "\(name)([number])"
        }
    }
}
