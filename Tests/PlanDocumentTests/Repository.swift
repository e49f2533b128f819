import Foundation
import PlanSupport
import Testing

/// The files of this package, as tests need them.
enum Repository {
    /// The package's root, with a slash at its end.
    static let root = String(#filePath.dropLast("Tests/PlanDocumentTests/Repository.swift".count))

    /// The names in a directory, sorted; empty where there is none.
    static func names(in directory: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: root + directory)) ?? []).sorted()
    }

    static func bytes(of path: String) throws -> [UInt8] { try Files.read(root + path) }

    static func text(of path: String) throws -> String { String(decoding: try bytes(of: path), as: UTF8.self) }

    /// Whether this run records what it finds. Recording fails the run, so that nothing is accepted unseen.
    static let isRecording = ProcessInfo.processInfo.environment["PLAN_UPDATE"] == "1"

    /// Compares a file that is made from code with what the code makes.
    static func expectFile(_ path: String, toHold bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation)
        throws
    {
        let found = (try? Self.bytes(of: path)) ?? []
        guard found != bytes else { return }
        guard isRecording else {
            Issue.record(
                "\(path) is stale: run with PLAN_UPDATE=1 and read the difference", sourceLocation: sourceLocation)
            return
        }
        try Files.writeAtomically(bytes, to: root + path)
        Issue.record("\(path) was rewritten: read the difference, and run again", sourceLocation: sourceLocation)
    }
}
