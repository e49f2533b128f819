internal import PlanCatalog
internal import PlanDiagnostics
internal import PlanDialects
internal import PlanDocument
internal import PlanGraph
internal import PlanSQL

extension PlanBinder {
    /// The views that the plan moves, each after those that it uses.
    mutating func bindViews(among tables: [BoundTable]) -> [BoundView] {
        var binding = ViewBinding(
            relations: Relations(tables.map(\.shape), leftOut: catalog.tables.map(\.name) + catalog.views.map(\.name)),
            objects: Dictionary(tables.map { ($0.source.name.asciiLowercased, $0.effects) }) { first, _ in first })
        var open = catalog.views.filter(isMoved)
        var result: [BoundView] = []
        while !open.isEmpty {
            let names = Set(open.map(\.name.asciiLowercased))
            let ready = open.filter { view in
                names.isDisjoint(with: Self.relationNames(of: view).subtracting([view.name.asciiLowercased]))
            }
            // What is left uses itself through others, which SQLite takes until it is asked for rows.
            for view in ready.isEmpty ? open : ready {
                if let bound = bindView(view, &binding) { result.append(bound) }
            }
            let done = Set((ready.isEmpty ? open : ready).map(\.name))
            open.removeAll { done.contains($0.name) }
        }
        relations = binding.relations
        relationEffects = binding.objects
        return result
    }

    private func isMoved(_ view: View) -> Bool {
        guard isSelected(view.name) else { return false }
        if case .drop? = replacement(of: view) { return false }
        return true
    }

    /// Takes the names of all views.
    mutating func takeViewNames() {
        for view in catalog.views where isMoved(view) {
            let what = "view \(view.name)"
            let place = place(of: view)
            let remedy = NameRemedy.drop(["views", view.name], kind: "view")
            let name = checkedName(targetName(view.name, renamed: nil), what: what, remedy: remedy, at: place)
            viewNames[view.name.asciiLowercased] = name
            if let holder = names.take(name, for: what) {
                diagnostics.add(
                    .collision(
                        name, what, holder.what, in: "tables, views and indexes of a schema", remedy: remedy, at: place)
                )
            }
        }
    }

    /// Where the plan speaks of the view, or else the source.
    private func place(of view: View) -> SourcePlace? {
        let entry = document.views.first { $0.name.value.asciiLowercased == view.name.asciiLowercased }
        return entry?.name.place ?? text.statement("view", view.name, sql: view.sql)
    }

    private struct ViewBinding {
        var relations: Relations
        /// What uses a relation reads, by its name in lower case.
        var objects: [String: [Effect]]
    }

    private static func relationNames(of view: View) -> Set<String> {
        Set((try? Statement(parsing: view.sql))?.relationNames.map(\.name.value.asciiLowercased) ?? [])
    }

    private func replacement(of view: View) -> Replacement? {
        document.views.first { $0.name.value.asciiLowercased == view.name.asciiLowercased }?.replacement
    }

    private mutating func bindView(_ view: View, _ binding: inout ViewBinding) -> BoundView? {
        let entry = document.views.first { $0.name.value.asciiLowercased == view.name.asciiLowercased }
        guard let name = viewNames[view.name.asciiLowercased],
            let bound = definition(
                of: view, QualifiedName(schema: document.target.schema.value, name: name), entry, &binding)
        else { return nil }
        binding.objects[view.name.asciiLowercased] = [Effect(.target, .view, bound.object)]
        return bound
    }

    private mutating func definition(
        of view: View, _ target: QualifiedName, _ entry: NamedReplacement?, _ binding: inout ViewBinding
    ) -> BoundView? {
        if case .sql(let sql)? = entry?.replacement {
            checkExpression(sql, key: "sql", .postgresql)
            binding.relations.addGiven(view.name)
            // Nobody here knows what it reads; it comes after everything else.
            return BoundView(
                source: view, target: target, columns: [], query: sql.value,
                reads: binding.objects.values.flatMap { $0 }.sorted(), place: entry?.name.place)
        }
        let file = text.file("view", view.name, sql: view.sql)
        do throws(Untranslatable) {
            let statement = try Self.parsedView(view)
            let translator = Translator(
                relations: binding.relations, scope: .empty, purpose: .general,
                serverVersion: document.target.version.value)
            let query = try translator.view(statement.query)
            let names = view.columns.isEmpty ? query.columns.map(\.name) : view.columns.map(\.name)
            guard names.count == query.columns.count else {
                throw Untranslatable(
                    "the plan leaves out columns that it shows as '*'", .leftOut, at: statement.query.range)
            }
            let columns = viewColumns(names, of: view)
            binding.relations.add(
                RelationShape(
                    name: view.name, target: RelationName(schema: Name(target.schema), Name(target.name)),
                    columns: zip(zip(names, columns), query.columns).map { names, column in
                        RelationShape.Column(name: names.0, target: names.1, column.value)
                    }))
            return BoundView(
                source: view, target: target, columns: columns,
                query: PostgresPrinter().text(of: query.statement),
                reads: statement.reads.flatMap { binding.objects[$0] ?? [] }, place: nil)
        } catch {
            diagnostics.add(
                .untranslatedView(
                    view, reason: error,
                    at: error.range.isEmpty
                        ? text.statement("view", view.name, sql: view.sql) : file.place(error.range)))
            return nil
        }
    }

    /// The names of a view's columns in the target.
    private mutating func viewColumns(_ names: [String], of view: View) -> [String] {
        var taken = Namespace()
        let remedy = NameRemedy.drop(["views", view.name], kind: "view")
        return names.map { source in
            let what = "column \(view.name).\(source)"
            let name = checkedName(
                targetName(source, renamed: nil), what: what, remedy: remedy, at: place(of: view))
            if let holder = taken.take(name, for: what) {
                diagnostics.add(.collision(name, what, holder.what, remedy: remedy, at: place(of: view)))
            }
            return name
        }
    }

    private static func parsedView(
        _ view: View
    ) throws(Untranslatable) -> (query: SelectStatement, reads: [String]) {
        do {
            let statement = try Statement(parsing: view.sql)
            guard case .createView(let definition) = statement else {
                throw Untranslatable("the stored statement is no CREATE VIEW", .unresolved, at: statement.range)
            }
            return (definition.query, statement.relationNames.map(\.name.value.asciiLowercased))
        } catch let error as SyntaxError {
            throw Untranslatable(error.reason, .unresolved, at: error.range)
        } catch let error as Untranslatable {
            throw error
        } catch {
            throw Untranslatable("\(error)", .unresolved, at: 0..<0)
        }
    }
}

extension BoundTable {
    /// What a query over the table reads.
    fileprivate var effects: [Effect] {
        [Effect(.target, .table, object)]
            // A query that groups by the primary key needs it to be there.
            + (primaryKey.map {
                [Effect(.target, .key, ObjectName(target.schema, target.name, $0.name))]
            } ?? [])
    }
}
