internal import PlanDiagnostics
internal import PlanEmitters
internal import PlanExecutor
internal import PlanGraph
internal import PlanSupport

/// Writes the source's rows, and its answers to what scripts ask, beside the scripts.
struct BundleData {
    let loaded: LoadedGraph
    let console: Console

    /// Writes `data/` in a directory.
    ///
    /// - Returns: the files with their digests.
    func write(into directory: String) throws(CommandFailure) -> [DigestList.Entry] {
        let questions = BundleQuestions(of: loaded.graph)
        let runner = GraphRunner(loaded: loaded, console: console, jobs: nil, reportPath: nil)
        SignalWatcher.start(runner.cancellation)
        let environment = runner.environment()
        for copy in questions.copies {
            let path = Path.resolve(copy.path, against: directory)
            try CompiledArtifacts.makeDirectory(of: path)
            try OutputFile.require(path, replacing: .text("COPY "))
        }
        do throws(ExportFailure) {
            let export = try SourceExport(loaded.graph, environment: environment)
            var entries: [DigestList.Entry] = []
            var rows: [(path: String, count: Int64)] = []
            for copy in questions.copies {
                let path = Path.resolve(copy.path, against: directory)
                let written = try export.write(copy.copy, of: copy.operation, to: path)
                entries.append(DigestList.Entry(path: copy.path, digest: written.digest))
                rows.append((copy.path, written.rows))
                console.detail("\(copy.path): \(Quantity.counted(written.rows, "row"))")
            }
            var answers: [(question: BundleQuestion, values: [String?])] = []
            for question in questions.questions {
                answers.append((question, try export.answer(to: question.query, of: question.operation)))
            }
            try export.close()
            return entries + [try writeValues(answers, rows, into: directory)]
        } catch {
            throw CommandFailure(error)
        }
    }

    private func writeValues(
        _ answers: [(question: BundleQuestion, values: [String?])], _ rows: [(path: String, count: Int64)],
        into directory: String
    ) throws(ExportFailure) -> DigestList.Entry {
        let bytes = Array(BundleValues.render(loaded.graph, answers: answers, rows: rows).utf8)
        do throws(FileFailure) {
            try Files.writeAtomically(bytes, to: Path.resolve(BundleValues.path, against: directory))
        } catch {
            throw .file(error)
        }
        return DigestList.Entry(path: BundleValues.path, digest: ContentDigest(of: bytes))
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
