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

    /// Writes the rows of a copy: the COPY statement, a line for each row, and the end of the data.
    ///
    /// - Returns: the number of rows and the file's digest.
    package func write(
        _ copy: CopyInstruction, of operation: String, to path: String
    ) throws(ExportFailure) -> (rows: Int64, digest: ContentDigest) {
        var file: FileWriter
        do throws(FileFailure) { file = try FileWriter(path) } catch { throw .file(error) }
        let rows: Int64
        var writer: TextRowWriter
        do throws(OperationFailure) {
            writer = try TextRowWriter(copy, serverVersion: Self.serverVersion(graph), environment)
        } catch {
            throw .operation(id: operation, error)
        }
        do throws(ExportFailure.Cause) {
            rows = try writer.write(source.readers[0], to: &file)
        } catch {
            switch error {
            case .step(let failure): throw Self.failure(failure, operation)
            case .file(let failure): throw .file(failure)
            }
        }
        do throws(FileFailure) { return (rows, try file.finish()) } catch { throw .file(error) }
    }

    /// The answer to a question: the values of its first row, NULLs where there is none.
    package func answer(to query: String, of operation: String) throws(ExportFailure) -> [String?] {
        do throws(StepFailure) {
            return try SourceQuery(query, source.readers[0]).firstRow()
        } catch {
            throw Self.failure(error, operation)
        }
    }

    /// Of the oldest server that the files are for.
    private static func serverVersion(_ graph: OperationGraph) -> Int { graph.inputs.target.version * 10_000 }

    private static func failure(_ failure: StepFailure, _ operation: String) -> ExportFailure {
        switch failure {
        case .failed(let cause): .operation(id: operation, cause)
        case .stopped: .run(.interrupted(undo: UndoOutcome(policy: .rollback, undone: [], remaining: []), report: nil))
        }
    }

    /// Ends the moment.
    ///
    /// - Throws: that the source changed while it was read without locks.
    package func close() throws(ExportFailure) {
        do throws(SourceFailure) { try source.close() } catch { throw .run(.cannotConnectSource(error)) }
    }
}
