package import PlanSupport
package import Testing

/// The program check-jsonschema: a validator that knows nothing of this package.
///
/// It is slow to start: give it many documents at once.
package enum SchemaChecker {
    /// Where it is: in the package's virtual environment or in the search path.
    private static let program: String? = {
        let own = Repository.path(".venv/bin/check-jsonschema")
        return Files.exists(own) ? own : Subprocess.find("check-jsonschema")
    }()

    /// Whether its tests run: it is there, or its absence has to be a failure.
    package static var isExpected: Bool {
        program != nil || Subprocess.variable("PLAN_REQUIRE_CHECK_JSONSCHEMA") != nil
    }

    /// The path of a schema by its name, such as `graph`, from the root of the checkout.
    package static func path(ofSchema name: String) -> String { "schemas/\(name).schema.json" }

    /// The indices of the documents that a schema refuses.
    package static func refused(_ documents: [JSONValue], by schema: String) throws -> Set<Int> {
        let directory = try TemporaryDirectory()
        return try withExtendedLifetime(directory) {
            let paths = try documents.enumerated().map { index, document in
                try directory.write(JSONWriter.compact(document), to: "\(index).json")
            }
            let refused = try refused(files: paths, by: schema)
            return Set(paths.indices.filter { refused.contains(paths[$0]) })
        }
    }

    /// The paths of those JSON and YAML files that a schema refuses.
    ///
    /// - Parameter paths: absolute, or from the root of the checkout.
    package static func refused(files paths: [String], by schema: String) throws -> Set<String> {
        let report = try run(["--schemafile", path(ofSchema: schema)] + paths)
        guard report["parse_errors"] == nil || report["parse_errors"] == .array([]) else {
            throw PlanTool.Failure(reason: "check-jsonschema could not read what was written: \(report)")
        }
        return Set(
            errors(in: report).compactMap { if case .string(let path)? = $0["filename"] { path } else { nil } })
    }

    /// What is said about schemas that are not well formed; empty where they are.
    package static func faults(ofSchemas names: [String]) throws -> [JSONValue] {
        errors(in: try run(["--check-metaschema"] + names.map(path(ofSchema:))))
    }

    private static func errors(in report: JSONValue) -> [JSONValue] {
        guard case .array(let errors)? = report["errors"] else { return [] }
        return errors
    }

    private static func run(_ arguments: [String]) throws -> JSONValue {
        guard let program else { throw PlanTool.Failure(reason: "check-jsonschema is required and not installed") }
        let checker = Subprocess(program, ["--output-format", "json"] + arguments, workingDirectory: Repository.root)
        let output = try checker.run(outputLimit: 1 << 26)
        // It ends with 1 both where a document is refused and where it fails itself; only the first gives a report.
        guard let report = try? JSONParser.parse(output.standardOutput), report["status"] != nil else {
            throw PlanTool.Failure(reason: "check-jsonschema: \(output.text)\n\(output.errorText)")
        }
        return report
    }
}

extension Trait where Self == ConditionTrait {
    /// The test needs check-jsonschema: it is skipped where that is absent, unless `PLAN_REQUIRE_CHECK_JSONSCHEMA` is set.
    package static var requiresSchemaChecker: Self {
        .enabled(if: SchemaChecker.isExpected, "check-jsonschema is not installed: pip install check-jsonschema")
    }
}
