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
        let spec: JSONValue = .object(
            try members(of: graph, tool, conninfo, source: source) + [
                JSONMember("whole", .boolean(coverage == .whole)),
                JSONMember(
                    "views",
                    .array(
                        coverage == .whole
                            ? graph.operations.filter { $0.kind == .createView }.map { .string($0.name.parts[1]) }
                            : [])),
            ])
        let result = try run("compare_databases.py", spec, with: tool)
        let copied = graph.operations.count { $0.kind == .copyRows }
        #expect(result["tables"] == .integer(Int64(copied)))
    }

    /// Writes to both databases with one of the scripts for it, and requires that nothing differs; gives its counts.
    ///
    /// - Parameters:
    ///   - source: a database that may be written to.
    ///   - dropped: the triggers that the plan leaves out, which are dropped from the source as well.
    static func requireSameWrites(
        _ script: String, _ tool: PlanTool, _ conninfo: Secret, source: String, without dropped: [String]
    ) throws -> JSONValue {
        let graph = try GraphReader.read(Array(try tool.read("out/graph.json").utf8))
        let spec: JSONValue = .object(
            try members(of: graph, tool, conninfo, source: source) + [
                JSONMember("dropped_triggers", .array(dropped.map { .string($0) }))
            ])
        return try run(script, spec, with: tool)
    }

    /// Both databases, and the tables that were copied from one to the other.
    private static func members(
        of graph: OperationGraph, _ tool: PlanTool, _ conninfo: Secret, source: String
    ) throws -> [JSONMember] {
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
        return [
            JSONMember("sqlite", .string(tool.path(source))), JSONMember("conninfo", .string(conninfo.reveal())),
            JSONMember("schema", .string(graph.inputs.target.schema)), JSONMember("tables", .array(tables)),
        ]
    }

    /// What a script in `Tests/Independent` says; a failure with its output if it ends with one.
    private static func run(_ script: String, _ spec: JSONValue, with tool: PlanTool) throws -> JSONValue {
        try tool.write(String(decoding: JSONWriter.pretty(spec), as: UTF8.self), to: "comparison.json")
        let path = Repository.path("Tests/Independent/\(script)")
        let output = try Subprocess("python3", [path, tool.path("comparison.json")]).run(outputLimit: 1 << 24)
        #expect(output.status.isSuccess, "\(output.text) \(output.errorText)")
        return try JSONParser.parse(Array(output.text.utf8))
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
        let bounded = read.ranges(of: ") AND ").last ?? read.ranges(of: ") ORDER BY ").last
        let end = bounded?.lowerBound ?? read.index(before: read.endIndex)
        return String(read[start.upperBound..<end])
    }
}
