import PlanDiagnostics
import PlanDocument
import PlanTestSupport
import Testing

@Suite struct ReferenceTests {
    static let path = "docs/plan-file.md"

    @Test func `the reference's tables are the format's`() throws {
        let lines = PlanReference.markdown.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        // The text ends with a line break.
        try Repository.expectPart("keys", of: Self.path, toHold: lines.dropLast())
    }

    @Test func `each plan in the reference is a plan`() throws {
        let blocks = try Repository.text(of: Self.path).split(separator: "```")
            .filter { $0.hasPrefix("yaml\n") && $0.contains("plan: 1") }
        #expect(!blocks.isEmpty)
        for block in blocks {
            let text = String(block.dropFirst("yaml\n".count))
            #expect(PlanText(text, including: ["shared.yml": "naming: preserve\n"]).messages() == [])
        }
    }

    @Test func `each file of test plans is a plan`() throws {
        let paths = Repository.files(in: "Tests/PlanDocumentTests/Plans", ending: ".yml")
        #expect(!paths.isEmpty)
        for path in paths {
            #expect(PlanText(try Repository.text(of: path)).messages() == [], "\(path)")
        }
    }
}
