import PlanTestSupport
import Testing

@Suite struct FileTests {
    private static let maximumLines = 600

    @Test(arguments: ["Sources", "Tests"])
    func `no file is longer than it can be read at once`(directory: String) throws {
        for file in try Repository.swiftFiles(in: directory) {
            let lines = file.text.utf8.count { $0 == UInt8(ascii: "\n") }
            #expect(lines <= Self.maximumLines, "\(file.path) has \(lines) lines")
        }
    }

    /// Places in a text that end the program without saying why, or that are not finished.
    private func shortcuts(in file: Repository.File) -> [String] {
        let code = file.code
        let found =
            code.lines(of: "fatalError", "(").map { "\($0): fatalError" }
            + code.lines(of: "try", "!").map { "\($0): try!" }
            + code.lines(of: "as", "!").map { "\($0): as!" }
        let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
        let unfinished = lines.enumerated().flatMap { index, line in
            ["TODO", "FIXME"].filter { line.contains($0) }.map { "\(index + 1): \($0)" }
        }
        return found + unfinished
    }

    @Test func `no source takes a shortcut or is unfinished`() throws {
        for file in try Repository.sources() {
            let found = shortcuts(in: file)
            #expect(found.isEmpty, "\(file.path): \(found)")
        }
    }

    @Test(arguments: [
        ("let a = 1\nfatalError(\"x\")", "2: fatalError"), ("let a = try! b()", "1: try!"),
        ("\n\nlet a = b as! C", "3: as!"), ("let a = \"\\(b as! C)\"", "1: as!"), ("// TODO: all", "1: TODO"),
        ("/* FIXME */", "1: FIXME"),
    ])
    func `a shortcut is caught with its line`(text: String, found: String) {
        #expect(shortcuts(in: Repository.File(path: "Sources/X/X.swift", text: text)) == [found])
    }

    @Test(arguments: [
        "// fatalError() and try! and as! are not used", "let a = \"fatalError(try! as!)\"", "let a = try b() != c",
        "preconditionFailure(\"x\")", "let a = b as? C",
    ])
    func `what only looks like a shortcut is none`(text: String) {
        #expect(shortcuts(in: Repository.File(path: "Sources/X/X.swift", text: text)).isEmpty)
    }
}
