internal import PlanCatalog
internal import PlanDiagnostics
internal import PlanDialects
internal import PlanDocument
internal import PlanGraph
internal import PlanSQL

/// Rows alone, into tables that the target has already: its names, types and keys lead.
extension PlanBinder {
    mutating func bindRows(of selected: [Table]) -> BoundPlan {
        guard let target else { preconditionFailure("a plan of rows alone is compiled with the target's tables") }
        noteIdleSettings()
        var tables: [BoundTable] = []
        for table in selected {
            if let bound = bindExisting(table, in: target) { tables.append(bound) }
        }
        let parents = Dictionary(tables.map { ($0.source.name.asciiLowercased, $0) }) { first, _ in first }
        for index in tables.indices { bindParents(of: &tables[index], among: parents) }
        return BoundPlan(
            schema: document.target.schema.value, mode: .data, chunkRows: document.load.chunkRows.value,
            verify: document.verify.level.value, tables: tables, views: [], triggers: [], extensions: [],
            hooks: document.hooks, health: document.health, backup: document.safety.backup.value,
            merge: bindMerge(tables))
    }

    /// What `existing` says is for tables that the graph does not make.
    mutating func refuseExisting() {
        let load = document.load.existing
        if load.value != .fail { diagnostics.add(.existingNeedsData(load.value.rawValue, at: load.place)) }
        for existing in document.tables.compactMap(\.settings.existing) where existing.value != .fail {
            diagnostics.add(.existingNeedsData(existing.value.rawValue, at: existing.place))
        }
    }

    /// Settings for what the target has already, which then have no effect.
    private mutating func noteIdleSettings() {
        var idle: [(String, SourcePlace?)] = []
        if document.types.preset.isStated { idle.append(("types.preset", document.types.preset.place)) }
        let security = document.target.rowSecurity
        if security.value != .none { idle.append(("target.row_security", security.place)) }
        if let rule = document.types.map.first { idle.append(("types.map", rule.declared.place)) }
        for entry in document.tables {
            let settings = entry.settings
            let key = "tables.\(entry.name.value)"
            if settings.primaryKey.isStated { idle.append(("\(key).primary_key", settings.primaryKey.place)) }
            if let index = settings.indexes.first { idle.append(("\(key).indexes", index.name.place)) }
            if let check = settings.checks.first { idle.append(("\(key).checks", check.name.place)) }
            if let drop = settings.foreignKeys.drop { idle.append(("\(key).foreign_keys.drop", drop.place)) }
            if let orphans = settings.foreignKeys.orphans, orphans.value == .notValid {
                idle.append(("\(key).foreign_keys.orphans: not_valid", orphans.place))
            }
            for column in settings.columns {
                if let value = column.settings.defaultExpression {
                    idle.append(("\(key).columns.\(column.name.value).default", value.place))
                }
            }
        }
        if let view = document.views.first { idle.append(("views", view.name.place)) }
        if let trigger = document.triggers.first { idle.append(("triggers", trigger.name.place)) }
        for (key, place) in idle { diagnostics.add(.noEffectOnData(key, at: place)) }
    }

    private mutating func bindExisting(_ table: Table, in target: Catalog) -> BoundTable? {
        let entry = entry(for: table)
        let settings = entry?.settings ?? TableSettings()
        let tableText = parsedText(of: table)
        checkColumnNames(settings, table)
        let place = entry?.name.place ?? text.statement("table", table.name, sql: table.sql)
        let name = targetName(table.name, renamed: settings.rename)
        guard let existing = target.tables.first(where: { $0.name == name }) else {
            diagnostics.add(
                .noTargetTable(
                    name, of: table.name, schema: document.target.schema.value, among: target.tables.map(\.name),
                    at: settings.rename?.place ?? place))
            return nil
        }
        if let holder = names.take(name, for: "table \(table.name)") {
            let remedy = NameRemedy.rename(["tables", table.name, "rename"])
            diagnostics.add(.collision(name, "table \(table.name)", holder.what, remedy: remedy, at: place))
        }
        if existing.surroundings?.hasRules == true { diagnostics.add(.rewritten(name, table: table.name, at: place)) }
        let columns = bindExistingColumns(table, settings, tableText, existing)
        requireFilled(existing, by: columns, of: table, at: place)
        if let filter = settings.rowFilter { checkExpression(filter, key: "where", .sqlite) }
        var bound = BoundTable(
            source: table, text: tableText,
            target: QualifiedName(schema: document.target.schema.value, name: name), columns: columns, checks: [],
            rowFilter: settings.rowFilter?.value, place: entry?.name.place)
        bound.invalid = tableInvalidPolicy(table)
        bindKeyColumns(settings, &bound)
        let policy = settings.existing?.value ?? document.load.existing.value
        bindKey(of: existing, policy, settings, &bound, at: place)
        requirePresence(&bound)
        requireKeys(of: existing, &bound)
        requireLabels(&bound)
        if settings.existing == nil, let framework = FrameworkTable.owner(of: name), policy != .skip {
            diagnostics.add(.frameworkTable(table.name, framework, at: place))
        }
        return bound
    }

