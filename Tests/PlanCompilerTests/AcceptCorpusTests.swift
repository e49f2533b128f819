import PlanCatalog
import PlanCompiler
import PlanDiagnostics
import PlanGraph
import PlanSupport
import PlanTestSupport
import Testing

/// `Tests/Corpus/accept`: plans with a pinned catalog and the graph that they compile to, without a database.
///
/// `PLAN_UPDATE=1` records catalogs and graphs anew.
@Suite struct AcceptCorpusTests {
    static let cases = Repository.names(in: "Tests/Corpus/accept")

    @Test(arguments: cases)
    func `a plan compiles to the graph that was reviewed`(name: String) throws {
        let directory = "Tests/Corpus/accept/\(name)"
        let live = try CompilerHarness.snapshot(try Repository.text(of: "\(directory)/source.sql"))
        try Repository.expectFile("\(directory)/catalog.json", toHold: live.file)

        let pinned = try CatalogSnapshot(file: try Repository.bytes(of: "\(directory)/catalog.json"))
        let plan = SourceFile(path: "plan.yml", bytes: try Repository.bytes(of: "\(directory)/plan.yml"))
        let compiled = CompilerHarness.compile(try CompilerHarness.document(file: plan), pinned)
        let graph = try #require(compiled.graph, "\(compiled.messages)")
        try Repository.expectFile("\(directory)/graph.json", toHold: graph.file)
    }

    @Test func `there are cases`() { #expect(Self.cases.count >= 7) }
}
