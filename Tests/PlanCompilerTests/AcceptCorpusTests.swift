import Foundation
import PlanCatalog
import PlanCompiler
import PlanDiagnostics
import PlanGraph
import PlanSupport
import PlanTestSupport
import Testing

/// `Tests/Corpus/accept`: plans with a pinned catalog and the graph that they compile to, without a database.
///
/// `PLAN_UPDATE=1` records catalogs and graphs anew, and fails, so that nobody takes a recording for a passing test.
@Suite struct AcceptCorpusTests {
    static let cases = Repository.entries(in: Repository.path("Tests/Corpus/accept"))

    private static let isRecording = Subprocess.variable("PLAN_UPDATE") != nil

    @Test(arguments: cases)
    func `a plan compiles to the graph that was reviewed`(name: String) throws {
        let directory = Repository.path("Tests/Corpus/accept/\(name)")
        let sql = String(decoding: try Files.read("\(directory)/source.sql"), as: UTF8.self)
        let live = try CompilerHarness.snapshot(sql)
        try expect("\(directory)/catalog.json", holds: live.file)

        let pinned = try CatalogSnapshot(file: try Files.read("\(directory)/catalog.json"))
        let plan = SourceFile(path: "plan.yml", bytes: try Files.read("\(directory)/plan.yml"))
        let compiled = CompilerHarness.compile(try CompilerHarness.document(file: plan), pinned)
        let graph = try #require(compiled.graph, "\(compiled.messages)")
        try expect("\(directory)/graph.json", holds: graph.file)
    }

    @Test func `there are cases`() { #expect(Self.cases.count >= 7) }

    private func expect(_ path: String, holds bytes: [UInt8]) throws {
        if (try? Files.read(path)) == bytes { return }
        guard Self.isRecording else {
            Issue.record("\(path) differs; PLAN_UPDATE=1 writes it, and 'git diff' tells whether that is right")
            return
        }
        try Files.writeAtomically(bytes, to: path)
        Issue.record("recorded \(path)")
    }
}
