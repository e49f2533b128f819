internal import PlanCatalog
internal import PlanCompiler
internal import PlanDiagnostics
internal import PlanDocument
internal import PlanGraph
internal import PlanSQLite
internal import PlanSupport

/// Reads the catalog that a plan is compiled against: a pinned snapshot, or the database, read-only.
struct SourceCatalog {
    let plan: LoadedPlan
    let console: Console

    /// The pinned snapshot if the plan names one, else the live catalog.
    func snapshot() throws(CommandFailure) -> CatalogSnapshot {
        guard let pinned = plan.document.source.catalog else { return try live() }
        let path = plan.path(pinned)
        do {
            return try CatalogSnapshot(file: try Files.read(path))
        } catch let failure as FileFailure {
            throw CommandFailure(.badPlan, .snapshot(path, failure.reason, at: pinned.place))
        } catch {
            throw CommandFailure(.badPlan, .snapshot(path, "\(error)", at: pinned.place))
        }
    }

    /// The database's catalog now, with the profile that the plan asks for.
    func live() throws(CommandFailure) -> CatalogSnapshot {
        let (catalog, profile) = try read(coverage)
        return CatalogSnapshot(catalog: catalog, profile: profile)
    }

    /// The database's catalog and a profile of it now: of every row, unless the plan says that a sample will do.
    func profiled() throws(CommandFailure) -> (catalog: Catalog, profile: DatabaseProfile) {
        let coverage = coverage ?? .full
        let (catalog, profile) = try read(coverage)
        return (catalog, profile ?? DatabaseProfile(coverage: coverage, tables: []))
    }

    /// Reads the catalog and looks at the columns, all at one moment.
    private func read(
        _ coverage: DatabaseProfile.Coverage?
    ) throws(CommandFailure) -> (Catalog, DatabaseProfile?) {
        let template = sourceTemplate
        let path = try sourcePath()
        do throws(SQLiteError) {
            guard let coverage else {
                let connection = try SQLiteConnection<ReadOnly>(reading: path)
                let catalog = try SQLiteCatalogReader.read(connection)
                try connection.close()
                return (catalog, nil)
            }
            let readers = try SQLiteSnapshotReaders(path, count: Processors.count).begin()
            let catalog = try SQLiteCatalogReader.read(readers[0].connection)
            let profile = try profile(of: catalog, coverage, readers)
            for reader in readers { try reader.endSnapshot() }
            return (catalog, profile)
        } catch {
            throw CommandFailure(.cannotConnect, .source(error, at: template.place))
        }
    }

    /// The queries of a graph that would fail or mislead a run, since a `where` is SQL that only the source understands:
    /// each is looked at, and tried on the database where that is at hand.
    func refusedQueries(of graph: OperationGraph) throws(CommandFailure) -> [Diagnostic] {
        let copies = graph.operations.flatMap(\.do).compactMap { instruction -> CopyInstruction? in
            if case .copy(let copy) = instruction { copy } else { nil }
        }
        var found: [Diagnostic] = []
        for copy in copies {
            if let call = UnrepeatableCall.first(in: copy.read) { found.append(refusal(of: copy, call.reason)) }
        }
        guard found.isEmpty, plan.document.source.catalog == nil else { return found }
        let path = try sourcePath()
        do {
            let connection = try SQLiteConnection<ReadOnly>(reading: path)
            try connection.refuseDoubleQuotedTexts()
            for copy in copies {
                do {
                    _ = try connection.prepare(copy.read)
                } catch {
                    found.append(refusal(of: copy, error.message))
                }
            }
        } catch {
            throw CommandFailure(.cannotConnect, .source(error, at: sourceTemplate.place))
        }
        return found
    }

    private func refusal(of copy: CopyInstruction, _ reason: String) -> Diagnostic {
        let entry = plan.document.tables.first { $0.name.value.asciiLowercased == copy.table.asciiLowercased }
        return .refusedQuery(
            table: copy.table, reason: reason, at: entry?.settings.rowFilter?.place ?? entry?.name.place)
    }

    private var sourceTemplate: Located<VariableTemplate> {
        switch plan.document.source.endpoint {
        case .sqlite(let template), .postgres(let template): template
        }
    }

    /// The path of the database, relative to the file that names it.
    private func sourcePath() throws(CommandFailure) -> String {
        let template = sourceTemplate
        do {
            let location = try template.value.resolve(CommandContext.variable).reveal()
            return Path.resolve(location, against: Path.directory(of: template.place.file.path))
        } catch {
            throw CommandFailure(.cannotConnect, .missingVariable(error.name, at: template.place))
        }
    }
}
