internal import PlanCatalog
internal import PlanDiagnostics
internal import PlanDialects
internal import PlanDocument
internal import PlanGraph
internal import PlanSQL

extension PlanBinder {
    /// The triggers that the plan moves: those of tables and views that it moves.
    mutating func bindTriggers(among tables: [BoundTable], _ views: [BoundView]) -> [BoundTrigger] {
        let sources = readableTriggers()
        let translator = TriggerTranslator(
            schema: TriggerSchema(relations: relations, triggers: sources.map(\.source)),
            serverVersion: document.target.version.value)
        var result: [BoundTrigger] = []
        for trigger in catalog.triggers where isSelected(trigger.table) && !isOnDroppedView(trigger) {
            let entry = document.triggers.first { $0.name.value.asciiLowercased == trigger.name.asciiLowercased }
            switch entry?.replacement {
            case .drop?: continue
            case .sql(let sql)?:
                if let bound = givenTrigger(trigger, sql, tables, views) {
                    takeNames(of: bound, trigger, at: sql.place)
                    result.append(bound)
                }
            case nil:
                guard let source = sources.first(where: { $0.trigger == trigger })?.source else { continue }
                if let bound = bindTrigger(trigger, source, translator) {
                    takeNames(of: bound, trigger, at: text.statement("trigger", trigger.name, sql: trigger.sql))
                    result.append(bound)
                }
            }
        }
        return result
    }

    /// Takes the names of a trigger and of its function.
    private mutating func takeNames(of bound: BoundTrigger, _ trigger: Trigger, at place: SourcePlace?) {
        let what = "trigger \(trigger.name)"
        let remedy = NameRemedy.drop(["triggers", trigger.name], kind: "trigger")
        if let holder = triggerNames[bound.table, default: Namespace()].take(bound.name, for: what) {
            diagnostics.add(.collision(bound.name, what, holder.what, remedy: remedy, at: place))
        } else if let function = bound.function,
            let holder = functionNames[function.schema, default: Namespace()].take(function.name, for: what)
        {
            diagnostics.add(
                .collision(
                    function.name, "the function of \(what)", "that of \(holder.what)",
                    in: "functions of a schema", remedy: remedy, at: place))
        }
    }

    /// A name for the trigger that keeps the table's computed columns, and for its function.
    mutating func nameGenerator(of table: inout BoundTable) {
        guard table.columns.contains(where: { $0.generation?.isKeptByEngine == false }) else { return }
        let wanted = "\(table.target.name)_generated"
        let what = "generated columns of \(table.source.name)"
        table.generator = BoundTable.Generator(
            trigger: triggerNames[table.object, default: Namespace()].choose(wanted, for: what),
            function: functionNames[table.target.schema, default: Namespace()].choose(wanted, for: what))
    }

    private typealias ReadTrigger = (trigger: Trigger, source: SourceTrigger)

    /// Triggers with their statements taken apart. Those that the plan leaves out or replaces fire no others.
    private mutating func readableTriggers() -> [ReadTrigger] {
        var result: [ReadTrigger] = []
        for trigger in catalog.triggers where isSelected(trigger.table) && !isOnDroppedView(trigger) {
            let isSpokenOf = document.triggers.contains {
                $0.name.value.asciiLowercased == trigger.name.asciiLowercased
            }
            guard !isSpokenOf else { continue }
            let file = text.file("trigger", trigger.name, sql: trigger.sql)
            do throws(SyntaxError) {
                // What SQLite keeps as a trigger is one.
                guard case .createTrigger(let statement) = try Statement(parsing: trigger.sql) else { continue }
                result.append((trigger, SourceTrigger(statement, target: targetName(trigger.name, renamed: nil))))
            } catch {
                diagnostics.add(
                    .untranslatedTrigger(
                        trigger, reason: Untranslatable(error.reason, .unresolved, at: error.range),
                        at: file.place(error.range)))
            }
        }
        return result
    }

    /// A trigger on a view that is left out goes with it; the view of a replacement is there.
    private func isOnDroppedView(_ trigger: Trigger) -> Bool {
        document.views.contains { entry in
            guard case .drop = entry.replacement else { return false }
            return entry.name.value.asciiLowercased == trigger.table.asciiLowercased
        }
    }

    private mutating func bindTrigger(
        _ trigger: Trigger, _ source: SourceTrigger, _ translator: TriggerTranslator
    ) -> BoundTrigger? {
        let file = text.file("trigger", trigger.name, sql: trigger.sql)
        do throws(Untranslatable) {
            let translation = try translator.translate(source)
            for note in translation.notes {
                diagnostics.add(.differingTrigger(trigger, note.text, at: file.place(note.range)))
            }
            let schema = translation.schema ?? document.target.schema.value
            return BoundTrigger(
                table: ObjectName(schema, translation.table), name: translation.triggerName,
                function: QualifiedName(schema: schema, name: translation.functionName),
                statements: [translation.functionSQL, translation.triggerSQL],
                reads: Set(Statement.createTrigger(source.statement).relationNames.map(\.name.value.asciiLowercased))
                    .flatMap { relationEffects[$0] ?? [] }, place: nil)
        } catch {
            diagnostics.add(.untranslatedTrigger(trigger, reason: error, at: file.place(error.range)))
            return nil
        }
    }

    /// What the plan puts in the place of a trigger: a function and a trigger that calls it, or the latter alone.
    private mutating func givenTrigger(
        _ trigger: Trigger, _ sql: Located<String>, _ tables: [BoundTable], _ views: [BoundView]
    ) -> BoundTrigger? {
        let objects =
            tables.filter { $0.source.name.asciiLowercased == trigger.table.asciiLowercased }.map(\.object)
            + views.filter { $0.source.name.asciiLowercased == trigger.table.asciiLowercased }.map(\.object)
        guard let table = objects.first else { return nil }
        do throws(SyntaxError) {
            let given = try GivenTrigger(parsing: sql.value)
            let watched = [given.table.schema ?? document.target.schema.value, given.table.name]
            guard watched == table.parts else {
                let (wrong, right) = (watched.joined(separator: "."), table.parts.joined(separator: "."))
                diagnostics.add(
                    .malformedSQL(sql, key: "sql", reason: "its trigger watches '\(wrong)', not '\(right)'"))
                return nil
            }
            return BoundTrigger(
                table: table, name: given.name,
                function: given.function.map {
                    QualifiedName(schema: $0.schema ?? document.target.schema.value, name: $0.name)
                }, statements: given.statements, reads: relationEffects.values.flatMap { $0 }.sorted(),
                place: sql.place)
        } catch {
            diagnostics.add(.malformedSQL(sql, key: "sql", reason: error.reason))
            return nil
        }
    }
}
