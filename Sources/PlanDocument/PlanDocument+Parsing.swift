package import PlanDiagnostics
internal import PlanSupport
internal import PlanYAML

extension PlanDocument {
    /// Reads a plan and what it includes. No file is opened here: the caller hands in the loader.
    ///
    /// Places in the document and in diagnostics point into copies of the files in which passwords are masked.
    ///
    /// - Parameters:
    ///   - include: the file that an `include:` names. The path is as written; it is relative to the directory of the
    ///     file in `place`. Files are told apart by their `path`.
    ///   - rule: whether keys and values without machinery are refused.
    /// - Returns: what could be read, so that later phases can tell what else is wrong; it must not be run if the bag has
    ///   errors. Nil where too little could be read.
    package static func parse(
        file: SourceFile, include: (_ path: String, _ place: SourcePlace) -> Result<SourceFile, IncludeFailure>,
        availability rule: AvailabilityRule = .enforced, into bag: inout DiagnosticBag
    ) -> PlanDocument? {
        let root = withoutActuallyEscaping(include) { include in
            var loader = DocumentLoader(rule, include: include)
            let root = loader.load(file)
            bag.add(contentsOf: loader.bag)
            return root
        }
        guard let root else { return nil }
        var decoding = Decoding(rule)
        let draft = Draft.shape.decode(root, &decoding)
        draft?.checkColumns(&decoding)
        bag.add(contentsOf: decoding.bag)
        return draft.flatMap { PlanDocument($0, file: root.place.file) }
    }

    private init?(_ draft: Draft, file: SourceFile) {
        guard let version = draft.version, let name = draft.name, let source = draft.source, let target = draft.target
        else { return nil }
        self.init(
            file: file, version: version, includes: draft.include, name: name, description: draft.description,
            created: draft.created, source: source, target: target, mode: draft.mode, select: draft.select,
            naming: draft.naming, types: draft.types, values: draft.values, tables: draft.tables, views: draft.views,
            triggers: draft.triggers, load: draft.load, verify: draft.verify, safety: draft.safety, lint: draft.lint,
            hooks: draft.hooks, health: draft.health)
    }

    /// The names of the variables that the plan needs to be run, each where it first stands.
    package var referencedVariables: [Located<String>] {
        var templates: [Located<VariableTemplate>] = []
        switch source.endpoint {
        case .sqlite(let template), .postgres(let template): templates.append(template)
        }
        switch target.endpoint {
        case .sqlite(let template), .postgres(let template): templates.append(template)
        }
        if let health { templates.append(health.url) }
        var seen: Set<String> = []
        return templates.flatMap { template in
            template.value.variables.filter { seen.insert($0).inserted }.map { Located($0, at: template.place) }
        }
    }
}

extension PlanDocument.Draft {
    /// A column that is left out has nothing else to say.
    fileprivate func checkColumns(_ decoding: inout Decoding) {
        for column in tables.flatMap(\.settings.columns) {
            guard column.settings.drop.value, let other = column.settings.firstStatement else { continue }
            decoding.add(.droppedColumn(column.name.value, drop: column.settings.drop.place, other: other))
        }
    }
}

extension ColumnSettings {
    /// Where something other than `drop` is said.
    fileprivate var firstStatement: SourcePlace? {
        rename?.place ?? type?.place ?? transform?.first?.place ?? decode?.place ?? map?.first?.from.place
            ?? defaultExpression?.place ?? add?.place ?? values.firstStatement
    }
}

extension ValuePolicies {
    fileprivate var firstStatement: SourcePlace? { invalid?.place ?? nul?.place ?? encoding?.place }
}
