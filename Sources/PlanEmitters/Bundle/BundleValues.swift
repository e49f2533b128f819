package import PlanGraph

/// `data/values.sql`: what the source answered, for the scripts that need it.
package enum BundleValues {
    package static let path = "data/values.sql"

    /// - Parameters:
    ///   - answers: those to the questions, in their order.
    ///   - rows: how many each copy's file has, by its path.
    package static func render(
        _ graph: OperationGraph, answers: [(question: BundleQuestion, values: [String?])],
        rows: [(path: String, count: Int64)]
    ) -> String {
        var script = SQLScript(graph, about: "\(path): what the source held when the rows were written")
        for row in rows { script.line("-- \(row.path): \(row.count) \(row.count == 1 ? "row" : "rows")") }
        if !rows.isEmpty { script.blank() }
        for answer in answers {
            let constants = answer.values.map { $0.map(SQLText.literal) ?? "NULL" }.joined(separator: ", ")
            script.line("\\set \(answer.question.variable) \(SQLText.argument(constants))")
        }
        return script.text
    }
}
