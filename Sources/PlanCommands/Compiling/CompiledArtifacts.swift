internal import PlanDiagnostics
internal import PlanEmitters
internal import PlanGraph
internal import PlanSupport

/// The files that a plan compiles to, but for the source's rows.
struct CompiledArtifacts {
    /// A file that follows from plan and catalog.
    struct File {
        /// From the directory of all.
        let path: String
        let bytes: [UInt8]
        let kind: OutputFile.Kind
    }

    /// The graph first, the summary last.
    let files: [File]

    init(_ loaded: LoadedGraph, _ contents: SQLBundle.Contents, _ layout: SQLBundle.Layout) {
        let scripts = SQLBundle(loaded.graph, contents, layout).files.map { file in
            File(path: file.path, bytes: Array(file.text.utf8), kind: .script)
        }
        let summary = loaded.notes.map { notes in
            File(
                path: "SUMMARY.md", bytes: Array(GraphSummary.render(loaded.graph, notes).utf8),
                kind: .text(GraphSummary.mark))
        }
        files =
            [File(path: "graph.json", bytes: loaded.graph.file, kind: .json)] + scripts + [summary].compactMap { $0 }
    }

    /// Writes the files, and the digests of these and of what was written beside them; removes those of an earlier
    /// compilation that are no longer among them.
    func write(into directory: String, beside data: [DigestList.Entry]) throws(CommandFailure) {
        let before = try DigestList.read(directory)
        for file in files {
            let path = Path.resolve(file.path, against: directory)
            try Self.makeDirectory(of: path)
            try OutputFile.write(file.bytes, to: path, replacing: file.kind)
        }
        let digests = digests(beside: data)
        try OutputFile.write(
            Array(digests.text.utf8), to: Path.resolve(DigestList.name, against: directory), replacing: .digests)
        let written = Set(digests.entries.map(\.path))
        for entry in before.entries where !written.contains(entry.path) {
            do throws(FileFailure) {
                try Files.remove(Path.resolve(entry.path, against: directory))
            } catch {
                if !error.isMissing { throw CommandFailure(.failed, .file(error)) }
            }
        }
    }

    /// What is wrong with the files in a directory; empty where they are these.
    func differences(in directory: String) throws(CommandFailure) -> [Diagnostic] {
        var found: [Diagnostic] = []
        func compare(_ path: String, _ bytes: [UInt8]) throws(CommandFailure) {
            let path = Path.resolve(path, against: directory)
            do throws(FileFailure) {
                if try Files.read(path) != bytes { found.append(.stale(path, "is not what the plan compiles to")) }
            } catch {
                guard error.isMissing else { throw CommandFailure(.failed, .file(error)) }
                found.append(.stale(path, "is missing"))
            }
        }
        for file in files { try compare(file.path, file.bytes) }
        // Of the rows only the source knows; that the files are those that were written is what can be told.
        let data = try DigestList.read(directory).entries.filter(\.isData)
        for entry in data {
            let path = Path.resolve(entry.path, against: directory)
            do throws(FileFailure) {
                if try ContentDigest(ofFile: path) != entry.digest {
                    found.append(.stale(path, "is not what was written with it"))
                }
            } catch {
                guard error.isMissing else { throw CommandFailure(.failed, .file(error)) }
                found.append(.stale(path, "is missing"))
            }
        }
        try compare(DigestList.name, Array(digests(beside: data).text.utf8))
        return found
    }

    private func digests(beside data: [DigestList.Entry]) -> DigestList {
        DigestList(files.map { DigestList.Entry(path: $0.path, digest: ContentDigest(of: $0.bytes)) } + data)
    }

    static func makeDirectory(of path: String) throws(CommandFailure) {
        do throws(FileFailure) {
            try Files.makeDirectory(Path.directory(of: path))
        } catch {
            throw CommandFailure(.failed, .file(error))
        }
    }
}

extension OutputFile.Kind {
    /// A script of a bundle.
    static let script = OutputFile.Kind.text("-- Migration: ")
}
