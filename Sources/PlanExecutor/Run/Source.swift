internal import PlanCatalog
internal import PlanGraph
internal import PlanSQLite
internal import PlanSupport

/// The source, seen at one moment by several readers.
struct Source {
    let path: String
    let readers: [SQLiteReader]
    /// How far the source was written at the moment that is read, or before.
    let position: String
    private let catalog: Catalog

    /// Opens the source and compares its catalog with the one that the graph was compiled for.
    init(_ graph: OperationGraph, _ environment: RunEnvironment, readers count: Int) throws(RunFailure) {
        let input = graph.inputs.source
        let location = try environment.resolve(input.location, side: .source)
        path = Path.resolve(location.reveal(), against: environment.baseDirectory)
        do throws(SQLiteError) {
            let snapshot = try SQLiteSnapshotReaders(path, count: count)
            position = try snapshot.position().description
            readers = try snapshot.begin()
            catalog = try SQLiteCatalogReader.read(readers[0].connection)
            for reader in readers { try reader.connection.refuseDoubleQuotedTexts() }
        } catch {
            throw .cannotConnectSource(SourceFailure(error))
        }
        guard catalog.fingerprint != input.fingerprint else { return }
        let differences = Drift.differences(expected: input.objects, found: catalog.objectDigests)
        throw .refused(
            .drift(
                path: path,
                differences: differences.isEmpty ? ["its fingerprint is \(catalog.fingerprint.short)"] : differences))
    }

    /// How many rows the copies of a graph will read, about and without their filters, and among which rowids, by the
    /// operation's id. Asked before the readers are given to workers. A table of which it cannot be told cheaply is left
    /// out.
    func estimates(of graph: OperationGraph) -> [String: RowEstimate] {
        let tables = Dictionary(catalog.tables.map { ($0.name, $0) }) { first, _ in first }
        var estimates: [String: RowEstimate] = [:]
        for operation in graph.operations {
            guard case .copy(let copy)? = operation.do.first, let table = tables[copy.table] else { continue }
            // What cannot be read is told by the copy itself.
            estimates[operation.id] = (try? RowEstimate.of(table, readers[0].connection)) ?? nil
        }
        return estimates
    }

    /// The size of its file.
    var bytes: Int64 { Int64(readers[0].connection.file.bytes) }

    /// How far the source is written by now: as far as it was at the moment that is read, or further.
    func positionNow() throws(RunFailure) -> String {
        do throws(SQLiteError) {
            return try readers[0].connection.position().description
        } catch {
            throw .cannotConnectSource(SourceFailure(error))
        }
    }

    /// Ends the moment.
    ///
    /// - Throws: that the file changed while it was read without locks.
    func close() throws(SourceFailure) {
        do throws(SQLiteError) {
            for reader in readers { try reader.endSnapshot() }
        } catch {
            throw SourceFailure(error)
        }
    }
}

extension SourceFailure {
    init(_ error: SQLiteError) { self.init(path: error.path, reason: error.description) }
}

extension RunEnvironment {
    /// A text of the graph with its variables replaced.
    func resolve(_ text: String, side: Effect.Side) throws(RunFailure) -> Secret {
        let template: VariableTemplate
        do throws(VariableTemplate.ParsingError) {
            template = try VariableTemplate(text)
        } catch {
            throw .malformedTemplate(side: side)
        }
        do throws(VariableTemplate.MissingVariable) {
            return try template.resolve(variable)
        } catch {
            throw .missingVariable(name: error.name, side: side)
        }
    }

    /// The target's connection string.
    func targetConninfo(_ graph: OperationGraph) throws(RunFailure) -> Secret {
        if let target { return target }
        return try resolve(graph.inputs.target.connection, side: .target)
    }
}
