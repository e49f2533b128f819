internal import PlanCatalog
internal import PlanDiagnostics
internal import PlanSQL

/// The body of a trigger's function while it is translated, a statement a line.
struct TriggerBody {
    let trigger: SourceTrigger
    /// The table or view that the trigger watches.
    let shape: RelationShape
    let translator: Translator
    private(set) var variables: [String] = []
    private(set) var notes: [TranslationNote] = []
    private var steps: [Line] = []
    private let schema: TriggerSchema
    private let printer = PostgresPrinter()

    /// A line of PL/pgSQL, or the end of the work on the row.
    enum Line {
        /// With its depth below the body.
        case text(String, Int)
        /// `RAISE(IGNORE)`: the row is left as it is.
        case ignore(Int)
    }

    init(_ trigger: SourceTrigger, _ shape: RelationShape, _ schema: TriggerSchema, translator: Translator) {
        self.trigger = trigger
        self.shape = shape
        self.schema = schema
        self.translator = translator
    }

    /// The trigger's WHEN; nil where it is always true.
    mutating func condition(_ source: Expression?) throws(Untranslatable) -> Expression? {
        guard let source else { return nil }
        noteNumbers(in: { source.forEachPart($0) })
        let condition = try translator.condition(source)
        return condition.expression == .boolean(true) ? nil : condition.expression
    }

    /// Translates the next statement of the body.
    mutating func add(_ step: Statement) throws(Untranslatable) {
        noteNumbers(in: { step.forEachPart($0) })
        var changes = ChangeTranslator(translator, schema)
        switch step {
        case .select(let query): try add(query)
        case .insert(let insert): for statement in try changes.insert(insert) { add(changed: statement) }
        case .update(let update):
            let condition =
                update.from == nil ? ownRow(update.condition, of: update.table, update.alias) : update.condition
            add(changed: .update(try changes.update(update.replacing(condition: condition))))
        case .delete(let delete):
            let condition = ownRow(delete.condition, of: delete.table, delete.alias)
            add(changed: .delete(try changes.delete(delete.replacing(condition: condition))))
        case .createTable, .createVirtualTable, .createIndex, .createView, .createTrigger:
            throw Untranslatable("a statement of the schema stands in a trigger", .unresolved, at: step.range)
        }
        notes += changes.notes
    }

    private mutating func add(changed statement: Statement) {
        switch statement {
        case .insert(let insert): write(printer.text(of: insert) + ";")
        case .update(let update): write(printer.text(of: update) + ";")
        case .delete(let delete): write(printer.text(of: delete) + ";")
        case .select, .createTable, .createVirtualTable, .createIndex, .createView, .createTrigger: break
        }
    }

    mutating func write(_ text: String, depth: Int = 0) { steps.append(.text(text, depth)) }

    mutating func write(ignoring depth: Int) { steps.append(.ignore(depth)) }

    mutating func note(_ text: String, at range: SourceRange) { notes.append(TranslationNote(text, at: range)) }

    mutating func declare(_ variable: String) { if !variables.contains(variable) { variables.append(variable) } }

    func text(of expression: Expression) -> String { printer.text(of: expression) }

    func text(of query: SelectStatement) -> String { printer.text(of: query) }

    // MARK: The whole

    /// The lines between BEGIN and END.
    ///
    /// - Parameters:
    ///   - condition: what the body waits for, where the trigger itself does not.
    ///   - setting: where the trigger can fire itself, the setting that keeps it from that.
    func lines(condition: Expression?, setting: String?) -> [String] {
        let result = result
        var lines: [String] = []
        if let setting {
            lines += [
                "-- As in SQLite, the trigger does not fire again by what it does itself.",
                "IF current_setting('\(setting)', true) = 'yes' THEN", "    RETURN \(result);", "END IF;",
            ]
        }
        var body = steps.flatMap { $0.lines(setting) }
        if let setting {
            body = [set(setting, "yes")] + body + [set(setting, "no")]
        }
        if let condition {
            body = ["IF \(printer.text(of: condition)) THEN"] + body.map { "    \($0)" } + ["END IF;"]
        }
        return lines + body + ["RETURN \(result);"]
    }