    /// What the target demands and nothing gives.
    private mutating func requireFilled(
        _ existing: Table, by columns: [BoundColumn], of table: Table, at place: SourcePlace?
    ) {
        for column in existing.columns
        where column.isNotNull && column.defaultSQL == nil && column.details.identity == nil
            && column.generation == nil && !columns.contains(where: { $0.name == column.name })
        {
            diagnostics.add(.unfilledColumn(column.name, type: column.declaredType, table: table.name, at: place))
        }
    }

    /// The columns by which rows that come are told from those that are there: the plan's, the target's primary key, or a
    /// unique key that is never NULL.
    private mutating func bindKey(
        of existing: Table, _ policy: LoadSettings.ExistingPolicy, _ settings: TableSettings, _ table: inout BoundTable,
        at place: SourcePlace?
    ) {
        let filled = Set(table.columns.map(\.name))
        let keys = [existing.primaryKey?.columns].compactMap { $0 } + existing.uniqueConstraints.map(\.columns)
        let isRequired = { (name: String) in existing.columns.first { $0.name == name }?.isNotNull == true }
        let usable = keys.filter { filled.isSuperset(of: $0) && $0.allSatisfy(isRequired) }
        let key = table.key.isEmpty ? usable.first ?? [] : table.key
        let isUnique = usable.contains { Set($0) == Set(key) }
        let bound = ExistingTable(table: existing, policy: policy, key: key, isKeyUnique: isUnique)
        if bound.keepsRows, key.isEmpty || (policy != .append && !isUnique) {
            diagnostics.add(.noKey(policy.rawValue, table: table.source.name, isStated: !key.isEmpty, at: place))
        }
        table.existing = bound
    }

    /// NULLs for columns that take none.
    private mutating func requirePresence(_ table: inout BoundTable) {
        for column in table.columns where column.existing?.isNotNull == true {
            let isIdentity =
                table.source.primaryKey?.identity != nil
                && table.source.primaryKey?.columns.first?.isSameName(as: column.source.name) == true
            let isOriginal = column.sourceSQL == nil
            if isOriginal, column.source.isNotNull || isIdentity { continue }
            let found = profile?.table(named: table.source.name)?.column(named: column.source.name)
            if isOriginal, profileIsComplete, let found {
                if found.nulls == 0 { continue }
                if table.rowFilter == nil {
                    diagnostics.add(
                        .nullsForNotNull(
                            found.nulls, column: column.source.name, table: table.source.name,
                            at: table.text?.column(column.source.name).flatMap { table.text?.place($0.range) }))
                    continue
                }
            }
            table.requirements.append(
                table.presence(of: column, message: "'\(column.source.name)' is NULL, which the target does not take"))
        }
    }

    /// Rows that the source keeps apart and the target does not.
    private func requireKeys(of existing: Table, _ table: inout BoundTable) {
        let kept = [table.source.primaryKey?.columns].compactMap { $0 } + table.source.uniqueConstraints.map(\.columns)
        for key in [existing.primaryKey?.columns].compactMap({ $0 }) + existing.uniqueConstraints.map(\.columns) {
            let columns = key.compactMap { name in table.columns.first { $0.name == name } }
            guard columns.count == key.count else { continue }
            let isKept = kept.contains {
                Set($0.map(\.asciiLowercased)) == Set(columns.map(\.source.name.asciiLowercased))
            }
            if isKept, !columns.contains(where: \.mergesValues) { continue }
            let requirement = table.uniqueness(
                of: columns, message: "values of the target's key (\(key.joined(separator: ", "))) are equal")
            if !table.requirements.contains(requirement) { table.requirements.append(requirement) }
        }
    }

    /// Texts that are no value of an enum.
    private func requireLabels(_ table: inout BoundTable) {
        for column in table.columns {
            guard let labels = column.existing?.details.labels, !labels.isEmpty else { continue }
            let words = labels.map { QuotedLiteral($0).description }.joined(separator: ", ")
            let value = column.readSQL
            let conditions =
                (table.rowFilter.map { ["(\($0))"] } ?? [])
                + ["\(value) IS NOT NULL", "CAST(\(value) AS TEXT) COLLATE BINARY NOT IN (\(words))"]
            table.requirements.append(
                CopyInstruction.Requirement(
                    offenders: "SELECT \(table.rowName), \(value) AS \(QuotedIdentifier(column.source.name)) "
                        + "FROM \(QuotedIdentifier(table.source.name)) WHERE \(conditions.joined(separator: " AND "))",
                    message: "'\(column.source.name)' is none of the values of \(column.existing?.declaredType ?? "")"))
        }
    }
}
