package import PlanGraph
internal import PlanSupport

/// What a reviewer reads first: what moves from where to where, what was decided, and what to look at.
package enum GraphSummary {
    /// The first line, by which a file is known to be a summary.
    package static let mark = "<!-- Written by 'plan compile': change the plan and not this file. -->"

    package static func render(_ graph: OperationGraph, _ notes: SummaryNotes) -> String {
        let sections = [
            head(graph), overview(graph), risks(graph), warnings(notes), changes(notes), decisions(notes),
            tables(graph, notes), silences(notes), picture(graph), digests(graph),
        ]
        return mark + "\n" + sections.filter { !$0.isEmpty }.map { "\n" + $0.joined(separator: "\n") + "\n" }.joined()
    }

    // MARK: Sections

    private static func head(_ graph: OperationGraph) -> [String] {
        ["# Migration \(Markdown.code(graph.inputs.plan.name))"]
            + (graph.inputs.plan.description.map { ["", Markdown.text($0)] } ?? [])
    }

    private static func overview(_ graph: OperationGraph) -> [String] {
        let (plan, source, target) = (graph.inputs.plan, graph.inputs.source, graph.inputs.target)
        let sourceEngine = engine("\(source.engine)")
        let targetEngine = engine("\(target.engine)")
        let kinds = graph.countsByKind.map { "\($0.count) \(Markdown.code($0.kind.rawValue))" }
        let failure =
            switch graph.execution.onFailure {
            case .rollback: "what was done is undone"
            case .keep: "what was done is kept"
            }
        return Markdown.table(
            ["", ""],
            [
                ["From", "\(sourceEngine) \(Markdown.cell(code: source.location))"],
                [
                    "To",
                    "\(targetEngine) \(target.version) or later, \(Markdown.cell(code: target.connection)), "
                        + "schema \(Markdown.cell(code: target.schema))",
                ],
                ["Plan", Markdown.cell(code: Path.name(of: plan.path)) + (plan.created.map { ", of \($0)" } ?? "")],
                ["Operations", "\(graph.operations.count): " + kinds.joined(separator: ", ")],
                ["Where a run fails", failure],
            ])
    }

    private static func engine(_ name: String) -> String {
        switch name {
        case "sqlite": "SQLite"
        case "postgresql": "PostgreSQL"
        default: name
        }
    }

    private static func risks(_ graph: OperationGraph) -> [String] {
        let risks = GraphRisk.all(in: graph)
        guard !risks.isEmpty else {
            return [
                "## Risks", "",
                "None: the graph changes nothing but what it makes itself, and all of it can be undone.",
            ]
        }
        let rows = risks.map { [$0.severity.rawValue, Markdown.cell(code: $0.operation), $0.reason] }
        return ["## Risks", ""] + Markdown.table(["Severity", "Operation", "Why"], rows)
    }

    private static func warnings(_ notes: SummaryNotes) -> [String] {
        let open = notes.warnings.filter { $0.silencedBecause == nil }
        guard !open.isEmpty else { return ["## Warnings", "", "None."] }
        let rows = open.map { [$0.code, Markdown.text($0.message), $0.place.map { Markdown.cell(code: $0) } ?? ""] }
        return ["## Warnings", ""] + Markdown.table(["Code", "What", "Where"], rows)
    }

    private static func changes(_ notes: SummaryNotes) -> [String] {
        guard !notes.changes.isEmpty else {
            return ["## Left out, replaced or added", "", "Nothing: every object of the source is carried over."]
        }
        let units = notes.changes.reduce(0) { $0 + $1.effort }
        let rows = notes.changes.map { change in
            [change.object, Markdown.cell(code: change.name), change.kind.rawValue, String(change.effort)]
        }
        return ["## Left out, replaced or added", ""]
            + Markdown.table(["Object", "Name", "It is", "Effort"], rows)
            + [
                "",
                "Effort is in units of five minutes of somebody who knows the application: what was left out may be needed,",
                "and what the plan words itself was translated by nobody else. Together \(units), grade \(grade(units)).",
            ]
    }

    /// As assessments of migrations grade them: nothing by hand, a day, a week, more.
    private static func grade(_ units: Int) -> String {
        switch units {
        case 0: "A (nothing by hand)"
        case ..<96: "B (less than a day)"
        case ..<480: "C (less than a week)"
        default: "D (more than a week)"
        }
    }

    private static func decisions(_ notes: SummaryNotes) -> [String] {
        guard !notes.decisions.isEmpty else {
            return ["## Types", "", "Every column has the type that its declaration asks for."]
        }
        let rows = notes.decisions.map { decision in
            [
                Markdown.cell(code: decision.column),
                decision.declared.isEmpty ? "none" : Markdown.cell(code: decision.declared),
                Markdown.cell(code: decision.type), Markdown.cell(code: decision.codec), Markdown.text(decision.reason),
            ]
        }
        return ["## Types", "", "Columns whose type is not the one that their declaration asks for:", ""]
            + Markdown.table(["Column", "Declared", "Becomes", "Read as", "Why"], rows)
    }

    private static func tables(_ graph: OperationGraph, _ notes: SummaryNotes) -> [String] {
        guard !notes.tables.isEmpty else { return [] }
        let countsRows = notes.tables.contains { $0.rows != nil }
        let objects = TableObjects(in: graph)
        let rows = notes.tables.map { table in
            [Markdown.cell(code: table.source), Markdown.cell(code: table.target), String(table.columns)]
                + (countsRows ? [table.rows.map(String.init) ?? ""] : [])
                + [
                    objects.text(of: table.target),
                    table.rowFilter.map { "where " + Markdown.cell(code: $0) } ?? "",
                ]
        }
        let head = ["Source", "Target", "Columns"] + (countsRows ? ["Rows"] : []) + ["With", "Only rows"]
        return ["## Tables", ""] + Markdown.table(head, rows)
            + (countsRows ? ["", "Rows are those that the pinned snapshot of the catalog was taken with."] : [])
    }

    private static func silences(_ notes: SummaryNotes) -> [String] {
        let rows = notes.warnings.compactMap { warning in
            warning.silencedBecause.map { [warning.code, Markdown.text(warning.message), Markdown.text($0)] }
        }
        guard !rows.isEmpty else { return [] }
        return ["## Accepted", "", "Warnings that the plan accepts (`lint.silence`):", ""]
            + Markdown.table(["Code", "What", "Because"], rows)
    }

    /// More operations than this are drawn by their kinds: pages refuse larger pictures, and nobody could read them.
    private static let largestPicture = 30

    private static func picture(_ graph: OperationGraph) -> [String] {
        let isWhole = graph.operations.count <= largestPicture
        let drawing = isWhole ? GraphMermaid.render(graph) : GraphMermaid.renderKinds(graph)
        return ["## Graph", ""]
            + (isWhole ? [] : ["By kinds of operations; `plan show --format html` draws each.", ""])
            + Markdown.block("mermaid", drawing)
    }

    private static func digests(_ graph: OperationGraph) -> [String] {
        ["## Digests", ""]
            + Markdown.table(
                ["Of", "Digest"],
                [
                    ["the graph", Markdown.code(graph.digest.description)],
                    ["the plan", Markdown.code(graph.inputs.plan.digest.description)],
                    ["the source's schema", Markdown.code(graph.inputs.source.fingerprint.description)],
                ])
            + ["", "`sha256sum -c SHA256SUMS` tells whether the files beside this one are those that were compiled."]
    }
}

