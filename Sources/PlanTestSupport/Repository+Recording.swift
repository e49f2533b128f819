internal import PlanSupport
package import Testing

/// Files of the checkout that hold what the code makes.
///
/// `PLAN_UPDATE=1` records them anew. Recording fails the run, so that nothing is accepted unseen.
extension Repository {
    /// Whether this run records what it finds.
    package static let isRecording = Subprocess.variable("PLAN_UPDATE") == "1"

    /// Compares a file with what the code makes, and records it where it differs and this run records.
    package static func expectFile(
        _ path: String, toHold bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        if (try? Self.bytes(of: path)) == bytes { return }
        guard isRecording else {
            Issue.record(
                "\(path) is stale: run with PLAN_UPDATE=1 and read the difference", sourceLocation: sourceLocation)
            return
        }
        try record(bytes, in: path)
        Issue.record("\(path) was rewritten: read the difference, and run again", sourceLocation: sourceLocation)
    }

    /// Writes a file, if this run records. The caller fails the test.
    package static func record(_ bytes: [UInt8], in path: String) throws {
        if isRecording { try Files.writeAtomically(bytes, to: Self.path(path)) }
    }
}
