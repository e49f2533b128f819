import PlanSupport
import PlanTestSupport
import Testing

/// Each refusal exits with 3, names what differs, and leaves the target untouched.
@Suite(.requiresPostgres) struct RefusalTests {
    private func expectRefused(
        _ code: String, naming names: [String], _ prepare: (PlanTool, Secret) throws -> Void
    ) throws {
        try PostgresFixture.shared.withDatabase { conninfo in
            try PlanTool.withWorkspace(target: conninfo) { tool in
                try SamplePlan.compile(with: tool)
                try prepare(tool, conninfo)
                let before = try Psql.inventory(conninfo)
                let run = try tool.run("run", "out/graph.json", "--yes")
                #expect(run.code == 3 && run.errors.contains(code), "\(run.errors)")
                for name in names { #expect(run.errors.contains(name), "\(run.errors)") }
                #expect(try Psql.inventory(conninfo) == before)
            }
        }
    }

    @Test func `a graph edited by one byte`() throws {
        try expectRefused("PLN0601", naming: ["out/graph.json", "create_table/public.users"]) { tool, _ in
            let text = try tool.read("out/graph.json")
            let range = try #require(text.firstRange(of: "\\\"born\\\" date"))
            try tool.write(
                text[..<range.lowerBound] + "\\\"bern\\\" date" + text[range.upperBound...], to: "out/graph.json")
        }
    }

    @Test func `a source with a column more than when it was compiled`() throws {
        try expectRefused("PLN0702", naming: ["table users: column added is new"]) { tool, _ in
            try tool.makeDatabase("source.db", "ALTER TABLE users ADD COLUMN added TEXT;")
        }
    }

    @Test func `a target that has the table already`() throws {
        try expectRefused("PLN0705", naming: ["table public.orders"]) { _, conninfo in
            _ = try Psql.run("CREATE TABLE public.orders (mine integer)", conninfo)
        }
    }

    @Test func `a target that has an index or view of a name that is needed`() throws {
        try expectRefused("PLN0705", naming: ["public.orders_user", "public.users_pkey"]) { _, conninfo in
            _ = try Psql.run("CREATE VIEW orders_user AS SELECT 1; CREATE SEQUENCE users_pkey;", conninfo)
        }
    }

    @Test func `a role that may not create the ledger`() throws {
        try PostgresFixture.shared.withDatabase { conninfo in
            try PlanTool.withWorkspace(target: conninfo) { tool in
                try SamplePlan.compile(with: tool)
                _ = try Psql.run("CREATE ROLE nobody_much LOGIN", conninfo)
                defer { _ = try? Psql.run("DROP ROLE nobody_much", conninfo) }
                var tool = tool
                tool.environment["DATABASE_URL"] = conninfo.reveal() + " user=nobody_much"
                let before = try Psql.inventory(conninfo)
                let run = try tool.run("run", "out/graph.json")
                #expect(run.code == 3 && run.errors.contains("PLN0713"), "\(run.errors)")
                #expect(try Psql.inventory(conninfo) == before)
            }
        }
    }

    @Test func `a server that is too old`() throws {
        try expectRefused("PLN0703", naming: ["18"]) { tool, _ in
            let text = SamplePlan.text()
            let range = try #require(text.firstRange(of: "\"${DATABASE_URL}\""))
            try tool.write(
                text[..<range.upperBound] + ", version: 18" + text[range.upperBound...], to: "sample.plan.yml")
            let compiled = try tool.run("compile", "sample.plan.yml", "-o", "out")
            #expect(compiled.code == 0)
        }
    }
}

/// What cannot be opened is told in one line, with its exit code.
@Suite(.requiresPostgres) struct BadInputTests {
    @Test(arguments: [
        ("text.db", "it is not a database of SQLite 3"), ("missing.db", "there is no such file"),
        (".", "it is a directory"), ("empty.db", "empty"),
    ])
    func `a source that is no database`(name: String, reason: String) throws {
        try PlanTool.withWorkspace { tool in
            try tool.write("CREATE TABLE t (a);\n", to: "text.db")
            try tool.write("", to: "empty.db")
            let plan = "plan: 1\nname: x\nsource: { sqlite: \(name) }\ntarget: { postgres: \"${DATABASE_URL}\" }\n"
            try tool.write(plan, to: "x.plan.yml")
            let outcome = try tool.run("compile", "x.plan.yml")
            #expect(outcome.code == 69)
            let first = outcome.errors.split(separator: "\n").first ?? ""
            #expect(first.hasPrefix("x.plan.yml:3:19: error[PLN0004]: ") && first.contains(reason), "\(outcome.errors)")
        }
    }