/// What a graph makes for its tables beside them, counted once for all.
private struct TableObjects {
    private var counts: [String: [OperationKind: Int]] = [:]

    init(in graph: OperationGraph) {
        for operation in graph.operations where operation.kind.nounOfTable != nil {
            guard let table = operation.table?.description else { continue }
            counts[table, default: [:]][operation.kind, default: 0] += 1
        }
    }

    /// For example `primary key, 2 × index`, in the order of the kinds.
    func text(of table: String) -> String {
        guard let counts = counts[table] else { return "" }
        return OperationKind.allCases.compactMap { kind in
            guard let noun = kind.nounOfTable, let count = counts[kind] else { return nil }
            return count == 1 ? noun : "\(count) × \(noun)"
        }.joined(separator: ", ")
    }
}

extension OperationKind {
    /// What the summary calls it beside its table; nil for what every table has, and what has none.
    fileprivate var nounOfTable: String? {
        switch self {
        case .addPrimaryKey: "primary key"
        case .addUnique: "unique"
        case .createIndex: "index"
        case .addForeignKey: "foreign key"
        case .setSequence: "sequence"
        case .createTrigger: "trigger"
        case .enableRowSecurity: "row-level security"
        case .createSchema, .createExtension, .createTable, .copyRows, .mergeRows, .verifyCounts, .verifyValues,
            .verifySchema, .createView, .runHook, .checkHealth, .takeBackup:
            nil
        }
    }
}
