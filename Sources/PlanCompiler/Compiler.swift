package import PlanCatalog
package import PlanDiagnostics
package import PlanDocument
package import PlanGraph
package import PlanSupport

/// What a plan is compiled from. Two equal inputs give equal graphs.
package struct CompilerInput: Sendable {
    package let document: PlanDocument
    package let snapshot: CatalogSnapshot
    /// The plan's path as seen from the directory of the graph file.
    package let planPath: String
    package let planDigest: ContentDigest

    package init(document: PlanDocument, snapshot: CatalogSnapshot, planPath: String, planDigest: ContentDigest) {
        self.document = document
        self.snapshot = snapshot
        self.planPath = planPath
        self.planDigest = planDigest
    }
}

/// What compiling gave.
package struct Compilation: Sendable {
    /// The graph; nil if there are errors.
    package let graph: OperationGraph?
    package let diagnostics: [Diagnostic]
    /// The type decisions, table by table.
    package let tables: [BoundTable]
    /// The views that are carried.
    package let views: [BoundView]
    /// The triggers that are carried.
    package let triggers: [BoundTrigger]
}

/// Compiles a plan against a catalog.
package enum Compiler {
    package static func compile(_ input: CompilerInput) -> Compilation {
        var binder = PlanBinder(document: input.document, snapshot: input.snapshot)
        let plan = binder.bind()
        guard !binder.diagnostics.hasErrors else {
            return Compilation(
                graph: nil, diagnostics: binder.diagnostics.diagnostics, tables: plan.tables, views: plan.views,
                triggers: plan.triggers)
        }
        let graph = seal(Lowering(plan: plan).operations, input)
        return Compilation(
            graph: graph, diagnostics: binder.diagnostics.diagnostics, tables: plan.tables, views: plan.views,
            triggers: plan.triggers)
    }

    /// Checks what can be checked without a catalog: the types and codecs that a plan names.
    package static func check(_ document: PlanDocument) -> [Diagnostic] {
        var bag = DiagnosticBag()
        StatedTypes(document: document).check(into: &bag)
        return bag.diagnostics
    }

    private static func seal(_ drafts: [OperationDraft], _ input: CompilerInput) -> OperationGraph {
        let document = input.document
        let inputs = GraphInputs(
            plan: .init(
                name: document.name.value, path: input.planPath, digest: input.planDigest,
                description: document.description?.value, created: document.created?.value.description),
            source: .init(
                engine: input.snapshot.catalog.engine, location: document.sourceLocation,
                fingerprint: input.snapshot.catalog.fingerprint, objects: input.snapshot.catalog.objectDigests,
                isQuiesced: document.source.quiesced.value),
            target: .init(
                engine: .postgresql, connection: document.target.endpoint.text, schema: document.target.schema.value,
                version: document.target.version.value, expects: .absent,
                tls: document.safety.tls.value == .required ? .required : .prefer))
        let execution = ExecutionSettings(
            jobs: document.load.jobs.value.count,
            onFailure: document.load.onFailure.value == .rollback ? .rollback : .keep,
            destructive: document.safety.destructive.value == .allow ? .allow : .forbid,
            afterFailure: Lowering.afterFailure(document.hooks))
        do {
            return try OperationGraph.seal(inputs: inputs, execution: execution, drafts: drafts)
        } catch {
            // The binder gives every object a name of its own, so this is our mistake and nobody else's.
            preconditionFailure("the compiled operations do not make a graph: \(error)")
        }
    }
}

extension PlanDocument {
    /// The source as seen from the plan's directory: as written, or, where an included file of another directory names
    /// it, the way from here.
    package var sourceLocation: String {
        let text = source.endpoint.text
        let (here, there) = (Path.directory(of: file.path), Path.directory(of: source.endpoint.place.file.path))
        guard case .sqlite = source.endpoint, here != there, !Path.isAbsolute(text), !text.hasPrefix("${") else {
            return text
        }
        return Path.normalize(Path.relative(there, from: here) + "/" + text)
    }
}

extension SourceSettings.Endpoint {
    /// The location as written in the plan.
    package var text: String {
        switch self {
        case .sqlite(let template), .postgres(let template): template.value.description
        }
    }
}

extension TargetSettings.Endpoint {
    package var text: String {
        switch self {
        case .sqlite(let template), .postgres(let template): template.value.description
        }
    }
}

extension LoadSettings.Jobs {
    fileprivate var count: Int? {
        switch self {
        case .auto: nil
        case .count(let count): count
        }
    }
}
