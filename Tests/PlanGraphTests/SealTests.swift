import PlanGraph
import PlanSupport
import Testing

@Suite struct SealTests {
    @Test func `operations stand in topological order with ties broken by phase and id`() throws {
        #expect(
            try SampleGraph.sealed().operations.map(\.id) == [
                "create_table/public.a", "create_table/public.b", "copy_rows/public.a", "copy_rows/public.b",
                "verify_counts/public.a", "add_foreign_key/public.a.fk", "add_foreign_key/public.b.fk",
            ])
    }

    @Test func `edges hold the true dependencies and no more`() throws {
        let graph = try SampleGraph.sealed()
        let after = Dictionary(uniqueKeysWithValues: graph.operations.map { ($0.id, $0.after) })
        #expect(after["create_table/public.a"] == [])
        #expect(after["copy_rows/public.a"] == ["create_table/public.a"])
        #expect(after["add_foreign_key/public.a.fk"] == ["copy_rows/public.a", "copy_rows/public.b"])
    }

    @Test func `shuffling the drafts never changes a byte`() throws {
        let file = try SampleGraph.sealed().file
        for _ in 0..<50 { #expect(try SampleGraph.sealed(SampleGraph.drafts.shuffled()).file == file) }
    }

    @Test func `what is for display only does not change the digest`() throws {
        let graph = try SampleGraph.sealed()
        var drafts = SampleGraph.drafts
        drafts[0] = SampleGraph.table("b", origin: Origin(line: 99, column: 9))
        let moved = try OperationGraph.seal(
            inputs: SampleGraph.inputs(planDigest: "another text"), execution: SampleGraph.execution, drafts: drafts)
        #expect(moved.digest == graph.digest)
        #expect(moved.file != graph.file)
    }

    @Test func `two operations of one id are refused`() {
        #expect(throws: InvariantViolation.duplicateID("create_table/public.a")) {
            try SampleGraph.sealed([SampleGraph.table("a"), SampleGraph.table("a")])
        }
    }

    @Test func `two writers of one effect are refused`() {
        let effect = Effect(.target, .table, ObjectName("public", "a"))
        let other = OperationDraft(
            .createIndex, ObjectName("x"), reads: [], writes: [effect], do: [], undo: .instructions([]))
        #expect(
            throws: InvariantViolation.twoWriters(
                effect: "target:table:public.a", first: "create_index/x", second: "create_table/public.a")
        ) {
            try SampleGraph.sealed([SampleGraph.table("a"), other])
        }
    }

    @Test func `a circle is refused`() {
        func draft(_ name: String, after other: String) -> OperationDraft {
            OperationDraft(
                .createIndex, ObjectName(name), reads: [Effect(.target, .index, ObjectName(other))],
                writes: [Effect(.target, .index, ObjectName(name))], do: [], undo: .instructions([]))
        }
        #expect(throws: InvariantViolation.cycle(through: ["create_index/a", "create_index/b"])) {
            try SampleGraph.sealed([draft("a", after: "b"), draft("b", after: "a")])
        }
    }

    @Test(arguments: [
        ["public", "accounts"], ["public", "a.b"], ["a\"b", "", "é"], ["1x"], ["A"], ["\u{301}x", "a b"], ["\"", "."],
    ])
    func `an object's name is read back`(parts: [String]) {
        let name = ObjectName(parts: parts)
        #expect(ObjectName(parsing: name.description) == name)
        let effect = Effect(.target, .table, name)
        #expect(Effect(parsing: effect.description) == effect)
    }
}
