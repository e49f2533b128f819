import PlanSupport
import Testing

@Suite struct JSONTests {
    @Test func `what is written is read back`() throws {
        let value: JSONValue = .object([
            "null": .null, "flag": true, "number": -5, "decimal": .decimal(1.5, places: 3),
            "text": "q\" b\\ \u{1} é 😀 \u{7F}", "list": [1, [], .object([])],
        ])
        #expect(try JSONParser.parse(JSONWriter.pretty(value)) == value)
        #expect(try JSONParser.parse(JSONWriter.compact(value)) == value)
    }

    @Test func `a container that fits stands on one line and one that does not is broken`() {
        let short: JSONValue = .object(["a": [1, 2]])
        #expect(String(decoding: JSONWriter.pretty(short), as: UTF8.self) == "{ \"a\": [1, 2] }\n")
        let long: JSONValue = .object(["a": .string(String(repeating: "x", count: 120)), "b": 1])
        let lines = String(decoding: JSONWriter.pretty(long), as: UTF8.self).split(separator: "\n")
        #expect(lines.count == 4)
        #expect(lines[2] == "  \"b\": 1")
    }

    @Test(arguments: [
        "", "{", "[1,]", "{\"a\":1,\"a\":2}", "01", "1.", "\"\\x\"", "\"\\ud800\"", "nul", "1 2", "\"\u{1}\"", "{a:1}",
        "-", "[1", "\"abc", "1e", "tru",
    ])
    func `a malformed document is refused`(text: String) {
        #expect(throws: JSONParser.Failure.self) { try JSONParser.parse(Array(text.utf8)) }
    }

    @Test func `nesting is bounded`() {
        let text = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
        #expect(throws: JSONParser.Failure.self) { try JSONParser.parse(Array(text.utf8)) }
    }

    @Test func `an object reader refuses a key nobody asked for`() throws {
        var reader = try JSONObjectReader(.object(["a": 1, "b": 2]), at: "root")
        #expect(try reader.integer("a") == 1)
        #expect(throws: JSONObjectReader.Failure(path: "root.b", reason: "is not known")) { try reader.finish() }
    }
}
