import PlanGraph
import PlanSupport
import Testing

@Suite struct GraphReaderTests {
    @Test func `a graph file is read back`() throws {
        let graph = try SampleGraph.sealed()
        #expect(try GraphReader.read(graph.file) == graph)
        #expect(GraphReader.looksLikeGraph(graph.file))
        #expect(!GraphReader.looksLikeGraph(Array("plan: 1".utf8)))
    }

    @Test func `a file with any one byte changed is refused`() throws {
        let file = try SampleGraph.sealed().file
        for index in file.indices {
            var edited = file
            edited[index] ^= 1
            #expect(throws: GraphRefusal.self, "byte \(index)") { try GraphReader.read(edited) }
        }
    }

    private func edited(_ old: String, _ new: String) throws -> [UInt8] {
        let text = String(decoding: try SampleGraph.sealed().file, as: UTF8.self)
        let range = try #require(text.firstRange(of: old))
        return Array((text[..<range.lowerBound] + new + text[range.upperBound...]).utf8)
    }

    @Test func `an edited statement is named by its operation`() throws {
        let file = try edited("DROP TABLE public.b", "DROP TABLE public.c")
        #expect(throws: GraphRefusal.operationDigest(id: "create_table/public.b")) { try GraphReader.read(file) }
    }

    @Test func `another version is refused before anything else is read`() throws {
        let file = try edited("\"version\": 1 }", "\"version\": 2, \"new\": 1 }")
        #expect(throws: GraphRefusal.otherVersion(2)) { try GraphReader.read(file) }
    }

    @Test func `an unknown key is refused with its path`() throws {
        let file = try edited("\"origin\":", "\"orign\":")
        #expect(throws: GraphRefusal.malformed("operations[0].orign: is not known")) { try GraphReader.read(file) }
    }

    @Test func `an unknown instruction is refused`() throws {
        let file = try edited("{ \"sql\": \"CREATE TABLE public.a ()\" }", "{ \"shell\": \"rm\" }")
        #expect(
            throws: GraphRefusal.malformed(
                "operations[0].do[0]: is no instruction that this program knows (sql, copy, check, verify, run, http, backup)"
            )
        ) { try GraphReader.read(file) }
    }

    @Test func `an edge that does not follow from the effects is refused`() throws {
        let file = try edited("\"after\": [\"create_table/public.a\"]", "\"after\": []")
        #expect(throws: GraphRefusal.edges(id: "copy_rows/public.a")) { try GraphReader.read(file) }
    }

    @Test func `instructions on their own are read back`() throws {
        let instructions = try SampleGraph.sealed().operations.flatMap(\.do)
        #expect(try InstructionList.parse(InstructionList.text(of: instructions)) == instructions)
    }
}
