import Foundation
import PlanSupport
import Testing

/// The program check-jsonschema: a validator that knows nothing of this package.
enum SchemaChecker {
    /// Where it is: in the package's virtual environment or in the search path.
    static let program: String? = {
        let own = SchemaFile.root + ".venv/bin/check-jsonschema"
        return Files.exists(own) ? own : Subprocess.find("check-jsonschema")
    }()

    /// Whether its tests run: it is there, or its absence has to be a failure.
    static var isExpected: Bool {
        program != nil || Subprocess.variable("PLAN_REQUIRE_CHECK_JSONSCHEMA") != nil
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// The indices of the documents that a schema refuses.
    static func refused(_ documents: [JSONValue], by schema: String) throws -> Set<Int> {
        let directory = FileManager.default.temporaryDirectory.appending(path: "plan-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        var paths: [String] = []
        for (index, document) in documents.enumerated() {
            let file = directory.appending(path: "\(index).json")
            try Data(JSONWriter.compact(document)).write(to: file)
            paths.append(file.path(percentEncoded: false))
        }
        let refused = try refused(files: paths, by: schema)
        return Set(paths.indices.filter { refused.contains(paths[$0]) })
    }

    /// The paths of those JSON and YAML files that a schema refuses.
    static func refused(files paths: [String], by schema: String) throws -> Set<String> {
        let report = try run(["--output-format", "json", "--schemafile", SchemaFile.path(schema)] + paths)
        guard report["parse_errors"] == nil || report["parse_errors"] == .array([]) else {
            throw Failure(description: "check-jsonschema could not read what was written: \(report)")
        }
        guard case .array(let errors)? = report["errors"] else { return [] }
        return Set(errors.compactMap { if case .string(let path)? = $0["filename"] { path } else { nil } })
    }

    /// What is said about schemas that are not well formed; empty where they are.
    static func faults(ofSchemas paths: [String]) throws -> [JSONValue] {
        let report = try run(["--output-format", "json", "--check-metaschema"] + paths)
        guard case .array(let errors)? = report["errors"] else { return [] }
        return errors
    }

    private static func run(_ arguments: [String]) throws -> JSONValue {
        guard let program else { throw Failure(description: "check-jsonschema is required and not installed") }
        let output = try Subprocess(program, arguments).run(outputLimit: 1 << 26)
        // It ends with 1 both where a document is refused and where it fails itself; only the first gives a report.
        guard let report = try? JSONParser.parse(output.standardOutput), report["status"] != nil else {
            throw Failure(description: "check-jsonschema: \(output.text)\n\(output.errorText)")
        }
        return report
    }
}

extension Trait where Self == ConditionTrait {
    /// The test needs check-jsonschema: it is skipped where that is absent, unless `PLAN_REQUIRE_CHECK_JSONSCHEMA` is set.
    static var requiresSchemaChecker: Self {
        .enabled(if: SchemaChecker.isExpected, "check-jsonschema is not installed: pip install check-jsonschema")
    }
}