    /// The row that the change goes on with.
    private var result: String {
        switch (trigger.statement.time, trigger.statement.event.change) {
        case (.after, _): "NULL"
        case (_, .delete), (_, .replacement): "OLD"
        case (_, .insert), (_, .update): "NEW"
        }
    }

    // MARK: Rowids

    /// In a table without a column for the rowid, `rowid = NEW.rowid` asks for the row of NEW: so does its primary key.
    private func ownRow(_ condition: Expression?, of table: RelationName, _ alias: Name?) -> Expression? {
        guard trigger.statement.time == .after, trigger.statement.event.change != .delete,
            table.name.value.asciiLowercased == trigger.table, shape.rowIDColumn == nil, !shape.primaryKey.isEmpty,
            let condition
        else { return condition }
        let alias = alias?.value ?? shape.name
        let columns = shape.primaryKey.compactMap { name in shape.columns.first { $0.target == name } }
        let parts = condition.conjuncts.map { part -> Expression in
            guard part.isOwnRowID(shape, alias: alias) else { return part }
            let equal = columns.map { column in
                Expression(
                    .binary(
                        .equal,
                        Expression(.column(ColumnName(table: Name(alias), Name(column.name))), range: part.range),
                        Expression(.column(ColumnName(table: Name("new"), Name(column.name))), range: part.range)),
                    range: part.range)
            }
            return equal.dropFirst().reduce(equal[0]) { $0.binary(.and, $1) }
        }
        return parts.dropFirst().reduce(parts[0]) { $0.binary(.and, $1) }
    }

    /// Before an INSERT the number of a new row is not known to SQLite.
    private mutating func noteNumbers(in visit: ((SyntaxPart) -> Void) -> Void) {
        guard trigger.statement.time == .before, trigger.statement.event == .insert, let rowID = shape.rowIDColumn
        else { return }
        var found: SourceRange?
        visit { part in
            if case .expression(let expression) = part, case .column(let name) = expression.kind, name.isOfTriggerRow,
                shape.plainName(name.name) == rowID.asciiLowercased
            {
                found = found ?? expression.range
            }
        }
        if let found {
            note(
                "before the insert SQLite has -1 for a NEW.\(rowID) that is not given, PostgreSQL the row's number",
                at: found)
        }
    }
}

extension TriggerBody.Line {
    /// The lines of PL/pgSQL, which leave the setting behind as they found it.
    fileprivate func lines(_ setting: String?) -> [String] {
        switch self {
        case .text(let text, let depth): [Self.indentation(depth) + text]
        case .ignore(let depth):
            ((setting.map { [set($0, "no")] } ?? []) + ["RETURN NULL;"]).map { Self.indentation(depth) + $0 }
        }
    }

    private static func indentation(_ depth: Int) -> String { String(repeating: "    ", count: depth) }
}

/// Writes the setting that tells that a trigger runs; like everything else it is undone with the transaction.
private func set(_ setting: String, _ value: String) -> String {
    "PERFORM set_config('\(setting)', '\(value)', true);"
}

extension UpdateStatement {
    fileprivate func replacing(condition: Expression?) -> UpdateStatement {
        UpdateStatement(
            with: with, conflict: conflict, table: table, alias: alias, index: index, assignments: assignments,
            from: from, condition: condition, returning: returning, order: order, limit: limit, range: range)
    }
}

extension DeleteStatement {
    fileprivate func replacing(condition: Expression?) -> DeleteStatement {
        DeleteStatement(
            with: with, table: table, alias: alias, index: index, condition: condition, returning: returning,
            order: order, limit: limit, range: range)
    }
}

extension Expression {
    /// Whether it is `rowid = NEW.rowid` for a table without a column that stands for the rowid.
    fileprivate func isOwnRowID(_ shape: RelationShape, alias: String) -> Bool {
        guard case .binary(let symbol, let left, let right) = kind, symbol == .equal || symbol == .is,
            case .column(let first) = left.kind, case .column(let second) = right.kind
        else { return false }
        let (own, row) = first.isOfTriggerRow ? (second, first) : (first, second)
        return row.isOfTriggerRow && !own.isOfTriggerRow && shape.plainName(own.name) == RelationShape.rowID
            && shape.plainName(row.name) == RelationShape.rowID
            && (own.table.map { $0.value.asciiLowercased == alias.asciiLowercased } ?? true)
    }
}
