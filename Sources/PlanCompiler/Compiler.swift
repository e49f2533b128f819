package import PlanCatalog
package import PlanDiagnostics
package import PlanDocument
package import PlanGraph
package import PlanSupport

/// What a plan is compiled from. Two equal inputs give equal graphs.
package struct CompilerInput: Sendable {
    package let document: PlanDocument
    package let snapshot: CatalogSnapshot
    /// The tables of the target's schema; needed by a plan that moves rows alone.
    package let target: Catalog?
    /// The plan's path as seen from the directory of the graph file.
    package let planPath: String
    package let planDigest: ContentDigest

    package init(
        document: PlanDocument, snapshot: CatalogSnapshot, target: Catalog? = nil, planPath: String,
        planDigest: ContentDigest
    ) {
        self.target = target
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
        var binder = PlanBinder(document: input.document, snapshot: input.snapshot, target: input.target)
        let plan = binder.bind()
        guard !binder.diagnostics.hasErrors else {
            return Compilation(
                graph: nil, diagnostics: binder.diagnostics.diagnostics, tables: plan.tables, views: plan.views,
                triggers: plan.triggers)
        }
        let graph = graph(of: plan, input)
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

    /// Tables of the graph's own have names that no other graph gives: the digest that the graph has without them is in
    /// each.
    private static func graph(of plan: BoundPlan, _ input: CompilerInput) -> OperationGraph {
        let nameless = seal(Lowering(plan: plan, mark: "").operations, plan, input)
        if plan.merge == nil { return nameless }
        return seal(Lowering(plan: plan, mark: nameless.digest.short).operations, plan, input)
    }

    private static func seal(_ drafts: [OperationDraft], _ plan: BoundPlan, _ input: CompilerInput) -> OperationGraph {
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
                tls: document.safety.tls.value == .required ? .required : .prefer, tables: plan.existingTables))
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
