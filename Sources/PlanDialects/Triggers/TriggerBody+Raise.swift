internal import PlanCatalog
internal import PlanDiagnostics
internal import PlanSQL

/// Queries of a trigger's body: they raise errors or do nothing (<https://sqlite.org/lang_createtrigger.html#raise>).
extension TriggerBody {
    mutating func add(_ query: SelectStatement) throws(Untranslatable) {
        guard query.raises else { return try perform(query) }
        guard query.compounds.isEmpty, query.with == nil, case .select(let core) = query.first else {
            throw Untranslatable("RAISE stands in a query of several parts", at: query.range)
        }
        if core.isOneRow, query.limit == nil {
            // Without tables a query is a condition.
            let condition = try core.condition.map { (condition) throws(Untranslatable) in
                text(of: try translator.condition(condition).expression)
            }
            if let condition { write("IF \(condition) THEN") }
            for column in core.columns {
                guard case .expression(let value, _) = column.kind else {
                    throw Untranslatable("there are no tables", .unresolved, at: column.range)
                }
                try add(value, depth: condition == nil ? 0 : 1)
            }
            if condition != nil { write("END IF;") }
            return
        }
        try add(core, of: query)
    }

    /// Runs a query for the errors that it may end in.
    private mutating func perform(_ query: SelectStatement) throws(Untranslatable) {
        let text = text(of: try translator.select(query).statement)
        if text.hasPrefix("SELECT ") {
            write("PERFORM\(text.dropFirst("SELECT".count));")
        } else {
            write("PERFORM * FROM (\(text)) AS ignored;")
        }
    }

    // MARK: Without tables

    /// A value that raises, or a CASE some of whose branches do.
    private mutating func add(_ source: Expression, depth: Int) throws(Untranslatable) {
        switch source.kind {
        case .raise(let raise): try add(raise, depth: depth, at: source.range)
        case .conditional(let conditional) where source.raises: try add(conditional, depth: depth)
        case .function where source.conditional != nil && source.raises:
            if let conditional = source.conditional { try add(conditional, depth: depth) }
        default:
            if source.raises { throw Untranslatable("RAISE stands inside an expression", at: source.range) }
            // A constant, such as the result of the branches that do not raise, has no effect.
            if case .literal = source.kind { return write("NULL;", depth: depth) }
            let value = try translator.value(source)
            write("PERFORM \(text(of: value.expression));", depth: depth)
        }
    }

    private mutating func add(_ conditional: CaseExpression, depth: Int) throws(Untranslatable) {
        for (index, branch) in conditional.branches.enumerated() {
            let condition = try translator.condition(conditional.condition(of: branch)).expression
            write("\(index == 0 ? "IF" : "ELSIF") \(text(of: condition)) THEN", depth: depth)
            try add(branch.result, depth: depth + 1)
        }
        if let otherwise = conditional.otherwise {
            write("ELSE", depth: depth)
            try add(otherwise, depth: depth + 1)
        }
        write("END IF;", depth: depth)
    }

    private mutating func add(_ raise: Raise, depth: Int, at range: SourceRange) throws(Untranslatable) {
        switch raise {
        case .ignore:
            guard trigger.statement.time != .after else {
                throw Untranslatable(
                    "RAISE(IGNORE) after a change ends the work on a row that PostgreSQL cannot end", at: range)
            }
            write(ignoring: depth)
        case .failure(let action, let message):
            if action == .fail {
                note("PostgreSQL undoes what the statement has done before RAISE(FAIL), which SQLite keeps", at: range)
            }
            let text = text(of: try self.message(message))
            write("RAISE EXCEPTION USING MESSAGE = \(text), ERRCODE = 'integrity_constraint_violation';", depth: depth)
        }
    }

    /// A message. A name that stands alone is a text there, in quotes or not.
    private func message(_ source: Expression) throws(Untranslatable) -> Expression {
        if case .column(let name) = source.kind, name.table == nil { return .string(name.name.value) }
        return try translator.text(of: try translator.value(source))
    }

    // MARK: With tables

