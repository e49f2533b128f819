package import PlanGraph

/// A copy whose rows are in files of a bundle, a file for each chunk.
package struct BundleCopy: Sendable {
    package let instruction: CopyInstruction
    package let operation: Operation
    /// What the names of its files in `data/` begin with.
    private let name: String
    /// The variable of psql that holds the number of its rows.
    let variable: String

    init(_ instruction: CopyInstruction, _ operation: Operation, _ index: Int) {
        self.instruction = instruction
        self.operation = operation
        name = SQLText.fileName(operation.name) + (index == 0 ? "" : ".\(index)")
        variable = BundleQuestions.variable(operation, index)
    }

    /// How its rows are kept where a way is asked for: psql's `\copy` is one line, which a name of several cannot be in.
    package func format(_ wanted: SQLBundle.RowFormat) -> SQLBundle.RowFormat {
        instruction.into.contains(where: \.isNewline) ? .text : wanted
    }

    /// The path of a chunk's file from the bundle's directory.
    ///
    /// - Parameter number: the chunk's, from 1.
    package func path(chunk number: Int, _ wanted: SQLBundle.RowFormat) -> String {
        let digits = String(number)
        let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        let ending =
            switch format(wanted) {
            case .text: ".copy"
            case .gzip: ".copy.gz"
            }
        return "data/\(name).\(padded)\(ending)"
    }
}
