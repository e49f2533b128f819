import PlanSupport
import PlanTestSupport
import Testing

/// Files and parts of files that are made from code.
enum GeneratedFile {
    /// Whether this run writes what it makes. Writing fails the run, so that nothing is accepted unseen.
    static let isUpdating = Subprocess.variable("PLAN_UPDATE") == "1"

    /// Compares a file with what the code makes.
    static func expect(_ path: String, toHold text: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let found = (try? Files.read(Repository.path(path))).map { String(decoding: $0, as: UTF8.self) }
        guard found != text else { return }
        guard isUpdating else {
            Issue.record(
                "\(path) is stale: run with PLAN_UPDATE=1 and read the difference", sourceLocation: sourceLocation)
            return
        }
        try Files.makeDirectory(Path.directory(of: Repository.path(path)))
        try Files.writeAtomically(Array(text.utf8), to: Repository.path(path))
        Issue.record("\(path) was rewritten: read the difference, and run again", sourceLocation: sourceLocation)
    }

    /// Compares a part of a page, between its two marks, with what the code makes.
    static func expect(
        _ name: String, of path: String, toHold lines: [String], sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let document = try Document(path: path)
        let part = try #require(document.part(name), "\(path) has no marks for '\(name)'")
        var all = document.lines
        all.replaceSubrange(part, with: [""] + lines + [""])
        try expect(path, toHold: all.joined(separator: "\n"), sourceLocation: sourceLocation)
    }
}

/// A table of Markdown.
struct MarkdownTable {
    private(set) var lines: [String]

    init(_ heading: [String]) {
        lines = [Self.row(heading), Self.row(heading.map { _ in "---" })]
    }

    mutating func add(_ cells: [String]) { lines.append(Self.row(cells)) }

    private static func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
}
