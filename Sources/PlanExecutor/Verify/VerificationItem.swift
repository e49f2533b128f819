internal import PlanGraph

/// One thing that a verification looks at.
struct VerificationItem: Sendable {
    enum Question: Sendable {
        case rows(VerifyInstruction, CopyInstruction)
        case check(CheckInstruction)
    }

    /// Among all items, in the order of the graph.
    let place: Int
    let operation: Operation
    let question: Question

    /// What the graph verifies and checks, in its order.
    static func all(of graph: OperationGraph) -> [VerificationItem] {
        let copies = graph.copies
        var items: [VerificationItem] = []
        for operation in graph.operations {
            for instruction in operation.do {
                let question: Question? =
                    switch instruction {
                    case .verify(let verify): copies[verify.copy].map { .rows(verify, $0) }
                    case .check(let check): .check(check)
                    case .sql, .copy, .run, .http, .backup: nil
                    }
                guard let question else { continue }
                items.append(VerificationItem(place: items.count, operation: operation, question: question))
            }
        }
        return items
    }

    /// About how many rows it looks at; the largest are begun first.
    func expectedRows(_ rows: [String: Int64]) -> Int64 {
        switch question {
        case .rows(let verify, _): rows[verify.copy] ?? .max
        case .check: 0
        }
    }
}
