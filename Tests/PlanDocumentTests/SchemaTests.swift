import Foundation
import PlanDocument
import PlanSupport
import Testing

@Suite struct SchemaTests {
    @Test func `the schema on disk is the format's`() throws {
        try Repository.expectFile("schemas/plan.schema.json", toHold: JSONWriter.pretty(PlanSchema.json))
    }

    @Test(.enabled(if: SchemaChecker.isWanted, "check-jsonschema is not installed"))
    func `valid plans satisfy the schema`() throws {
        var plans = Repository.names(in: "Tests/PlanDocumentTests/Plans").map { "Tests/PlanDocumentTests/Plans/" + $0 }
        plans += Repository.names(in: "Tests/Corpus/accept").map { "Tests/Corpus/accept/\($0)/plan.yml" }
        plans += Repository.names(in: "examples").filter { $0.hasSuffix(".plan.yml") }.map { "examples/" + $0 }
        let existing = plans.filter { Files.exists(Repository.root + $0) }
        #expect(existing.count >= 2)
        #expect(try SchemaChecker.rejected(existing) == [])
    }

    @Test(.enabled(if: SchemaChecker.isWanted, "check-jsonschema is not installed"))
    func `refused plans violate the schema, as far as a schema can see`() throws {
        // Codes of what only reading, comparing or the calendar shows.
        let unseen: Set<String> = ["PLN0208", "PLN0209", "PLN0210", "PLN0213", "PLN0215", "PLN0216", "PLN0217"]
        let cases = try RejectCase.all.filter { example in
            // A schema sees one file only.
            try example.code.hasPrefix("PLN02") && !unseen.contains(example.code) && example.files().count == 1
        }
        let plans = cases.map { RejectCase.directory + $0.name + "/plan.yml" }
        #expect(plans.count >= 10)
        let rejected = try SchemaChecker.rejected(plans)
        #expect(plans.filter { !rejected.contains($0) } == [], "accepted by the schema")
    }
}

/// The program check-jsonschema.
enum SchemaChecker {
    /// Where it is: in the package's virtual environment or on the path.
    static let program: String? = {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let directories = [Repository.root + ".venv/bin"] + path.split(separator: ":").map(String.init)
        return directories.map { $0 + "/check-jsonschema" }.first { Files.exists($0) }
    }()

    /// Whether to run its tests: it is there, or its absence is to be a failure.
    static let isWanted =
        program != nil || ProcessInfo.processInfo.environment["PLAN_REQUIRE_CHECK_JSONSCHEMA"] != nil

    struct Failure: Error {
        let reason: String
    }

    /// Which of some files, given by their paths in the package, violate the plan schema.
    static func rejected(_ paths: [String]) throws -> Set<String> {
        guard let program else { throw Failure(reason: "check-jsonschema is required and not installed") }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.currentDirectoryURL = URL(fileURLWithPath: Repository.root)
        process.arguments =
            ["--schemafile", "schemas/plan.schema.json", "--output-format", "json", "--force-filetype", "yaml"] + paths
        let output = Foundation.Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = Array(output.fileHandleForReading.readDataToEndOfFile())
        process.waitUntilExit()
        let report = try JSONParser.parse(bytes)
        guard case .array(let errors)? = report["errors"], (report["parse_errors"] ?? []) == [] else {
            throw Failure(reason: String(decoding: bytes, as: UTF8.self))
        }
        return Set(
            errors.compactMap { error in
                guard case .string(let name)? = error["filename"] else { return nil }
                return name
            })
    }
}
