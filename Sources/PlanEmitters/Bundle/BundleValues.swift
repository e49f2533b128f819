package import PlanGraph

/// What the source held when its rows were written, for the scripts that need it.
package struct BundleValues {
    /// A file of rows.
    package struct Chunk: Sendable {
        /// From the bundle's directory.
        package let path: String
        package let rows: Int64

        package init(path: String, rows: Int64) {
            self.path = path
            self.rows = rows
        }
    }

    private let graph: OperationGraph
    private let format: SQLBundle.RowFormat
    private let answers: [(question: BundleQuestion, values: [String?])]
    private let copies: [(copy: BundleCopy, chunks: [Chunk])]

    /// - Parameters:
    ///   - answers: those to the questions, in their order.
    ///   - copies: the files that were written for each copy, in the order of the graph.
    package init(
        _ graph: OperationGraph, _ format: SQLBundle.RowFormat,
        answers: [(question: BundleQuestion, values: [String?])], copies: [(copy: BundleCopy, chunks: [Chunk])]
    ) {
        self.graph = graph
        self.format = format
        self.answers = answers
        self.copies = copies
    }

    /// The files, which are written beside those of the rows.
    package var files: [SQLBundle.File] {
        [SQLBundle.File(path: Self.loadPath, text: load), SQLBundle.File(path: Self.valuesPath, text: values)]
    }

    static let loadPath = "data/load.sql"
    static let valuesPath = "data/values.sql"

    /// Reads the files of the rows, and counts them.
    private var load: String {
        var script = SQLScript(graph, about: "\(Self.loadPath): the files of the rows, and how many rows each has")
        for entry in copies {
            script.heading(entry.copy.operation)
            for chunk in entry.chunks {
                script.read(chunk.path, entry.copy, entry.copy.format(format))
                let name = SQLText.literal(chunk.path)
                script.line("SELECT pg_temp.plan_require_rows(\(name), \(chunk.rows), :ROW_COUNT) AS plan_file \\gset")
            }
        }
        return script.text
    }

    /// What the source answered, and how many rows each copy has.
    private var values: String {
        var script = SQLScript(graph, about: "\(Self.valuesPath): what the source held when the rows were written")
        for entry in copies {
            script.set(entry.copy.variable, [String(entry.chunks.reduce(0) { $0 + $1.rows })])
        }
        for answer in answers { script.set(answer.question.variable, answer.values) }
        return script.text
    }
}

extension SQLScript {
    /// Gives a variable of psql values as constants of SQL.
    fileprivate mutating func set(_ variable: String, _ values: [String?]) {
        let constants = values.map { $0.map(SQLText.literal) ?? "NULL" }.joined(separator: ", ")
        line("\\set \(variable) \(SQLText.argument(constants))")
    }

    fileprivate mutating func read(_ path: String, _ copy: BundleCopy, _ format: SQLBundle.RowFormat) {
        switch format {
        case .text: line("\\ir \(path.dropFirst("data/".count))")
        case .gzip: line("\\copy \(copy.instruction.into) FROM PROGRAM 'gzip -dc \"$PLAN_BUNDLE/\(path)\"'")
        }
    }
}
