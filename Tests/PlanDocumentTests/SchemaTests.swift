import PlanDocument
import PlanSupport
import PlanTestSupport
import Testing

@Suite struct SchemaTests {
    @Test func `the schema on disk is the format's`() throws {
        try Repository.expectFile(SchemaChecker.path(ofSchema: "plan"), toHold: JSONWriter.pretty(PlanSchema.json))
    }

    @Test(.requiresSchemaChecker)
    func `refused plans violate the schema, as far as a schema can see`() throws {
        // Codes of what only reading, comparing or the calendar shows.
        let unseen: Set<String> = ["PLN0208", "PLN0209", "PLN0210", "PLN0213", "PLN0215", "PLN0216", "PLN0217"]
        let cases = try RejectCase.all.filter { example in
            // A schema sees one file only.
            try example.code.hasPrefix("PLN02") && !unseen.contains(example.code) && example.files().count == 1
        }
        let plans = cases.map { RejectCase.directory + $0.name + "/plan.yml" }
        #expect(plans.count >= 10)
        let refused = try SchemaChecker.refused(files: plans, by: "plan")
        #expect(plans.filter { !refused.contains($0) } == [], "accepted by the schema")
    }
}