    @Test func `a target that cannot be reached, and secrets that stay secret`() throws {
        try PostgresFixture.shared.withDatabase { conninfo in
            try PlanTool.withWorkspace(target: conninfo) { tool in
                try SamplePlan.compile(with: tool)
                let cases: [(String?, String)] = [
                    (nil, "error[PLN0003]: the variable DATABASE_URL is not set"),
                    ("postgres://u:hunter2@127.0.0.1:1/x", "Connection refused"),
                    (conninfo.reveal() + " dbname=missing_database", "database \"missing_database\" does not exist"),
                    ("postgres://u:hunter2@[::1/x", "error[PLN0701]"),
                ]
                for (value, reason) in cases {
                    var tool = tool
                    tool.environment["DATABASE_URL"] = value
                    let outcome = try tool.run("run", "out/graph.json")
                    #expect(outcome.code == 69 && outcome.errors.contains(reason), "\(outcome.errors)")
                    #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
                    #expect(!outcome.errors.contains("hunter2"))
                }
            }
        }
    }

    @Test func `a source that is locked`() throws {
        try PlanTool.withWorkspace { tool in
            try tool.makeDatabase("source.db", SamplePlan.sql)
            try tool.write(SamplePlan.text(), to: "sample.plan.yml")
            let lock = Subprocess(
                "python3",
                [
                    "-c",
                    """
                    import sqlite3, time
                    c = sqlite3.connect("\(tool.path("source.db"))", isolation_level=None)
                    c.execute("BEGIN EXCLUSIVE"); open("\(tool.path("ready"))", "w"); time.sleep(60)
                    """,
                ])
            let holder = try lock.spawn(output: .null, error: .null)
            while !Files.exists(tool.path("ready")) { _ = holder.wait(atMost: .milliseconds(20)) }
            let outcome = try tool.run("compile", "sample.plan.yml")
            holder.send(signal: 9)
            _ = try holder.wait()
            #expect(outcome.code == 69 && outcome.errors.contains("locked"), "\(outcome.errors)")
        }
    }

    @Test func `four mistakes give four diagnostics with suggestions`() throws {
        try PlanTool.withWorkspace { tool in
            try tool.makeDatabase("source.db", SamplePlan.sql)
            try tool.write(
                """
                plan: 1
                name: sample
                source: { sqlite: source.db }
                target: { postgres: "postgres://me:hunter2@db/shop" }
                tables:
                  ordrs: { rename: purchases }
                  users:
                    colums: { name: { drop: true } }
                    columns: { born: { type: dat } }
                """, to: "sample.plan.yml")
            let outcome = try tool.run("compile", "sample.plan.yml")
            #expect(outcome.code == 65)
            #expect(
                outcome.errors == """
                    sample.plan.yml:4:36: error[PLN0209]: a password stands in 'target.postgres'
                     4 | target: { postgres: "postgres://me:*******@db/shop" }
                       |                                    ^^^^^^^
                    note: a plan is read by many; a variable is resolved only to open the connection
                    fix: take it from a variable: write '${DATABASE_PASSWORD}'
                    sample.plan.yml:6:3: error[PLN0301]: no table named 'ordrs' in the source
                     6 |   ordrs: { rename: purchases }
                       |   ^^^^^
                    fix: did you mean 'orders'?: write 'orders'
                    sample.plan.yml:8:5: error[PLN0203]: unknown key 'colums' in a table
                     8 |     colums: { name: { drop: true } }
                       |     ^^^^^^
                    fix: did you mean 'columns'?: write 'columns'
                    sample.plan.yml:9:30: error[PLN0401]: no type named 'dat' in PostgreSQL
                     9 |     columns: { born: { type: dat } }
                       |                              ^^^
                    fix: did you mean 'date'?: write 'date'
                    4 errors
                    """)
        }
    }
}
