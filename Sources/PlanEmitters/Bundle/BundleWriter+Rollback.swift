internal import PlanGraph

extension BundleWriter {
    /// The undo of each operation of a part, the last one first.
    func rollback(_ part: BundlePart) -> String {
        var script = SQLScript(graph, about: "\(part.number)_rollback.sql: undoes \(part.fileName)")
        script.prepare()
        script.blank()
        script.line("BEGIN;")
        script.heading("what must hold before")
        script.block(declare: ["problem text"], ledger.require(part) + ledger.refuse(after: part))
        for operation in operations(of: part).reversed() { undo(operation, in: part, into: &script) }
        script.heading("nothing of \(part.fileName) is left")
        script.block(ledger.forget(part))
        script.blank()
        script.line("COMMIT;")
        return script.text
    }

    private func undo(_ operation: Operation, in part: BundlePart, into script: inout SQLScript) {
        switch operation.undo {
        case .irreversible(let reason):
            script.heading("\(operation.id) cannot be undone: \(reason)")
        case .instructions(let instructions):
            let statements = instructions.compactMap { instruction -> String? in
                switch instruction {
                case .sql(let sql): sql.sql
                case .check, .copy, .verify, .run, .http, .backup: nil
                }
            }
            guard !statements.isEmpty else { return }
            script.heading(operation)
            let mayBeSkipped = operation.do.contains { instruction in
                if case .sql(let sql) = instruction { sql.unless != nil } else { false }
            }
            if mayBeSkipped {
                script.block(ledger.ifRun(statements, operation, in: part))
            } else {
                for statement in statements { script.statement(statement) }
            }
        }
    }
}
