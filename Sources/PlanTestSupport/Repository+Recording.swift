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

    /// Compares a part of a page, between its two marks, with what the code makes.
    package static func expectPart(
        _ name: String, of path: String, toHold content: [String], sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        var lines = try Self.text(of: path).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let part = try #require(
            Self.part(name, of: lines), "\(path) has no marks for '\(name)'", sourceLocation: sourceLocation)
        lines.replaceSubrange(part, with: [""] + content + [""])
        try expectFile(path, toHold: Array(lines.joined(separator: "\n").utf8), sourceLocation: sourceLocation)
    }

    /// The lines between the two marks of a part, `<!-- name: …` and `<!-- end of name -->`; nil where there are none.
    package static func part(_ name: String, of lines: [String]) -> Range<Int>? {
        guard let start = lines.firstIndex(where: { $0.hasPrefix("<!-- \(name): ") }),
            let end = lines[start...].firstIndex(of: "<!-- end of \(name) -->")
        else { return nil }
        return start + 1..<end
    }

    /// Writes a file, if this run records. The caller fails the test.
    package static func record(_ bytes: [UInt8], in path: String) throws {
        guard isRecording else { return }
        try Files.makeDirectory(Path.directory(of: Self.path(path)))
        try Files.writeAtomically(bytes, to: Self.path(path))
    }
}
