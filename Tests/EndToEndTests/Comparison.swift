import PlanGraph
import PlanSupport
import PlanTestSupport
import Testing

/// Compares source and target by a reader that shares no code with the project.
enum Comparison {
    enum Coverage {
        case asPlanned
        case whole
    }

    /// Requires that every value that the graph in `out/graph.json` copies is equal on both sides.
    ///
    /// - Parameter coverage: `whole` also requires that every ordinary table with all its stored columns is among them, and
    ///   that the views have the same rows.
    static func requireEqual(
        _ tool: PlanTool, _ conninfo: Secret, source: String, coverage: Coverage = .asPlanned
    ) throws {
        let graph = try GraphReader.read(Array(try tool.read("out/graph.json").utf8))
        var tables: [JSONValue] = []
        for operation in graph.operations {
            guard case .copy(let copy)? = operation.do.first else { continue }
            tables.append(
                .object([
                    "source": .string(copy.table), "target": .string(operation.name.parts[1]),
                    "where": filter(in: copy.read).map { .string($0) },
                    "columns": .array(
                        zip(try columns(of: copy), copy.columns).map {
                            [.string($0), .string($1.name), .string($1.codec.rawValue)]
                        }),
                ]))
        }
        let spec: JSONValue = .object([
            "sqlite": .string(tool.path(source)), "conninfo": .string(conninfo.reveal()),
            "schema": .string(graph.inputs.target.schema), "whole": .boolean(coverage == .whole),
            "tables": .array(tables),
            "views": .array(
                coverage == .whole
                    ? graph.operations.filter { $0.kind == .createView }.map { .string($0.name.parts[1]) } : []),
        ])
        try tool.write(String(decoding: JSONWriter.pretty(spec), as: UTF8.self), to: "comparison.json")
        let script = Repository.path("Tests/Independent/compare_databases.py")
        let output = try Subprocess("python3", [script, tool.path("comparison.json")]).run(outputLimit: 1 << 24)
        #expect(output.status.isSuccess, "\(output.text) \(output.errorText)")
        let copied = graph.operations.count { $0.kind == .copyRows }
        let result = try JSONParser.parse(Array(output.text.utf8))
        #expect(result["tables"] == .integer(Int64(copied)))
    }

    /// The names in the SELECT list of a copy, its rowid left out.
    private static func columns(of copy: CopyInstruction) throws -> [String] {
        var names: [String] = []
        var rest = copy.read.unicodeScalars.dropFirst("SELECT ".count)
        while names.count < copy.columns.count {
            try #require(rest.popFirst() == "\"")
            var name = String.UnicodeScalarView()
            while let scalar = rest.popFirst() {
                if scalar == "\"" {
                    guard rest.first == "\"" else { break }
                    rest.removeFirst()
                }
                name.append(scalar)
            }
            names.append(String(name))
            rest = rest.drop { $0 == "," || $0 == " " }
        }
        return names
    }

    /// The filter of the plan inside the query.
    private static func filter(in read: String) -> String? {
        guard let start = read.firstRange(of: " WHERE (") else { return nil }
        let end = read.ranges(of: ") AND ").last?.lowerBound ?? read.index(before: read.endIndex)
        return String(read[start.upperBound..<end])
    }
}
