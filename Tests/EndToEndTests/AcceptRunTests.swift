import PlanSupport
import PlanTestSupport
import Testing

/// The reviewed graphs on a real server: run, compare, undo, run again.
@Suite(.requiresPostgres) struct AcceptRunTests {
    @Test(arguments: Repository.names(in: "Tests/Corpus/accept"))
    func `a reviewed graph runs, is undone whole, and runs again`(name: String) throws {
        try PostgresFixture.shared.withDatabase { conninfo in
            try PlanTool.withWorkspace(target: conninfo) { tool in
                let directory = "Tests/Corpus/accept/\(name)"
                try tool.makeDatabase("source.db", Repository.text(of: "\(directory)/source.sql"))
                let graph = try Repository.text(of: "\(directory)/graph.json")
                // The graph names its plan beside it, from which the source is found.
                try tool.write(graph, to: "graph.json")
                try tool.write(graph, to: "out/graph.json")

                let empty = try Psql.inventory(conninfo)
                let first = try tool.run("run", "graph.json")
                #expect(first.code == 0, "\(first.errors)")
                try Comparison.requireEqual(tool, conninfo, source: "source.db")
                let made = try Psql.inventory(conninfo)

                let rollback = try tool.run("rollback", "graph.json")
                #expect(rollback.code == 0, "\(rollback.errors)")
                _ = try Psql.run("DROP SCHEMA _plan CASCADE", conninfo)
                #expect(try Psql.inventory(conninfo) == empty)

                let second = try tool.run("run", "graph.json")
                #expect(second.code == 0, "\(second.errors)")
                #expect(try Psql.inventory(conninfo) == made)
            }
        }
    }
}
