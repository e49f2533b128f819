internal import PlanCatalog
internal import PlanCompiler
internal import PlanDiagnostics
internal import PlanDialects
internal import PlanDocument
internal import PlanEmitters
internal import PlanGraph
internal import PlanSupport

extension SummaryNotes {
    /// What compiling a plan against a snapshot has to say.
    init(
        _ plan: LoadedPlan, _ snapshot: CatalogSnapshot, _ compilation: Compilation, warnings: [Diagnostic],
        _ silences: Silences
    ) {
        let document = plan.document
        // Without a pinned snapshot the counts would change with every row, and the summary with them.
        let profile = document.source.catalog == nil ? nil : snapshot.profile
        self.init(
            tables: compilation.tables.map { table in
                Table(
                    source: table.source.name, target: table.object.description, columns: table.columns.count,
                    rowFilter: table.rowFilter, rows: profile?.table(named: table.source.name)?.rows,
                    sql: table.source.sql)
            },
            decisions: compilation.tables.flatMap { Self.decisions($0, document) },
            warnings: warnings.map { Self.finding($0, silences) },
            changes: Changes(document, snapshot.catalog, compilation).all)
    }

    private static func finding(_ diagnostic: Diagnostic, _ silences: Silences) -> Finding {
        Finding(
            code: diagnostic.code.description, message: diagnostic.message,
            place: diagnostic.place.map { "\(Path.name(of: $0.file.path)):\($0.start.line)" },
            silencedBecause: silences.reason(for: diagnostic))
    }

    private static func decisions(_ table: BoundTable, _ document: PlanDocument) -> [TypeDecision] {
        let settings = document.settings(of: table.source.name)
        return table.columns.compactMap { column in
            let entry = settings?.columns.first { $0.name.value.isSameName(as: column.source.name) }?.settings
            guard let reason = reason(for: column, entry) else { return nil }
            return TypeDecision(
                column: "\(table.source.name).\(column.source.name)", declared: column.source.declaredType,
                type: column.decision.type.description, codec: column.decision.codec.rawValue, reason: reason)
        }
    }

    /// Why a column's type is not the one that everybody would expect; nil where it is.
    private static func reason(for column: BoundColumn, _ entry: ColumnSettings?) -> String? {
        if let decode = entry?.decode { return "the plan reads it as \(decode.value)" }
        if entry?.type != nil { return "the plan says so" }
        if let reason = column.decision.widenedBecause { return "it \(reason)" }
        if column.source.declaredType.isEmpty { return "it has no declared type, and this holds what is stored" }
        return switch column.decision.reason {
        case .rule(let pattern): "the plan's types.map says so of \(pattern)"
        case .changed: "the plan changes its values"
        case .stated, .target, .decode, .row, .affinity: nil
        }
    }
}

extension PlanDocument {
    /// What the plan says about a table of the source.
    func settings(of table: String) -> TableSettings? {
        tables.first { $0.name.value.isSameName(as: table) }?.settings
    }
}

/// What of the source is not in the target as it was.
private struct Changes {
    private(set) var all: [SummaryNotes.Change] = []

    init(_ document: PlanDocument, _ catalog: Catalog, _ compilation: Compilation) {
        let carried = Dictionary(compilation.tables.map { ($0.source.name, $0) }) { first, _ in first }
        for table in catalog.tables {
            switch table.kind {
            case .shadow: continue
            case .virtual, .ordinary: break
            }
            guard let bound = carried[table.name] else {
                all.append(.init(.leftOut, "table", table.name, effort: 0))
                continue
            }
            for column in table.columns where bound.targetColumn(column.name) == nil && !column.isHidden {
                all.append(.init(.leftOut, "column", "\(table.name).\(column.name)", effort: 1))
            }
            if let settings = document.settings(of: table.name) { add(settings, of: table.name) }
        }
        add(document.views, "view", effort: 3)
        add(document.triggers, "trigger", effort: 5)
    }

    private mutating func add(_ settings: TableSettings, of table: String) {
        for entry in settings.indexes {
            let name = "\(table).\(entry.name.value)"
            switch entry.change {
            case .drop: all.append(.init(.leftOut, "index", name, effort: 1))
            case .add: all.append(.init(.added, "index", name, effort: 1))
            }
        }
        for check in settings.checks { add(check, "check", named: "\(table): \(check.name.value)", effort: 1) }
        switch settings.foreignKeys.drop?.value {
        case nil: break
        case .all: all.append(.init(.leftOut, "foreign key", "\(table): all", effort: 1))
        case .keys(let keys):
            for key in keys {
                let columns = key.value.joined(separator: ", ")
                all.append(.init(.leftOut, "foreign key", "\(table) (\(columns))", effort: 1))
            }
        }
    }

    private mutating func add(_ replacements: [NamedReplacement], _ object: String, effort: Int) {
        for replacement in replacements { add(replacement, object, named: replacement.name.value, effort: effort) }
    }

    private mutating func add(_ replacement: NamedReplacement, _ object: String, named name: String, effort: Int) {
        switch replacement.replacement {
        case .drop: all.append(.init(.leftOut, object, name, effort: effort))
        case .sql: all.append(.init(.replaced, object, name, effort: effort))
        }
    }
}
