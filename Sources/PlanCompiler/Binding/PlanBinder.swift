internal import PlanCatalog
internal import PlanDiagnostics
internal import PlanDialects
internal import PlanDocument
internal import PlanGraph
internal import PlanSQL

/// Resolves everything that a plan names against the catalog, and collects what does not resolve.
struct PlanBinder {
    let document: PlanDocument
    let catalog: Catalog
    let profile: DatabaseProfile?
    /// The tables of the target's schema, where the plan moves rows alone.
    let target: Catalog?
    let text: CatalogText
    let referencedKeys: [String: Set<Set<String>>]
    var diagnostics = DiagnosticBag()
    /// Tables, views, indexes and sequences of the target's schema.
    var names = Namespace()
    /// The functions of triggers, by schema.
    var functionNames: [String: Namespace] = [:]
    /// Triggers, by their table.
    var triggerNames: [ObjectName: Namespace] = [:]
    /// The names of views, by the source's name in lower case.
    var viewNames: [String: String] = [:]
    /// Tables and views as the target has them, once they are bound.
    var relations = Relations()
    /// What uses one of them reads, by the source's name in lower case.
    var relationEffects: [String: [Effect]] = [:]

    init(document: PlanDocument, snapshot: CatalogSnapshot, target: Catalog? = nil) {
        self.target = target
        self.document = document
        catalog = snapshot.catalog
        profile = document.source.profile.value == .none ? nil : snapshot.profile
        text = CatalogText(source: document.source.endpoint.text)
        referencedKeys = catalog.referencedKeys
    }

    /// Whether the profile speaks for all rows.
    var profileIsComplete: Bool { profile?.coverage == .full }

    mutating func bind() -> BoundPlan {
        StatedTypes(document: document).check(into: &diagnostics)
        checkNames()
        let selected = selectTables()
        if document.mode.value == .data { return bindRows(of: selected) }
        refuseExisting()
        var tables: [BoundTable] = []
        for table in selected { tables.append(bindTable(table)) }
        // Names that the source gives come before those that we choose.
        for index in tables.indices { tables[index].indexes = bindIndexes(tables[index]) }
        takeViewNames()
        for index in tables.indices { bindKeys(&tables[index]) }
        let parents = Dictionary(tables.map { ($0.source.name.asciiLowercased, $0) }) { first, _ in first }
        for index in tables.indices { tables[index].foreignKeys = bindForeignKeys(&tables[index], among: parents) }
        noteVirtualTables(among: parents)
        let views = bindViews(among: tables)
        let triggers = bindTriggers(among: tables, views)
        for index in tables.indices { nameGenerator(of: &tables[index]) }
        for table in tables { noteLargeIndexRows(table) }
        let extensions = Set(tables.flatMap(\.columns).compactMap(\.decision.type.name.requiredExtension)).sorted()
        return BoundPlan(
            schema: document.target.schema.value, mode: document.mode.value,
            chunkRows: document.load.chunkRows.value, verify: document.verify.level.value, tables: tables,
            views: views, triggers: triggers, extensions: extensions, hooks: document.hooks,
            health: document.health, backup: document.safety.backup.value,
            rowSecurity: document.target.rowSecurity.value)
    }

    /// What the plan says about a table.
    func entry(for table: Table) -> TableEntry? {
        document.tables.first { $0.name.value.isSameName(as: table.name) }
    }

    /// A name of the source as the plan's naming has it, within PostgreSQL's length.
    func targetName(_ name: String, renamed: Located<String>?) -> String {
        if let renamed { return renamed.value }
        switch document.naming.value {
        case .preserve: return name
        case .lowercase: return name.lowercased()
        case .snakeCase: return PostgresName.snakeCase(name)
        }
    }
}
