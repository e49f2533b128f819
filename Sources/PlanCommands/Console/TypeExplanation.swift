internal import PlanCatalog
internal import PlanCompiler
internal import PlanDialects
internal import PlanGraph
internal import PlanSupport

/// Why each column gets its type, for people and scripts.
struct TypeExplanation {
    /// One column's.
    private struct Line {
        let column: String
        let declared: String
        let decision: TypeDecision
        let fidelity: Fidelity
    }

    private let lines: [Line]

    init(_ tables: [BoundTable], _ profile: DatabaseProfile?) {
        lines = tables.flatMap { table in
            let found = profile?.table(named: table.source.name)
            return table.columns.map { column in
                Line(
                    column: "\(table.source.name).\(column.source.name)", declared: column.source.declaredType,
                    decision: column.decision,
                    fidelity: column.decision.fidelity(found?.column(named: column.source.name)))
            }
        }
    }

    var text: String {
        var table = TextTable([
            ("column", .left), ("declared", .left), ("becomes", .left), ("codec", .left), ("fidelity", .left),
            ("because", .left),
        ])
        for line in lines {
            table.add(
                line.column, line.declared, line.decision.type.description, line.decision.codec.rawValue,
                line.fidelity.rawValue, line.decision.because)
        }
        return table.text
    }

    var json: JSONValue {
        .array(
            lines.map { line in
                .object([
                    "column": .string(line.column), "declared": .string(line.declared),
                    "type": .string(line.decision.type.description), "codec": .string(line.decision.codec.rawValue),
                    "fidelity": .string(line.fidelity.rawValue), "because": .string(line.decision.because),
                ])
            })
    }
}

extension TypeDecision {
    /// What matched, and what stood against the type that was wanted.
    fileprivate var because: String {
        guard let widenedBecause, let wanted else { return reason.words }
        return "\(reason.words), but it \(widenedBecause), so not \(wanted)"
    }
}

extension TypeReason {
    fileprivate var words: String {
        switch self {
        case .stated: "the plan states it"
        case .target: "the target's column has it"
        case .rule(let pattern): "the rule '\(pattern)' of types.map"
        case .decode: "the plan's decode"
        case .changed: "what the plan does to its values"
        case .row(let preset, ""): "no declared type, by what it stores (preset \(preset))"
        case .row(let preset, let declared): "the row \(declared) of preset \(preset)"
        case .affinity(let preset, let affinity): "no row names it: \(affinity.rawValue) affinity (preset \(preset))"
        }
    }
}
