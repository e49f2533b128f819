internal import PlanCatalog
internal import PlanDiagnostics
internal import PlanDocument
internal import PlanPostgres
internal import PlanSupport

/// Reads the tables of the target that a plan of rows alone is compiled against: a pinned snapshot, or the database,
/// read-only.
struct TargetCatalog {
    let plan: LoadedPlan

    /// Whether the plan moves rows into tables that are there, so that compiling needs to know them.
    var isNeeded: Bool { plan.document.mode.value == .data }

    /// The pinned snapshot if the plan names one, else the live catalog.
    func catalog() throws(CommandFailure) -> Catalog {
        guard let pinned = plan.document.target.catalog else { return try live() }
        let path = plan.path(pinned)
        let catalog: Catalog
        do {
            catalog = try CatalogSnapshot(file: try Files.read(path)).catalog
        } catch let failure as FileFailure {
            throw CommandFailure(.badPlan, .snapshot(path, failure.reason, at: pinned.place))
        } catch {
            throw CommandFailure(.badPlan, .snapshot(path, "\(error)", at: pinned.place))
        }
        guard catalog.engine == .postgresql else {
            throw CommandFailure(
                .badPlan, .snapshot(path, "it is of \(catalog.engine.rawValue), not of the target", at: pinned.place))
        }
        return catalog
    }

    /// The tables of the target's schema now.
    func live() throws(CommandFailure) -> Catalog {
        let document = plan.document
        let template: Located<VariableTemplate>
        switch document.target.endpoint {
        case .postgres(let located), .sqlite(let located): template = located
        }
        let conninfo: Secret
        do {
            conninfo = try template.value.resolve(CommandContext.variable)
        } catch {
            throw CommandFailure(.cannotConnect, .missingVariable(error.name, at: template.place))
        }
        do throws(PostgresError) {
            let connection = try PostgresConnection<ReadOnly>(
                PostgresConnectionSettings(
                    conninfo: conninfo, encryption: document.safety.tls.value == .required ? .required : .asConfigured))
            return try PostgresCatalogReader.read(connection, schema: document.target.schema.value)
        } catch {
            throw CommandFailure(.cannotConnect, Diagnostic("PLN0701", .error, "\(error)", at: template.place))
        }
    }
}
