import PlanDiagnostics
import PlanDocument
import PlanSupport
import PlanYAML
import PlanTestSupport
import Testing

@Suite struct RejectCorpusTests {
    @Test(arguments: RejectCase.all)
    func `a refused plan is refused with exactly what its comments say`(example: RejectCase) throws {
        let diagnostics = try example.diagnostics()
        #expect(!diagnostics.isEmpty, "the plan is accepted")
        #expect(diagnostics.contains { $0.code.description == example.code }, "the code of its name is not reported")
        let markers = diagnostics.flatMap(\.markers)
        for file in try example.files() {
            let found = markers.filter { $0.file == file.name }
            let expected = file.expectations.sorted()
            let actual = found.map { "\($0.file):\($0.line): \($0.text)" }.sorted()
            guard expected != actual else { continue }
            if Repository.isRecording {
                let byLine = Dictionary(grouping: found, by: \.line).mapValues { $0.map(\.text) }
                try Repository.record(file.marked(with: byLine), in: example.path(of: file))
            }
            let missing = expected.filter { !actual.contains($0) }
            let unexpected = actual.filter { !expected.contains($0) }
            Issue.record(
                "missing: \(missing.joined(separator: "\n"))\nunexpected: \(unexpected.joined(separator: "\n"))")
        }
        #expect(markers.allSatisfy { !$0.file.isEmpty }, "a diagnostic has no place")
    }

    @Test func `each code has a page and a case, and each page a code`() throws {
        let pages = YAMLDiagnostics.pages + DocumentDiagnostics.pages
        let codes = pages.map(\.code)
        #expect(Set(codes).count == codes.count)
        #expect(codes == codes.sorted())
        #expect(Set(codes.map(\.description)) == Set(RejectCase.all.map(\.code)))
        let source = try ["Sources/PlanYAML/YAMLDiagnostics.swift", "Sources/PlanDocument/DocumentDiagnostics.swift"]
            .map { try Repository.text(of: $0) }.joined()
        let used = source.matches(of: /"PLN0[12][0-9][0-9]", \.error/).map { String($0.output.dropFirst().prefix(7)) }
        #expect(Set(used) == Set(codes.map(\.description)))
    }
}
