import Testing

/// The tests of pages can fail.
@Suite struct TranscriptReadingTests {
    private func commands(_ text: String) -> [Transcript.Command] {
        Transcript(of: Document(path: "a.md", text: text)).commands
    }

    @Test func `commands are read with their exit codes, outputs and lines`() {
        let found = commands(
            """
            # Page
            ```console
            $ plan run a.json --yes  # exits with 3
            error
            $ plan status a.json
            ```
            ```sh
            # A comment
            plan show a.json
            ```
            ```text
            $ plan nothing
            ```
            """)
        #expect(found.map(\.line) == ["plan run a.json --yes", "plan status a.json", "plan show a.json"])
        #expect(found.map(\.exitCode) == [3, 0, 0])
        #expect(found.map(\.number) == [3, 5, 9])
        #expect(found.map(\.output) == [["error"], nil, nil])
    }

    @Test func `a block that begins with the name of a file is that file`() {
        let steps = Transcript(of: Document(path: "a.md", text: "```yaml\n# a.plan.yml\nplan: 1\n```\n")).steps
        guard case .file("a.plan.yml", "# a.plan.yml\nplan: 1\n")? = steps.first else {
            Issue.record("\(steps)")
            return
        }
    }

    @Test(arguments: [
        ("plan show a", Transcript.Command.Runner.run), ("DATABASE_URL=x plan show a", .run), ("make demo", .leave),
        ("apt-get install x", .leave), ("planb show", .unknown), ("curl x", .unknown),
    ])
    func `a command is run, left alone or unknown by its program`(line: String, runner: Transcript.Command.Runner) {
        #expect(commands("```sh\n\(line)\n```\n").map(\.runner) == [runner])
    }

    @Test(arguments: [
        (["a", "b"], "a\nb\n"), (["a", "…"], "a\nb\nc\n"), (["…", "c"], "a\nb\nc\n"), (["a", "…", "b"], "a\nb\n"),
        (["a … c"], "a b b c\n"), (["done, 5 rows in 1.20 s (4 rows/s)"], "done, 5 rows in 0.01 s (500 rows/s)\n"),
        (["sha256:0123456789ab…"], "sha256:\(String(repeating: "f", count: 64))\n"),
        (["copy_rows/b: done", "copy_rows/a: done", "x"], "copy_rows/a: done\ncopy_rows/b: done\nx\n"),
    ])
    func `output matches what the page shows of it`(lines: [String], output: String) {
        #expect(OutputPattern(lines).matches(output))
    }

    @Test(arguments: [
        (["a"], "a\nb\n"), (["a", "b"], "a\n"), (["a", "…", "b"], "a\nc\n"), (["a … c"], "a b\n"),
        (["done, 5 rows in 1.20 s"], "done, 6 rows in 1.20 s\n"), ([" ^"], "  ^\n"),
        (["copy_rows/a: done", "x"], "x\ncopy_rows/a: done\n"),
    ])
    func `other output does not match`(lines: [String], output: String) {
        #expect(!OutputPattern(lines).matches(output))
    }
}
