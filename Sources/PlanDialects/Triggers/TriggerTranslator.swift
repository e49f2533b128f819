internal import PlanCatalog
internal import PlanDiagnostics
internal import PlanSQL

/// Turns triggers of SQLite (<https://sqlite.org/lang_createtrigger.html>) into triggers of PostgreSQL.
///
/// The same writes have the same outcome, with these choices:
/// - `RAISE(ABORT)`, `RAISE(ROLLBACK)` and `RAISE(FAIL)` are errors of the class `integrity_constraint_violation`, as they
///   are constraint errors in SQLite. PostgreSQL undoes the statement, and the transaction can only be rolled back.
/// - A trigger does not fire again while it runs, which is SQLite's behaviour unless `PRAGMA recursive_triggers` is on.
/// - SQLite runs AFTER triggers when a row has changed, PostgreSQL when all rows of the statement have. Where a
///   statement of several rows could tell, there is a note.
/// - What `INSERT OR …` of an application does with conflicts inside triggers has no equal, as that statement has none.
package struct TriggerTranslator: Sendable {
    package let schema: TriggerSchema
    /// The oldest major version that the SQL must run on.
    package let serverVersion: Int

    package init(schema: TriggerSchema, serverVersion: Int) {
        self.schema = schema
        self.serverVersion = serverVersion
    }

    /// Translates one of the schema's triggers.
    package func translate(_ trigger: SourceTrigger) throws(Untranslatable) -> TriggerTranslation {
        let statement = trigger.statement
        if statement.isTemporary { throw Untranslatable("the trigger is temporary", at: statement.name.range) }
        let shape = try schema.relations.shape(statement.table)
        let event = try event(statement, shape)
        try refuseChangesOfOwnRow(trigger, shape)
        var body = TriggerBody(
            trigger, shape, schema,
            translator: Translator(
                relations: schema.relations, scope: Self.scope(statement, shape), purpose: .general,
                serverVersion: serverVersion))
        let condition = try body.condition(statement.condition)
        for step in statement.body { try body.add(step) }

        let schemaName = shape.target.schema?.value
        let triggerName = schema.targetName(of: trigger)
        let functionName = PostgresName.fitted("\(trigger.target)_trigger")
        let function = Self.qualified(schemaName, functionName)
        // Only a condition without queries can stand in CREATE TRIGGER, and none for INSTEAD OF.
        let isOfRow = statement.time != .insteadOf && condition?.hasQuery != true
        let lines = body.lines(
            condition: isOfRow ? nil : condition,
            setting: schema.isRecursive(trigger) ? TriggerDDL.setting(of: function) : nil)
        return TriggerTranslation(
            schema: schemaName, functionName: functionName,
            functionSQL: TriggerDDL.createFunction(function, variables: body.variables, body: lines),
            table: shape.target.name.value, triggerName: triggerName,
            triggerSQL: TriggerDDL.createTrigger(
                triggerName, statement.time, event, on: Self.qualified(schemaName, shape.target.name.value),
                condition: isOfRow ? condition.map { PostgresPrinter().text(of: $0) } : nil, function: function),
            notes: (body.notes + schema.rowOrderNotes(of: trigger)).sorted {
                ($0.range.lowerBound, $0.text) < ($1.range.lowerBound, $1.text)
            })
    }

    private static func qualified(_ schema: String?, _ name: String) -> String {
        schema.map { QualifiedName(schema: $0, name: name).description } ?? QuotedIdentifier(name).description
    }

    /// NEW and OLD, as far as the event has them.
    private static func scope(_ statement: CreateTriggerStatement, _ shape: RelationShape) -> Scope {
        var tables: [Scope.Table] = []
        let kind = statement.event.change
        if kind != .delete {
            var new = Scope.Table(shape, name: "new", qualifier: Name("new"))
            if statement.time == .before { new.hide(shape.columns.filter(\.isGenerated).map(\.name)) }
            tables.append(new)
        }
        if kind != .insert { tables.append(Scope.Table(shape, name: "old", qualifier: Name("old"))) }
        for index in tables.indices { tables[index].needsItsName = true }
        return Scope(frames: [Scope.Frame(tables: tables)])
    }

    // MARK: Events

    private func event(_ statement: CreateTriggerStatement, _ shape: RelationShape) throws(Untranslatable) -> String {
        guard case .update(let names) = statement.event, !names.isEmpty else {
            return switch statement.event {
            case .insert: "INSERT"
            case .delete: "DELETE"
            case .update: "UPDATE"
            }
        }
        if statement.time == .insteadOf {
            throw Untranslatable("PostgreSQL's INSTEAD OF does not ask which columns are set", at: names[0].range)
        }
        var columns: [String] = []
        var isLeftOut = false
        for name in names {
            let wanted = name.value.asciiLowercased
            if let column = shape.columns.first(where: { $0.name.asciiLowercased == wanted }) {
                if !columns.contains(column.target) { columns.append(column.target) }
            } else if Scope.rowIDNames.contains(wanted) {
                throw Untranslatable("PostgreSQL has no rowid whose change would set off a trigger", at: name.range)
            } else {
                isLeftOut = isLeftOut || shape.leftOut.contains { $0.asciiLowercased == wanted }
            }
        }
        if columns.isEmpty {
            throw Untranslatable(
                isLeftOut
                    ? "the columns that it watches are not carried over"
                    : "'\(shape.name)' has no column '\(names[0].value)', so that it never fires",
                isLeftOut ? .leftOut : .unresolved, at: names[0].range)
        }
        return "UPDATE OF \(PostgresDDL.list(columns))"
    }

    /// A row that is being updated or deleted cannot be changed by a trigger before it: PostgreSQL refuses that when it
    /// happens, and SQLite does not define it.
    private func refuseChangesOfOwnRow(_ trigger: SourceTrigger, _ shape: RelationShape) throws(Untranslatable) {
        guard trigger.statement.time == .before, trigger.statement.event.change != .insert else { return }
        let own = shape.name.asciiLowercased
        let changes = { (change: RowChange) in change.table == own && change.kind != .insert }
        guard schema.consequences(of: trigger).contains(where: changes) else { return }
        let step = trigger.statement.body.first { schema.consequences(of: $0.changes).contains(where: changes) }
        throw Untranslatable(
            "it changes rows of '\(shape.name)' before the change that sets it off is made",
            at: step?.range ?? trigger.statement.range)
    }
}

extension Scope.Table {
    /// Takes columns out of use that have no value yet.
    fileprivate mutating func hide(_ names: [String]) {
        columns = columns.map { column in
            guard names.contains(column.name) else { return column }
            return Column(
                name: column.name,
                value: .failure(
                    Untranslatable(
                        "PostgreSQL computes '\(column.name)' after the triggers before the change", at: 0..<0)),
                target: column.target)
        }
    }
}

extension Expression {
    /// Whether a query stands inside it.
    fileprivate var hasQuery: Bool {
        var result = false
        forEachPart { part in
            guard case .expression(let expression) = part else {
                result = true
                return
            }
            switch expression.kind {
            case .exists, .subquery: result = true
            default: break
            }
        }
        return result
    }
}
