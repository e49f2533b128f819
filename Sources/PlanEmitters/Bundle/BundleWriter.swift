internal import PlanGraph

/// Writes the scripts of one bundle.
struct BundleWriter {
    let graph: OperationGraph
    let contents: SQLBundle.Contents
    let layout: SQLBundle.Layout
    let ledger: BundleLedger
    private let operations: [BundlePart: [Operation]]

    init(_ graph: OperationGraph, _ contents: SQLBundle.Contents, _ layout: SQLBundle.Layout) {
        self.graph = graph
        self.contents = contents
        self.layout = layout
        ledger = BundleLedger(graph: graph)
        let parts = BundlePart.parts(of: graph)
        operations = Dictionary(grouping: graph.operations) { parts[$0.id] ?? .constraints }
    }

    func operations(of part: BundlePart) -> [Operation] { operations[part] ?? [] }

    /// The scripts that this bundle has.
    var parts: [BundlePart] {
        switch contents {
        case .structure: [.schema, .constraints, .verification]
        case .rows where operations(of: .data).isEmpty: [.schema, .constraints, .verification]
        case .rows: BundlePart.allCases
        }
    }

    var files: [SQLBundle.File] {
        let scripts = parts.map { SQLBundle.File(path: $0.fileName, text: script($0)) }
        let undoing = parts.reversed().compactMap { part in
            part.rollbackFileName.map { SQLBundle.File(path: "rollback/" + $0, text: rollback(part)) }
        }
        return scripts + tableFiles + undoing + [
            SQLBundle.File(path: "rollback/run.sql", text: rollbackAll),
            SQLBundle.File(path: "run.sql", text: runAll),
        ]
    }

    private func script(_ part: BundlePart) -> String {
        switch part {
        case .schema: schema
        case .data: data
        case .constraints: constraints
        case .verification: verification
        }
    }

    /// A script that does its work in one transaction, and remembers that it has.
    ///
    /// - Parameters:
    ///   - ledgerChecks: what makes sure that there is a ledger.
    ///   - checks: what must hold besides.
    ///   - before: what psql reads before the transaction.
    func script(
        _ part: BundlePart, after ledgerChecks: [String], checks: [String] = [],
        before: (inout SQLScript) -> Void = { _ in },
        _ body: (inout SQLScript) -> Void
    ) -> String {
        var script = SQLScript(graph, about: "\(part.fileName): \(part.subject)")
        script.prepare()
        before(&script)
        script.blank()
        script.line("BEGIN;")
        script.heading("what must hold before")
        script.block(
            declare: ["problem text"], ledgerChecks + ledger.refuseRepetition(of: part) + checks + ledger.record(part))
        body(&script)
        script.blank()
        script.line("COMMIT;")
        return script.text
    }

    private var runAll: String {
        var script = SQLScript(graph, about: "run.sql: all scripts, in order")
        script.line("\\set ON_ERROR_STOP on")
        locate(&script)
        for part in parts {
            script.line("\\echo \(part.fileName)")
            script.line("\\ir \(part.fileName)")
        }
        return script.text
    }

    private var rollbackAll: String {
        var script = SQLScript(graph, about: "rollback/run.sql: undoes the scripts that were run, the last one first")
        script.line("\\set ON_ERROR_STOP on")
        script.line("\\set QUIET on")
        script.line("SELECT to_regclass('_plan.bundle_files') IS NULL AS plan_is_clean \\gset")
        script.line("\\if :plan_is_clean")
        script.line("\\echo nothing to undo")
        script.line("\\quit")
        script.line("\\endif")
        let undone = parts.reversed().filter { $0.rollbackFileName != nil }
        script.line(ledger.variables(undone))
        for part in undone {
            guard let name = part.rollbackFileName else { continue }
            script.line("\\if :plan_run_\(part.number)")
            script.line("\\echo rollback/\(name)")
            script.line("\\ir \(name)")
            script.line("\\endif")
        }
        return script.text
    }
}
