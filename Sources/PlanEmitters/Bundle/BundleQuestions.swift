package import PlanGraph

/// A query that a run asks of the source. A bundle is run without the source, so that its answer stands beside the rows.
package struct BundleQuestion: Hashable, Sendable {
    /// The variable of psql that holds the answer, as constants of SQL separated by commas.
    package let variable: String
    package let query: String
    /// The operation that asks.
    package let operation: String
}

/// What a bundle needs to know of the source's content.
package struct BundleQuestions: Sendable {
    /// Answers to be written into `data/values.sql`, in the order of the graph.
    package let questions: [BundleQuestion]
    /// In the order of the graph.
    package let copies: [BundleCopy]

    package init(of graph: OperationGraph) {
        var questions: [BundleQuestion] = []
        var copies: [BundleCopy] = []
        for operation in graph.operations {
            for (index, instruction) in operation.do.enumerated() {
                switch instruction {
                case .sql(let sql):
                    guard let query = sql.with else { continue }
                    let variable = Self.variable(operation, index)
                    questions.append(BundleQuestion(variable: variable, query: query, operation: operation.id))
                case .check(let check):
                    guard case .source(let query) = check.expectation else { continue }
                    let variable = Self.variable(operation, index)
                    questions.append(BundleQuestion(variable: variable, query: query, operation: operation.id))
                // Values cannot be compared without the source; the rows are counted by another operation. Psql runs no
                // programs here.
                case .verify, .run, .http, .backup: break
                case .copy(let copy): copies.append(BundleCopy(copy, operation, index))
                }
            }
        }
        self.questions = questions
        self.copies = copies
    }

    static func variable(_ operation: Operation, _ index: Int) -> String {
        "plan_" + SQLText.word(operation.id) + (index == 0 ? "" : "_\(index)")
    }
}
