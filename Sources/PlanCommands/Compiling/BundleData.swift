internal import PlanDiagnostics
internal import PlanEmitters
internal import PlanExecutor
internal import PlanGraph
internal import PlanSupport

/// Writes the source's rows, and its answers to what scripts ask, beside the scripts.
struct BundleData {
    let loaded: LoadedGraph
    let format: SQLBundle.RowFormat
    let console: Console

    /// Writes `data/` in a directory.
    ///
    /// - Returns: the files with their digests.
    func write(into directory: String) throws(CommandFailure) -> [DigestList.Entry] {
        let questions = BundleQuestions(of: loaded.graph)
        let runner = GraphRunner(loaded: loaded, console: console, jobs: nil, reportPath: nil)
        SignalWatcher.start(runner.cancellation)
        // What cannot be written is told before the source is read.
        for copy in questions.copies { try requireFile(copy, chunk: 1, in: directory) }
        let export = try exporting { () throws(ExportFailure) in
            try SourceExport(loaded.graph, environment: runner.environment())
        }
        var entries: [DigestList.Entry] = []
        var copies: [(copy: BundleCopy, chunks: [BundleValues.Chunk])] = []
        for copy in questions.copies {
            let written = try write(copy, of: export, into: directory)
            entries += written.map { DigestList.Entry(path: $0.file.path, digest: $0.digest) }
            copies.append((copy, written.map(\.file)))
        }
        let answers = try exporting { () throws(ExportFailure) in
            var answers: [(question: BundleQuestion, values: [String?])] = []
            for question in questions.questions {
                answers.append((question, try export.answer(to: question.query, of: question.operation)))
            }
            try export.close()
            return answers
        }
        for file in BundleValues(loaded.graph, format, answers: answers, copies: copies).files {
            let bytes = Array(file.text.utf8)
            let path = Path.resolve(file.path, against: directory)
            try CompiledArtifacts.makeDirectory(of: path)
            try OutputFile.write(bytes, to: path, replacing: .script)
            entries.append(DigestList.Entry(path: file.path, digest: ContentDigest(of: bytes)))
        }
        return entries
    }

    private func write(
        _ copy: BundleCopy, of export: SourceExport, into directory: String
    ) throws(CommandFailure) -> [(file: BundleValues.Chunk, digest: ContentDigest)] {
        var rows: RowExport
        do throws(ExportFailure) {
            rows = try export.rows(of: copy.instruction, copy.operation.id)
        } catch {
            throw CommandFailure(error)
        }
        var chunks: [(file: BundleValues.Chunk, digest: ContentDigest)] = []
        // An empty table has a file too, so that each has one.
        repeat {
            let path = copy.path(chunk: chunks.count + 1, format)
            let file = try requireFile(copy, chunk: chunks.count + 1, in: directory)
            let chunk: RowExport.Chunk
            do throws(ExportFailure) {
                chunk = try rows.writeChunk(copy.format(format).export, to: file)
            } catch {
                throw CommandFailure(error)
            }
            console.detail("\(path): \(Quantity.counted(chunk.rows, "row"))")
            chunks.append((BundleValues.Chunk(path: path, rows: chunk.rows), chunk.digest))
        } while rows.hasRows
        return chunks
    }

    /// Fails if a chunk's file could not be written, or would replace one of another kind.
    ///
    /// - Returns: where it goes.
    @discardableResult
    private func requireFile(
        _ copy: BundleCopy, chunk number: Int, in directory: String
    ) throws(CommandFailure) -> String {
        let path = Path.resolve(copy.path(chunk: number, format), against: directory)
        try CompiledArtifacts.makeDirectory(of: path)
        switch copy.format(format) {
        case .text: try OutputFile.require(path, replacing: .text("COPY "))
        case .gzip: try OutputFile.require(path, replacing: .gzip)
        }
        return path
    }

    private func exporting<Value>(
        _ body: () throws(ExportFailure) -> Value
    ) throws(CommandFailure) -> Value {
        do throws(ExportFailure) { return try body() } catch { throw CommandFailure(error) }
    }
}

extension SQLBundle.RowFormat {
    fileprivate var export: SourceExport.Format {
        switch self {
        case .text: .statement
        case .gzip: .gzip
        }
    }
}

extension CommandFailure {
    /// A failed export as one diagnostic and an exit code.
    fileprivate init(_ failure: ExportFailure) {
        switch failure {
        case .run(let failure): self.init(failure)
        case .operation(let id, let cause):
            self.init(.failed, Diagnostic(Self.code(of: cause), .error, "\(id): \(cause)"))
        case .file(let failure): self.init(.failed, .file(failure))
        }
    }
}
