import PlanSupport
import PlanTestSupport
import Testing

/// The schemas of what the program writes, and of what it reads.
///
/// That of the plan is made from the plan's own shape; what it refuses is tested there.
@Suite struct SchemaTests {
    static let schemas = ["graph", "catalog", "report", "verification", "diagnostics", "events", "backup"]

    @Test(.requiresSchemaChecker) func `every schema is one by its own metaschema`() throws {
        let names = ["plan"] + Self.schemas
        #expect(names.map(SchemaChecker.path).sorted() == Repository.files(in: "schemas", ending: ".json"))
        #expect(try SchemaChecker.faults(ofSchemas: names) == [])
    }

    @Test(.requiresSchemaChecker, arguments: schemas)
    func `what the program writes satisfies its schema`(schema: String) throws {
        let documents = try SampleDocuments.documents(of: schema)
        #expect(documents.count > 1)
        #expect(try SchemaChecker.refused(documents, by: schema) == [])
    }

    /// Files of the repository that satisfy a schema.
    private static func files(of schema: String) -> [String] {
        let cases = Repository.names(in: "Tests/Corpus/accept").map { "Tests/Corpus/accept/\($0)/" }
        switch schema {
        case "plan":
            return cases.map { $0 + "plan.yml" } + Repository.files(in: "plans", ending: ".plan.yml")
                + Repository.files(in: "Tests/PlanDocumentTests/Plans", ending: ".yml")
        default: return cases.map { $0 + "\(schema).json" }
        }
    }

    @Test(.requiresSchemaChecker, arguments: [("plan", "graph"), ("graph", "catalog"), ("catalog", "plan")])
    func `the files of the repository satisfy their schema and no other`(schema: String, other: String) throws {
        let files = Self.files(of: schema)
        #expect(files.count >= 7 && files.allSatisfy { Files.exists(Repository.path($0)) }, "\(files)")
        #expect(try SchemaChecker.refused(files: files, by: schema) == [])
        #expect(try SchemaChecker.refused(files: files, by: other) == Set(files))
    }

    @Test(.requiresSchemaChecker, arguments: schemas)
    func `a further key is refused in any object`(schema: String) throws {
        let variants = try SampleDocuments.documents(of: schema).flatMap { document in
            document.variants { [$0 + [JSONMember("further", 1)]] }
        }
        #expect(variants.count > 5)
        expectAllRefused(variants, try SchemaChecker.refused(variants, by: schema))
    }

    private func expectAllRefused(_ variants: [JSONValue], _ refused: Set<Int>) {
        for (index, variant) in variants.enumerated() where !refused.contains(index) {
            Issue.record("accepted: \(String(decoding: JSONWriter.pretty(variant), as: UTF8.self))")
        }
    }

    /// Keys that stand in every object that may have them.
    private static let constantKeys: [String: Set<String>] = [
        "graph": [
            "digest", "seal", "source", "objects", "do", "undo", "risk", "codec", "message", "on_failure", "chunk_by",
            "irreversible",
        ],
        "catalog": ["fingerprint", "engine", "tables", "sql", "parent", "parts", "coverage", "rows"],
        "report": [
            "format", "version", "run", "state", "jobs", "rejected", "operations", "kind", "tables", "chunks",
            "sequences",
            "value", "policy", "remaining", "reason",
        ],
        "verification": [
            "format", "version", "plan", "graph", "equal", "seconds", "tables", "checks", "differing", "complete",
            "differences", "kind", "row", "column", "operation", "holds",
        ],
        "events": ["event", "at", "operations", "finished", "rows", "bytes", "tables", "operation"],
        "backup": [
            "format", "name", "version", "engine", "database", "place", "created_at", "occasion", "file", "bytes",
            "digest",
            "tool", "writer",
        ],
        "diagnostics": ["code", "severity", "notes", "start", "column", "errors", "replacement", "keys"],
    ]

    @Test(.requiresSchemaChecker, arguments: schemas)
    func `a document without a key that is always there is refused`(schema: String) throws {
        let constant = try #require(Self.constantKeys[schema])
        var dropped: [String] = []
        let variants = try SampleDocuments.documents(of: schema)[0].variants { members in
            let keys = members.map(\.key).filter(constant.contains)
            dropped += keys
            return keys.map { key in members.filter { $0.key != key } }
        }
        #expect(Set(dropped) == constant)
        expectAllRefused(variants, try SchemaChecker.refused(variants, by: schema))
    }

    @Test(arguments: schemas)
    func `every key of a schema is one that the program writes`(schema: String) throws {
        let written = try SampleDocuments.documents(of: schema).reduce(into: Set<String>()) { $0.formUnion($1.allKeys) }
        for properties in try SchemaFile(schema).occurrences(of: "properties") {
            guard case .object(let members) = properties.value else { continue }
            for member in members {
                #expect(written.contains(member.key), "\(properties.place)/\(member.key) is never written")
            }
        }
    }

    @Test(arguments: schemas)
    func `every object of a schema is closed`(schema: String) throws {
        let file = try SchemaFile(schema)
        let objects = file.occurrences(of: "type").filter { $0.value == "object" }
        #expect(!objects.isEmpty)
        #expect(file.occurrences(of: "additionalProperties").map(\.value) == objects.map { _ in false })
    }
}
