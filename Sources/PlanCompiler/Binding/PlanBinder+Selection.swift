internal import PlanCatalog
internal import PlanDiagnostics
internal import PlanDialects
internal import PlanDocument
internal import PlanSupport

extension PlanBinder {
    /// Finds names in the plan that the source does not have.
    mutating func checkNames() {
        checkSchemaName()
        checkRepetitions("table", document.tables.map(\.name))
        checkRepetitions("view", document.views.map(\.name))
        checkRepetitions("trigger", document.triggers.map(\.name))
        for table in document.tables {
            checkRepetitions("column", table.settings.columns.map(\.name))
            checkRepetitions("index", table.settings.indexes.map(\.name))
        }
        let tableNames = catalog.tables.map(\.name)
        for entry in document.tables where catalog.table(named: entry.name.value) == nil {
            diagnostics.add(.noSuch("table", entry.name, among: tableNames))
        }
        for entry in document.views where catalog.view(named: entry.name.value) == nil {
            diagnostics.add(.noSuch("view", entry.name, among: catalog.views.map(\.name)))
        }
        for entry in document.triggers
        where !catalog.triggers.contains(where: { $0.name.asciiLowercased == entry.name.value.asciiLowercased }) {
            diagnostics.add(.noSuch("trigger", entry.name, among: catalog.triggers.map(\.name)))
        }
        let all = tableNames + catalog.views.map(\.name)
        for (patterns, isInclude) in [(document.select.include, true), (document.select.exclude, false)] {
            for pattern in patterns ?? [] {
                let glob = Glob(pattern.value)
                guard !all.contains(where: glob.matches) else { continue }
                // A pattern with a wildcard may be there for other databases; a plain name is meant.
                if !glob.isWild || isInclude { diagnostics.add(.patternMatchesNothing(pattern, among: all)) }
            }
        }
    }

    /// YAML tells keys apart by letter case, SQLite does not: one of two such entries would have no effect.
    private mutating func checkRepetitions(_ kind: String, _ names: [Located<String>]) {
        var seen: [String: Located<String>] = [:]
        for name in names {
            if let first = seen[name.value.asciiLowercased] {
                diagnostics.add(.repeated(kind, name, first: first))
            } else {
                seen[name.value.asciiLowercased] = name
            }
        }
    }

    /// Schemas that PostgreSQL or the ledger keeps for itself.
    private mutating func checkSchemaName() {
        let name = document.target.schema.value
        if name.hasPrefix("pg_") || name == "information_schema" || name == "_plan" {
            diagnostics.add(.reservedSchema(name, at: document.target.schema.place))
        }
        let remedy = NameRemedy.rename(["target", "schema"])
        if name.isEmpty {
            diagnostics.add(.impossibleName(name, what: "the schema", remedy: remedy, at: document.target.schema.place))
        }
        let fitted = PostgresName.fitted(name)
        if fitted != name { diagnostics.add(.tooLongSchema(fitted: fitted, at: document.target.schema.place)) }
    }

    /// Whether `select` takes a table or view.
    func isSelected(_ name: String) -> Bool {
        let isIncluded = document.select.include?.contains { Glob($0.value).matches(name) } ?? true
        let isExcluded = document.select.exclude?.contains { Glob($0.value).matches(name) } ?? false
        return isIncluded && !isExcluded
    }

    /// The ordinary tables that the plan moves; the others are named in diagnostics.
    mutating func selectTables() -> [Table] {
        var selected: [Table] = []
        for table in catalog.tables {
            guard isSelected(table.name) else {
                if let entry = entry(for: table) { diagnostics.add(.notSelected(entry.name)) }
                continue
            }
            let place = text.statement("table", table.name, sql: table.sql)
            switch table.kind {
            case .ordinary:
                if let problem = table.problem {
                    diagnostics.add(.unreadableTable(table.name, problem: problem, at: place))
                } else {
                    selected.append(table)
                }
            // Told of when the tables are bound, a shadow table with the virtual table that it belongs to.
            case .virtual, .shadow: continue
            }
        }
        if selected.isEmpty, !diagnostics.hasErrors, !catalog.views.contains(where: { isSelected($0.name) }) {
            diagnostics.add(.nothingSelected(at: document.source.endpoint.place))
        }
        return selected
    }
}

extension SourceSettings.Endpoint {
    var place: SourcePlace {
        switch self {
        case .sqlite(let template), .postgres(let template): template.place
        }
    }
}
