import PlanExecutor
import PlanGraph
import PlanSupport
import PlanTestSupport
import Testing

@Suite(.requiresPostgres)
struct ReportTests {
    /// Reports of runs that ended in each way.
    private func reports() throws -> [RunReport] {
        try Scenario.with(Drafts.shopSource + "CREATE TABLE bad (v); INSERT INTO bad VALUES ('x');") { scenario in
            let bad = [Drafts.createTable("bad", "v bigint"), Drafts.copyRows("bad", [("v", "bigint", .integer)])]
            let rolledBack = scenario.failure(try scenario.graph(Drafts.shop() + bad))?.report
            let kept = scenario.failure(try scenario.graph(bad, onFailure: .keep))?.report
            let done = try scenario.run(try scenario.graph(Drafts.shop()))
            return [done, try #require(rolledBack), try #require(kept)]
        }
    }

    @Test func `case 87 - the sums of a report add up`() throws {
        for report in try reports() {
            #expect(report.isBalanced)
            #expect(report.rowsRead == report.rowsWritten + report.rowsRejected)
            #expect(report.json["rows"]?["read"] == .integer(report.tables.map(\.read).reduce(0, +)))
            #expect(
                report.operations.compactMap(\.rows).reduce(0, +) == report.tables.map(\.written).reduce(0, +))
            #expect(report.seconds > 0)
        }
    }

    @Test func `a report tells what became of each operation`() throws {
        let (done, rolledBack, kept) = try { ($0[0], $0[1], $0[2]) }(reports())
        #expect(done.error == nil && done.undo == nil)
        #expect(Set(rolledBack.operations.map(\.state)).isSubset(of: [.undone, .failed, .pending]))
        #expect(rolledBack.operations.contains { $0.id == "copy_rows/public.bad" && $0.state == .failed })
        #expect(rolledBack.error?.contains("bad.v, rowid 1: the text value 'x' cannot become bigint") == true)
        #expect(kept.operations.map(\.state) == [.done, .failed])
        #expect(kept.undo?.remaining.map(\.id) == ["create_table/public.bad"])
    }

    @Test(.enabled(if: SchemaCheck.isExpected, "check-jsonschema is not installed"))
    func `reports satisfy their schema, and nothing else does`() throws {
        let reports = try reports().map(\.json)
        #expect(try reports.filter { try !SchemaCheck.accepts($0) } == [])
        for key in ["format", "run", "state", "rows", "tables", "sequences"] {
            guard case .object(let members) = reports[0] else { continue }
            #expect(try !SchemaCheck.accepts(.object(members.filter { $0.key != key })), "without \(key)")
            #expect(try !SchemaCheck.accepts(.object(members + [JSONMember("further", 1)])))
            let changed = members.map { $0.key == key ? JSONMember(key, "other") : $0 }
            #expect(try !SchemaCheck.accepts(.object(changed)), "\(key) is other")
        }
    }

    @Test func `the schema's words are those of the code`() throws {
        let schema = try JSONParser.parse(try Files.read(SchemaCheck.schema))
        let properties = schema["properties"]
        func words(_ value: JSONValue?) -> [String] {
            guard case .array(let elements)? = value?["enum"] else { return [] }
            return elements.compactMap { if case .string(let text) = $0 { text } else { nil } }
        }
        #expect(words(properties?["state"]) == RunState.allCases.map(\.rawValue))
        #expect(
            words(properties?["operations"]?["items"]?["properties"]?["state"])
                == OperationState.allCases.map(\.rawValue))
        #expect(properties?["format"]?["properties"]?["name"]?["const"] == .string(RunReport.formatName))
        #expect(properties?["format"]?["properties"]?["version"]?["const"] == .integer(RunReport.formatVersion))
    }
}

/// The program check-jsonschema, put to the report's schema.
private enum SchemaCheck {
    static let root = Path.resolve("../..", against: Path.directory(of: #filePath))
    static let schema = root + "/schemas/report.schema.json"

    static let program: String? = {
        let own = root + "/.venv/bin/check-jsonschema"
        return Files.exists(own) ? own : Subprocess.find("check-jsonschema")
    }()

    static var isExpected: Bool {
        program != nil || Subprocess.variable("PLAN_REQUIRE_CHECK_JSONSCHEMA") != nil
    }

    static func accepts(_ document: JSONValue) throws -> Bool {
        let directory = TemporaryDirectory()
        let path = directory.file("report.json")
        try Files.writeAtomically(JSONWriter.pretty(document), to: path)
        let output = try Subprocess(try #require(program), ["--schemafile", schema, path]).run()
        try #require(output.text.contains("errors") || output.status.isSuccess, "\(output.text)\(output.errorText)")
        return output.status.isSuccess
    }
}
