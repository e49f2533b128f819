internal import PlanCatalog
internal import PlanCompiler
internal import PlanDiagnostics
internal import PlanDocument
internal import PlanEmitters
internal import PlanGraph
internal import PlanSupport

/// A graph, from a file or compiled in memory.
struct LoadedGraph {
    let graph: OperationGraph
    /// The directory that the source's relative location starts from: the plan's.
    let baseDirectory: String
    /// The directory that the graph's file is in, or would be.
    let directory: String
    let warnings: [Diagnostic]
    /// What a reviewer would ask about, as far as the plan does not silence it.
    var findings: [Diagnostic] = []
    /// What compiling has to say besides; nil for a graph from a file.
    var notes: SummaryNotes?
    /// Why columns have their types; nil for a graph from a file.
    var types: TypeExplanation?
}

/// Reads a plan or a graph, whichever a file is, and gives a graph.
struct GraphLoader {
    let console: Console

    func load(_ path: String) throws(CommandFailure) -> LoadedGraph {
        let bytes: [UInt8]
        do {
            bytes = try Files.read(path)
        } catch {
            throw CommandFailure(.cannotConnect, .file(error))
        }
        guard GraphReader.looksLikeGraph(bytes) else {
            let plan = try PlanLoader.parse(bytes, path: path)
            return try compile(plan, into: plan.outputDirectory)
        }
        do {
            let graph = try GraphReader.read(bytes)
            let planPath = Path.resolve(graph.inputs.plan.path, against: Path.directory(of: path))
            return LoadedGraph(
                graph: graph, baseDirectory: Path.directory(of: planPath),
                directory: Path.directory(of: path), warnings: [])
        } catch {
            throw CommandFailure(.refused, .graph(path, error))
        }
    }

    /// Compiles a plan.
    ///
    /// - Parameter directory: where the graph file is or would be written; the graph names its plan from there.
    func compile(_ plan: LoadedPlan, into directory: String) throws(CommandFailure) -> LoadedGraph {
        let catalog = SourceCatalog(plan: plan, console: console)
        let snapshot = try snapshot(catalog)
        let target = TargetCatalog(plan: plan)
        let tables = target.isNeeded ? try target.catalog() : nil
        let compilation = Compiler.compile(
            CompilerInput(
                document: plan.document, snapshot: snapshot, target: tables,
                planPath: Path.relative(plan.path, from: directory), planDigest: plan.digest))
        var diagnostics = (plan.diagnostics + compilation.diagnostics).inReadingOrder
        guard let graph = compilation.graph, !plan.hasErrors else { throw CommandFailure(.badPlan, diagnostics) }
        let refused = try catalog.refusedQueries(of: graph)
        diagnostics += refused
        guard refused.isEmpty else { throw CommandFailure(.badPlan, diagnostics) }
        let silences = Silences(plan.document.lint)
        let found = TableLint.findings(in: compilation.tables) + GraphLint.findings(in: graph)
        let warnings = diagnostics + silences.idle(among: diagnostics + found)
        return LoadedGraph(
            graph: graph, baseDirectory: plan.directory, directory: directory,
            warnings: warnings.filter { silences.reason(for: $0) == nil },
            findings: found.filter { silences.reason(for: $0) == nil },
            notes: SummaryNotes(plan, snapshot, compilation, warnings: warnings + found, silences),
            types: TypeExplanation(compilation.tables, snapshot.profile))
    }

    /// The catalog. If the plan has errors and the catalog cannot be read either, the errors are what is told.
    private func snapshot(_ catalog: SourceCatalog) throws(CommandFailure) -> CatalogSnapshot {
        do throws(CommandFailure) {
            return try catalog.snapshot()
        } catch {
            throw catalog.plan.hasErrors ? CommandFailure(.badPlan, catalog.plan.diagnostics) : error
        }
    }
}