    /// The first row for which something is raised decides what: the query gives the raises' numbers.
    private mutating func add(_ core: SimpleSelect, of query: SelectStatement) throws(Untranslatable) {
        guard core.columns.count == 1, case .expression(let source, _) = core.columns[0].kind else {
            throw Untranslatable("RAISE stands beside other columns of a query", at: core.columns[0].range)
        }
        var raises: [(raise: Raise, range: SourceRange)] = []
        let numbered = try numbered(source, &raises)
        let select = SimpleSelect(
            isDistinct: core.isDistinct, columns: [ResultColumn(kind: .expression(numbered, alias: Name("raised")))],
            from: core.from, condition: core.condition, groups: core.groups, having: core.having,
            windows: core.windows, range: core.range)
        let result = try translator.select(
            SelectStatement(first: .select(select), order: query.order, limit: query.limit, range: query.range))
        if case .raise = source.kind {
            write("IF \(text(of: Expression(.exists(result.statement)))) THEN")
            try add(raises[0].raise, depth: 1, at: raises[0].range)
            return write("END IF;")
        }
        let raised = Expression(.column(ColumnName(table: Name("source"), Name("raised"))))
        let first = SelectStatement(
            first: .select(
                SimpleSelect(
                    columns: [ResultColumn(kind: .expression(raised, alias: nil))],
                    from: FromClause(
                        first: TableReference(kind: .subquery(result.statement), alias: Name("source"))),
                    condition: raised.isNotNull)), limit: LimitClause(count: .integer(1)))
        declare("raised integer")
        write("raised := \(text(of: Expression(.subquery(first))));")
        for (index, one) in raises.enumerated() {
            write("\(index == 0 ? "IF" : "ELSIF") raised = \(index + 1) THEN")
            try add(one.raise, depth: 1, at: one.range)
        }
        write("END IF;")
    }

    /// The same with a number for each raise, and NULL for what raises nothing.
    private func numbered(
        _ source: Expression, _ raises: inout [(raise: Raise, range: SourceRange)]
    ) throws(Untranslatable) -> Expression {
        if case .raise(let raise) = source.kind {
            raises.append((raise, source.range))
            return Expression(.literal(.integer(String(raises.count))), range: source.range)
        }
        if let conditional = source.conditional, source.raises {
            var branches: [CaseExpression.Branch] = []
            for branch in conditional.branches {
                branches.append(
                    .init(condition: conditional.condition(of: branch), result: try numbered(branch.result, &raises)))
            }
            let otherwise = try conditional.otherwise.map { (otherwise) throws(Untranslatable) in
                try numbered(otherwise, &raises)
            }
            return Expression(
                .conditional(CaseExpression(branches: branches, otherwise: otherwise)), range: source.range)
        }
        if source.raises { throw Untranslatable("RAISE stands inside an expression", at: source.range) }
        // What it is does not matter, unless a function of the application does something there.
        try translator.requireFunctions(of: source)
        return .null
    }
}

extension Translator {
    /// Refuses an expression that calls a function which is none of SQLite's.
    fileprivate func requireFunctions(of source: Expression) throws(Untranslatable) {
        var unknown: FunctionCall?
        source.forEachPart { part in
            if case .expression(let expression) = part, case .function(let call) = expression.kind,
                FunctionRules.rule(call.name.value.asciiLowercased, count: call.argumentList.count) == nil
            {
                unknown = unknown ?? call
            }
        }
        if let unknown {
            throw Untranslatable(
                "'\(unknown.name.value)' is a function of the application, not of SQLite", .applicationDefined,
                at: source.range)
        }
    }
}

extension SimpleSelect {
    /// Whether it has one row or none: it reads no table and groups nothing.
    fileprivate var isOneRow: Bool { from == nil && groups.isEmpty && having == nil }
}

extension CaseExpression {
    /// When a branch is taken.
    fileprivate func condition(of branch: Branch) -> Expression {
        operand.map { Expression(.binary(.equal, $0, branch.condition), range: branch.condition.range) }
            ?? branch.condition
    }
}

extension Expression {
    /// The expression as a CASE, which `iif` is too.
    fileprivate var conditional: CaseExpression? {
        switch kind {
        case .conditional(let conditional): return conditional
        case .function(let call)
        where call.name.value.asciiLowercased == "iif" && (2...3).contains(call.argumentList.count):
            let arguments = call.argumentList
            return CaseExpression(
                branches: [.init(condition: arguments[0], result: arguments[1])],
                otherwise: arguments.count == 3 ? arguments[2] : nil)
        default: return nil
        }
    }

    /// Whether a RAISE stands in it, queries inside it included.
    fileprivate var raises: Bool {
        var result = false
        forEachPart { part in
            if case .expression(let expression) = part, case .raise = expression.kind { result = true }
        }
        return result
    }
}

extension SelectStatement {
    fileprivate var raises: Bool {
        var result = false
        forEachPart { part in
            if case .expression(let expression) = part, case .raise = expression.kind { result = true }
        }
        return result
    }
}
