import PlanSupport
import PlanTestSupport
import Testing

/// What a reviewer sees in `git diff` of the files that a plan compiles to.
@Suite struct ArtifactDiffTests {
    /// A change of one line in the plan of the shop.
    struct Change: CustomTestStringConvertible {
        let name: String
        let line: String
        let changed: String
        /// The most lines that may be removed and added in the graph, and in any other file.
        let most: (graph: Int, other: Int)
        /// The tables whose files change; those of all others stay as they are.
        let tables: Set<String>

        var testDescription: String { name }
    }

    private static let changes = [
        Change(
            name: "a type", line: "email: { type: citext }", changed: "email: { type: text }", most: (90, 20),
            tables: ["customers"]),
        Change(
            name: "a column less", line: "old_password: { drop: true }\n",
            changed: "old_password: { drop: true }\n      name: { drop: true }\n", most: (80, 15),
            tables: ["customers"]),
        Change(
            name: "a column more", line: "old_password: { drop: true }", changed: "old_password: { type: text }",
            most: (30, 12), tables: ["customers"]),
        Change(
            name: "a filter", line: "\"spam = 0\"", changed: "\"spam = 1\"", most: (20, 10), tables: []),
        Change(
            name: "another name of a table that others name", line: "rename: orders ", changed: "rename: purchases ",
            most: (450, 100), tables: ["orders", "purchases", "order_lines", "vouchers"]),
    ]

    @Test func `a change of one line in the plan is a small change of each file`() throws {
        try PlanTool.withWorkspace { tool in
            try Shop.build(with: tool)
            func git(_ arguments: String...) throws -> String {
                let identity = [
                    "-c", "user.name=tests", "-c", "user.email=tests@localhost", "-c", "core.autocrlf=false",
                ]
                let output = try Subprocess("git", identity + arguments, workingDirectory: tool.directory.path).run(
                    outputLimit: 1 << 22)
                try #require(output.status.isSuccess, "\(output.errorText)")
                return output.text
            }
            func compile() throws {
                for options in [["-o", "split", "--split", "--with-data"], ["-o", "whole"]] {
                    let compiled = try tool.run(["compile", "plans/shop.plan.yml"] + options)
                    try #require(compiled.code == 0, "\(compiled.errors)")
                }
            }
            let plan = try tool.read("plans/shop.plan.yml")
            try compile()
            _ = try git("init", "--quiet")
            _ = try git("add", "--all")
            _ = try git("commit", "--quiet", "--message", "The shop")
            try compile()
            #expect(try git("status", "--porcelain") == "", "compiling again changes files")
            for change in Self.changes {
                try #require(plan.ranges(of: change.line).count == 1, "\(change.name)")
                try tool.write(plan.replacing(change.line, with: change.changed), to: "plans/shop.plan.yml")
                try compile()
                _ = try git("add", "--all")
                var files = 0
                for line in try git("diff", "--cached", "--numstat", "--no-renames").split(separator: "\n") {
                    let parts = line.split(separator: "\t").map(String.init)
                    let lines = parts.prefix(2).compactMap { Int($0) }.reduce(0, +)
                    // Rows are no artifact of the plan, and digests are a line for each file.
                    if parts[2].hasSuffix(".copy") || parts[2].hasSuffix("SHA256SUMS") { continue }
                    files += 1
                    let most = parts[2].hasSuffix("graph.json") ? change.most.graph : change.most.other
                    #expect(lines <= most, "\(change.name): \(parts[2]) has \(lines) lines changed")
                    if parts[2].hasPrefix("split/001_schema/") || parts[2].hasPrefix("split/003_constraints/") {
                        let table = Path.name(of: parts[2]).prefix { $0 != "." }
                        #expect(change.tables.contains(String(table)), "\(change.name) changes \(parts[2])")
                    }
                }
                #expect(files > 10, "\(change.name)")
                _ = try git("reset", "--quiet", "--hard")
            }
        }
    }
}
