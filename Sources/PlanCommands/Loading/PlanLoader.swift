internal import PlanDiagnostics
internal import PlanDocument
internal import PlanSupport

/// A plan file that was read and checked.
struct LoadedPlan {
    let path: String
    let document: PlanDocument
    let digest: ContentDigest
    /// What is wrong with the text. If errors are among it, the plan can be looked at but not be compiled.
    let diagnostics: [Diagnostic]

    var hasErrors: Bool { diagnostics.count(of: .error) > 0 }

    /// The directory that relative paths in the plan start from.
    var directory: String { Path.directory(of: path) }

    /// Where `compile` writes by default: a directory beside the plan, named after it.
    var outputDirectory: String { Path.resolve(document.name.value, against: directory) }

    /// Where `snapshot` writes if the plan names no file: `shop.plan.yml` has `shop.catalog.json`.
    var catalogPath: String { document.source.catalog.map(path) ?? sibling("catalog.json") }

    /// The same of `snapshot --target`: `shop.plan.yml` has `shop.target.json`.
    var targetCatalogPath: String { document.target.catalog.map(path) ?? sibling("target.json") }

    /// A path beside the plan, named after it.
    private func sibling(_ ending: String) -> String {
        let name = Path.name(of: path)
        let stem = [".plan.yml", ".plan.yaml", ".yml", ".yaml"].first { name.hasSuffix($0) }.map {
            name.dropLast($0.count)
        }
        return Path.resolve("\(stem ?? name[...]).\(ending)", against: directory)
    }

    /// A path that the plan names, relative to the file that names it.
    func path(_ located: Located<String>) -> String {
        Path.resolve(located.value, against: Path.directory(of: located.place.file.path))
    }
}

/// Reads plan files with what they include.
enum PlanLoader {
    private static let maximumBytes = 10_000_000

    /// A plan without errors.
    static func load(_ path: String) throws(CommandFailure) -> LoadedPlan {
        let plan = try look(at: path)
        guard !plan.hasErrors else { throw CommandFailure(.badPlan, plan.diagnostics) }
        return plan
    }

    /// A plan that may have errors, to find out what else is wrong with it.
    static func look(at path: String) throws(CommandFailure) -> LoadedPlan {
        let bytes: [UInt8]
        do {
            bytes = try Files.read(path, limit: maximumBytes)
        } catch {
            throw CommandFailure(error.number == Files.tooLarge ? .badPlan : .cannotConnect, .file(error))
        }
        return try parse(bytes, path: path)
    }

    static func parse(_ bytes: [UInt8], path: String) throws(CommandFailure) -> LoadedPlan {
        guard bytes.count <= maximumBytes else {
            throw CommandFailure(.badPlan, .file(FileFailure(path: path, action: "read", number: Files.tooLarge)))
        }
        var bag = DiagnosticBag()
        let document = PlanDocument.parse(file: SourceFile(path: path, bytes: bytes), include: include, into: &bag)
        guard let document else { throw CommandFailure(.badPlan, bag.diagnostics) }
        return LoadedPlan(
            path: path, document: document, digest: ContentDigest(of: bytes), diagnostics: bag.diagnostics)
    }

    private static func include(_ path: String, _ place: SourcePlace) -> Result<SourceFile, IncludeFailure> {
        let resolved = Path.resolve(path, against: Path.directory(of: place.file.path))
        do {
            return .success(SourceFile(path: resolved, bytes: try Files.read(resolved, limit: maximumBytes)))
        } catch {
            return .failure(IncludeFailure(error.reason))
        }
    }
}
