internal import PlanCatalog
internal import PlanGraph

/// What can be refused by looking at the graph alone.
enum GraphAdmission {
    static func refusal(_ graph: OperationGraph) -> AdmissionRefusal? {
        let (source, target) = (graph.inputs.source.engine, graph.inputs.target.engine)
        guard source == .sqlite, target == .postgresql else {
            return .engines(source: source.rawValue, target: target.rawValue)
        }
        for operation in graph.operations {
            if let reason = unsupported(operation) { return .unsupported(id: operation.id, reason: reason) }
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

    private static func unsupported(_ operation: Operation) -> String? {
        // A copy commits chunk by chunk, so nothing else can be in its transaction.
        let copies = operation.do.count { $0.isCopy }
        if copies > 0, operation.do.count > 1 { return "a copy must be the only instruction of its operation" }
        guard case .instructions(let undo) = operation.undo else { return nil }
        // Undoing must be possible when the source is gone.
        for instruction in undo {
            switch instruction {
            case .copy: return "its undo copies rows"
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
        case .sql, .check: false
        }
    }
}
