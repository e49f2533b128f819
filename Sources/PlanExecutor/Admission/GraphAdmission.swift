internal import PlanCatalog
internal import PlanGraph

/// What can be refused by looking at the graph alone.
enum GraphAdmission {
    static func refusal(_ graph: OperationGraph) -> AdmissionRefusal? {
        let (source, target) = (graph.inputs.source.engine, graph.inputs.target.engine)
        guard source == .sqlite, target == .postgresql else {
            return .engines(source: source.rawValue, target: target.rawValue)
        }
        let copies = graph.copies
        for operation in graph.operations {
            if let reason = unsupported(operation, copies) {
                return .unsupported(id: operation.id, reason: reason)
            }
        }
        for instruction in graph.execution.afterFailure {
            switch instruction {
            case .sql(let sql) where sql.with == nil && sql.unless == nil: break
            case .run: break
            case .sql, .copy, .check, .verify, .http, .backup:
                return .unsupported(id: "after_failure", reason: "after a failure only statements and commands are run")
            }
        }
        switch graph.execution.destructive {
        case .allow: return nil
        case .forbid: break
        }
        let destructive = graph.operations.filter(\.risk.isDestructive).map(\.id)
        if !destructive.isEmpty { return .destructive(ids: destructive) }
        let irreversible = graph.operations.compactMap { operation -> UndoOutcome.Remainder? in
            switch operation.undo {
            case .instructions: nil
            case .irreversible(let reason): UndoOutcome.Remainder(id: operation.id, reason: reason)
            }
        }
        return irreversible.isEmpty ? nil : .irreversible(irreversible)
    }

    private static func unsupported(_ operation: Operation, _ copies: [String: CopyInstruction]) -> String? {
        // A copy commits chunk by chunk, so nothing else can be in its transaction; a verification needs none.
        for instruction in operation.do where operation.do.count > 1 {
            switch instruction {
            case .copy: return "a copy must be the only instruction of its operation"
            case .verify: return "a verification must be the only instruction of its operation"
            case .run, .http: return "a command or a request must be the only instruction of its operation"
            case .backup: return "a backup must be the only instruction of its operation"
            case .sql, .check: break
            }
        }
        if case .verify(let verify)? = operation.do.first {
            guard let copy = copies[verify.copy] else { return "it verifies '\(verify.copy)', which copies no rows" }
            for name in verify.key where !copy.columns.contains(where: { $0.name == name }) {
                return "it verifies by the column '\(name)', which \(verify.copy) does not copy"
            }
        }
        guard case .instructions(let undo) = operation.undo else { return nil }
        // Undoing must be possible when the source is gone.
        for instruction in undo {
            switch instruction {
            case .copy: return "its undo copies rows"
            case .verify: return "its undo needs the source"
            case .run where undo.count == 1: break
            case .run: return "its undo does more than run a command"
            case .http: return "its undo asks an address"
            case .backup: return "its undo takes a backup"
            case .sql(let sql): if sql.with != nil { return "its undo needs the source" }
            case .check(let check):
                switch check.expectation {
                case .value: break
                case .source: return "its undo needs the source"
                }
            }
        }
        return nil
    }
}

extension Instruction {
    /// Whether it copies rows.
    var isCopy: Bool {
        switch self {
        case .copy: true
        case .sql, .check, .verify, .run, .http, .backup: false
        }
    }
}

extension OperationGraph {
    /// The copies, by the operation's id.
    var copies: [String: CopyInstruction] {
        var copies: [String: CopyInstruction] = [:]
        for operation in operations {
            if case .copy(let copy)? = operation.do.first { copies[operation.id] = copy }
        }
        return copies
    }
}
