package import PlanGraph
internal import PlanPostgres
internal import PlanSQLite
package import PlanSupport

/// Why an export did not come to its end.
package enum ExportFailure: Error, Sendable {
    /// The source cannot be opened, or is not the one that the graph was compiled for.
    case run(RunFailure)
    /// An operation's rows or answers cannot be had.
    case operation(id: String, OperationFailure)
    case file(FileFailure)
}

/// Reads from the source, at one moment, what a graph would read in a run: rows as files in COPY's text format, and the
/// answers to its questions.
package struct SourceExport {
    /// How rows stand in a file.
    package enum Format: Sendable {
        /// Between a COPY statement and the end of its data, for psql to read.
        case statement
        /// Alone, and compressed by gzip.
        case gzip
    }

    private let graph: OperationGraph
    private let source: Source
    private let environment: RunEnvironment

    /// Opens the source and compares its schema with the graph's.
    package init(_ graph: OperationGraph, environment: RunEnvironment) throws(ExportFailure) {
        do throws(RunFailure) {
            if let refusal = GraphAdmission.refusal(graph) { throw .refused(refusal) }
            self.graph = graph
            self.environment = environment
            source = try Source(graph, environment, readers: 1)
            // All that would end it, at once.
            try Preflight(graph: graph, environment: environment).run(source, serverVersion: Self.serverVersion(graph))
        } catch {
            throw .run(error)
        }
    }

    /// The rows of a copy, to be written chunk by chunk.
    package func rows(of copy: CopyInstruction, _ operation: String) throws(ExportFailure) -> RowExport {
        do throws(StepFailure) {
            return RowExport(
                try TextRowWriter.begin(
                    copy, source.readers[0], serverVersion: Self.serverVersion(graph), environment),
                operation: operation)
        } catch {
            throw ExportFailure(error, operation)
        }
    }

    /// The answer to a question: the values of its first row, NULLs where there is none.
    package func answer(to query: String, of operation: String) throws(ExportFailure) -> [String?] {
        do throws(StepFailure) {
            return try SourceQuery(query, source.readers[0]).firstRow()
        } catch {
            throw ExportFailure(error, operation)
        }
    }

    /// Of the oldest server that the files are for.
    private static func serverVersion(_ graph: OperationGraph) -> Int { graph.inputs.target.version * 10_000 }

    /// Ends the moment.
    ///
    /// - Throws: that the source changed while it was read without locks.
    package func close() throws(ExportFailure) {
        do throws(SourceFailure) { try source.close() } catch { throw .run(.cannotConnectSource(error)) }
    }
}

/// The rows of one copy that are not written yet.
package struct RowExport: ~Copyable {
    /// A file of rows.
    package struct Chunk: Sendable {
        package let rows: Int64
        package let digest: ContentDigest
    }

    private var writer: TextRowWriter
    private let operation: String

    init(_ writer: consuming TextRowWriter, operation: String) {
        self.writer = writer
        self.operation = operation
    }

    /// Whether rows are left.
    package var hasRows: Bool { writer.hasRow }

    /// Writes a file of as many rows as the copy's chunks have.
    package mutating func writeChunk(
        _ format: SourceExport.Format, to path: String
    ) throws(ExportFailure) -> Chunk {
        var file: FileWriter
        do throws(FileFailure) {
            file = try FileWriter(path, compression: format.compression)
        } catch {
            throw .file(error)
        }
        let rows: Int64
        do throws(ExportFailure.Cause) {
            rows = try writer.writeChunk(format, to: &file)
        } catch {
            switch error {
            case .step(let failure): throw ExportFailure(failure, operation)
            case .file(let failure): throw .file(failure)
            }
        }
        do throws(FileFailure) {
            return Chunk(rows: rows, digest: try file.finish())
        } catch {
            throw .file(error)
        }
    }
}

extension SourceExport.Format {
    fileprivate var compression: FileWriter.Compression {
        switch self {
        case .statement: .none
        case .gzip: .gzip
        }
    }
}

extension ExportFailure {
    fileprivate init(_ failure: StepFailure, _ operation: String) {
        switch failure {
        case .failed(let cause): self = .operation(id: operation, cause)
        case .stopped:
            self = .run(.interrupted(undo: UndoOutcome(policy: .rollback, undone: [], remaining: []), report: nil))
        }
    }
}
